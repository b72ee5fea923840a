"""What the base says of a conversation's turns: whether it answers a turn where it answers the question before, and what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

from knowledge.lexical import LexicalIndex
from knowledge.types import SearchHit

_BEST = 3  # passages that say where a question is answered
_NEAR = 0.7  # of the best one's score: a passage below is about something else
_LEAST_TERM_CHARS, _LEAST_NAME_CHARS = 4, 3  # a shorter term in a title, or name of a figure, is a word of any matter
_KEPT = 512
_Part = tuple[str, tuple[str, ...]]


class Topics:
    """Of one published version. Read-only; threads may share it."""

    def __init__(
        self,
        search: Callable[[str], Sequence[SearchHit]],
        lexical: LexicalIndex,
        titles: Iterable[str],
        counted: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        """Made of the base's answers and names.

        Args:
            search: The passages for a self-contained question, best first.
            lexical: Says which pairs of characters occur.
            titles: Of the documents.
            counted: What figures are of, each with its document's id; asked for once, on first use.
        """
        self._search = lru_cache(_KEPT)(lambda text: _by_part(search(text)))
        self._lexical = lexical
        self._titles = "\n".join(titles)
        self._figures = counted

    @cached_property
    def _counted(self) -> frozenset[str]:
        """What figures of several documents are of."""
        several = Counter(name for name, _ in set(self._figures()))
        return frozenset(n for n, number in several.items() if number > 1 and len(n) >= _LEAST_NAME_CHARS)

    def belongs(self, said: str, question: str) -> float:
        """How well `said` is answered in the parts of documents that answer `question`, beside where it is answered best.

        Returns:
            In [0, 1]; 1 where nothing else answers it better or one document answers both best, 0 where nothing is found there.
        """
        found = self._search(said)
        before = self._search(question)
        best = max((score for _, score in before), default=0.0)
        there = {part for part, score in before[:_BEST] if score >= _NEAR * best}
        top = max((score for _, score in found), default=0.0)
        if found and before and _document(found) == _document(before):
            return 1.0
        return max((score for part, score in found if part in there), default=0.0) / top if top > 0 else 0.0

    def spoken(self, words: str) -> float:
        """The share of the characters of `words` that stand in a pair of neighbours that some passage holds, in [0, 1]."""
        inside = {i + k for i in range(len(words) - 1) if self._lexical.holds(words[i : i + 2]) for k in (0, 1)}
        return len(inside) / max(1, len(words))

    def counts(self, word: str) -> bool:
        """Whether figures of several documents are of what `word` names: 路灯 of 安装路灯."""
        return any(name.endswith(word) for name in self._counted)

    def heads(self, term: str) -> bool:
        """Whether a document's title holds `term`, or figures of several documents are of it."""
        titled = len(term) >= _LEAST_TERM_CHARS and term in self._titles
        return titled or term in self._counted


def _by_part(hits: Sequence[SearchHit]) -> tuple[tuple[_Part, float], ...]:
    """The part of a document that each passage stands in, with its score, in their order."""
    return tuple(((hit.chunk.document_id, hit.chunk.heading_path[:1]), hit.score) for hit in hits)


def _document(found: Sequence[tuple[_Part, float]]) -> str:
    """The document of the best passage; `found` isn't empty."""
    return max(found, key=lambda each: each[1])[0][0]
