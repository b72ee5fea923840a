"""What a spreadsheet shows for a number: General, digits, thousands, percent, literals; dates are left to `date_format`. Pure.

A format with something that isn't understood here shows the plain number: its value is never wrong, only its dress.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from knowledge.loading.date_format import dated, is_dated

BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "yyyy/m/d", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0_);(#,##0)", 38: "#,##0_);(#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);(#,##0.00)", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that a file names by number only, as a Chinese office program shows them."""
SIGNIFICANT_DIGITS = 15
"""What a spreadsheet keeps of a number; digits after these are noise of binary fractions."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<digits>[0#?](?:[0#?,]*[0#?])?)'
    r"(?P<point>\.[0#?]*)?(?P<scale>,*)|(?P<bare>\.[0#?]+)|(?P<general>(?i:general))|(?P<plain>.)"
)
_PLAIN_LITERALS = frozenset(" -+()$￥¥:%‰，、。：；（）") | frozenset("元万亿户人个项亩次岁年月日件处只头千百十斤吨米")
_CURRENCY = re.compile(r"\$([^-]*)")
_COLOURS = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color\s?\d+|dbnum\d|黑色?|蓝色?|红色?|绿色?)$", re.I
)


def shown(value: Decimal, code: str, *, since_1904: bool = False) -> str:
    """What a cell with number `value` and format `code` shows.

    Args:
        value: As the file holds it.
        code: A format code such as `0.0%`, `#,##0.00` or `yyyy"年"m"月"`.
        since_1904: Whether the workbook counts its days from 1904.
    """
    value = kept_digits(value)
    if is_dated(code):
        return dated(value, code, since_1904=since_1904) or plain(value)
    sections = _sections(code)
    if any("<" in s or ">" in s or "=" in s for s in re.findall(r"\[([^\]]*)\]", code)) or len(sections) > 4:
        return plain(value)  # sections under conditions
    section, magnitude = sections[0], value
    if value < 0 and len(sections) > 1:
        section, magnitude = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    text = _filled(magnitude, section)
    return plain(value) if text is None else text.strip()


def kept_digits(value: Decimal) -> Decimal:
    """`value` without the digits of a fraction that lie beyond what a spreadsheet keeps."""
    if value == value.to_integral_value():
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - SIGNIFICANT_DIGITS + 1), ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """The number itself, without an exponent where that stays readable, without zeros that say nothing."""
    if value == 0:
        return "0"
    if -12 < value.adjusted() < 21:
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return format(value.normalize(), "E")


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    return tuple(re.findall(r'((?:"[^"]*"|[\\!_*].|[^;])*)(?:;|$)', code)[:-1]) or ("",)


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[tuple[str, str], ...] | None:
    """(kind, text) of a section: literals, at most one number, percent signs; None where something isn't understood."""
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup or "skip"
        if match["bracket"] is not None:
            currency = _CURRENCY.match(match["bracket"])
            if currency is None and not _COLOURS.match(match["bracket"]):
                return None
            found.append(("literal", currency[1] if currency else ""))
        elif match["quoted"] is not None or match["escaped"] is not None:
            found.append(("literal", match["quoted"] or match["escaped"] or ""))
        elif match["digits"] is not None or match["bare"] is not None:
            found.append(("number", match.group()))
        elif match["general"] is not None or match["plain"] == "@":
            found.append(("general", ""))
        elif match["plain"] is not None:
            if match["plain"] not in _PLAIN_LITERALS:
                return None
            found.append(("percent" if match["plain"] == "%" else "literal", match["plain"]))
        else:
            found.append((kind if kind == "literal" else "literal", ""))
    return tuple(found) if sum(kind in ("number", "general") for kind, _ in found) <= 1 else None


def _filled(value: Decimal, section: str) -> str | None:
    tokens = _tokens(section)
    if tokens is None:
        return None
    for kind, _ in tokens:
        if kind == "percent":
            value *= 100
    said = [
        _digits(value, text) if kind == "number" else plain(value) if kind == "general" else text
        for kind, text in tokens
    ]
    text = "".join(said)
    return f"-{text}" if value < 0 and not text.lstrip().startswith("-") else text


def _digits(value: Decimal, pattern: str) -> str:
    """The digits of |value| by a pattern such as `#,##0.0#`; a comma at its end divides by a thousand."""
    body = pattern.rstrip(",")
    value = abs(value).scaleb(-3 * (len(pattern) - len(body)))
    whole, _, decimals = body.partition(".")
    places, least = len(decimals), len(decimals.rstrip("#?"))
    text = format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    left, _, right = text.partition(".")
    right = right[:least] + right[least:].rstrip("0")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    return f"{left}.{right}" if right or (places and "." in body and least) else left
