"""Numbers that belong to a person: identity cards, mobile phones, bank accounts. Pure.

A number counts by its own shape (check digit, date, prefix) or by what stands before it (账号, 身份证号). What an office publishes so
that it is called or paid stays: landlines and short numbers always; a mobile phone under a label like 咨询电话 or 值班电话, or in prose
beside 联系人 or a landline; the account of an organisation that is named with it. In lists and forms a mere 联系电话 is a person's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

PrivateKind = Literal["identity", "mobile", "account"]

_PLAIN = str.maketrans("０１２３４５６７８９Ｘｘ－‐‑–—　＋", "0123456789Xx----- +")
_START, _END = r"(?<![\dA-Za-z.*])(?<!\d-)", r"(?![\dA-Za-z*]|-\d|\.\d|,\d{3})"
_IDENTITY = re.compile(rf"{_START}\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}}[ -]?\d{{2}} ?\d{{2}}[ -]?\d{{3}}[\dXx]{_END}")
_OLD_IDENTITY = re.compile(rf"{_START}\d{{6}}[ -]?\d{{6}}[ -]?\d{{3}}{_END}")
_MOBILE = re.compile(rf"{_START}(?:\+?86[ -]?|0)?(?P<own>1[3-9]\d([ -]?)\d{{4}}\2\d{{4}}){_END}")
_CARD = re.compile(rf"{_START}(?:\d{{16,19}}|\d{{4}}(?:[ -]\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?){_END}")
_CARD_PREFIX = re.compile(r"62|4|5[1-5]|35|9558|60|68|69|9400")
_ACCOUNT_WORD = r"(?:账\s?号|帐\s?号|卡\s?号|账户|帐户|折号|存折|一卡通|一折通|银行卡|惠农卡|社保卡|储蓄卡|工资卡|信用卡|开户行|开户银行)"
_ACCOUNT = re.compile(rf"{_ACCOUNT_WORD}[^\d。；;\n]{{0,14}}(?P<own>(?<![\dA-Za-z.*-])\d(?:[ -]?\d){{8,29}}){_END}")
_LED_ACCOUNT = re.compile(rf"{_START}\d{{12,23}}{_END}")
_IDENTITY_WORD = re.compile(r"(?:身份|证件|公民)[^\d。；;\n]{0,14}$")
_PHONE_WORD = re.compile(r"(?:电话|手机|联系|号码|微信)[^。；;\n]{0,40}$")
_CONTACT = re.compile(r"联系人|联系方式|咨询|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")
_PERSONAL = re.compile(
    "身份|户主|申请人|申报人|本人|其[子女妻夫]|儿子|女儿|丈夫|妻子|父亲|母亲|监护人|家属|患者|村民|对象"
)
_ORGANISATION = re.compile(
    r"(?:户\s*名|名\s*称|收款单位|收款人)[：:\s]*[^。；;，,、：:\s\d]{3,24}(?:会|局|公司|中心|院|委|所|政府|财政|专户|办公室)"
)
_LABEL = re.compile(r"[^，。；、：:\s|）)]*(?:电话|热线|手机号?码?|联系方式)")
_FOR_EVERYBODY = re.compile(
    "咨询|监督|举报|投诉|服务|值班|热线|报修|抢修|救援|报警|客服|受理|办公|应急|防汛|技术支持|求助"
)
_OTHER_NUMBER = re.compile(
    r"(?:编号|编码|代码|文号|案号|批号|序号|许可证|证书号?|登记号|注册号|税号|识别号|档案号|流水号|单号|备案号|条码|行号|元|金额|资金|产值|收入|支出|余额|面积|"
    r"人口|户数|人数)[）)]?\s?[：:为是]?\s?$"
)
_CREDIT_CODE = re.compile(r"(?:信用代码|机构代码|识别号)[^，。；;\n]{0,6}$")
_COUNTED = re.compile(r"\s?(?:[百千万亿]*元|[万亿人户亩吨个台条%％]|公斤|公里|千瓦|平方|立方)")
_PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91}
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LOOK_BACK_CHARS = 120


@dataclass(frozen=True, slots=True)
class PrivateNumber:
    """A private number: [start, end) of the text it was found in."""

    start: int
    end: int
    kind: PrivateKind


def private_numbers(text: str, *, label: str = "", prose: bool = True, led: bool = False) -> list[PrivateNumber]:
    """The private numbers of `text` in reading order, without overlap.

    Args:
        text: Prose, or one cell of a table.
        label: What is said before the text elsewhere: the header of the cell's column, the line above.
        prose: Whether the text is prose, where a contact may be published.
        led: Whether a line above heads a column of bank accounts, as in lists written as plain text.
    """
    before = f"{label}：" if label else ""
    plain = (before + text).translate(_PLAIN)
    taken: list[PrivateNumber] = []
    for found in (*_identities(plain), *_mobiles(plain, prose), *_accounts(plain, prose, led)):
        if found.start >= len(before) and all(found.end <= t.start or found.start >= t.end for t in taken):
            taken.append(found)
    shifted = (PrivateNumber(n.start - len(before), n.end - len(before), n.kind) for n in taken)
    return sorted(shifted, key=lambda number: number.start)


def identity_check(digits: str) -> str:
    """The last character of an 18-character identity number whose first 17 digits these are (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11]


