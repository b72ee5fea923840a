"""Dates and years as official writing has them: 2023年3月1日, 二〇二三年三月一日, 2021—2025年. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

BRACKETED_YEAR = r"[〔\[［（(﹝【]\s*(?:19|20)\d{2}\s*[〕\]］）)﹞】]"
_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "Ｏ": "0",
    "O": "0",
    "两": "2",
}
DATE_TEXT = r"(?:(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[一二][〇○零Ｏ一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
DATE = re.compile(DATE_TEXT)
PLAIN_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-./年](\d{1,2})[-./月](\d{1,2})(?!\d)")
_NAMED_DATE = re.compile(
    r"[（(]\s*((?:19|20)\d{2})-(\d{2})-(\d{2})\s*[）)]\s*$|(?<!\d)((?:19|20)\d{2})-?(\d{2})-?(\d{2})(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年度?|[—–\-~至－―]{1,2}\s*((?:19|20)\d{2})\s*年?度?)")
_CHINESE_YEAR = re.compile(r"([一二][〇○零一二三四五六七八九]{3})年")


def day_named(text: str) -> date | None:
    """The date that "2023年3月1日" or "二〇二三年三月一日" names; None for an impossible one."""
    return safe_date([int(arabic(part)) for part in re.split("[年月日]", "".join(text.split())) if part])


def first_day(text: str) -> date | None:
    """The first date in a line, written out or as 2023-03-01; None where there is none."""
    found = DATE.search(text)
    if found:
        return day_named(found.group())
    plain = PLAIN_DATE.search(text)
    return safe_date([int(part) for part in plain.groups()]) if plain else None


def day_in_name(stem: str) -> date | None:
    """The date in a file's name: 条例(2024-08-05), 20240805通知; None where there is none."""
    found = _NAMED_DATE.search(stem)
    return safe_date([int(part) for part in found.groups() if part]) if found else None


def years_in(text: str) -> set[int]:
    """Years that a title names, those between two included (2021—2025年); not those of full dates and 文号."""
    text = re.sub(BRACKETED_YEAR, "", re.sub(DATE_TEXT, "", text))
    years = {int(arabic(year)) for year in _CHINESE_YEAR.findall(text)}
    for first, last in _YEAR.findall(text):
        end = int(last or first)
        years |= set(range(int(first), end + 1)) if end - int(first) <= 10 else {int(first), end}
    return years


def safe_date(parts: Sequence[int]) -> date | None:
    """The date of (year, month, day); None for an impossible one."""
    try:
        return date(parts[0], parts[1], parts[2])
    except ValueError:
        return None


def arabic(numeral: str) -> str:
    """Arabic digits for a year's Chinese digits or for a number up to 99."""
    if numeral.isdecimal():
        return str(int(numeral))  # full-width digits too
    if "十" in numeral:
        tens, ones = numeral.split("十", 1)
        return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))
    return "".join(_DIGITS[character] for character in numeral)
