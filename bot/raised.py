"""How far something was raised or lowered where one sentence says both figures: 由每人每年5400元提高到5880元 gives 480元.

No document states the difference, and neither figure stands under a year of its own, so the terms of a computation aren't found as
others are. The earlier figure is the one in force right before: it stands for the year before the sentence's, and for no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.arithmetic import Term, formula
from bot.asked import fits_unit
from bot.changed import changed_on
from bot.choosing import Chooser
from bot.computed import Computed
from bot.extractive import Quote
from bot.operations import asked_operation
from bot.periods import stated_period
from bot.scope import states_asked_place
from bot.sides import asked_places, bare
from bot.types import Query
from knowledge.assembly import KnowledgeBase
from knowledge.numbers import Quantity, find_quantities
from knowledge.sentences import clause_spans
from knowledge.types import SearchHit
from knowledge.units import ratio

_ASKS = re.compile(
    r"(?:提高|提升|增加|(?<!新)增|上调|调高|调整?|扩大|上升|涨|降低|下调|调低|下降|减少|降|[多高少低])了?(?:多少|几)|[增涨降]幅"
)
_RATE = re.compile(r"每[人户村支名个亩]?(?:每[年月天]|[年月天])?(?:的)?$")
_LEAST, _MARGIN = 0.6, 0.15
_HEADED = 0.4
Search = Callable[[Query], Sequence[SearchHit]]


@dataclass(frozen=True, slots=True)
class _Raised:
    """A clause that says what something was and what it is now."""

    hit: SearchHit
    start: int
    end: int
    """As offsets of the document: the clause."""
    before: str
    """What its line says before the earlier figure."""
    old: Quantity
    new: Quantity
    shown: tuple[str, str]
    rate: str
    """每人每年, where the later figure is said to be for each; else empty."""


def raised(query: Query, search: Search, knowledge: KnowledgeBase, places: Collection[str]) -> Computed | None:
    """By how much the asked thing was raised or lowered; None where the question asks no such thing or no sentence surely says it.

    Args:
        query: The question.
        search: Finds passages.
        knowledge: The base they come from.
        places: Places that documents are about.
    """
    operation = asked_operation(query.resolved)
    if operation is None or operation.kind not in ("difference", "growth") or query.unknown_places or query.months:
        return None
    if not _ASKS.search(query.resolved):
        return None
    words = bare(operation.sides[0], query)
    years = query.years
    if len(operation.sides) != 1 or not words or len(asked_places(query.resolved, query)) > 1:
        return None
    if len(years) > 2 or (len(years) == 2 and max(years) - min(years) != 1):
        return None
    chooser = Chooser(query, knowledge, ())
    found = []
    for each in (one for hit in search(query) for one in _in_passage(hit)):
        if query.units and not any(fits_unit(unit, each.new.unit) for unit in query.units if unit != "%"):
            continue
        if states_asked_place(query, _line(each), each.hit, tuple(places)) and _of_year(query, each):
            found.append((_says(chooser, words, each), each))
    found = sorted((entry for entry in found if entry[0] >= _LEAST), key=lambda entry: -entry[0])
    if not found or any(_differ(found[0][1], other) for score, other in found[1:] if found[0][0] - score < _MARGIN):
        return None
    return _worked(operation.kind, *found[0])


def _in_passage(hit: SearchHit) -> Iterator[_Raised]:
    text, offset = hit.chunk.text, hit.chunk.start
    if hit.chunk.position.table is not None:
        return
    found = [q for q in find_quantities(text) if q.kind == "quantity"]
    for old, new in zip(found, found[1:], strict=False):
        alike = ratio(old.unit, new.unit) is not None or ratio(old.unit.partition("/")[0], new.unit) is not None
        if not alike or not changed_on(text[: old.start], text[old.end : new.start]):
            continue
        begin = text.rfind("\n", 0, old.start) + 1
        clause = max((begin + s for s, _ in clause_spans(text[begin : old.start])), default=begin)
        shown = text[old.start : old.end], text[new.start : new.end]
        rate = _RATE.search(text[: new.start]) or _RATE.search(text[: old.start])
        yield _Raised(
            hit, offset + clause, offset + new.end, text[begin : old.start], old, new, shown, rate.group() if rate else "",
        )  # fmt: skip


def _line(each: _Raised) -> str:
    return f"{each.before}{each.shown[0]}"


def _of_year(query: Query, each: _Raised) -> bool:
    """Whether it was raised in the asked year; the later of two."""
    if not query.years:
        return True
    years = stated_period(each.before, each.hit.chunk.heading_path, each.hit.document).years
    return max(query.years) in years


def _says(chooser: Chooser, words: str, each: _Raised) -> float:
    """How much of what is asked its line says, in [0, 1]; what only its headings and title say counts less."""
    first = each.before.partition("。")[0]  # 农村特困人员基本生活标准。按照低保标准的1.3倍确定，由…
    own = (chooser.says(words, first) + chooser.says(words, each.before)) / 2
    headed = " ".join((each.hit.document.metadata.title, *each.hit.chunk.heading_path, each.before))
    return own + _HEADED * (chooser.says(words, headed) - own)


def _differ(one: _Raised, other: _Raised) -> bool:
    return (one.old.value, one.new.value) != (other.old.value, other.new.value)


def _worked(kind: str, score: float, each: _Raised) -> Computed | None:
    quote = Quote(each.hit, each.start, each.end)
    falls = each.new.value < each.old.value
    terms = [Term("", quote, each.new, each.shown[1]), Term("", quote, each.old, each.shown[0])]
    if kind == "growth":
        made = formula("growth", terms, (1, 1))
    else:
        made = formula("difference", list(reversed(terms)) if falls else terms, (1, 1))
    if made is None:
        return None
    rate = f"（{each.rate.removesuffix('的')}）" if each.rate and kind != "growth" else ""
    return Computed(f"{quote.text}[1]；{made.text}{rate}", (quote,), min(1.0, score))
