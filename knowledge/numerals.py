"""The value of a written number: Arabic, Chinese, or both mixed (15万3千, 一亿二千万)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from knowledge.units import UNIT

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
CN_DIGIT = "零〇○一二三四五六七八九两"
CN_SCALE = "十百千万亿"
_TENS = {"廿": 20, "卅": 30}
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d++)(?:\.\d++)?"
# 千克, 千米 and 千瓦 are units of their own; 百分 begins 百分点.
SCALE = r"(?:[十万亿]|百(?!分)|千(?![克米瓦伏帕卡赫]))"
MIXED = rf"{ARABIC}{SCALE}{{0,3}}(?:{ARABIC}{SCALE}{{1,2}})*(?:(?<=[十百千万亿]){ARABIC})?"
CHINESE = rf"(?:[一二三四五六七八九十两〇○廿卅]|零(?=点))[{CN_DIGIT}{CN_SCALE}廿]*(?:点[{CN_DIGIT}]+[万亿千百]{{0,2}})?"
"""百, 千, 万 and 亿 begin no number (百姓, 千万别): 上百, 近千 and the like are found with their first word."""

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WIDE = (
    str.maketrans("０１２３４５６７８９．％﹪／：∶＋－", "0123456789.%%/::+-")
    | {ord(c) + 0xFEE0: c for c in _LATIN}
    | {0x3000: " ", 0xA0: " ", 0x2009: " ", 0x202F: " "}
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")  # of other scripts and of mathematics (𝟗)
# 陆 and 伍 alone are words (陆续, 队伍); with another formal numeral, a scale or 角 and 分 they are numbers.
_FORMAL_NUMBER = re.compile(
    "[壹贰叁肆伍陆柒捌玖拾][壹贰叁肆伍陆柒捌玖拾佰仟萬億零万亿]+|[壹贰叁肆伍陆柒捌玖](?=角(?![度色落])|[元圆][整正]|分(?:[\s，。；、）)整]|$))"
)
# Thousands set apart as OCR and typesetters do it, 1 027万元 and 1，027户; a unit has to follow, so that a list isn't joined.
_THOUSANDS = re.compile(
    rf"(?<![\d.,，A-Za-z表图件第年月])[1-9]\d{{0,2}}(?:[ ，]\d{{3}})+(?=(?:\.\d+)?\s?(?:%|[万亿]{{0,2}}{UNIT}))"
)
_LISTED = re.compile("分别|依次|各[为是有]?")
_TORN_POINT = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?<![第表图件])(\d{{1,9}})( ?)\.( ?)(\d{{1,4}})(?=\s?(?:%|[万亿]{{0,2}}{UNIT}))"
)
_TOKEN = re.compile(rf"{ARABIC}|[{CN_DIGIT}]+(?:点[{CN_DIGIT}]+)?|点[{CN_DIGIT}]+|[{CN_SCALE}廿卅]")


def normalised(text: str) -> str:
    """Return `text` with full-width forms and formal numerals in their plain form, of the same length.

    Thousands set apart by a space or 全角 comma get a comma; in 90. 5% the space moves behind the number.
    """
    plain = text.translate(_WIDE)
    plain = _OTHER_DIGIT.sub(lambda m: str(unicodedata.decimal(m.group())), plain)
    plain = _FORMAL_NUMBER.sub(lambda m: m.group().translate(_FORMAL), plain)
    plain = _THOUSANDS.sub(_with_commas, plain)
    return _TORN_POINT.sub(lambda m: f"{m[1]}.{m[4]}{m[2]}{m[3]}", plain)


def _with_commas(match: re.Match[str]) -> str:
    number = match.group()
    if "，" in number and _LISTED.search(match.string, max(0, match.start() - 16), match.start()):
        return number  # 分别为120，135，150户 are three
    return re.sub("[ ，]", ",", number)


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
        if token in _TENS:
            section += _TENS[token]
            continue
        if scale is None:
            if token.startswith("点"):
                number = _number(token) + (number or 0)
                continue
            zero = token[0] in "零〇○"
            number = _number(token)
            continue
        if scale < 10**4:
            section += (number or Decimal(1)) * scale  # 一万零十二 leaves out the 一 before 十
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
