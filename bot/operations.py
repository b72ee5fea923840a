"""Which computation a question asks for, and of what: read off its words. Pure.

An operation has sides, each the words of one term (县外务工 and 县内务工 of 县外务工是县内务工的几倍), or it goes over the rows of a
table (各乡镇, 哪个镇最多, 有几个镇超过200户). What a side leaves out (place, year, the thing counted) `bot.sides` fills in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.numbers import Quantity, find_quantities

OperationKind = Literal[
    "sum", "difference", "times", "share", "growth", "each", "remaining", "average", "extreme", "count", "comparison",
    "listing",
]
"""`each` is 户均 and the like; a listing shows the figure of each year or place as it stands."""
Relation = Literal[">", ">=", "<", "<="]

ROW_NOUN = "乡镇街道|乡镇|镇街|镇|乡|街道|行政村|村|社区|县区|区县|县|区|市"
_HAN_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_NUMBER = r"(?:\d+|[一二两三四五六七八九十]+)"
_ASKS_ROWS = re.compile(
    rf"(?:哪[几些一]?个?|有?几个|有?多少个?|哪{_NUMBER}个)(?P<before>{ROW_NOUN})(?![民委医])|(?P<after>{ROW_NOUN})(?:都|一共|总共)?(?:有|是)?(?:哪[几些一]?个?|几个|多少个|谁|哪{_NUMBER}个)(?![^,，?？]{{0,2}}[元户人])"
)
_EACH_ROW = re.compile(
    rf"这?(?:各个?|每一?个?|所有|全部|{_NUMBER}个|一个)(?P<noun>{ROW_NOUN})(?![民委医])"
)
_BOUND = re.compile(
    r"(?P<over>不(?:少|低|小)于|至少)|(?P<most>不(?:超过|多于|高于|大于))|(?P<more>超过|多于|高于|大于|突破|超)|(?P<less>不到|不足|少于|低于|小于|没到|未达到?)"
)
_BOUND_AFTER = re.compile(r"(?:及|\(含\))?以(?P<side>[上下内])")
_MOST = re.compile(
    r"最(?P<most>多|高|大|强|重|好|快|长)|最(?P<least>少|低|小|弱|轻|差|慢|短)|(?P<last>倒数|垫底|末位|后[一二两三四五六七八九十\d]名?|后几)|(?P<first>排名?第?[一二三四五六七八九十\d几]|第[几多]|排(?:名|在)?前|前[一二两三四五六七八九十\d几]+[名位个]?|前几|居首|第一(?!书记|责任|时间|批|线|产业))"
)
_RANK = re.compile(r"(?:排|位居|位列|列)?(?:名|在)?第几(?:名|位)?|第多少[名位]|排名(?:多少|如何|情况)?$|排几")
_TOP = re.compile(
    rf"(?:排(?:名|在)?|位列)?[前后](?P<first>{_NUMBER})[名位个]?|最[^,，]{{1,3}}(?:的|是)*(?P<second>{_NUMBER})个?(?:{ROW_NOUN})|哪(?P<third>{_NUMBER})个"
)
_TIMES = re.compile(
    r"^(?P<a>.+?)(?:大约|差不多)?(?:是|相当于|为|等于|达到)(?:了)?(?P<b>.+?)的?(?:几|多少)倍.*$|^(?P<c>.+?)(?:比|较)(?P<d>.+?)(?:翻|多|高)了?(?:几|多少)倍.*$"
)
_RATIO = re.compile(r"^(?P<a>.+?)(?:和|与|跟|同|对)(?P<b>.+?)(?:的|之)?间?的?比(?:例|值|率)?(?:是|为|有)?(?:多少|几(?:比几)?)?$")
_SHARE = re.compile(
    r"^(?P<a>.+?)(?:大约|大概)?占(?:了|到|用了?)?(?P<b>.*?)的?(?:百分之(?:几|多少)|(?:百分)?比(?:例|重|率)?(?:是|为|有)?(?:多少|几|多大|多高)?|(?:几|多少)成|多大(?:的)?比[例重]|多少(?:比例)?|多大)[^,，]*$"
)
_SHARE_IS = re.compile(r"^(?P<a>.+?)(?:是|相当于|为)(?P<b>.+?)的?(?:百分之(?:几|多少)|(?:几|多少)成)$")
_SHARE_OF = re.compile(r"^(?P<b>.+?)(?:当中|之中|中|里面|里头|里)[,，]?(?:的)?(?P<a>.+?)的?(?:所占|占)?(?:的)?$")
_SHARE_WORD = re.compile(r"的?(?:占比|所占比[例重]|比[例重])(?:是|为|有)?(?:多少|多大|多高|几成)?$")
_CHANGE = r"增长|增加|增|上涨|涨|上升|升高|提高|提升|下降|减少|降低|降|减|下滑|缩减"
_GROWTH = re.compile(
    rf"(?:同比)?(?:{_CHANGE})了?(?:百分之(?:几|多少)|(?:几|多少)个?(?:百分点|%|成))|(?:增长率|增长幅度|增长速度|增速|增幅|涨幅|降幅|减幅|变化率)(?:$|(?:是|有|为|达到?)?(?:多少|多大|多高|几|百分之几))"
)
_RATE = re.compile(r"率|占比|比例|比重")
_DIFFERENCE = re.compile(
    rf"相差|差距|差(?:了)?(?:多少|几)|多[了出]?(?:[^,，多少]{{0,4}})?(?:多少|几)|少[了]?(?:[^,，多少]{{0,4}})?(?:多少|几)|[高低大小]了?出?(?:多少|几)|(?:{_CHANGE})了?(?:多少|几)(?!成|个百分)|(?:多|少)了?(?:多少|几)"
)
_COMPARES = re.compile(
    r"(?P<which>[,，]?(?:请问)?(?:哪(?:[个边种一家样项]|年)?(?:个|边|年)?(?:[乡镇村县区]镇?)?|谁)(?:的)?)(?:[^,，?？]{0,12}?)(?P<more>(?:更|比较|最)?[多高大少低小](?:一些|一点|些|点)?(?:[,，]?谁[多少高低大小])?)(?=$|[,，?？])|(?P<x>孰[多高大](?:孰[少低小])?)"
)
_LISTS = re.compile(r"(?:分别|各自|各)(?:都)?(?:是|有|为)?(?:多少|几)|(?:多少|几)[^,，]{0,8}(?:分别|各)")
_SUM = re.compile(
    r"(?:全部|都)?(?:加起来|加在?一起|加在?一块儿?|合起来|合在一[起块]儿?|合计|总和|之和|相加|加总|累加|求和)|[两三四五]样(?:加|一共|总共|共)"
)
_ALL_OF = re.compile(rf"[,，](?:这?[两三四五六几]?[样项者个种]?)?(?:{_SUM.pattern}).*$")
_TOGETHER = re.compile(r"一共|总共|共计|共有|总计")
_AVERAGE_EACH = re.compile(
    rf"(?:平均|均摊|摊)(?:下来|算下来|到|起来)?(?:是)?(?:每|一)(?:一)?(?:个)?(?P<noun>{ROW_NOUN}|年)|(?:每|一)个?(?P<noun2>{ROW_NOUN}|年)(?:的)?平均|平均(?:每|一)个(?P<noun3>{ROW_NOUN})"
)
_AVERAGE = re.compile(r"平均(?:数|值|水平)|平均(?!每|工资|年龄|收入|水平|到|一)|均值")
_EACH = re.compile(
    r"(?P<per>户均|人均|村均|亩均)(?!纯|可支配|年?收入|金融|月|住房)|(?:平均|均摊)(?:下来|算下来)?(?:到|给)?(?:每|一)(?:一)?(?P<unit>人次|户|人|名|位|亩|个|支|座|所|处|家|盏|件|场|期|批|栋|套|次|笔)|每(?P<unit2>人次|户|人|支|座|所|处|家|盏|件|场|期|批|个)(?=[一-龥]{0,10}(?:平均|均))(?:平均|均)?"
)
_REMAINING = re.compile(
    r"(?P<left>(?:还|尚)?(?:剩下?|剩余|余下)(?:的)?(?:还)?(?:有)?(?:多少|几))|(?P<open>还(?:有)?(?:多少|几)[^,，]{0,12}(?:没有?|未|尚未))|还(?:有|差|欠)(?:多少|几)|(?:多少|几)[^,，]{0,10}(?:没有?|未|尚未|不)(?=[一-龥])"
)
_NOT_YET = re.compile(r"(?:还)?(?:没有|没|尚未|未曾|未|不)(?:能|给|被|有)?(?P<done>[一-龥]{1,12}?)(?:的|完|掉|到位)?(?=[,，?？。]|的|$)")
_ASKS = re.compile(r"几|多少|哪|谁|多大|多高|最")
_TAKEN = re.compile(r"(?:减去|减掉|扣除|扣掉|除去|除了|去掉)(?P<done>.+?)(?:的)?(?=[,，]|还|$)")


@dataclass(frozen=True, slots=True)
class Operation:
    """A computation that a question asks for."""

    kind: OperationKind
    sides: tuple[str, ...]
    """The words of each term; one where all terms share them (their years, places or parts tell them apart)."""
    rows: str = ""
    """The noun of the rows that it goes over, e.g. 乡镇; empty where its terms are named."""
    descending: bool = True
    """Of an extreme: whether the largest comes first."""
    top: int = 1
    """Of an extreme: how many rows are asked for; 0 where the rank of a named one is."""
    bound: Quantity | None = None
    """Of a count: what is compared with."""
    relation: Relation = ">"
    per: str = ""
    """Of 户均, 平均每支: the unit that is divided by."""
    of: str = ""
    """Of 平均每个村: the noun of what is divided by."""
    done: str = ""
    """Of what remains: the words for what is done (还有几户没验收: 验收)."""
    named: bool = True
    """Whether the words can mean nothing but a computation."""


def asked_operation(text: str) -> Operation | None:
    """The operation of a question without its closing mark; None where it asks for none."""
    main, rest = _main_clause(text)
    for read in (_extreme, _count, _times, _growth, _share, _each, _average, _remaining, _sum, _comparison, _difference, _listing):
        if (found := read(main, rest)) is not None:
            return found
    return None


def _main_clause(text: str) -> tuple[str, str]:
    """The sentence that asks, and what the others add (…的几倍？要2022年的)."""
    pieces = [p.strip(" ,，。!！") for p in re.split(r"[?？。;；]", text) if p.strip(" ,，。!！")]
    if not pieces:
        return "", ""
    asking = next((p for p in pieces if _ASKS.search(p)), pieces[0])
    others = [p for p in pieces if p is not asking]
    clauses = re.split(r"[,，]", asking)
    while len(clauses) > 1 and not _ASKS.search(clauses[-1]) and not _SUM.search(clauses[-1]):
        others.append(clauses.pop())  # …的比重是多少，按2022年的算
    return "，".join(clauses), "，".join(others)


def _joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def _count(main: str, rest: str) -> Operation | None:
    asked = _ASKS_ROWS.search(main)
    bounds = [q for q in find_quantities(main) if q.kind == "quantity" and q.unit and q.unit != "年"]
    said = [(bound, *_relation(main, bound)) for bound in bounds]
    compared = [entry for entry in said if entry[1] is not None]
    if asked is None or not compared:
        return None
    bound, relation, start, end = compared[-1]  # of 年收入5万元以上的村超过10个 the last
    assert relation is not None
    words = _joined(_cut(main, (asked.span(), (start, end))), rest)
    return Operation("count", (words,), rows=asked["before"] or asked["after"], bound=bound, relation=relation, named=False)


def _relation(text: str, bound: Quantity) -> tuple[Relation | None, int, int]:
    """How a row has to stand to the bound, and the span of the words that say so."""
    before = list(_BOUND.finditer(text, max(0, bound.start - 5), bound.start))
    if before and before[-1].end() == bound.start:
        names: dict[str, Relation] = {"over": ">=", "most": "<=", "more": ">", "less": "<"}
        return names[before[-1].lastgroup or ""], before[-1].start(), bound.end
    after = _BOUND_AFTER.match(text, bound.end)
    if after is None:
        return None, 0, 0
    return (">=" if after["side"] == "上" else "<="), bound.start, after.end()


def _extreme(main: str, rest: str) -> Operation | None:
    most = _MOST.search(main)
    if most is None:
        return None
    rank = _RANK.search(main)
    asked = _ASKS_ROWS.search(main) or re.search(rf"最[多高大少低小]的(?:是)?(?:哪|谁)?个?(?P<before>{ROW_NOUN})(?P<after>)|前{_NUMBER}[名位个]?的?(?P<third>{ROW_NOUN})", main)
    named = re.search(rf"各?个?(?P<noun>{ROW_NOUN})(?:里|中|当中)", main)
    if rank is None and asked is None:
        return None
    noun = next(filter(None, asked.groups()), "乡镇") if asked else named["noun"] if named else "乡镇"
    top = _TOP.search(main)
    count = 0 if rank else _number(next(filter(None, top.groups()), "1")) if top else 1
    words = main
    for pattern in (_RANK, _TOP, _ASKS_ROWS, _MOST):
        words = pattern.sub(" ", words)
    words = re.sub(rf"(?:在|全[县镇市])?(?:各|全部|所有|{_NUMBER})?个?(?:{ROW_NOUN})(?:里面|里|中|当中)|在?(?:各|所有)个?(?:{ROW_NOUN})|(?:在)?全[县镇市](?:里|中)?", " ", words)
    return Operation("extreme", (_joined(words, rest),), rows=noun, descending=not (most["least"] or most["last"]), top=count, named=False)


def _number(digits: str) -> int:
    return int(digits) if digits.isdigit() else _HAN_DIGITS.get(digits, 1)


def _times(main: str, rest: str) -> Operation | None:
    found = _TIMES.match(main)
    if found:
        return Operation("times", (found["a"] or found["c"], _joined(found["b"] or found["d"], rest)))
    ratio = _RATIO.match(main)
    return Operation("times", (ratio["a"], _joined(ratio["b"], rest))) if ratio and "占" not in main else None


def _growth(main: str, rest: str) -> Operation | None:
    found = _GROWTH.search(main)
    if found is None:
        return None
    words = _joined(_cut(main, (found.span(),)), rest)
    points = "百分点" in found.group() and _RATE.search(main) is not None  # of a rate, points are a difference
    return Operation("difference" if points else "growth", (words,))


def _share(main: str, rest: str) -> Operation | None:
    of = _SHARE_IS.match(main)
    if of:
        return Operation("share", (_joined(of["a"], rest), of["b"]))
    found = _SHARE.match(main)
    word = None if found else _SHARE_WORD.search(main)
    if found is None and word is None:
        return None
    part, whole = (found["a"], found["b"]) if found else (main[: word.start()] if word else main, "")
    if not re.sub(r"[的了,，\s]", "", whole):
        inside = _SHARE_OF.match(part)
        if inside is None:
            return None
        part, whole = inside["a"], inside["b"]
    return Operation("share", (_joined(part, rest), whole), named=found is not None)


def _average(main: str, rest: str) -> Operation | None:
    each = _AVERAGE_EACH.search(main)
    if each:
        noun = next(filter(None, each.groups()))
        words = _joined(_cut(main, (each.span(),)), rest)
        words = _EACH_ROW.sub(" ", words)
        return Operation("average", (words,), rows="" if noun == "年" else noun)
    plain = _AVERAGE.search(main)
    if plain is None or not re.search(r"多少|几|是$|平均(?:数|值)$", main):
        return None
    over = _EACH_ROW.search(main)
    words = _joined(_EACH_ROW.sub(" ", _cut(main, (plain.span(),))), rest)
    return Operation("average", (words,), rows=over["noun"] if over else "")


def _each(main: str, rest: str) -> Operation | None:
    found = None if _AVERAGE_EACH.search(main) else _EACH.search(main)
    if found is None or not re.search(r"多少|几", main):
        return None
    unit = {"户均": "户", "人均": "人", "村均": "个", "亩均": "亩"}.get(found["per"] or "", found["unit"] or found["unit2"])
    words = _cut(main, (found.span(),)).replace("平均", " ")
    return Operation("each", (_joined(words, rest),), per=unit)


def _remaining(main: str, rest: str) -> Operation | None:
    found = _REMAINING.search(main)
    if found is None:
        return None
    taken = _TAKEN.search(main)
    open_ = taken or _NOT_YET.search(main)
    asked = found.span("open") if found["open"] else found.span()
    spans = [(asked[0], asked[0] + 4) if found["open"] else asked, *([open_.span()] if open_ else [])]
    return Operation("remaining", (_joined(_cut(main, spans), rest),), done=open_["done"] if open_ else "", named=bool(found["left"] or found["open"]))


def _sum(main: str, rest: str) -> Operation | None:
    found = _SUM.search(main)
    after = _ALL_OF.search(main)
    if after is not None and "、" in main[: after.start()]:  # 甲、乙、丙，三样加起来总共动了多少户的房子
        main, found = main[: after.start()], after
    over = _EACH_ROW.search(main)
    together = _TOGETHER.search(main)
    if found is None and together is None:
        return None
    words = _EACH_ROW.sub(" ", _TOGETHER.sub(" ", _SUM.sub(" ", main)))
    rows = over["noun"] if over else ""
    return Operation("sum", (_joined(words, rest),), rows=rows, named=found is not None)


def _comparison(main: str, rest: str) -> Operation | None:
    found = _COMPARES.search(main)
    if found is None:
        return None
    kept = _cut(main, (found.span(),) if found["x"] else (found.span("which"), found.span("more")))
    return Operation("comparison", (_joined(kept, rest),), named=False)


def _listing(main: str, rest: str) -> Operation | None:
    found = _LISTS.search(main)
    return Operation("listing", (_joined(_cut(main, (found.span(),)), rest),), named=False) if found else None


def _difference(main: str, rest: str) -> Operation | None:
    found = _DIFFERENCE.search(main)
    return Operation("difference", (_joined(_cut(main, (found.span(),)), rest),), named=False) if found else None


def _cut(text: str, spans: object) -> str:
    """`text` with the spans blanked."""
    for start, end in sorted(spans, reverse=True):  # type: ignore[call-overload]
        text = f"{text[:start]} {text[end:]}"
    return text
