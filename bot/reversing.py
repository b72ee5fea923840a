"""The figure of a year before, where documents only say how this year's stands to it: 412户，比上年减少57户 gives 469户. Pure but for reading.

It is computed, and said to be: no document states it. It is only given where the evidence decides it: a plain figure of the asked
thing and place, with a change right after it that is said to be against the year before. A percentage is rounded itself, so what
it gives is said with 约.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from bot.arithmetic import marks_of, plain, value_in
from bot.asked_of import says_whole
from bot.choosing import Chooser
from bot.computed import Computed
from bot.computing import Search
from bot.extractive import Quote
from bot.said_figures import SaidFigure, said_figures
from bot.scope import MEASURED
from bot.sides import Side, asked_places, bare, named_unit
from bot.types import Query
from knowledge.assembly import KnowledgeBase

_LEAST_SCORE = 0.62
_MARGIN = 0.04
_BEFORE = r"(?:比|较|与|同)?(?:上一?年|去年|{year}年)(?:同期|末|底|全年)?(?:相比)?[，,]?|同比"
_FALLS = re.compile("下降|减少|降低|下滑|缩减|回落|[降减少]了?(?:约|近)?$")
_NOT_WHOLE = re.compile("提前|进度|累计完成|翻|倍")
_BESIDE = re.compile(r"^[\d.,]+万?(?:人次|[户人个名])(?=[，,])")
"""Of 412户1336人，比上年减少57户 what stands beside the figure."""
_PARTS = re.compile(r"其中|分别")
_PERCENT = "%"
_RATE = re.compile("率(?!先)|比例|比重")


def reversed_figure(query: Query, search: Search, knowledge: KnowledgeBase, places: Collection[str]) -> Computed | None:
    """The asked year's figure, worked out of the next year's; None where the documents don't decide it.

    Args:
        query: A question for the figure of one year, that no document states.
        search: Finds passages.
        knowledge: The base they come from.
        places: Places that documents are about.
    """
    if query.kind not in MEASURED or len(query.years) != 1 or query.months or query.plan or query.unknown_places:
        return None
    text, year = query.resolved, query.years[0]
    named = asked_places(text, query)
    if len(named) > 1 or re.search("比|增|减|占|合计|平均|最", text):
        return None
    later = replace(query, resolved=text.replace(str(year), str(year + 1)), years=(year + 1,))
    hits = search(later)
    figures = said_figures(hits, knowledge, {*places, *query.places, *query.mentioned_places})
    side = Side(bare(text, query), named[0] if named else "", year + 1, named_unit(text))
    chooser = Chooser(query, knowledge, [f for f in figures if not f.person])
    found = _pairs(query, side, chooser, query.units or ((_PERCENT,) if _RATE.search(text) else ()))
    if not found or any(_differ(found[0], other) for other in found[1:] if found[0][0] - other[0] < _MARGIN):
        return None
    score, base, change = found[0]
    return _worked(query, base, change, score)


_Pair = tuple[float, SaidFigure, SaidFigure]


def _pairs(query: Query, side: Side, chooser: Chooser, units: Sequence[str]) -> list[_Pair]:
    """Figures of the later year with their change against the year before, the surest first."""
    found = []
    for change in chooser.figures:
        base = chooser.base_of(change) if change.result == "change" else None
        if base is None or base.plan or not chooser.fits(side, base, units) or not _against_year_before(base, change):
            continue
        score = chooser.score(side, base)
        if score >= _LEAST_SCORE and says_whole(query, f"{base.subject}{base.name}{base.shown}"):
            found.append((score, base, change))
    return sorted(found, key=lambda pair: -pair[0])


def _differ(one: _Pair, other: _Pair) -> bool:
    return [f.quantity.value for f in one[1:]] != [f.quantity.value for f in other[1:]]


def _against_year_before(base: SaidFigure, change: SaidFigure) -> bool:
    """Whether the change is said right after its figure, exactly, and against the year before; the words between say nothing else."""
    year = max(base.years, default=0) - 1
    if base.reading or base.quantity.qualifier not in ("exact", "about") or change.quantity.qualifier != "exact":
        return False
    chunk = base.hit.chunk.text
    at = chunk.find(change.shown, change.start - base.hit.chunk.start)
    shown = chunk.find(base.shown, base.start - base.hit.chunk.start)
    between = _BESIDE.sub("", chunk[shown + len(base.shown) : at]) if 0 <= shown < at else ""
    said = re.search(_BEFORE.format(year=year), between)
    if (
        said is None
        or _NOT_WHOLE.search(between)
        or _PARTS.search(between)
        or re.search(r"[。；;\d]", between.replace(str(year), ""))
    ):
        return False
    if change.quantity.unit in (_PERCENT, "百分点"):
        return (change.quantity.unit == _PERCENT) != (base.quantity.unit == _PERCENT)
    return value_in(base.quantity, change.quantity) is not None


def _worked(query: Query, base: SaidFigure, change: SaidFigure, score: float) -> Computed | None:
    """The year before's figure with its formula and the mark that it is computed."""
    falls = _falls(base, change)
    quotes, marks = marks_of([_whole(base, change)])
    scale, unit = base.quantity.scale, base.shown.lstrip("0123456789.,，")
    value = base.quantity.value / scale
    year, mark = query.years[0], f"[{marks[0]}]"
    if change.quantity.unit == _PERCENT:
        factor = 1 + (-change.quantity.value if falls else change.quantity.value) / 100
        if factor <= 0:
            return None
        before = value / factor
        near = before.quantize(_places(value), ROUND_HALF_UP)
        formula = f"{base.shown}{mark}÷(1{'−' if falls else '+'}{change.shown}{mark})≈{plain(near)}{unit}"
        said = f"约{plain(near)}{unit}"
        note = "百分比本身是取过整的，倒推出来的只是约数"
    else:
        step = value_in(base.quantity, change.quantity) if change.quantity.unit != "百分点" else change.quantity.value
        if step is None:
            return None
        before = value + step if falls else value - step
        near = before
        rough = base.quantity.qualifier == "about"
        formula = f"{base.shown}{mark}{'+' if falls else '−'}{change.shown}{mark}={plain(near)}{unit}"
        said = f"{'约' if rough else ''}{plain(near)}{unit}"
        note = "文件里的数是约数，倒推出来的也只是约数" if rough else ""
    if before < 0:
        return None
    head = f"文件没有直接写{year}年的数，按{year + 1}年的数倒推是{said}（推算）：{formula}"
    text = f"{head}（{note}）" if note else head
    return Computed(text, tuple(quotes), min(1.0, score), (said, f"{plain(near)}{unit}", f"{year}年", f"{year + 1}年"))


def _falls(base: SaidFigure, change: SaidFigure) -> bool:
    chunk, offset = base.hit.chunk.text, base.hit.chunk.start
    at = chunk.find(change.shown, change.start - offset)
    return bool(_FALLS.search(chunk[max(0, at - 8) : at]))


def _places(value: Decimal) -> Decimal:
    """As many decimals as the figure itself has."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(0, int(exponent)))


def _whole(base: SaidFigure, change: SaidFigure) -> Quote:
    """From the figure's clause to its change."""
    start, end = min(base.start, change.start), max(base.end, change.end)
    return Quote(base.hit, start, end)
