"""Which quantities of a sentence are figures: those that count or measure something and aren't part of a name. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from knowledge.figure_words import MEASURES, SETS, WITHIN
from knowledge.numbers import Quantity
from knowledge.units import WEAK

COUNTERS = frozenset((*WEAK, "人", "名", "位", "户", "眼", "例"))
"""Units that stand before the noun they count: 3个村, 12名干部."""
MARK = re.compile(r"[，；;。！？!?：,]|(?<!\d):|:(?!\d)|并(?=[在对由按将])")
"""The end of a clause."""
_ZERO = "无没"
_NOT_COUNTED = frozenset(("楼", "点"))
"""Units of addresses and times of day."""
_NAMES_MORE = re.compile(
    r"\s?(?:[（(]含[^）)]*[）)])?(?:(?:及|或|含)?以[上下内](?:的(?=[一-龥\d])|(?=[一-龥\d])(?!的))|的(?=[一-龥\d]))"
)


def figures_among(text: str, span: tuple[int, int], quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of the sentence `text[span]` that are figures, in order; 无一户 as a zero."""
    found = [q for q in (_as_figure(text, quantity) for quantity in quantities) if q is not None]
    return [q for index, q in enumerate(found) if not _only_names(text, found, index, span)]


def _as_figure(text: str, quantity: Quantity) -> Quantity | None:
    """The quantity where it counts or measures something; 无一户 as a zero; None for 三件事, 一次 and bare numbers."""
    if quantity.kind != "quantity" or not quantity.unit or (quantity.unit.startswith("日/")):
        return None
    if quantity.unit in _NOT_COUNTED or (quantity.unit == "日" and not _is_length(text, quantity)):
        return None
    first = text[quantity.start]
    if first.isdigit() or first in "-−－":
        return quantity
    if first == "一" and text[quantity.start - 1 : quantity.start] in _ZERO and quantity.value == 1 and quantity.start:
        return replace(quantity, start=quantity.start - 1, value=Decimal(0))
    base = quantity.unit.partition("/")[0]
    if base in ("元", "%", "百分点") or (
        base in MEASURES and (quantity.qualifier != "exact" or WITHIN.match(text, quantity.end))
    ):
        return quantity
    return quantity if quantity.value > 10 and base in ("人", "名", "户", "人次") else None


def _is_length(text: str, quantity: Quantity) -> bool:
    """Whether 日 counts days, and isn't a day of the month (15日印发, 24日前)."""
    within = WITHIN.match(text, quantity.end)
    if within is not None:
        return not within.group().startswith("前")
    return quantity.qualifier != "exact" or bool(SETS.search(text, max(0, quantity.start - 6), quantity.start))


def _only_names(text: str, found: Sequence[Quantity], index: int, span: tuple[int, int]) -> bool:
    """Whether a quantity belongs to the name of what another counts: 5万元 in 年收入5万元以上的村87个."""
    quantity = found[index]
    more = _NAMES_MORE.match(text, quantity.end)
    named = quantity.qualifier != "exact" and quantity.unit != "%"
    if not more or not (named or "以" in more.group()) or WITHIN.match(text, quantity.end):
        return False
    after = found[index + 1].start if index + 1 < len(found) else span[1]
    if index + 1 < len(found) and not MARK.search(text, quantity.end, after):
        return True
    if not index or found[index - 1].unit not in COUNTERS:
        return False
    between = text[found[index - 1].end : quantity.start]
    return "、" not in between and not MARK.search(between)
