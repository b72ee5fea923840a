"""Sum, difference, share and growth over figures that somebody selected, with the working; or the reason why one makes no sense. Pure.

The formulas are `bot.arithmetic`'s, checked again as those of an answer are (`bot.working`). What is refused: mixed units, rates and
standards that don't add up, ranges, one count taken twice, a part beside its whole, and growth between different things or places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from bot.arithmetic import Formula, Term, formula
from bot.checking import blank_marks
from bot.computed import different_units
from bot.extractive import Quote
from bot.figure_table import Told, Working, WorkingKind
from bot.same_figure import Stated, name, same_place, same_scope, same_thing
from bot.working import workings
from knowledge.numbers import find_quantities
from knowledge.types import SearchHit
from knowledge.units import ratio

KINDS: tuple[WorkingKind, ...] = ("sum", "difference", "share", "growth")
_RATES = ("%", "百分点", "倍", "成", "折")
_MOST_TERMS = 100
_CLAUSE = re.compile(r"[，,。；;！!？?]")
_PLANS = re.compile(r"力争|预计|打算|(?:^|[省市县区乡镇村年月还将共])计划(?!的|生育|书|[内外表])")
"""What says in a clause that its figure is still to come; 任务 and 争取 may also be of what was done, 雨露计划 is a name."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A selected figure under its number."""

    number: int
    stated: Stated

    @property
    def term(self) -> Term:
        """As a formula takes it."""
        figure = self.stated.figure
        hit = SearchHit(chunk=self.stated.chunk, document=self.stated.card, score=0.0)
        return Term(figure.indicator, Quote(hit, figure.start, figure.end), self.stated.quantity, figure.said)


def says_plan(stated: Stated) -> bool:
    """Whether the clause before a figure says that it is planned or expected."""
    return bool(_PLANS.search(_CLAUSE.split(stated.before)[-1]))


def work_out(taken: Sequence[Taken]) -> tuple[Working, ...]:
    """The four workings over two selected figures or more, each with its result or the reason why there is none."""
    reason = _unfit(taken)
    if reason is not None:
        return tuple(Working(kind=kind, refused=reason) for kind in KINDS)
    return (_sum(taken), _difference(taken), _share(taken), _growth(taken))


def _unfit(taken: Sequence[Taken]) -> Told | None:
    """Why nothing at all can be computed with the figures."""
    if len(taken) > _MOST_TERMS:
        return Told(
            zh=f"一次最多算 {_MOST_TERMS} 行，请减少所选。",
            en=f"At most {_MOST_TERMS} rows are computed at a time.",
        )
    for each in taken:
        if each.stated.figure.upper is not None:
            said = each.stated.figure.said
            return Told(
                zh=f"[{each.number}]“{said}”是一个范围，不是一个数，不能计算。",
                en=f"[{each.number}] “{said}” is a range, no single number.",
            )
    units = [each.stated.figure.unit for each in taken]
    if any(ratio(one, other) is None for one, other in combinations(dict.fromkeys(units), 2)):
        chinese, english = different_units(tuple(dict.fromkeys(units)))
        return Told(zh=chinese, en=english)
    return None


def _sum(taken: Sequence[Taken]) -> Working:
    refused = next(filter(None, (*map(_no_amount, taken), *(_overlap(a, b) for a, b in combinations(taken, 2)))), None)
    return _worked("sum", [taken], refused, (*_unlike(taken), *_rough(taken)))


def _difference(taken: Sequence[Taken]) -> Working:
    refused = _not_two(taken)
    return _worked("difference", [taken], refused, () if refused else (*_unlike(taken), *_rough(taken)))


def _share(taken: Sequence[Taken]) -> Working:
    refused = _not_two(taken) or next(filter(None, map(_no_amount, taken)), None) or _no_part(*taken)
    if refused:
        return Working(kind="share", refused=refused)
    part, whole = sorted(taken, key=_base_value)
    return _worked("share", [(part, whole)], None, (*_unlike(taken), *_rough(taken)))


