"""Whether a text holds what a question asks for: a number with the asked unit, a date, a length of time, an office, a contact."""

from __future__ import annotations

import re
import unicodedata

from bot.rule_asked import asks_rule, is_tally
from bot.times_asked import holds_time
from bot.types import AskedKind, Query
from knowledge.numbers import Quantity, find_quantities
from knowledge.units import WEAK, ratio

VALUED: frozenset[AskedKind] = frozenset(
    {"figure", "ratio", "sum", "difference", "comparison", "contact", "who", "where", "when"}
)
"""Kinds whose answer has a form of its own."""
_CONTACT = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-—－ ]?\d{7,8}|1[3-9]\d{9}|12\d{3}|9\d{4}|400[-—]?\d{3}[-—]?\d{4})(?!\d)|@\w+\.|微信(?:公众)?号"
)
_OFFICE = re.compile(
    r"部门?|政府|委员会|局|厅|办公室|办事处|领导|机构|机关|单位|组长|书记|主任|人员|法院|检察院|仲裁|企业|公司|中心|协会|组织|医院|学校|银行|人[民士]|[者员长]"
)
_CLOCK = re.compile(r"(?<!百分)(?<!百分之)(?:几|多少)点(?:钟|上班|下班|开门|关门|开始|结束|[到之以]|$|[？?])")
_HOUR = re.compile(r"\d{1,2}:\d{2}|[\d一二三四五六七八九十]+[时点](?!间|意)|24小时")
_CHANGE = re.compile(r"比|较|增|减|降|升|涨|差|高于|低于|多于|少于|[多高低少]出?\d|剩|超")
_LESS = re.compile(r"[少多降减提增扣](?:[低高少加])?(?:报|给|付|发)?了?(?:几成|百分之几|多大比例)")
"""A share that something grows or falls by: documents say it in 百分点."""
_PERCENT = frozenset({"%", "‰", "成", "倍"})


def holds_asked(query: Query, text: str) -> bool:
    """True where `text` holds a value of the kind asked for; of kinds without a form of their own a rule is held by no tally."""
    if query.kind == "difference" and not _CHANGE.search(text):
        return False
    if _CLOCK.search(query.resolved):
        return bool(_HOUR.search(_narrow(text)))
    if query.kind in ("figure", "sum", "difference", "comparison"):
        return bool(asked_quantities(query, text))
    if query.kind == "ratio":
        units = _PERCENT | {"百分点"} if _LESS.search(query.resolved) else _PERCENT
        return any(q.unit in units for q in find_quantities(text))
    if query.kind == "when":
        return holds_time(query.resolved, _narrow(text))
    if query.kind == "who":
        return bool(_OFFICE.search(text))
    if query.kind == "contact":
        return bool(_CONTACT.search(_narrow(text)))
    return not (asks_rule(query.resolved) and is_tally(text))


def holds_each_unit(query: Query, text: str) -> bool:
    """True where `text` holds a quantity in every asked unit: 多少户多少人 wants both."""
    found = [q.unit for q in find_quantities(text) if q.kind == "quantity"]
    return all(any(fits_unit(unit, other) for other in found) for unit in query.units)


_SPOKEN: dict[AskedKind, re.Pattern[str]] = {
    "definition": re.compile(r"是指|所称|指的是|，指|统称|即(?!将|时|日)|简称|包括"),
    "yes_no": re.compile(r"可以|不得|应当|不能|禁止|不予|不因|免[除交费缴收于]|有权|不计入|不纳入|属于|不受"),
    "who": re.compile(r"由.{1,24}(?:负责|主持|批准|审批|承担|组织|确认|担任)|负责|主管|承担"),
    "where": re.compile(r"向.{2,24}(?:提出|申请|登记|举报)|到.{2,20}(?:办理|登记|领取)|受理|地点"),
}


def speaks_as_asked(query: Query, text: str) -> bool:
    """Whether `text` is worded as answers of the asked kind are (是指 for a definition, 由…负责 for who); a sign, no proof."""
    pattern = _SPOKEN.get(query.kind)
    return bool(pattern and pattern.search(text))


