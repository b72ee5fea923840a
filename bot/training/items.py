"""The words of the training desk, as frozen dataclasses. What is quoted is verbatim: `Document.text[start:end] == quote`."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

ItemKind = Literal["single", "several", "judged", "filled", "matched", "case"]
"""Single choice, several choice, true or false, fill-in, matching, short case."""
KINDS: tuple[ItemKind, ...] = ("single", "several", "judged", "filled", "matched", "case")
RIGHT, WRONG = "正确", "错误"
BLANK = "（　　）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The place that carries a key."""

    document_id: str
    title: str
    """As a question names the document: 临溪县《村党组织书记上任手册》."""
    start: int
    end: int
    quote: str
    place: str
    """Headings above it and its article, outermost first: 第三章 救助标准 › 第六条."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question with its key."""

    kind: ItemKind
    question: str
    options: tuple[str, ...] = ()
    """What is chosen from; 正确 and 错误 of a true-or-false item; the right side of a matching; nothing to fill in."""
    key: tuple[str, ...]
    """The right options in the order of `options`; what is filled in; of a matching the option of each of `lefts`."""
    lefts: tuple[str, ...] = ()
    """Of a matching: what the options belong to."""
    shown: str = ""
    """The words of the source that `question` shows, blank included; of a false statement: as the source says it."""
    cited: Cited
    replaced: str = ""
    """Of a false statement: the words that stand where the source says something else."""
    topic: tuple[str, ...] = ()
    """Headings above the source, outermost first: where a learning path has it."""
    worth: float = 0.0
    """How much a learner gains by knowing it, in [0, 1]."""

    @property
    def id(self) -> str:
        """16 hex digits: the same item of the same document has the same one in every version of the base."""
        words = "\x1f".join((self.kind, self.cited.document_id, str(self.cited.start), self.question, *self.key))
        return sha256(words.encode()).hexdigest()[:16]

    @property
    def wrong(self) -> tuple[str, ...]:
        """The options that are not right, of the kinds that offer some."""
        return () if self.kind == "matched" else tuple(o for o in self.options if o not in self.key)