def _growth(taken: Sequence[Taken]) -> Working:
    refused = next(filter(None, (_no_growth(a, b) for a, b in combinations(taken, 2))), None)
    if refused:
        return Working(kind="growth", refused=refused)
    by_time = sorted(taken, key=lambda each: each.stated.period)
    notes = (*_plans(taken), *_rough(taken))
    return _worked("growth", [(new, old) for old, new in pairwise(by_time)], None, notes)


def _worked(
    kind: WorkingKind, groups: Sequence[Sequence[Taken]], refused: Told | None, notes: Sequence[Told]
) -> Working:
    """The formula of each group of terms; none is shown that doesn't pass the check of answers."""
    if refused is not None:
        return Working(kind=kind, refused=refused)
    made = [formula(kind, [t.term for t in group], [t.number for t in group]) for group in groups]
    right = [each.text for each in made if each is not None and _checked(each)]
    if len(right) < len(made):
        return Working(
            kind=kind, refused=Told(zh="除数是 0，或结果没有通过核对，不显示。", en="A divisor is 0, or the result failed its check.")
        )  # fmt: skip
    return Working(kind=kind, formulas=tuple(right), notes=tuple(notes))


def _checked(made: Formula) -> bool:
    plain = blank_marks(made.text)
    shown = workings(plain, find_quantities(plain))
    return bool(shown) and all(working.right() for working in shown)


def _base_value(each: Taken) -> float:
    figure = each.stated.figure
    return float(figure.value)


def _not_two(taken: Sequence[Taken]) -> Told | None:
    if len(taken) == 2:
        return None
    return Told(
        zh=f"要正好选两行，现在选了 {len(taken)} 行。", en=f"Select exactly two rows; {len(taken)} are selected."
    )


def _no_amount(each: Taken) -> Told | None:
    """Why a figure is no amount that adds up or makes a share."""
    figure = each.stated.figure
    if figure.unit in _RATES:
        return Told(
            zh=f"[{each.number}]“{figure.said}”是比率，不能相加，也不能再算占比。",
            en=f"[{each.number}] “{figure.said}” is a rate; rates don't add up.",
        )
    if (
        "/" in figure.unit
        or "标准" in figure.indicator
        or any(q.startswith(("人均", "户均", "平均", "每")) for q in figure.qualifiers)
    ):
        return Told(
            zh=f"[{each.number}]“{figure.indicator} {figure.said}”是标准或平均数，不能相加，也不能再算占比。",
            en=f"[{each.number}] “{figure.said}” is a standard or an average; those don't add up.",
        )
    return None


def _overlap(one: Taken, other: Taken) -> Told | None:
    """Why two figures would count something twice."""
    a, b = one.stated, other.stated
    pair = f"[{one.number}]和[{other.number}]"
    same = same_thing(a, b)
    if same and same_scope(a, b):
        return Told(
            zh=f"{pair}说的是同一地区、同一时点的同一个数，相加会重复。",
            en=f"[{one.number}] and [{other.number}] state the same count; a sum would take it twice.",
        )
    if same and _contains(a, b):
        return Told(
            zh=f"{pair}的地区一个包含另一个，相加会重复。",
            en=f"Of the places of [{one.number}] and [{other.number}] one lies in the other.",
        )
    if same and same_place(a, b) and any("累计" in s.figure.qualifiers for s in (a, b)):
        return Told(
            zh=f"{pair}里有累计数，已经包含以前的数，不能相加。",
            en=f"Of [{one.number}] and [{other.number}] one is a running total that holds the other.",
        )
    if _part_beside_whole(a, b):
        return Told(
            zh=f"{pair}里有“其中”项，已经包含在另一个数里，相加会重复。",
            en=f"Of [{one.number}] and [{other.number}] one is a part of the other.",
        )
    return None


def _contains(one: Stated, other: Stated) -> bool:
    """Whether one place lies in the other, as the documents' own chains of places say."""
    first, second = one.figure.place, other.figure.place
    return first != second and (first in _chain(other) or second in _chain(one))