def asked_quantities(query: Query, text: str) -> list[Quantity]:
    """The quantities of `text` that have an asked unit, in order; all of them where no unit is asked."""
    stated = (q for q in find_quantities(text) if q.kind == "quantity")
    quantities = [q for q in stated if not _only_one(query, text, q) and not _for_each(query, text, q)]
    if not query.units:
        return quantities
    found = [q for q in quantities if any(fits_unit(unit, q.unit) for unit in query.units)]
    if not found and query.units == ("元",) and _BY_MEASURE.search(text):
        return [q for q in quantities if q.unit in ("倍", "%")]
    return found


def _only_one(query: Query, text: str, quantity: Quantity) -> bool:
    """Whether a quantity is 一个, 一项 or 一次 of prose (安排一个公益岗, 每季度复核一次): no count, unless times are asked."""
    one = text[quantity.start : quantity.end].startswith("一") and quantity.value == 1 and not query.text.isascii()
    return one and (quantity.unit in WEAK or quantity.unit == "次") and quantity.unit not in {*query.units} - {"个"}


def _for_each(query: Query, text: str, quantity: Quantity) -> bool:
    """Whether a quantity is so many for each unit (每个改造户明确1名干部) where the figure of a whole, a place or a year is asked."""
    asked = query.resolved
    total = bool(query.years or query.places or query.mentioned_places) or bool(_TOTAL.search(asked))
    if not total or _ASKS_EACH.search(asked):
        return False
    counted = quantity.unit in WEAK or any(ratio(unit, quantity.unit) is not None for unit in ("人", "户"))
    return counted and bool(_EACH.search(text[: quantity.start]))


_TOTAL = re.compile("一共|总共|共计|合计|总数|全[省市县区镇乡村]")
_ASKS_EACH = re.compile("每|平均|[人户村]均|各|标准|[一1]个?[人户村镇乡名支组家](?!共)")
_EACH = re.compile(
    r"每一?(?![年月季周日天次]|半年|个月|个季度)[一-龥]{1,2}[^，。；、\n]{0,10}(?:、|和|及)?[^，。；、\n]{0,10}$"
)
"""Of a clause up to a figure: it is for each of what is named, 每支工作队 or 每村; each year or month is no such thing."""
_BY_MEASURE = re.compile(
    r"(?:倍|%|％|百分之[一-龥]+).{0,12}(?:罚款|滞纳金|标准|赔偿|补偿|抚恤金|补助金)|标准[为是按].{0,30}倍"
)
"""Money that a rule sets by another sum: 处骗取金额二倍以上五倍以下罚款."""
_SEVERAL = re.compile(
    r"分别|各(?:是|有|为|多少|几|自)|依次|[两三四五几]组|两个数|都要|(?:多少|几).*(?:多少|几)|(?:多少|几个?|数|额|水平)[^。?？]{0,6}和|、.{1,12}各"
)


def asks_several(query: Query) -> bool:
    """Whether the question wants more than one value: 分别, 各多少, 多少户多少人."""
    return len(query.units) > 1 or bool(_SEVERAL.search(query.resolved))


_ASKING = r"(?:多少|几(?!乎)|多[久大长]|谁|怎么|怎样|如何|咋|什么|啥|哪|能不能|可不可以|要不要)"
_TWICE = re.compile(rf"{_ASKING}[^？?]*[？?，,、；;][^？?]*?(?:{_ASKING}|呢(?:[？?]|$))")


def asks_twice(query: Query) -> bool:
    """Whether the question asks two things, one after the other (缴够多少年？缴不够怎么办？)."""
    return bool(_TWICE.search(query.resolved))


def fits_unit(asked: str, found: str) -> bool:
    """Whether a quantity in `found` answers a question for `asked`: the same measure, counting words being one another's like."""
    if asked == "个人":
        return found in WEAK or ratio("人", found) is not None
    if asked in WEAK:
        return found in WEAK or (asked == "家" and found == "户")
    if found in WEAK:
        return False
    return ratio(asked, found) is not None or (asked == "人" and found == "人次")


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
