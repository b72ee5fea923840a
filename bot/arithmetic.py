"""Formulas of cited figures with their exact results, as an answer shows them: 358户[1]+41户[2]=399户. Pure.

Values are Decimals; only a division is rounded, half up to two decimals, and then stands after ≈. `bot.working` checks every
formula again before it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.extractive import Quote
from bot.operations import OperationKind
from knowledge.numbers import Quantity
from knowledge.units import ratio

PLACES = Decimal("0.01")
_SCALES = {Decimal(1): "", Decimal(10_000): "万", Decimal(100_000_000): "亿"}


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that a computation uses."""

    label: str
    quote: Quote
    quantity: Quantity
    shown: str
    """The figure as its source writes it, e.g. 8.91亿元."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A computation with its result."""

    text: str
    """With a mark [n] on each term."""
    value: Decimal
    """Exact, unrounded; a share or a change as a fraction of 1."""


def marks_of(quotes: Sequence[Quote]) -> tuple[list[Quote], list[int]]:
    """The quotes without repeats, readings of one row together, and each one's number from 1."""
    kept: list[Quote] = []
    marks = []
    for quote in quotes:
        place = next((i for i, k in enumerate(kept) if _same_place(k, quote)), len(kept))
        if place == len(kept):
            kept.append(quote)
        elif quote.reading and quote.reading not in kept[place].reading:
            kept[place] = Quote(quote.hit, quote.start, quote.end, f"{kept[place].reading}，{quote.reading}")
        marks.append(place + 1)
    return kept, marks


def _same_place(one: Quote, other: Quote) -> bool:
    return (one.hit.document.id, one.start, one.end) == (other.hit.document.id, other.start, other.end)


def formula(kind: OperationKind, terms: Sequence[Term], marks: Sequence[int]) -> Formula | None:
    """The formula of an operation over its terms in their order; None where their units can't be computed or a divisor is 0.

    A sum or average takes any number of terms, all others two: of a difference the larger comes first, of a growth the new figure,
    of a share the part, of 户均 what is shared out, of what remains or is done the whole.
    """
    shown = [f"{term.shown}[{mark}]" for term, mark in zip(terms, marks, strict=True)]
    if kind == "each":
        return _per(terms, shown)
    values = [value_in(terms[0].quantity, term.quantity) for term in terms]
    numbers = [value for value in values if value is not None]
    if len(numbers) < len(values):
        return None
    if kind == "sum":
        total = sum(numbers, Decimal(0))
        return Formula(f"{'+'.join(shown)}={_amount(total, terms[0].quantity)}", total)
    if kind == "average":
        mean = sum(numbers, Decimal(0)) / len(numbers)
        return Formula(f"({'+'.join(shown)})÷{len(numbers)}{_rounded(mean, terms[0].quantity)}", mean)
    if kind == "comparison":
        return _compared(terms, numbers, shown)
    if kind in ("difference", "remaining"):
        first, second = (1, 0) if kind != "remaining" and numbers[0] < numbers[1] else (0, 1)
        gap = numbers[first] - numbers[second]
        amount = f"{plain(gap)}个百分点" if _unit(terms[0].quantity) == "%" else _amount(gap, terms[first].quantity)
        return Formula(f"{shown[first]}−{shown[second]}={amount}", gap)
    return _divided(kind, numbers, shown)


def _compared(terms: Sequence[Term], numbers: Sequence[Decimal], shown: Sequence[str]) -> Formula:
    """Each figure, the gap where there are two, and which is the largest."""
    order = sorted(range(len(numbers)), key=lambda i: -numbers[i])
    high, low = order[0], order[-1]
    parts = [f"{term.label}：{figure}" for term, figure in zip(terms, shown, strict=True)]
    gap = numbers[high] - numbers[low]
    if not gap:
        return Formula("；".join((*parts, "两者相同" if len(terms) == 2 else "都相同")), gap)
    if len(terms) == 2:
        parts.append(f"相差{shown[high]}−{shown[low]}={_amount(gap, terms[high].quantity)}")
    return Formula("；".join((*parts, f"{terms[high].label}{'较多' if len(terms) == 2 else '最多'}")), gap)


def _divided(kind: OperationKind, numbers: Sequence[Decimal], shown: Sequence[str]) -> Formula | None:
    first, second = numbers
    if not second:
        return None
    if kind == "times":
        return Formula(f"{shown[0]}÷{shown[1]}{_equals(first / second, '倍')}", first / second)
    if kind == "completion":
        return _divided("share", (second, first), (shown[1], shown[0]))
    if kind == "share":
        return Formula(f"{shown[0]}÷{shown[1]}{_equals(first / second * 100, '%')}", first / second)
    change = (first - second) / second
    word = "增长" if change > 0 else "下降"
    again = f"，{word}{_two_places(abs(change) * 100)}%" if change else "，没有变化"
    return Formula(f"({shown[0]}−{shown[1]})÷{shown[1]}{_equals(change * 100, '%')}{again}", change)


def _per(terms: Sequence[Term], shown: Sequence[str]) -> Formula | None:
    """What is shared out by its number of holders, in its own scale where at least one of that is left."""
    above, below = terms
    if not below.quantity.value:
        return None
    value = above.quantity.value / below.quantity.value
    scale = above.quantity.scale if abs(value) >= above.quantity.scale else Decimal(1)
    unit = f"{_SCALES.get(scale, '')}{_unit(above.quantity)}"
    return Formula(f"{shown[0]}÷{shown[1]}{_equals(value / scale, unit)}", value)


def value_in(first: Quantity, other: Quantity) -> Decimal | None:
    """The value of `other` in the unit and scale of `first`; None where they measure different things."""
    factor = ratio(other.unit, first.unit)
    return None if factor is None else other.value * factor / first.scale


def _amount(value: Decimal, like: Quantity) -> str:
    return f"{plain(value)}{_SCALES.get(like.scale, '')}{_unit(like)}"


def _rounded(value: Decimal, like: Quantity) -> str:
    return _equals(value, f"{_SCALES.get(like.scale, '')}{_unit(like)}")


def _equals(value: Decimal, unit: str) -> str:
    """=3.5户 where that is exact, ≈3.33户 where it is rounded; a minus is written −."""
    near = value.quantize(PLACES, ROUND_HALF_UP)
    digits = plain(near) if near == value else _two_places(abs(value))
    sign = "−" if near < 0 else ""
    return f"{'=' if near == value else '≈'}{sign}{digits.lstrip('-')}{unit}"


def _two_places(value: Decimal) -> str:
    near = value.quantize(PLACES, ROUND_HALF_UP)
    return plain(near) if near == value else f"{near:f}"


def _unit(quantity: Quantity) -> str:
    return quantity.unit.partition("/")[0]


def plain(value: Decimal) -> str:
    """`value` without exponent and closing zeros."""
    return format(value.normalize(), "f")
