"""What each pattern of `notation` says: a match becomes a Quantity, or None where nothing is stated."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from knowledge.notation import CN, NUMBER, PAIR, QUANTIFIED
from knowledge.numerals import ARABIC, DIGITS, SCALES, numeral_value
from knowledge.qualifying import LABEL
from knowledge.quantity import Qualifier, Quantity
from knowledge.units import RATE_PART, canonical, with_rate


def _name(match: re.Match[str], characters: str) -> Quantity:
    return Quantity(match.start(), match.end(), Decimal(0), re.sub(r"\s", "", characters), kind="name")


def _document_number(match: re.Match[str]) -> Quantity:
    year, number = re.findall(r"\d+", match.group())
    return _name(match, f"〔{year}〕{number}号")


def _quoted(match: re.Match[str]) -> Quantity | None:
    inner = match.group()[1:-1].strip()
    plain = re.fullmatch(r"[A-Za-z0-9+.·•\-]*\d[A-Za-z0-9+.·•\-]*|\d0[后後]", inner)
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
    text = match.group().strip()
    parts = [_part(p) for p in re.findall(rf"\d+|[{CN}]+", text)]
    minutes = parts[0] * 60 + (parts[1] if len(parts) > 1 else 30 if "半" in text else 0)
    afternoon = text.startswith(("下午", "晚")) and parts[0] < 12
    start = match.end() - len(match.group().lstrip())
    return Quantity(start, match.end(), Decimal(minutes + 720 * afternoon), "时刻", kind="date")


def _ordinal(match: re.Match[str]) -> Quantity:
    number = re.search(NUMBER, match.group())
    assert number is not None
    unit = canonical(match.group()[number.end() :].strip())
    return Quantity(match.start(), match.end(), numeral_value(number.group()), unit, kind="ordinal")


def _percent(match: re.Match[str]) -> Quantity:
    text = match.group()
    factor, upper = Decimal(1), None
    if "分之" in text:
        whole, _, part = text.partition("分之")
        factor = Decimal(100) / SCALES[whole]
        low, _, high = re.sub("[至到—~～-]", "-", part.strip()).partition("-")
        value = Decimal(100) if low == "百" else numeral_value(low)
        upper = numeral_value(high) if high else None
    elif "成" in text:
        number, _, rest = text.partition("成")
        value, upper = _ends(number)
        value, factor = value + (numeral_value(rest) / 10 if rest else 0), Decimal(10)
    else:
        value, factor = numeral_value(text[:-1].strip()), Decimal("0.1") if text[-1] == "‰" else Decimal(1)
    if upper is None or upper <= value:
        return Quantity(match.start(), match.end(), value * factor, "%")
    return Quantity(match.start(), match.end(), value * factor, "%", "range", upper * factor)


def _fraction(match: re.Match[str]) -> Quantity:
    text = match.group()
    if "分之" in text:
        below, above = (numeral_value(p.strip()) for p in text.split("分之"))
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
    rest = match.group()[found.end() :]
    before = match.string[match.start() - 1 : match.start()]
    more = rest[0] in "余馀多" or before in ("上", "超", "逾", "过")
    qualifier: Qualifier = "more_than" if more else "exact"
    return Quantity(match.start(), match.end(), value, canonical(rest.lstrip("余馀多")), qualifier, scale=value)


_HALVED = ("年", "天", "亩", "斤", "里", "公里", "吨", "小时", "倍", "周", "学期")
_HALF_WORD = re.compile("半(?![个年月天日径岛山数载])")


def _plain(match: re.Match[str]) -> Quantity | None:
    found = QUANTIFIED.match(match.group())
    assert found is not None
    number, more, scale, unit, rate = found.groups()
    if not unit:
        uncounted = _without_unit(match, number)
        if uncounted is not None or not number[0].isdigit() and not _is_numeral(number):
            return uncounted
    factor = _product(scale)
    value, upper = _ends(number)
    end, half = match.end(), Decimal(0)
    if unit.startswith(("个半", "个多")):
        half, more, unit = (Decimal("0.5"), more, "个" + unit[2:]) if unit[1] == "半" else (half, "多", "个" + unit[2:])
    elif unit in _HALVED and not more and _HALF_WORD.match(match.string, end):
        half, end = Decimal("0.5"), end + 1
    if unit == "折" and value > 10:
        value = value / 10  # 八五折
    qualifier: Qualifier = (
        "range" if upper is not None else "about" if more == "来" else "more_than" if more else "exact"
    )
    return Quantity(
        match.start(), end, value * factor + half, with_rate(canonical(unit), re.findall(RATE_PART, rate)), qualifier,
        upper * factor if upper is not None else None, scale=factor * _scale_of(number),
    )  # fmt: skip


def _is_numeral(number: str) -> bool:
    return len(number) > 1 and re.search("[十百千万亿廿卅]", number) is not None


def _without_unit(match: re.Match[str], number: str) -> Quantity | None:
    """Return what a numeral without unit is, if no bare number: a part of a word (四议, 3A), the number of a table (表3)."""
    if not number[0].isdigit():
        return None if _is_numeral(number) else _uncounted(match, number)
    if latin := re.match(r"[A-Za-z][A-Za-z\d]*", match.string[match.end() :]):
        characters = match.group() + latin.group()
        return Quantity(match.start(), match.start() + len(characters), Decimal(0), characters, kind="name")
    if number.isdigit() and LABEL.search(match.string, max(0, match.start() - 4), match.start()):
        return Quantity(match.start(), match.end(), Decimal(number), "", kind="ordinal")
    return None


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
    """Return the value of a numeral, and the upper end where it names two neighbours (七八十, 十五六, 三五)."""
    pair = PAIR.fullmatch(number)
    if pair is None:
        return numeral_value(number), None
    before, low, high, scale = pair.groups()
    if low + high == "三两":
        low, high = "两", "三"
    if DIGITS[high] - DIGITS[low] != 1 and low + high != "三五":
        return numeral_value(number), None
    # What stands before ends with a larger scale: 一百|七八|十, and 十 with none: 四十|五六.
    return numeral_value(before + low + scale), numeral_value(before + high + scale)


def _uncounted(match: re.Match[str], number: str) -> Quantity | None:
    """Return what a Chinese numeral without unit is: part of a word (四议, 五一), or nothing (一致, 十分)."""
    if re.match(rf"[至到—~～-][{CN}]", match.string[match.end() : match.end() + 2]):
        return Quantity(match.start(), match.end(), numeral_value(number), "")
    if number[0] in "一十零〇○" and not (len(number) > 1 and number.isalpha() and len(number) > 2):
        return None
    follows = match.string[match.end() : match.end() + 1]
    if len(number) == 1 and not re.match(r"[\u4e00-\u9fff]", follows):
        return None
    if len(number) > 2:
        return Quantity(match.start(), match.end(), numeral_value(number), "")
    characters = number + (follows if len(number) == 1 else "")
    return Quantity(match.start(), match.start() + len(characters), Decimal(0), characters, kind="name")


READERS: dict[str, Callable[[re.Match[str]], Quantity | None]] = {
    "document_number": _document_number,
    "mark": lambda match: None,
    "phone": lambda match: _name(match, re.sub(r"[^\dXx]", "", match.group())),
    "quoted": _quoted,
    "code": lambda match: _name(match, match.group()),
    "day": _day,
    "year": _year,
    "month_day": _month_day,
    "ratio": lambda match: _name(match, match.group()),
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
