"""Quantities, dates, ordinals and numbered names in a text, with value and unit; comparison by value.

`find_quantities` reads left to right by the patterns of `notation`. A second pass looks at the words around each number
(不低于, 以上, 每人每月) and joins the two ends of a range.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from knowledge.notation import AFTER, BEFORE, CN, GAP, MINUS, NUMBER, PAIR, PER, QUANTIFIED, SCAN, UP_TO, Qualifier
from knowledge.numerals import ARABIC, SCALES, normalised, numeral_value
from knowledge.units import RATE_PART, canonical, ratio, with_rate

QuantityKind = Literal["quantity", "date", "name", "ordinal"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts, as it stands in a text."""

    start: int
    end: int
    """Half-open span in the text, unit included, qualifying words (以上, 不低于, 每人) not."""
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


def _name(match: re.Match[str], characters: str) -> Quantity:
    return Quantity(match.start(), match.end(), Decimal(0), re.sub(r"\s", "", characters), kind="name")


def _document_number(match: re.Match[str]) -> Quantity:
    year, number = re.findall(r"\d+", match.group())
    return _name(match, f"〔{year}〕{number}号")


def _quoted(match: re.Match[str]) -> Quantity | None:
    inner = match.group()[1:-1].strip()
    plain = re.fullmatch(r"[A-Za-z0-9+.\-]*\d[A-Za-z0-9+.\-]*", inner)
    chinese = re.search(f"[{CN}]", inner) and not re.search(r"\d", inner)
    if not plain and (not chinese or (QUANTIFIED.fullmatch(inner) and inner[-1] not in CN) or "分之" in inner):
        return None
    return _name(match, inner)


def _part(text: str) -> int:
    return int(numeral_value(text))


def _day(match: re.Match[str]) -> Quantity:
    parts = [_part(p) for p in re.findall(rf"\d+|[{CN}]+", match.group())]
    year, month, day = (*parts, 0)[:3]
    unit = "日期" if day else "年月"
    return Quantity(match.start(), match.end(), Decimal(year * 10000 + month * 100 + day), unit, kind="date")


def _year(match: re.Match[str]) -> Quantity:
    year = _part(re.match(rf"\d+|[{CN}]+", match.group()).group())  # type: ignore[union-attr]
    return Quantity(match.start(), match.end(), Decimal(year * 10000), "年", kind="date")


def _month_day(match: re.Match[str]) -> Quantity:
    parts = [_part(p) for p in re.findall(rf"\d+|[{CN}]+", match.group())]
    month, day = (*parts, 0)[:2]
    return Quantity(match.start(), match.end(), Decimal(month * 100 + day), "月日" if day else "月", kind="date")


def _clock(match: re.Match[str]) -> Quantity:
    text = match.group()
    parts = [_part(p) for p in re.findall(rf"\d+|[{CN}]+", text)]
    minutes = parts[0] * 60 + (parts[1] if len(parts) > 1 else 30 if "半" in text else 0)
    afternoon = text[:2] in ("下午", "晚上") and parts[0] < 12
    return Quantity(match.start(), match.end(), Decimal(minutes + 720 * afternoon), "时刻", kind="date")


def _ordinal(match: re.Match[str]) -> Quantity:
    number = re.search(NUMBER, match.group())
    assert number is not None
    unit = canonical(match.group()[number.end() :])
    return Quantity(match.start(), match.end(), numeral_value(number.group()), unit, kind="ordinal")


def _percent(match: re.Match[str]) -> Quantity:
    text = match.group()
    if "分之" in text:
        whole, _, part = text.partition("分之")
        value = Decimal(100) if part == "百" else numeral_value(part)
        value = value * 100 / SCALES[whole]
    elif "成" in text:
        number, _, rest = text.partition("成")
        value = numeral_value(number) * 10 + (numeral_value(rest) if rest else 0)
    else:
        value = numeral_value(text[:-1].strip()) / (10 if text[-1] == "‰" else 1)
    return Quantity(match.start(), match.end(), value, "%")


