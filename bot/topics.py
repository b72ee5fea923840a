"""What the base says of a conversation's turns: whether it answers a turn where it answers the question before, and what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knowledge.types import SearchHit

_BEST = 3  # passages that say where a question is answered
_NEAR = 0.7  # of the best one's score: a passage below is about something else
_LEAST_TERM_CHARS, _LEAST_NAME_CHARS = 4, 3  # a shorter term in a title, or name of a figure, is a word of any matter
_KEPT = 512


@dataclass(frozen=True, slots=True)
class Nearness:
    """How a turn, alone, is answered beside the question before it."""

    best: float
    """Score of the best passage for the turn alone, in [0, 1]."""
    part: float
    """The best score in the parts of documents that answer the question before, as a share of `best`; in [0, 1]."""
    document: float
    """The same, in their documents."""
    told: bool
    """Whether the best passage, its headings or its title hold the matter of the question before."""


UNKNOWN = Nearness(0.5, 0.7, 0.8, told=False)
"""Without a base, neither near nor far: the form of a turn decides."""


@dataclass(frozen=True, slots=True)
class _Answered:
    """Where a text is answered: best first."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    """Document and first heading of each passage."""
    scores: tuple[float, ...]
    text: str
    """The best passage with its headings and its title; empty where there is none."""


class Topics:
    """Of one published version. Read-only; threads may share it."""

    def __init__(
        self,
        search: Callable[[str], Sequence[SearchHit]],
        titles: Iterable[str],
        counted: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        """Made of the base's answers and names.

        Args:
            search: The passages for a self-contained question, best first.
            titles: Of the documents.
            counted: What figures are of, each with its document's id; asked for once, on first use.
        """
        self._search = lru_cache(_KEPT)(lambda text: _answered(search(text)))
        self._titles = "\n".join(titles)
        self._figures = counted

    @cached_property
    def _counted(self) -> dict[str, int]:
        """What figures are of, with the number of documents that have some."""
        names = Counter(name for name, _ in set(self._figures()))
        return {n: number for n, number in names.items() if len(n) >= _LEAST_NAME_CHARS and not re.search(r"\d", n)}

    def nearness(self, said: str, question: str, matter: str) -> Nearness:
        """How the turn `said` is answered beside `question`, which was about `matter`; all zero where nothing is found."""
        alone, before = self._search(said), self._search(question)
        best = alone.scores[0] if alone.scores else 0.0
        if not best or not before.scores:
            return Nearness(best, 0.0, 0.0, told=False)
        there = {
            part
            for part, score in zip(before.parts[:_BEST], before.scores, strict=False)
            if score >= _NEAR * before.scores[0]
        }
        documents = {document for document, _ in there}
        scored = list(zip(alone.parts, alone.scores, strict=True))
        return Nearness(
            best,
            max((score for part, score in scored if part in there), default=0.0) / best,
            max((score for (document, _), score in scored if document in documents), default=0.0) / best,
            told=bool(matter) and matter in alone.text,
        )

    def counts(self, word: str) -> bool:
        """Whether figures are of what `word` names: 路灯 of 安装路灯."""
        return any(name.endswith(word) for name in self._counted)

    def heads(self, term: str) -> bool:
        """Whether a document's title holds `term`, or figures of several documents are of it."""
        titled = len(term) >= _LEAST_TERM_CHARS and not re.search(r"\d", term) and term in self._titles
        return titled or self._counted.get(term, 0) > 1


def _answered(hits: Sequence[SearchHit]) -> _Answered:
    best = hits[0] if hits else None
    text = f"{best.document.metadata.title}{''.join(best.chunk.heading_path)}{best.chunk.text}" if best else ""
    return _Answered(
        tuple((hit.chunk.document_id, hit.chunk.heading_path[:1]) for hit in hits),
        tuple(hit.score for hit in hits),
        text,
    )
