"""A clause of conditions cut into the single things that decide it, each a plain question or an amount with its limit. Pure.

What isn't surely a comparison of one amount stays a plain question in the clause's own words: the person reads the exception of
“…除外” better than a pattern does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from bot.self_check_types import Relation
from knowledge.numbers import Quantity, find_quantities

_CONNECTIVE = re.compile(r"^(?:国家对|凡是|凡|并且|而且|以及|或者|同时|但是|但|且|并|或|及|对于|对|即)(?!象)")
_OR = ("或者", "以及", "或", "及")
_BEGINS = r"但|且|并且|而且|年满|未满|不满|具有|持有|需要|具备|属于|拥有|没有|有(?!关)|已经|未(?!成年)|愿意|能够|年龄"
_CUT = re.compile(rf"[，,；;]|、(?={_BEGINS})|(?=并且|而且)|(?<![而并尚暂])(?=且)")
_ADVERBIAL = re.compile(r"^(?:经|在|自)?[^的]{1,30}(?:后|时|内|期间|以来)$")
_GENERIC = "家庭|个人|人员|居民|公民|农户|农民|村民|群众|申请人|申请家庭|对象|人|户|患者|老年人|老人|残疾人|学生|在校学生|子女|成员|儿童|未成年人|参保人员|参保人|参保患者|申请者"
_BARE_SUBJECT = re.compile(rf"(?:{_GENERIC})(?:(?:和|或者?|、)(?:家庭|个人|人员|居民))*")
PEOPLE = (
    "家庭|户|人员|对象|个人|公民|居民|人|患者|学生|孤儿|儿童|幼儿|婴儿|职工|工人|军人|毕业生|农民工|农民|牧民|渔民|劳动力|成员|教师|医生|干部|党员|村民|妇女"
    "|产妇|母亲|青年|遗属|亲属|家属|配偶|子女|者"
)
"""Last words of those whom a rule is for."""
_PERSON = re.compile(rf"(?:{PEOPLE})(?:之一|等)?$")
_WINDOW = ("年", "个月", "天", "日", "周", "工作日")
_OPERATOR = (
    r"不(?:得|应)?(?:低|少|小)于|不(?:得|应)?(?:高|多|大)于|(?:不|未)(?:得)?超过|(?:仍然?|已)?超(?:过|出)|(?:低|少|小)于|(?:高|多|大)于"
    r"|不足|不满|未满|年满|满|达到?|大于或等于|小于或等于"
)
_RELATIONS: tuple[tuple[str, Relation], ...] = (
    (r"^不.{0,1}[低少小]于|满$|达|大于或等于", "at_least"), (r"^不.{0,1}[高多大]于|^[不未].{0,1}超过|小于或等于", "at_most"),
    (r"[低少小]于|不足", "less_than"), (r"超|[高多大]于", "more_than"),
)  # fmt: skip
_OP_BEFORE = re.compile(rf"(?:年龄)?(?:在|为|是)?(?P<operator>{_OPERATOR})?(?:人民币)?\s?$")
_STANDARD = re.compile(
    rf"^(?P<subject>(?:[^，。；]{{2,}}?)?)(?P<operator>{_OPERATOR})(?P<of>[^，。；\d]{{2,}}?(?:标准线?|参考线|可支配收入|纯收入|年收入|总收入|工资))"
    r"的?(?P<factor>\d+(?:\.\d+)?%?倍?|[一二两三四五]倍)?的?"
)
_HELD = re.compile(r"名下|拥有|购有|购买|持有|没有|无(?!法)|除外|累计享受|[近前]\s?[\d一二两三四五六七八九十]+年")
_HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_MEASURES = ("元", "周岁", "岁", "平方米", "亩", "%", "人", "公里", "个月", "年", "天", "小时", "公斤")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a clause, in offsets of the text that was cut."""

    start: int
    end: int
    text: str
    joins: Literal["and", "or"] = "and"
    """How it joins the piece before it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An amount that a piece compares: with a number, or with a standard that it names."""

    subject: str
    """The compared words, verbatim; empty where the piece before says them."""
    relation: Relation
    unit: str = ""
    value: Decimal | None = None
    upper: Decimal | None = None
    said: str = ""
    standard: str = ""
    """Name of the standard, verbatim."""
    factor: Decimal = Decimal(1)
    factor_said: str = ""