def _fraction(match: re.Match[str]) -> Quantity:
    text = match.group()
    if "分之" in text:
        below, above = (numeral_value(p) for p in text.split("分之"))
    elif "/" in text:
        above, below = (Decimal(p) for p in text.split("/"))
    else:
        above, below = Decimal(1), Decimal(2)
    if not below or above >= below:
        return _name(match, text)
    qualifier: Qualifier = "more_than" if text == "过半" else "exact"
    return Quantity(match.start(), match.end(), above * 100 / below, "%", qualifier)


def _half(match: re.Match[str]) -> Quantity:
    unit = {"月": "个月"}.get(last := match.group().lstrip("半个"), last)
    return Quantity(match.start(), match.end(), Decimal("0.5"), unit)


def _hundreds(match: re.Match[str]) -> Quantity:
    found = re.match("[百千万亿]+", match.group())
    assert found is not None
    value = numeral_value("一" + found.group())
    unit = canonical(match.group()[found.end() :].lstrip("余馀多"))
    return Quantity(match.start(), match.end(), value, unit, "more_than", scale=value)


def _plain(match: re.Match[str]) -> Quantity | None:
    found = QUANTIFIED.match(match.group())
    assert found is not None
    number, more, scale, unit, rate = found.groups()
    if not unit and not number[0].isdigit() and not (len(number) > 1 and re.search("[十百千万亿]", number)):
        return _uncounted(match, number)
    if not unit and (latin := re.match(r"[A-Za-z][A-Za-z\d]*", match.string[match.end() :])):
        characters = match.group() + latin.group()
        return Quantity(match.start(), match.start() + len(characters), Decimal(0), characters, kind="name")
    factor = _product(scale)
    value, upper = _ends(number)
    end, half = match.end(), Decimal(0)
    if unit.startswith(("个半", "个多")):
        half, more, unit = (Decimal("0.5"), more, "个" + unit[2:]) if unit[1] == "半" else (half, "多", "个" + unit[2:])
    elif unit in ("年", "天") and match.string[end : end + 1] == "半":
        half, end = Decimal("0.5"), end + 1
    parts = re.findall(RATE_PART, rate)
    qualifier: Qualifier = (
        "range" if upper is not None else "about" if more == "来" else "more_than" if more else "exact"
    )
    return Quantity(
        match.start(), end, value * factor + half, with_rate(canonical(unit), parts), qualifier,
        upper * factor if upper is not None else None, scale=factor * _scale_of(number),
    )  # fmt: skip


def _product(scales: str) -> Decimal:
    factor = Decimal(1)
    for character in scales:
        factor *= SCALES[character]
    return factor


def _scale_of(number: str) -> Decimal:
    """Return the 万 or 亿 that an Arabic number ends with: what was folded into its value."""
    found = re.fullmatch(rf"{ARABIC}([十百千万亿]+)", number)
    return _product(found.group(1)) if found else Decimal(1)


def _ends(number: str) -> tuple[Decimal, Decimal | None]:
    """Return the value of a numeral, and the upper end where it names two neighbours (七八十, 十五六)."""
    pair = PAIR.fullmatch(number)
    if pair is None:
        return numeral_value(number), None
    ten, low, high, scale = pair.groups()
    lower, upper = numeral_value(ten + low + scale), numeral_value(ten + high + scale)
    return (lower, upper) if lower < upper else (numeral_value(number), None)


def _uncounted(match: re.Match[str], number: str) -> Quantity | None:
    """Return what a Chinese numeral without unit is: part of a word (四议, 五一), or nothing (一致, 十分)."""
    if number[0] in "一十零〇○" and not (len(number) > 1 and number.isalpha() and len(number) > 2):
        return None
    follows = match.string[match.end() : match.end() + 1]
    if len(number) == 1 and not re.match(r"[\u4e00-\u9fff]", follows):
        return None
    if len(number) > 2 or re.match(rf"[至到][{CN}]", match.string[match.end() : match.end() + 2]):
        return Quantity(match.start(), match.end(), numeral_value(number), "")
    characters = number + (follows if len(number) == 1 else "")
    return Quantity(match.start(), match.start() + len(characters), Decimal(0), characters, kind="name")


