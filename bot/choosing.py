"""Which said figure each term of a computation is: by its words, its place, its year and unit, and the figures beside it.

A wrong term makes a wrong result, so a term that no figure carries surely, or that two different figures carry alike, is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from bot.asked import fits_unit
from bot.columns import PLACE_LABEL
from bot.gazetteer import names, short_form
from bot.operations import Operation
from bot.said_figures import SaidFigure
from bot.sides import Side, Sides
from bot.term_words import BESIDE, MARKS, alike, marks_said, of_another_kind, precision, variants
from bot.types import Query
from bot.weighing import content_weights, coverage
from knowledge.assembly import KnowledgeBase
from knowledge.units import ratio

_OWN, _WIDE, _PRECISE = 0.55, 0.25, 0.20
_PLAN, _LATER, _OLDER, _NUMBERLESS = 0.15, 0.01, 0.03, 0.3
_LEAST_OWN, _LEAST_WIDE = 0.55, 0.60
_LEAST_NAME = 0.15
_LEAST_NAMED = 0.50  # of a figure that stands right at the asked place's name
_KEPT = 6  # figures considered for a term
_ALIKE, _TOGETHER, _SAME_DOCUMENT, _WHOLE = 0.35, 0.12, 0.05, 0.25
_LEAST_ALIKE = 0.5
_BESIDE_ALIKE = 0.1
_MARGIN = 0.02  # below, two readings of a question are as good as each other
_A_MEAN = re.compile("[人户村亩]均|平均")
"""Of a figure that is shared out already: 人均纯收入 isn't divided again."""
_NO_MEASURE = ("%", "百分点", "倍", "", "年", "个月", "天", "日", "次", "岁", "级", "工作日", "小时")
"""Units that count no thing: only taken where they are asked."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A term with its figure."""

    side: Side
    figure: SaidFigure
    score: float
    """How surely the figure is the term's, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The terms of a computation, or why they aren't chosen."""

    chosen: tuple[Chosen, ...] = ()
    """A figure for each term; empty where not all have one."""
    missing: Side | None = None
    """The first term without a figure."""
    rivals: tuple[Chosen, ...] = ()
    """Figures of one term that are as good as each other: which is meant, the question leaves open."""


