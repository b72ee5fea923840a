"""Several answers to one question, each of another place or year, put together into one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.types import Answer, Citation, Conflict, FigureCard, Query

_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Part:
    """The answer of one place or year."""

    of: str
    """The place or year, as it heads the answer."""
    answer: Answer


def _shifted(text: str, by: int) -> str:
    """`text` with each mark [n] as [n + by]."""
    return _MARK.sub(lambda mark: f"[{int(mark[1]) + by}]", text)


def together(parts: Sequence[Part], query: Query) -> Answer:
    """The answers one under the other, each under what it is of, their marks numbered on; at least one has to be answered."""
    texts: list[str] = []
    citations: list[Citation] = []
    figures: list[FigureCard] = []
    conflicts: list[Conflict] = []
    for part in parts:
        offset = len(citations)
        said = _shifted(part.answer.text, offset)
        texts.append(f"{part.of}：{said}" if query.language == "zh" else f"{part.of}: {said}")
        citations += [replace(c, number=c.number + offset) for c in part.answer.citations]
        figures += [replace(f, number=f.number + offset) for f in part.answer.figures]
        conflicts += [
            replace(c, stated=tuple((said, number + offset) for said, number in c.stated))
            for c in part.answer.conflicts
        ]
    notices = tuple(dict.fromkeys(notice for part in parts for notice in part.answer.notices))
    return Answer(
        status="answered",
        text="\n".join(texts),
        citations=tuple(citations),
        figures=tuple(figures),
        conflicts=tuple(conflicts),
        notices=notices,
        query=query,
        confidence=max(part.answer.confidence for part in parts if part.answer.status == "answered"),
    )
