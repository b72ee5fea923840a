"""The words of a self-check (办事自查): a policy, its conditions with their clauses, what is asked, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from bot.types import Citation
from knowledge.types import DocumentCard, Position

Relation = Literal["less_than", "at_most", "more_than", "at_least", "range"]
Logic = Literal["all", "any", "none"]
"""How many conditions of a group must hold: each, one at least, or none (an exclusion)."""
Reply = Literal["yes", "no", "unsure"] | Decimal
"""What a person answers: to a plain question, or an amount in the asked unit."""
Replies = Mapping[str, Reply]
"""Replies by `Asked.key`."""
Verdict = Literal["符合", "不符合", "需核实", "未问"]
Outcome = Literal["可能符合", "不符合", "需核实"]
Manner = Literal["is", "belongs", "limited"]
"""How a plain question goes about its clause: is it so, is it one of these, or is one held back by the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A verbatim part of a document: `Document.text[start:end] == text`, never empty."""

    document: DocumentCard
    start: int
    end: int
    text: str
    heading: str = ""
    """Heading path above it, joined by " > "."""
    position: Position = field(default_factory=Position)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What an amount is compared with."""

    relation: Relation
    value: Decimal | None
    """In `Asked.unit`; None where it is a share of another amount that is asked (`of`)."""
    upper: Decimal | None = None
    """The upper end of a range, both ends within it."""
    factor: Decimal = Decimal(1)
    """How many times `of`."""
    of: str = ""
    """Key of the other amount."""
    said: str = ""
    """The limit in the documents' figures: 5880元, 5880元×2=11760元."""
    period: str = ""
    """Of the standard: 2023; empty where none is said."""
    dated: bool = False
    """Whether the standard is of an earlier year than the day of the check: then it alone decides no 不符合."""
    stated: Clause | None = None
    """Where another sentence states the standard that the clause names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to a person."""

    key: str
    """Equal for questions that one answer settles."""
    about: str
    """The words of the clause that it asks about, verbatim."""
    clause: Clause
    unit: str = ""
    """元, 元/年, 周岁, 平方米 …; empty for a plain question."""
    manner: Manner = "is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that decides a condition: a plain question whose yes holds, or an amount against a limit."""

    asked: Asked
    limit: Limit | None = None
    other: Asked | None = None
    """The second amount, where the limit is a share of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition with the clause that states it."""

    id: str
    clause: Clause
    criteria: tuple[Criterion, ...]
    any_of: bool = False
    """Whether one criterion that holds is enough."""
    rests_on: tuple[str, ...] = ()
    """Ids of the exclusions that decide it: 财产状况符合本办法规定."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Conditions that stand together."""

    logic: Logic
    conditions: tuple[Condition, ...]
    lead: Clause | None = None
    """The sentence that leads them in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HowTo:
    """How to apply, verbatim; empty where the documents don't say."""

    where: tuple[Clause, ...] = ()
    materials: tuple[Clause, ...] = ()
    times: tuple[Clause, ...] = ()
    contacts: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A benefit with conditions, as one document states them."""

    id: str
    """document id, a colon, the offset of `clause`: stable while the file is unchanged."""
    name: str
    """What is applied for, in the document's words."""
    document: DocumentCard
    clause: Clause
    """The sentence that gives the benefit."""
    groups: tuple[Group, ...]
    """All must be met."""
    how: HowTo = field(default_factory=HowTo)
    notes: tuple[Clause, ...] = ()
    """What else the document withholds, of other things or in words that this isn't sure of: shown, not asked."""

    def conditions(self) -> tuple[Condition, ...]:
        """All conditions in the order of asking."""
        return tuple(condition for group in self.groups for condition in group.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A document with conditions that no self-check is offered for, and why."""

    document: DocumentCard
    reason: str
    """One Chinese sentence."""
    english: str
    newer: DocumentCard | None = None
    """What holds in its place, where the base has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person's replies come to. Never a promise: the office decides."""

    outcome: Outcome
    verdicts: tuple[tuple[Condition, Verdict], ...]
    """Of every condition, in the order of asking."""
    next: Asked | None
    """What is still to be asked; None where the outcome can't change for the better, or all is asked."""
    missing: int
    """How many questions are open, `next` included; 0 where `next` is None."""


def cited(clause: Clause, number: int) -> Citation:
    """The clause as a citation."""
    return Citation(
        number=number, document=clause.document, quote=clause.text, start=clause.start, end=clause.end,
        passage=clause.text, passage_start=clause.start, heading=clause.heading, position=clause.position,
    )  # fmt: skip