def _chain(stated: Stated) -> tuple[str, ...]:
    """The places that a figure's place lies in."""
    places = stated.card.metadata.places
    return places[: places.index(stated.figure.place)] if stated.figure.place in places else places


def _part_beside_whole(one: Stated, other: Stated) -> bool:
    parts = ["其中" in stated.figure.qualifiers for stated in (one, other)]
    a, b = one.figure, other.figure
    return parts[0] != parts[1] and (a.document_id, a.sentence_start) == (b.document_id, b.sentence_start)


def _no_part(one: Taken, other: Taken) -> Told | None:
    """Why neither of two figures can be a part of the other."""
    a, b = one.stated, other.stated
    if same_thing(a, b) and same_scope(a, b):
        return Told(
            zh="两行说的是同一地区、同一时点的同一个数，不是部分和整体。", en="Both rows state the same count, no part."
        )
    if a.period != b.period:
        return Told(
            zh="两行不是同一个时点的数，不能算占比。", en="The rows are of different periods; there is no share."
        )
    if not same_place(a, b) and not _contains(a, b):
        return Told(
            zh=f"“{a.figure.place or '未写明地区'}”和“{b.figure.place or '未写明地区'}”不是同一个地方，一个也不包含另一个，不能算占比。",
            en="The rows are of different places and neither lies in the other; there is no share.",
        )
    return None


def _no_growth(one: Taken, other: Taken) -> Told | None:
    """Why there is no growth from one of two figures to the other."""
    a, b = one.stated, other.stated
    pair = f"[{one.number}]和[{other.number}]"
    if not same_thing(a, b):
        return Told(
            zh=f"{pair}不是同一个指标，不能算增长。",
            en=f"[{one.number}] and [{other.number}] count different things; there is no growth.",
        )
    if not same_place(a, b):
        return Told(
            zh=f"{pair}不是同一个地方，不能算增长。",
            en=f"[{one.number}] and [{other.number}] are of different places; there is no growth.",
        )
    if not a.period or not b.period or a.period == b.period or len(a.period) != len(b.period):
        return Told(
            zh=f"{pair}不是两个长短相同的不同时期，不能算增长。",
            en=f"[{one.number}] and [{other.number}] are not of two different periods of one length.",
        )
    if a.figure.unit in _RATES:
        return Told(
            zh="比率的变化用百分点说，请看“相差”。", en="A rate changes by percentage points: see the difference."
        )
    return None


def _unlike(taken: Sequence[Taken]) -> Iterator[Told]:
    """What the terms have not in common though they may be computed together."""
    names = dict.fromkeys(name(t.stated.figure, t.stated.card) or t.stated.figure.indicator for t in taken)
    if any(not same_thing(a.stated, b.stated) for a, b in combinations(taken, 2)) and len(names) > 1:
        shown = "、".join(dict.fromkeys(t.stated.figure.indicator for t in taken))
        yield Told(
            zh=f"各行不是同一个指标（{shown}），有没有重复的户或人，文件没有说。",
            en=f"The rows count different things ({shown}); whether they overlap no document says.",
        )
    yield from _plans(taken)
    periods = dict.fromkeys(t.stated.period or "未写明" for t in taken)
    if len(periods) > 1:
        yield Told(
            zh=f"各行不是同一个时点（{'、'.join(periods)}）。", en=f"The rows are of different periods ({', '.join(periods)})."
        )  # fmt: skip


def _plans(taken: Sequence[Taken]) -> Iterator[Told]:
    if len({says_plan(t.stated) for t in taken}) > 1:
        yield Told(zh="各行里有计划、预计的数，也有完成数。", en="Some rows are planned or expected, others done.")


def _rough(taken: Sequence[Taken]) -> tuple[Told, ...]:
    rough = [t.number for t in taken if t.stated.figure.qualifier != "exact"]
    marks = "".join(f"[{number}]" for number in rough)
    if not rough:
        return ()
    return (Told(zh=f"{marks}不是准确数，结果也不准确。", en=f"{marks} isn't exact, so the result isn't either."),)
