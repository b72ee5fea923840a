"""What a computation gives, and the words for why it gives nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.arithmetic import value_in
from bot.choosing import Chosen
from bot.extractive import Quote
from bot.forms import Apart
from bot.operations import Operation
from bot.sides import Side, Sides
from knowledge.units import ratio

_LABEL_CHARS = 20
_RATES = re.compile("人均|户均|平均|率$|标准|价")
"""Of such one is higher, not more."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What a computation gives."""

    text: str
    """Marks [n] are those of `quotes`, in order; empty where nothing can be computed."""
    quotes: tuple[Quote, ...]
    """What is cited; where nothing can be computed, the terms that were found."""
    confidence: float = 0.0
    """The least certainty of a term, in [0, 1]."""
    counted: tuple[str, ...] = ()
    """What the program counted itself in the cited tables (共8行)."""
    reason: str = ""
    """Why nothing can be computed, in Chinese; empty where it is."""
    reason_english: str = ""


def cannot(operation: Operation, sides: Sides) -> tuple[str, str] | None:
    """Why the terms as they are asked can't be computed together, in Chinese and English; None where they may."""
    if sides.mixed:
        return (
            "各项的地方和年份都不一样，口径不同，不能放在一起算。请只换一样（同一年的两个地方，或同一个地方的两年）再问。",
            "The terms differ in place and in year, so they can't be computed together. Please vary one of the two.",
        )
    units = list(dict.fromkeys(side.unit for side in sides.each if side.unit))
    if len(units) > 1 and any(ratio(unit, units[0]) is None for unit in units):
        return different_units(units)
    if operation.kind in ("sum", "average") and sides.axis == "places" and not all(side.place for side in sides.each):
        part = next(side.place for side in sides.each if side.place)
        return (
            f"全县（全镇）的数里已经包含{part}的数，口径重叠，不能相加。",
            f"The figure of the whole holds that of {part} already; they can't be added.",
        )
    return None


def different_units(units: Sequence[str]) -> tuple[str, str]:
    """Why figures of these units can't be computed together, in Chinese and English."""
    return (
        f"各项的单位不同（{'、'.join(units)}），不能放在一起算。",
        f"The terms have different units ({', '.join(units)}) and can't be computed together.",
    )


def label_of(chosen: Chosen) -> str:
    """What the figure is in its document's words, with the asked place and year."""
    side, title = chosen.side, chosen.figure.title
    words = title if 1 < len(title) <= _LABEL_CHARS else side.words
    place = "" if side.place in words else side.place
    return f"{f'{side.year}年' if side.year else ''}{place}{words}"


def which_way(asked: Sequence[Chosen]) -> str:
    """Which of two terms, in the order asked, is the larger: （2022年比2021年少）; empty where they are the same or can't be told apart."""
    if len(asked) != 2:
        return ""
    first, second = asked
    other = value_in(first.figure.quantity, second.figure.quantity)
    own = first.figure.quantity.value / first.figure.quantity.scale
    names = [_told_apart(one, two) for one, two in ((first.side, second.side), (second.side, first.side))]
    if other is None or own == other or not all(names) or names[0] == names[1]:
        return ""
    rate = first.figure.quantity.unit == "%" or _RATES.search(first.figure.title)
    more, less = ("高", "低") if rate else ("多", "少")
    return f"（{names[0]}比{names[1]}{more if own > other else less}）"


def _told_apart(one: Side, other: Side) -> str:
    """What tells a term from the other: its year, its place or its words."""
    if one.year != other.year:
        return f"{one.year}年" if one.year else ""
    return one.place if one.place != other.place else one.words


def missing(side: Side) -> Computed:
    """That a term wasn't found."""
    return Computed(
        "", (),
        reason=f"没有找到“{side.label}”的数字，缺了这一项就不能算，也不能用别处或别的年份的数代替。",
        reason_english=f"No figure was found for “{side.label}”, so this can't be computed.",
    )  # fmt: skip


def open_between(rivals: Sequence[Chosen]) -> Computed:
    """That the question leaves open which of several figures is meant."""
    said = "、".join(dict.fromkeys(f"{c.figure.title}{c.figure.shown}" for c in rivals))
    side = rivals[0].side
    return Computed(
        "", tuple(c.figure.quote for c in rivals),
        reason=f"“{side.label}”在文件里有不止一个数（{said}），分不清要算哪一个，请写明（比如户数还是人数）再问。",
        reason_english=f"There is more than one figure for “{side.label}” ({said}); please say which one is meant.",
    )  # fmt: skip


def apart(tables: Apart) -> Computed:
    """That the tables of several places differ."""
    holding, lacking = ("、".join(places) or "无" for places in (tables.holding, tables.lacking))
    return Computed(
        "", (),
        reason=f"各地的表不一样，不能放在一起算：{holding}的表里各有一个“{tables.name}”；{lacking}的表里没有、单位或年份不同，或者不止一个。请分别问。",
        reason_english=f"The tables differ and can't be taken together: {holding} have one “{tables.name}” each, {lacking} don't.",
    )  # fmt: skip
