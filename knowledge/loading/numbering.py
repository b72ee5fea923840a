"""The numbers that a word processor writes itself: 一、 (一) 第三条 1.2 are no part of a paragraph's text, its list makes them.

They are made here as the page shows them, and become part of the text: a citation then reads as the document does, and
articles and headings are known by their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_MOST = 9999
_PLACE = re.compile(r"%([1-9])")
_CLOSED = "、．）)】]〕"
_DIGITS = "零一二三四五六七八九"
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How a list numbers one of its levels."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    """With %1 for the number of the first level, and so on."""
    joined: bool = False
    """No space between number and text."""
    restart: int | None = None
    """Level, from 1, after which it begins again; 0 never; None after any higher one."""
    legal: bool = False
    """All numbers in it are Arabic."""
    style: str = ""
    """Id of the paragraph style that stands at this level."""


@dataclass(frozen=True, slots=True)
class _List:
    """A list of the file: the scheme it numbers by, with its own levels and starts."""

    scheme: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Numbering:
    """Counts the numbered paragraphs of one document, in reading order."""

    def __init__(self, element: Any | None, list_of_style: Callable[[str], str]) -> None:
        """Read the lists.

        Args:
            element: The root of word/numbering.xml; None where there is none.
            list_of_style: The id of the list that a list style names; "" where it names none.
        """
        schemes: dict[str, Mapping[int, Level]] = {}
        links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        if element is None:
            return
        for scheme in element.findall(f"{W}abstractNum"):
            key = _attribute(scheme, "abstractNumId")
            schemes[key] = {_number(each, "ilvl"): _level(each) for each in scheme.findall(f"{W}lvl")}
            links[key] = _child(scheme, "numStyleLink")
        for item in element.findall(f"{W}num"):
            own = {_number(each, "ilvl"): each for each in item.findall(f"{W}lvlOverride")}
            starts = {n: int(value) for n, each in own.items() if (value := _child(each, "startOverride")).isdecimal()}
            levels = {n: _level(level) for n, each in own.items() if (level := each.find(f"{W}lvl")) is not None}
            key = _child(item, "abstractNumId")
            self._lists[_attribute(item, "numId")] = _List(key, {**schemes.get(key, {}), **levels}, starts)
        for key, item_list in self._lists.items():
            if links.get(item_list.scheme) and not item_list.levels:
                linked = self._lists.get(list_of_style(links[item_list.scheme]))
                if linked is not None:
                    self._lists[key] = _List(linked.scheme, linked.levels, item_list.starts)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level at which a list's own style stands; 0 where it names none."""
        found = self._lists.get(list_id)
        return next((n for n, level in found.levels.items() if level.style == style), 0) if found and style else 0

    def next_number(self, list_id: str, level: int) -> str:
        """Count one more paragraph; its number as the page shows it, with a space after it where one belongs, or ""."""
        found = self._lists.get(list_id)
        own = found.levels.get(level) if found else None
        if found is None or own is None or not 0 <= level < LEVELS:
            return ""
        counts = self._counts.setdefault(found.scheme, [None] * LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for n, start in found.starts.items():
                counts[n % LEVELS] = start - 1
        before = counts[level]
        counts[level] = own.start if before is None else before + 1
        for deeper in range(level + 1, LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                counts[deeper] = None
        label = _PLACE.sub(lambda m: _shown(found, counts, int(m[1]) - 1, legal=own.legal), own.text)
        if own.format in {"bullet", "none"} and not _PLACE.search(own.text) or not label.strip():
            return ""
        return label if own.joined or label[-1] in _CLOSED else f"{label.rstrip()} "


def _shown(found: _List, counts: list[int | None], level: int, *, legal: bool) -> str:
    """The number of one level within a paragraph's number."""
    scheme = found.levels.get(level, Level())
    count = counts[level]
    return numeral(scheme.start if count is None else count, "decimal" if legal else scheme.format)


def numeral(value: int, style: str) -> str:
    """A number as a list writes it, by the name that the format has in the file; Arabic where the name is unknown."""
    if not 0 < value <= _MOST:
        return "" if style in {"bullet", "none"} else str(value)
    writer = _WRITERS.get(style)
    return writer(value) if writer else str(value)


def chinese(value: int) -> str:
    """一, 十二, 一百零三 of a whole number from 1 to 9999."""
    text = ""
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            text += _DIGITS[digit] + word
        elif text and value and not text.endswith("零"):
            text += "零"
    return text[1:] if text.startswith("一十") else text


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        text += letters * count
    return text


def _letters(value: int) -> str:
    return chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _by_digits(value: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))


def _from(first: int, most: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode, ① ② ③; Arabic beyond them."""
    return lambda value: chr(first + value - 1) if value <= most else str(value)


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02}",
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "chineseCounting": lambda value: chinese(value) if value < 100 else _by_digits(value),
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _by_digits,
    "japaneseDigitalTenThousand": _by_digits,
    "chineseLegalSimplified": lambda value: chinese(value).translate(_FORMAL),
    "ideographLegalTraditional": lambda value: chinese(value).translate(_FORMAL),
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % 12],
    "decimalEnclosedCircle": _from(0x2460, 20),
    "decimalEnclosedCircleChinese": _from(0x2460, 20),
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "decimalFullWidth": lambda value: "".join(chr(ord(c) + 0xFEE0) for c in str(value)),
    "decimalFullWidth2": lambda value: "".join(chr(ord(c) + 0xFEE0) for c in str(value)),
    "none": lambda _: "",
    "bullet": lambda _: "",
}


def _level(element: Any) -> Level:
    start, restart = _child(element, "start"), _child(element, "lvlRestart")
    legal = element.find(f"{W}isLgl")
    return Level(
        start=min(int(start), _MOST) if start.isdecimal() else 1,
        format=_child(element, "numFmt") or "decimal",
        text=_child(element, "lvlText"),
        joined=_child(element, "suff") == "nothing",
        restart=int(restart) if restart.isdecimal() else None,
        legal=legal is not None and _attribute(legal, "val") not in {"0", "false"},
        style=_child(element, "pStyle"),
    )


def _attribute(element: Any, name: str) -> str:
    return str(element.get(f"{W}{name}") or "")


def _child(element: Any, name: str) -> str:
    """`val` of a child; "" where there is none."""
    found = element.find(f"{W}{name}")
    return "" if found is None else _attribute(found, "val")


def _number(element: Any, name: str) -> int:
    value = _attribute(element, name)
    return int(value) if value.isdecimal() and len(value) < 3 else 0