_READERS: dict[str, Callable[[re.Match[str]], Quantity | None]] = {
    "document_number": _document_number,
    "mark": lambda match: None,
    "phone": lambda match: _name(match, re.sub(r"\D", "", match.group())),
    "quoted": _quoted,
    "code": lambda match: _name(match, match.group()),
    "day": _day,
    "year": _year,
    "month_day": _month_day,
    "clock": _clock,
    "name": lambda match: _name(match, match.group()),
    "fixed": lambda match: None,
    "ordinal": _ordinal,
    "marker": lambda match: replace(_ordinal(match), unit=""),
    "percent": _percent,
    "fraction": _fraction,
    "half": _half,
    "hundreds": _hundreds,
    "plain": _plain,
}


def find_quantities(text: str) -> list[Quantity]:
    """Return the numbers of `text` in reading order, without overlap; spans are offsets of `text`."""
    plain = normalised(text)
    found: list[Quantity] = []
    position = 0
    while match := SCAN.search(plain, position):
        quantity = _READERS[match.lastgroup or ""](match)
        declined = quantity is None and match.lastgroup == "quoted"
        position = match.start() + 1 if declined else max(match.end(), quantity.end if quantity else 0)
        if quantity is not None:
            found.append(quantity)
    return _ranges(plain, [_qualified(plain, q, found[i - 1].end if i else 0) for i, q in enumerate(found)])


def _qualified(text: str, quantity: Quantity, after: int) -> Quantity:
    """Return `quantity` with its sign and what the words around it say: 不低于, 以上, 每人每月."""
    if quantity.kind != "quantity":
        return quantity
    before = text[max(after, quantity.start - 16) : quantity.start]
    if quantity.value > 0 and MINUS.search(text, max(0, quantity.start - 2), quantity.start):
        return replace(quantity, start=quantity.start - 1, value=-quantity.value)
    if "/" not in quantity.unit and (per := PER.search(before)):
        quantity = replace(quantity, unit=with_rate(quantity.unit, re.findall(RATE_PART, per.group(1))))
    if quantity.qualifier != "exact":
        return quantity
    for qualifier, pattern in AFTER:
        if pattern.match(text, quantity.end):
            return replace(quantity, qualifier=qualifier)
    for qualifier, pattern in BEFORE:
        if pattern.search(before):
            return replace(quantity, qualifier=qualifier)
    return quantity


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join neighbours that are the two ends of a range: 3至5天, 10%—20%, 2万元以上5万元以下."""
    joined: list[Quantity] = []
    for quantity in found:
        if joined and (whole := _range(text, joined[-1], quantity)):
            joined[-1] = whole
        else:
            joined.append(quantity)
    return joined


def _range(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    gap = GAP.fullmatch(text, low.end, high.start)
    if gap is None or (low.kind, high.kind) != ("quantity", "quantity") or low.upper or high.upper:
        return None
    if gap.group(1) and not UP_TO.match(text, high.end):
        return None
    value = low.value
    if not low.unit and low.scale == 1 and value * high.scale < high.value:
        value *= high.scale  # 2至5万元 begins at 20000
    if value >= high.value or (low.unit and ratio(low.unit, high.unit) != 1):
        return None
    unit = low.unit if "/" in low.unit else high.unit
    return replace(high, start=low.start, value=value, upper=high.value, unit=unit, qualifier="range")


def date_parts(quantity: Quantity) -> tuple[int, int, int]:
    """Return (year, month, day) of a date, 0 for what it leaves out."""
    value = int(quantity.value)
    return value // 10000, value // 100 % 100, value % 100


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """Tell whether two say the same: equal value in units that agree, or the same date, ordinal or name.

    Qualifying words are not compared: 不低于600元 and 600元 are the same quantity.
    """
    if one.kind != other.kind:
        return False
    if one.kind != "quantity":
        return (one.value, one.unit) == (other.value, other.unit)
    factor = ratio(one.unit, other.unit)
    if factor is None or (one.upper is None) != (other.upper is None):
        return False
    upper_agrees = one.upper is None or other.upper is None or one.upper * factor == other.upper
    return one.value * factor == other.value and upper_agrees
