"""What of selected figures makes one chart: a series of one place over periods, or places of one period beside each other. Pure.

The first selected figure says what is drawn. What counts another thing, is of another place or period, is no single number, or says a
second value for a point already there, is left out and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.arithmetic import value_in
from bot.figure_sums import Taken, says_plan
from bot.figure_table import Chart, ChartKind, ChartPoint, Told
from bot.same_figure import same_place, same_thing
from knowledge.units import ratio

_SCALES = {Decimal(1): "", Decimal(10_000): "万", Decimal(100_000_000): "亿"}
_MOST_POINTS = 30
_SAYS_NOTHING = ("其中", "合计", "总计", "共计", "一共")
_OTHER_UNIT = Told(zh="单位不同", en="another unit")
_OTHER_THING = Told(zh="不是同一个指标", en="another indicator")
_OTHER_PLACE = Told(zh="不是同一个地区", en="another place")
_OTHER_PERIOD = Told(zh="不是同一个时点", en="another period")
_OTHER_LENGTH = Told(zh="时期长短不同", en="a period of another length")
_NO_PERIOD = Told(zh="文件没有写明时点", en="no period is stated")
_NO_PLACE = Told(zh="文件没有写明地区", en="no place is stated")
_PLANNED = Told(zh="计划、预计的数和完成数不能放在一起", en="planned or expected beside done")
_RANGE = Told(zh="是一个范围", en="a range")
_SECOND = Told(zh="这一点已有另一个数", en="this point has another value already")
_TOO_MANY = Told(zh=f"图上最多 {_MOST_POINTS} 项", en=f"a chart holds {_MOST_POINTS} at most")


def chart_of(taken: Sequence[Taken]) -> Chart | Told:
    """The chart of two selected figures or more, or why there is none."""
    first = taken[0]
    alike = [each for each in taken if _differs(first, each) is None]
    kind: ChartKind = "series" if _is_series(first, alike) else "comparison"
    reasons = {each.number: _differs(first, each) or _misplaced(kind, first, each, alike) for each in taken}
    kept: dict[str, Taken] = {}
    for each in taken:
        label = _label(kind, each)
        if reasons[each.number] is None and (label in kept or len(kept) >= _MOST_POINTS):
            reasons[each.number] = _SECOND if label in kept else _TOO_MANY
        elif reasons[each.number] is None:
            kept[label] = each
    left_out = tuple((number, reason) for number, reason in reasons.items() if reason is not None)
    if len(kept) < 2:
        return Told(
            zh="所选各行里，没有同一指标、同一单位的两个年份或两个地区，画不成图。",
            en="The rows hold no two periods or places of one indicator in one unit; there is nothing to draw.",
        )
    return _drawn(kind, first, kept, left_out)


def _differs(first: Taken, each: Taken) -> Told | None:
    """Why a figure doesn't count what the first one counts."""
    if each is first:
        return _RANGE if first.stated.figure.upper is not None else None
    if each.stated.figure.upper is not None:
        return _RANGE
    if ratio(each.stated.figure.unit, first.stated.figure.unit) is None:
        return _OTHER_UNIT
    if says_plan(each.stated) != says_plan(first.stated):
        return _PLANNED
    return None if same_thing(first.stated, each.stated) else _OTHER_THING


def _is_series(first: Taken, alike: Sequence[Taken]) -> bool:
    """Whether the figures of the first one's place are of more periods than those of its period are of places."""
    periods = {each.stated.period for each in alike if each.stated.period and same_place(first.stated, each.stated)}
    places = {each.stated.figure.place for each in alike if each.stated.period == first.stated.period}
    return len(periods) > 1 and len(periods) >= len(places)


def _misplaced(kind: ChartKind, first: Taken, each: Taken, alike: Sequence[Taken]) -> Told | None:
    """Why a figure of the same thing has no place in the chart."""
    if kind == "comparison":
        if each is not first and each.stated.period != first.stated.period:
            return _OTHER_PERIOD
        return None if each.stated.figure.place else _NO_PLACE
    if not each.stated.period:
        return _NO_PERIOD
    if each is not first and not same_place(first.stated, each.stated):
        return _OTHER_PLACE
    lengths = Counter(len(other.stated.period) for other in alike if other.stated.period)
    return None if len(each.stated.period) == lengths.most_common(1)[0][0] else _OTHER_LENGTH


def _label(kind: ChartKind, each: Taken) -> str:
    return each.stated.period if kind == "series" else each.stated.figure.place


def _drawn(kind: ChartKind, first: Taken, kept: dict[str, Taken], left_out: tuple[tuple[int, Told], ...]) -> Chart:
    largest = max(kept.values(), key=lambda each: abs(each.stated.figure.value))
    like = largest.stated.quantity
    like = like if like.scale in _SCALES else replace(like, scale=Decimal(1))
    points = [
        ChartPoint(
            label=label, value=value_in(like, each.stated.quantity) or Decimal(0), said=each.stated.figure.said,
            number=each.number, about=each.stated.figure.qualifier != "exact",
        )
        for label, each in kept.items()
    ]  # fmt: skip
    points.sort(key=lambda point: point.label if kind == "series" else (-point.value, point.label))
    figure = first.stated.figure
    scope = figure.place if kind == "series" else first.stated.period
    narrowing = "".join(q for q in figure.qualifiers if q not in figure.indicator and q not in _SAYS_NOTHING)
    return Chart(
        kind=kind, indicator=f"{narrowing}{figure.indicator}", scope=scope,
        unit=f"{_SCALES.get(like.scale, '')}{like.unit}", points=tuple(points), left_out=left_out,
    )  # fmt: skip