class Chooser:
    """Chooses figures for one question among those that its passages say."""

    def __init__(self, query: Query, knowledge: KnowledgeBase, figures: Sequence[SaidFigure]) -> None:
        self._query = query
        self._knowledge = knowledge
        self.figures = figures
        self._weights = cache(self._weigh)
        self._names_beside = cache(self._names_in)
        self._broadest = _broadest(figures)
        self._newest = max((max(f.years) for f in figures if f.years and not f.plan), default=0)

    def _weigh(self, words: str) -> Mapping[str, float]:
        own = replace(self._query, resolved=words, own="", carried="", aspects=(), expansions=())
        return content_weights(own, self._knowledge)

    def says(self, words: str, text: str) -> float:
        """Share of the content of `words` that `text` says, in [0, 1], in its own or in official terms."""
        return max(coverage(self._weights(variant), text) for variant in variants(words))

    def score(self, side: Side, figure: SaidFigure) -> float:
        """How well a figure's name and surroundings say the term, in [0, 1]; 0 where it isn't about it."""
        said = f"{figure.name} {figure.lead}"
        named = (
            bool(side.place)
            and side.place not in figure.hit.document.metadata.places
            and names(figure.name, side.place)
        )
        wide = self.says(side.words, f"{said} {figure.hit.chunk.text if named else ''}")
        own = self._own(side.words, figure, wide if named else 0.0)
        if not marks_said(side.words, figure) or of_another_kind(side.words, figure):
            return 0.0
        if own < _LEAST_OWN or wide < (_LEAST_NAMED if named else _LEAST_WIDE):
            return 0.0
        precise = precision(figure, "、".join(variants(side.words)))
        late = _LATER * min(figure.index, 5)
        old = _OLDER * (not side.year and bool(figure.years) and max(figure.years) < self._newest)
        plan = _PLAN * (figure.plan and not _plans(self._query))
        return max(0.0, _OWN * own + _WIDE * wide + _PRECISE * precise - late - old - plan)

    def _own(self, words: str, figure: SaidFigure, named: float) -> float:
        """How much of a term a figure's name says, with the name before it or of its whole for a little less, in [0, 1]."""
        name = self.says(words, figure.name)
        said = name >= _LEAST_NAME or any(mark in figure.name for mark in MARKS.findall(words))
        beside = (figure.subject, figure.whole) if said else ()
        with_beside = [BESIDE * self.says(words, f"{other} {figure.name}") for other in beside if other]
        return max(name, named, *with_beside)

    def fits(self, side: Side, figure: SaidFigure, units: Sequence[str]) -> bool:
        """Whether a figure is a plain one of the term's place, year and unit."""
        quantity = figure.quantity
        if figure.result or quantity.upper is not None or quantity.qualifier not in ("exact", "about"):
            return False
        wanted = (side.unit,) if side.unit else units
        if wanted and not any(fits_unit(unit, quantity.unit) for unit in wanted):
            return False
        if not wanted and quantity.unit.partition("/")[0] in _NO_MEASURE:
            return False
        return self.in_scope(side, figure)

    def in_scope(self, side: Side, figure: SaidFigure) -> bool:
        """Whether a figure is about the term's place and year; where none is asked, about the whole that documents report on."""
        if side.year and side.year not in figure.years:
            return False
        if side.place:
            return figure.place == side.place or short_form(figure.place) == short_form(side.place)
        own = figure.hit.document.metadata.places
        return not own or (figure.place == own[-1] and own in self._broadest and not _of_part(figure))

    def candidates(self, side: Side, units: Sequence[str]) -> list[Chosen]:
        """The figures that may be the term's, best first; each value of a name once."""
        found = [Chosen(side, f, self.score(side, f)) for f in self.figures if self.fits(side, f, units)]
        found = sorted((c for c in found if c.score), key=lambda c: -c.score)
        return found[:_KEPT]

    def choose(self, sides: Sides, units: Sequence[str], *, compatible: bool = True) -> Choice:
        """One figure a term; else the first term that has none, or the figures between which the question leaves the choice.

        Args:
            sides: The terms.
            units: Units asked for; empty where none is.
            compatible: Whether the figures have to have units of one measure.
        """
        lists = []
        for side in sides.each:
            found = self.candidates(side, units)
            if not found:
                return Choice(missing=side)
            lists.append(found if len(sides.each) <= 3 else found[:3])
        if len(lists) > 4:
            lists = [found[:2] for found in lists]
        readings = [(self._together(sides, chosen, compatible), chosen) for chosen in product(*lists)]
        readings = sorted((r for r in readings if r[0] > 0), key=lambda r: -r[0])
        if not readings:
            return Choice(missing=sides.each[-1])
        best = readings[0] if any(side.year for side in sides.each) else _newest(readings)
        rival = next(
            (
                r
                for r in readings
                if r[1] != best[1] and _values(r[1]) != _values(best[1]) and not _older(r[1], best[1])
            ),
            None,
        )
        if rival is not None and best[0] - rival[0] < _MARGIN:
            differing = next(
                pair for pair in zip(best[1], rival[1], strict=True) if _values(pair[:1]) != _values(pair[1:])
            )
            return Choice(missing=sides.each[0], rivals=differing)
        return Choice(best[1])

    def base_of(self, figure: SaidFigure) -> SaidFigure | None:
        """The figure that a stated result is about: the last plain one before it in its sentence or row; of 218户706人 the first."""
        beside = [f for f in self.figures if f.group == figure.group and f.index < figure.index and not f.result]
        if not beside:
            return None
        last = beside[-1]
        return next((f for f in beside if f.name == last.name), last)

    def pair(self, side: Side, operation: Operation, units: Sequence[str]) -> list[Chosen]:
        """Two figures for 户均 (what is shared out, the holders) or for what remains (the whole, what is done); else nothing."""
        side = replace(side, unit="") if operation.kind == "each" else side
        if operation.kind == "each":
            above = [f for f in self.figures if self.fits(side, f, units)]
            below = [f for f in self.figures if self.fits(side, f, (operation.per,)) and operation.of in f.name]
        else:
            above = [f for f in self.figures if self.fits(side, f, units)]
            below = above
        found = []
        for one, other in product(above, below):
            score = self._pair_score(side, operation, one, other)
            if score:
                found.append((score, one, other))
        found.sort(key=lambda entry: -entry[0])
        if not found or (len(found) > 1 and self._rivals(found[0], found[1:])):
            return []
        score, one, other = found[0]
        return [Chosen(side, one, min(1.0, score)), Chosen(side, other, min(1.0, score))]

    def _rivals(self, best: _Pair, others: Sequence[_Pair]) -> bool:
        """Whether another pair with other values is as good."""
        values = _pair_values(best)
        return any(best[0] - other[0] < _MARGIN and _pair_values(other) != values for other in others)

    def _pair_score(self, side: Side, operation: Operation, one: SaidFigure, other: SaidFigure) -> float:
        """How well two figures are the pair that is asked, more is better; 0 where they aren't one."""
        if one is other or one.hit.document.id != other.hit.document.id or one.years != other.years:
            return 0.0
        beside = one.group == other.group
        if operation.kind == "each":
            if one.quantity.unit == other.quantity.unit or not (beside or operation.of) or _A_MEAN.search(one.name):
                return 0.0
            return self._each_score(side, one, other) if beside else self.score(side, one) * 0.9
        if ratio(one.quantity.unit, other.quantity.unit) is None or other.quantity.value > one.quantity.value:
            return 0.0
        done = self.says(operation.done, other.name) if operation.done else float("已" in other.name)
        whole = self.score(side, one)
        own = one.name.replace(other.name.strip(), "") if beside else one.name  # 54个问题已整改到位49个: of both
        if not whole or done < _LEAST_OWN or (operation.done and self.says(operation.done, own) >= _LEAST_OWN):
            return 0.0
        about = (
            self.says(side.words, f"{other.name} {other.lead} {one.name}")
            if beside
            else self.says(side.words, f"{other.name} {other.lead}")
        )
        counted = side.words == "行政村" and "村" in other.name
        if not beside and about < _LEAST_WIDE and not counted:
            return 0.0
        return whole * 0.5 + done * 0.4 + _TOGETHER * beside - _LATER * min(other.index, 5)

    def _each_score(self, side: Side, one: SaidFigure, other: SaidFigure) -> float:
        """Two figures that are said together, of which one or both name what is asked."""
        named = self.says(side.words, f"{one.name} {other.name}")
        wide = self.says(side.words, f"{one.name} {one.lead} {other.name} {other.lead}")
        if named < _LEAST_OWN or wide < _LEAST_WIDE:
            return 0.0
        apart = abs(one.index - other.index) - 1
        precise = precision(one, side.words) + precision(other, side.words)
        return _OWN * named + _WIDE * wide + _PRECISE * precise / 2 - 0.05 * apart

    @staticmethod
    def _smaller(part: SaidFigure, whole: SaidFigure) -> bool:
        factor = ratio(part.quantity.unit, whole.quantity.unit)
        return factor is not None and part.quantity.value * factor < whole.quantity.value

    def _holds_another(self, figures: Sequence[SaidFigure]) -> bool:
        """Whether one of the figures is the whole that another one is a part of."""
        parents = {
            (p.quantity.value, p.quantity.unit)
            for f in figures if f.parent >= 0
            for p in self.figures if p.group == f.group and p.index == f.parent
        }  # fmt: skip
        return any((f.quantity.value, f.quantity.unit) in parents for f in figures)

    def _company(self, one: SaidFigure, other: SaidFigure) -> float:
        """How far two figures stand among figures of the same names, in [0, 1]: yearly reports repeat their sentences."""
        first, second = (self._names_beside(f.group) for f in (one, other))
        return len(first & second) / max(1, len(first | second))

    def _names_in(self, group: tuple[str, int]) -> frozenset[str]:
        return frozenset(f.core for f in self.figures if f.group == group and f.core)

    def _together(self, sides: Sides, chosen: Sequence[Chosen], compatible: bool) -> float:
        """How well figures go together, more is better; 0 where they can't be terms of one computation."""
        figures = [c.figure for c in chosen]
        if len({(f.hit.document.id, f.start, f.quantity.value, f.name, f.shown) for f in figures}) < len(figures):
            return 0.0
        if compatible and any(ratio(f.quantity.unit, figures[0].quantity.unit) is None for f in figures):
            return 0.0
        if sides.whole and not self._smaller(figures[0], figures[-1]):
            return 0.0
        if sides.axis == "parts" and not sides.whole and self._holds_another(figures):
            return 0.0
        if not any(side.year for side in sides.each) and len({f.years for f in figures}) > 1:
            return 0.0
        total = sum(c.score for c in chosen) / len(chosen)
        first = figures[0]
        if sides.axis != "parts":
            likeness = min(alike(first, other) for other in figures[1:])
            company = min(self._company(first, other) for other in figures[1:])
            return total + _ALIKE * likeness + _BESIDE_ALIKE * company if likeness >= _LEAST_ALIKE else 0.0
        same = all(f.hit.document.id == first.hit.document.id for f in figures)
        beside = all(f.group == first.group for f in figures)
        whole = sides.whole and beside and first.parent >= 0 and first.parent == figures[-1].index
        return total + _SAME_DOCUMENT * same + _TOGETHER * beside + _WHOLE * whole


