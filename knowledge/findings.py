"""What the ingest audit finds: one row a doubt, with the document, the place, the rule and both values."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from knowledge.types import Document, Position

Rule = Literal[
    "total",
    "parts",
    "households",
    "share",
    "repeated_row",
    "prose_table",
    "doubtful_digit",
    "unread",
    "no_date",
    "no_number",
    "encoding",
    "alike",
    "superseded",
    "private",
]
Severity = Literal["error", "notice"]
ERRORS: frozenset[Rule] = frozenset({"total", "parts", "households", "share", "prose_table"})
"""Rules whose rows say that the document contradicts itself; the rest are to be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row of the audit."""

    rule: Rule
    document_id: str
    name: str
    """The document's file name."""
    start: int = 0
    end: int = 0
    """What it is about, as offsets of `Document.text`; 0, 0 for the document as a whole."""
    position: Position = Position()
    about: str = ""
    """What the values are of, in the document's words."""
    stated: str = ""
    """What stands there."""
    other: str = ""
    """What it doesn't agree with."""

    @property
    def severity(self) -> Severity:
        """Whether the document contradicts itself, or is only to be looked at."""
        return "error" if self.rule in ERRORS else "notice"


def finding(
    rule: Rule,
    document: Document,
    span: tuple[int, int] = (0, 0),
    *,
    about: str = "",
    stated: str = "",
    other: str = "",
) -> Finding:
    """A finding about [start, end) of a document, with its place in the file; (0, 0) is the whole document."""
    start, end = span
    return Finding(
        rule=rule,
        document_id=document.id,
        name=document.source.name,
        start=start,
        end=end,
        position=_position(document, start) if end else Position(),
        about=about,
        stated=stated,
        other=other,
    )


def _position(document: Document, start: int) -> Position:
    index = bisect_right(document.blocks, start, key=lambda block: block.end)
    return document.blocks[index].position if index < len(document.blocks) else Position()
