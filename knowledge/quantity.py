"""A number of a text: what `numbers` returns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Qualifier = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "range"]
QuantityKind = Literal["quantity", "date", "name", "ordinal"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts, as it stands in a text."""

    start: int
    end: int
    """Half-open span in the text, unit and sign included, qualifying words (以上, 不低于, 每人) not."""
    value: Decimal
    """With 万 and 亿 folded in; a date as yyyymmdd with zeros for what it leaves out; 0 for a name."""
    unit: str
    """Plain form: 户, 元, 元/人·月, %, 百分点, 个月; of a date 年, 年月, 日期, 月日, 月 or 时刻; of a name its characters; "" for a bare number."""
    qualifier: Qualifier = "exact"
    upper: Decimal | None = None
    """The upper end of a range, where `value` is the lower."""
    kind: QuantityKind = "quantity"
    scale: Decimal = Decimal(1)
    """The 万 or 亿 that was folded in: 8.91亿元 has 100000000, and value / scale is 8.91."""