def luhn(digits: str) -> bool:
    """Whether a card number's check digit is right."""
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _identities(text: str) -> Iterator[PrivateNumber]:
    for found in _IDENTITY.finditer(text):
        digits, before = _digits(found.group()), _before(text, found.start())
        if int(digits[:2]) not in _PROVINCES or not _birthday(digits[6:14]) or _CREDIT_CODE.search(before):
            continue
        if identity_check(digits) == digits[17].upper() or _IDENTITY_WORD.search(before):
            yield PrivateNumber(found.start(), found.end(), "identity")
    for found in _OLD_IDENTITY.finditer(text):
        digits, before = _digits(found.group()), _before(text, found.start())
        plausible = int(digits[:2]) in _PROVINCES and _birthday("19" + digits[6:12])
        if plausible and not _OTHER_NUMBER.search(before) and not _CREDIT_CODE.search(before):
            yield PrivateNumber(found.start(), found.end(), "identity")


def _mobiles(text: str, prose: bool) -> Iterator[PrivateNumber]:
    for found in _MOBILE.finditer(text):
        before = _before(text, found.start())
        if " " in found["own"] and not _PHONE_WORD.search(before):
            continue  # three figures side by side
        if _COUNTED.match(text, found.end()) or _OTHER_NUMBER.search(before):
            continue
        if not _for_everybody(before) and not (prose and _contact(before)):
            yield PrivateNumber(found.start("own"), found.end("own"), "mobile")


def _for_everybody(before: str) -> bool:
    """Whether the label that a phone number stands under says that everybody may call it."""
    labels = _LABEL.findall(re.split("[。；;\n]", before)[-1])
    return bool(labels) and bool(_FOR_EVERYBODY.search(labels[-1]))


def _contact(before: str) -> bool:
    """Whether the sentence before a phone number makes it a way to reach an office."""
    sentence = re.split("[。\n]", before)[-1]
    published = _CONTACT.search(sentence) or any(_FOR_EVERYBODY.search(label) for label in _LABEL.findall(sentence))
    return bool(published) and not _PERSONAL.search(sentence)


def _of_organisation(text: str, start: int, end: int) -> bool:
    """Whether the account at [start, end) is an organisation's, which prose names before or after it."""
    around = text[max(0, start - _LOOK_BACK_CHARS) : start], text[end : end + _LOOK_BACK_CHARS // 2]
    return any(_ORGANISATION.search(part) and not _PERSONAL.search(part) for part in around)


def _accounts(text: str, prose: bool, led: bool) -> Iterator[PrivateNumber]:
    for found in _ACCOUNT.finditer(text):
        counted = _COUNTED.match(text, found.end()) or _OTHER_NUMBER.search(text, 0, found.start("own"))
        if not counted and not (prose and _of_organisation(text, *found.span("own"))):
            yield PrivateNumber(found.start("own"), found.end("own"), "account")
    for found in _CARD.finditer(text):
        digits = _digits(found.group())
        if not (_CARD_PREFIX.match(digits) and luhn(digits)) or _COUNTED.match(text, found.end()):
            continue
        if " " in found.group() and _among_figures(text, found):
            continue
        if prose and _of_organisation(text, *found.span()):
            continue
        if not _OTHER_NUMBER.search(_before(text, found.start())):
            yield PrivateNumber(found.start(), found.end(), "account")
    for found in _LED_ACCOUNT.finditer(text) if led else ():
        if not _COUNTED.match(text, found.end()) and not (prose and _of_organisation(text, *found.span())):
            yield PrivateNumber(found.start(), found.end(), "account")


def _among_figures(text: str, found: re.Match[str]) -> bool:
    """Whether more figures stand beside the four-figure groups: a row of a table written as text."""
    return bool(re.search(r"\d $", text[: found.start()]) or re.match(r" \d", text[found.end() :]))


def _before(text: str, start: int) -> str:
    return text[max(0, start - _LOOK_BACK_CHARS) : start]


def _digits(number: str) -> str:
    return re.sub("[ -]", "", number)


def _birthday(digits: str) -> bool:
    """Whether eight digits are the day of a living person's birth."""
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= born <= date.today()
