"""What a spreadsheet shows for a day or a time: the serial number of a day by a format such as yyyy"年"m"月"d"日". Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_LITERAL = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_DATED = re.compile(r"[ymdhs]|aaa|上午", re.IGNORECASE)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|(?P<noon>am/pm|a/p|上午/下午)'
    r"|(?P<part>y+|m+|d+|h+|s+|a{3,4})|(?P<fraction>\.0+)|(?P<plain>.)",
    re.IGNORECASE,
)
_WEEKDAYS = "一二三四五六日"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_LAST_DAY = 2_958_466
"""Serial number after 9999-12-31, the last day that a spreadsheet knows."""


@lru_cache(maxsize=512)
def is_dated(code: str) -> bool:
    """Whether a format shows a day or a time."""
    first = code.split(";")[0]
    bare = _LITERAL.sub("", first)
    return bool(_DATED.search(bare)) and "general" not in bare.lower() and not re.search("[0#?]{2}|E[+-]", bare)


def dated(value: Decimal, code: str, *, since_1904: bool) -> str:
    """The day or time as the format shows it; "" for a number that is no day."""
    if not 0 <= value < _LAST_DAY:
        return ""
    seconds = int((value * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
    # serial 60 is a 29 February 1900 that never was
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    try:
        moment = start + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    return _written(moment, seconds, code.split(";")[0])


def _written(moment: datetime, seconds: int, code: str) -> str:
    tokens = list(_TOKEN.finditer(code))
    half = any(token["noon"] for token in tokens)
    said: list[str] = []
    for index, token in enumerate(tokens):
        if token["part"]:
            said.append(_part(moment, token["part"].lower(), _is_minute(tokens, index), half))
        elif token["elapsed"]:
            unit = {"h": 3600, "m": 60, "s": 1}[token["elapsed"][0].lower()]
            said.append(str(seconds // unit).rjust(len(token["elapsed"]), "0"))
        elif token["noon"]:
            words = ("上午", "下午") if "上午" in token["noon"] else ("AM", "PM")
            said.append(words[moment.hour >= 12])
        elif not token["fraction"]:
            said.append(token["quoted"] or token["escaped"] or (token["plain"] or "").strip("@") or "")
    return "".join(said).strip()


def _is_minute(tokens: list[re.Match[str]], index: int) -> bool:
    """Whether an m stands for minutes: right after hours or right before seconds."""
    parts = [(i, (t["part"] or t["elapsed"] or "").lower()) for i, t in enumerate(tokens) if t["part"] or t["elapsed"]]
    place = next(n for n, (i, _) in enumerate(parts) if i == index)
    before = parts[place - 1][1] if place else ""
    after = parts[place + 1][1] if place + 1 < len(parts) else ""
    return before.startswith("h") or after.startswith("s")


def _part(moment: datetime, part: str, minute: bool, half: bool) -> str:
    length, kind = len(part), part[0]
    if kind == "y":
        return f"{moment.year % 100:02d}" if length <= 2 else str(moment.year)
    if kind == "a":
        return ("星期" if length == 4 else "") + _WEEKDAYS[moment.weekday()]
    if kind == "m" and not minute and length > 2:
        name = _MONTHS[moment.month - 1]
        return name if length == 4 else name[0] if length == 5 else name[:3]
    if kind == "d" and length > 2:
        name = _DAYS[moment.weekday()]
        return name if length > 3 else name[:3]
    hour = (moment.hour % 12 or 12) if half else moment.hour
    number = {"m": moment.minute if minute else moment.month, "d": moment.day, "h": hour, "s": moment.second}[kind]
    return f"{number:02d}" if length > 1 else str(number)
