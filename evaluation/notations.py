"""Figures and dates written in other ways that say exactly the same: 17.6万人 as 176000人, 90% as 百分之九十. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from knowledge.numbers import find_quantities

_WRITTEN = re.compile(r"([\d,]+(?:\.\d+)?)\s?([万亿]?)(\D*)")
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_DIGITS = "零一二三四五六七八九"
_YEAR_DIGITS = "〇一二三四五六七八九"
_SYNONYMS = {
    "名": ("人", "位"), "人": ("名",), "公里": ("千米",), "日": ("天",), "天": ("日",), "个工作日": ("工作日",), "个百分点": ("百分点",),
    "元": ("块钱",), "平方米": ("平米",),
}  # fmt: skip
_RATE = re.compile(r"每人每月([\d,.]+万?)元")
_YEARLY = re.compile(r"每人每年([\d,.]+万?)元")
_RANGE = re.compile(r"(\d[\d.]*)(万元|元|%|日|天|个月|户|人)?以上(\d[\d.]*)(万元|元|%|日|天|个月|户|人)以下")
_LONGEST_HAN = Decimal(10) ** 9
_LEAST_SCALED = 1000
_TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """Another way of writing."""

    kind: str
    text: str


def written_otherwise(figure: str) -> list[Notation]:
    """The other notations of a figure with its unit (1.24万人次, 73.6%), none of them rounded."""
    match = _WRITTEN.fullmatch(figure)
    if match is None:
        return []
    number, scale, unit = Decimal(match[1].replace(",", "")), match[2], match[3]
    found = [*_typed(match[1], scale, unit), *_scaled(number * _SCALES[scale], scale, unit)]
    found += _shares(number) if unit == "%" else _in_characters(number, scale, unit)
    found += [Notation(kind="unit", text=f"{match[1]}{scale}{other}") for other in _SYNONYMS.get(unit, ())]
    return [n for n in found if n.text != figure]


def _typed(number: str, scale: str, unit: str) -> Iterator[Notation]:
    plain = number.replace(",", "")
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c not in "," else c for c in plain)
    yield Notation(kind="full width", text=f"{wide}{scale}{'％' if unit == '%' else unit}")
    yield Notation(kind="spaced", text=f"{plain} {scale}{unit}")
    whole, _, rest = plain.partition(".")
    if len(whole) > len("999"):
        yield Notation(kind="thousands", text=f"{int(whole):,}{'.' + rest if rest else ''}{scale}{unit}")
        yield Notation(kind="thousands", text=f"{plain}{scale}{unit}")


def _scaled(value: Decimal, scale: str, unit: str) -> Iterator[Notation]:
    if not unit or unit == "%" or value < _LEAST_SCALED:
        return
    for other, factor in _SCALES.items():
        shown = (value / factor).normalize()
        if other != scale and shown >= Decimal("0.1") and f"{shown:f}".replace(".", "").strip("0"):
            yield Notation(kind="scale", text=f"{shown:f}{other}{unit}")


def _in_characters(number: Decimal, scale: str, unit: str) -> Iterator[Notation]:
    if not scale and number == number.to_integral() and 0 < number < _LONGEST_HAN:
        yield Notation(kind="characters", text=f"{han(int(number))}{unit}")
    elif scale or number != number.to_integral():
        yield Notation(kind="characters", text=f"{_han_decimal(number)}{scale}{unit}")


def _shares(number: Decimal) -> Iterator[Notation]:
    yield Notation(kind="share", text=f"百分之{_han_decimal(number)}")
    if number % _TENTHS == 0 and 0 < number < 100:
        yield Notation(kind="share", text=f"{_DIGITS[int(number) // 10]}成")
    part = Fraction(number) / 100
    if 0 < part < 1 and part.denominator <= _TENTHS:
        yield Notation(kind="share", text=f"{han(part.denominator)}分之{han(part.numerator)}")
        yield Notation(kind="share", text=f"{part.numerator}/{part.denominator}")


def _han_decimal(number: Decimal) -> str:
    whole, _, rest = f"{number:f}".partition(".")
    return han(int(whole)) + ("点" + "".join(_DIGITS[int(d)] for d in rest) if rest else "")


def han(number: int) -> str:
    """A whole number below 10^12 in characters: 429 -> 四百二十九, 153000 -> 十五万三千."""
    if number >= 10_000:
        unit, name = (100_000_000, "亿") if number >= 100_000_000 else (10_000, "万")
        high, low = divmod(number, unit)
        gap = "零" if low and low < unit // 10 else ""
        return han(high) + name + (gap + han(low) if low else "")
    said = ""
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            said += _DIGITS[digit] + name
        elif said and not said.endswith("零"):
            said += "零"
    said = said.rstrip("零") or "零"
    return said.removeprefix("一") if said.startswith("一十") else said


def sentences_otherwise(sentence: str) -> list[Notation]:
    """A sentence with its rate, its range or its year written in another way."""
    found = []
    for pattern, per in ((_RATE, ("元/人·月", "元每人每月")), (_YEARLY, ("元/人·年", "元每人每年"))):
        found += [Notation(kind="rate", text=pattern.sub(rf"\g<1>{unit}", sentence, count=1)) for unit in per]
    found.append(Notation(kind="rate", text=_RATE.sub(r"月人均\1元", sentence, count=1)))
    if (span := _RANGE.search(sentence)) is not None:
        unit = span[2] or ""
        for between in ("至", "—", "到"):
            said = f"{span[1]}{unit}{between}{span[3]}{span[4]}"
            found.append(Notation(kind="range", text=sentence[: span.start()] + said + sentence[span.end() :]))
    if (year := re.search(r"(?<!\d)(20\d{2})年(?=[，,]|[一-龥]{2,4}[县镇乡市村])", sentence)) is not None:
        in_characters = "".join(_YEAR_DIGITS[int(d)] for d in year[1]) + "年"
        for said in (in_characters, f"{year[1]}年度", f"{year[1]} 年"):
            found.append(Notation(kind="year", text=sentence[: year.start()] + said + sentence[year.end() :]))
    return [n for n in found if n.text != sentence]


def says_one_figure(figure: str) -> bool:
    """Whether a text is one figure from end to end."""
    found = [q for q in find_quantities(figure) if q.kind == "quantity"]
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(figure))