_Reading = tuple[float, tuple[Chosen, ...]]


def _newest(readings: Sequence[_Reading]) -> _Reading:
    """Of the readings as good as the best one, that of the newest year: a question that names none means it."""
    alike = [r for r in readings if readings[0][0] - r[0] < _MARGIN]
    return max(alike, key=lambda r: max((year for c in r[1] for year in c.figure.years), default=0))


def _older(one: Sequence[Chosen], other: Sequence[Chosen]) -> bool:
    """Whether all figures of a reading are of years before the other's: the same named again, not another thing."""
    first, second = ({year for c in chosen for year in c.figure.years} for chosen in (one, other))
    return bool(first and second) and max(first) < min(second)


_Pair = tuple[float, SaidFigure, SaidFigure]


def _pair_values(pair: _Pair) -> tuple[object, ...]:
    return tuple((f.quantity.value, f.quantity.unit) for f in pair[1:])


def _values(chosen: Sequence[Chosen]) -> tuple[object, ...]:
    return tuple((c.figure.quantity.value, c.figure.quantity.unit) for c in chosen)


def _plans(query: Query) -> bool:
    return any(word in query.resolved for word in ("任务", "计划", "目标", "打算", "安排", "力争"))


def _of_part(figure: SaidFigure) -> bool:
    """Whether a row's label or a name is a smaller place's."""
    return bool(PLACE_LABEL.fullmatch(figure.place)) and figure.place not in figure.hit.document.metadata.places


def _broadest(figures: Sequence[SaidFigure]) -> frozenset[tuple[str, ...]]:
    """The places of those documents that lie within no other's."""
    chains = {f.hit.document.metadata.places for f in figures if f.hit.document.metadata.places}
    return frozenset(c for c in chains if not any(len(o) < len(c) and c[: len(o)] == o for o in chains))
