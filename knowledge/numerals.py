"""The value of a written number: Arabic, Chinese, or both mixed (15万3千, 一亿二千万)."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
CN_DIGIT = "零〇○一二三四五六七八九两"
CN_SCALE = "十百千万亿"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d++)(?:\.\d++)?"
# 千克, 千米 and 千瓦 are units of their own; 百分 begins 百分点.
SCALE = r"(?:[十万亿]|百(?!分)|千(?![克米瓦伏帕卡赫]))"
MIXED = rf"{ARABIC}{SCALE}{{0,3}}(?:{ARABIC}{SCALE}{{1,2}})*(?:(?<=[十百千万亿]){ARABIC})?"
CHINESE = rf"(?:[一二三四五六七八九十两〇○]|零(?=点))[{CN_DIGIT}{CN_SCALE}]*(?:点[{CN_DIGIT}]+[万亿千百]{{0,2}})?"
"""百, 千, 万 and 亿 begin no number (百姓, 千万别): 上百, 近千 and the like are found with their first word."""

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
_WIDE = str.maketrans("０１２３４５６７８９．％／：", "0123456789.%/:") | {0x3000: " ", 0xA0: " "}
_TOKEN = re.compile(rf"{ARABIC}|[{CN_DIGIT}]+(?:点[{CN_DIGIT}]+)?|点[{CN_DIGIT}]+|[{CN_SCALE}]")


def normalised(text: str) -> str:
    """Return `text` with full-width digits and formal numerals in their plain form, one character for one."""
    plain = text.translate(_WIDE)
    # 陆 and 伍 alone are words (陆续, 队伍); two formal numerals side by side are a number.
    return re.sub("[壹贰叁肆伍陆柒捌玖拾佰仟萬億零]{2,}", lambda m: m.group().translate(_FORMAL), plain)


def _number(token: str) -> Decimal:
    """Return the value of a token without scale: Arabic, or Chinese digits read one by one."""
    if token[0].isdigit() and token.isascii():
        return Decimal(token.replace(",", ""))
    whole, _, fraction = token.partition("点")
    digits = "".join(str(DIGITS[c]) for c in whole) or "0"
    tail = "".join(str(DIGITS[c]) for c in fraction)
    return Decimal(f"{digits}.{tail}" if tail else digits)


def numeral_value(text: str) -> Decimal:
    """Return the value of a numeral as `MIXED` or `CHINESE` matches it.

    A last digit right after 百, 千, 万 or 亿 counts in the next lower place, as it is spoken: 三千五 is 3500.
    """
    tokens = _TOKEN.findall(text)
    total = section = Decimal(0)
    number: Decimal | None = None
    last_scale, zero = 1, False
    for token in tokens:
        scale = SCALES.get(token)
        if scale is None:
            if token.startswith("点"):
                number = _number(token) + (number or 0)
                continue
            zero = token[0] in "零〇○"
            number = _number(token)
            continue
        if scale < 10**4:
            section += (Decimal(1) if number is None else number) * scale
        elif scale == 10**4:
            total += (section + (number or 0)) * scale
            section = Decimal(0)
        else:
            total = (total + section + (number or 0)) * scale
            section = Decimal(0)
        number, last_scale, zero = None, scale, False
    if number is None:
        return total + section
    spoken = last_scale >= 100 and not zero and tokens[-1] in DIGITS
    return total + section + (number * last_scale / 10 if spoken else number)