def segments(text: str) -> list[Segment]:
    """The pieces that each can be true or not, in reading order; adverbials stay with what they go with."""
    cuts = [0, *(match.end() for match in _CUT.finditer(text)), len(text)]
    found: list[Segment] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        piece = _trimmed(text, start, end)
        if piece is None:
            continue
        if found and _ADVERBIAL.match(found[-1].text) and not find_comparison(found[-1].text):
            first = found.pop()
            piece = Segment(first.start, piece.end, text[first.start : piece.end], first.joins)
        found.append(piece)
    return [part for piece in found for part in _without_head(piece)]


def _trimmed(text: str, start: int, end: int) -> Segment | None:
    while end > start and text[end - 1] in "，,；;、。：: \n":
        end -= 1
    joins: Literal["and", "or"] = "and"
    while match := _CONNECTIVE.match(text[start:end]):
        joins = "or" if match[0] in _OR else joins
        start += match.end()
    return Segment(start, end, text[start:end], joins) if end - start >= 2 else None


def _without_head(piece: Segment) -> list[Segment]:
    """…的本县户籍家庭 as two pieces where the head says more than whom the rule is for."""
    place = piece.text.rfind("的", 0, len(piece.text) - 1)
    head = piece.text[place + 1 :]
    if place < 3 or not _PERSON.search(head) or _BARE_SUBJECT.fullmatch(head) or _HELD.search(piece.text[:place]):
        return [piece]
    if re.search(rf"(?:{PEOPLE})、[^、]*$", piece.text[:place]):
        return [piece]  # …的家庭、分散供养的特困人员: the 的 is of the last of several
    if not re.search("户籍|户口|、|和|或", head) and not find_comparison(piece.text[:place]):
        return [piece]
    middle = piece.start + place + 1
    return [
        Segment(piece.start, middle, piece.text[: place + 1], piece.joins),
        Segment(middle, piece.end, head, "and"),
    ]


def is_bare(text: str) -> bool:
    """Whether words only say who applies at all: 患者, 家庭和个人."""
    return bool(_BARE_SUBJECT.fullmatch(text.strip("。；;，, ")))


def belongs(text: str) -> bool:
    """Whether a piece names whom a rule is for: 农村低保户, 特困人员、孤儿."""
    return bool(_PERSON.search(text.rstrip("。；;，, ")))


def find_comparison(text: str) -> Comparison | None:
    """The one amount that a piece compares; None where it compares none, or more than this module can tell apart."""
    if re.search("除外|男|女(?!儿)", text):  # 男年满60周岁、女年满55周岁: whose amount it is, the person knows
        return None
    return _with_standard(text) or _with_number(text)


def _with_standard(text: str) -> Comparison | None:
    match = _STANDARD.match(text)
    if match is None:
        return None
    said = match["factor"] or ""
    return Comparison(
        subject=match["subject"], relation=_relation(match["operator"]), standard=match["of"],
        factor=_factor(said), factor_said=said,
    )  # fmt: skip


def _factor(said: str) -> Decimal:
    number = said.rstrip("倍%")
    if not number:
        return Decimal(1)
    value = Decimal(_HAN[number]) if number in _HAN else Decimal(number)
    return value / 100 if "%" in said else value


def _relation(operator: str) -> Relation:
    if operator in ("不满", "未满", "不足"):
        return "less_than"
    return next(relation for pattern, relation in _RELATIONS if re.search(pattern, operator))


def _with_number(text: str) -> Comparison | None:
    bounds = [q for q in find_quantities(text) if _bounds(text, q)]
    if len(bounds) != 1 or _HELD.search(text[: bounds[0].start]):
        return None
    quantity = bounds[0]
    before = _OP_BEFORE.search(text, 0, quantity.start)
    operator = before["operator"] if before else None
    subject = text[: before.start() if before else quantity.start]
    tail = re.sub(r"^(?:[及或]?以[上下内]|（[^）]*）|之间|的)*", "", text[quantity.end :])
    if tail and not _PERSON.search(tail):
        return None  # 年满60周岁离任的: more than the amount decides
    if operator:
        quantity = replace(quantity, qualifier=_relation(operator)) if quantity.qualifier != "range" else quantity
    unit = "周岁" if quantity.unit == "岁" else quantity.unit
    said = text[quantity.start : quantity.end]
    relation: Relation = quantity.qualifier  # type: ignore[assignment]  # `_bounds` leaves no other
    return Comparison(subject, relation, unit, quantity.value, quantity.upper, said)


def _bounds(text: str, quantity: Quantity) -> bool:
    if quantity.kind != "quantity" or quantity.qualifier in ("exact", "about"):
        return False
    if quantity.unit.split("/")[0] not in _MEASURES:
        return False
    inside = re.match(r"[以之]?内", text[quantity.end :])
    return not (quantity.unit in _WINDOW and inside)  # 两年内 is when, not how long
