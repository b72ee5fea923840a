"""Whether a statement is about what a question asks of or in: the workshop of 车间里脱贫人口多少, the line of 监测线是多少. Pure."""

from __future__ import annotations

import re

from bot.scope import MEASURED
from bot.types import Query
from bot.weighing import HOW_MANY, counted_noun
from knowledge.lexical import pairs
from knowledge.types import SearchHit
from knowledge.units import is_unit

_INSIDE = re.compile(
    r"(?P<of>[一-龥]{2,8}?)(?:里面|里头|里边|当中|之中|(?<![这那哪村镇乡县城心家夜手到])里(?![程弄长应]))的?[一-龥]{2,}?(?:多少|几)"
)
_KEPT_CHARS = 2
_NOUN_CHARS = 3
_HEAD_CHARS = 4
_TAIL = re.compile(
    "(?:资金|支出|金额|经费|总额|数量|对象|人员|群众|[户人次]数|百分之|各[一-龥]?|[一每]个?[月年人户]|[户人数的了是为有达到共发投补拿领给])+$"
)
_AFTER = re.compile(r"[万亿]?([一-龥]*)(?:$|[\s,，。?？])")
"""Of what stands after 多少: no more than a unit."""
_MEASURES = (
    (re.compile("工资|薪"), re.compile("工资|薪|报酬|劳务|收入")),
    (re.compile(r"(?:监测|收入|贫困|起付|封顶|参考|保障|标准)线"), re.compile(r"[一-龥]线(?!上|下|索|路)|标准")),
    (re.compile("人均[一-龥]{0,5}收入"), re.compile("收入")),
    (re.compile("百分之(?:几|多少)|百分比"), re.compile(r"[%％]|百分之|分之|[一二三四五六七八九\d]成")),
    (
        re.compile(r"(?:没有?|未|不)(?:能|曾)?(?:达到?|到|足|满|超过)[\d一二三四五六七八九十]"),
        re.compile("不足|不到|未[达满到]|没有?达|以下|低于|少于"),
    ),
)
"""A measure by the question's word, and the words of which a statement says one where it speaks of that measure."""
_A_MONTH, _A_YEAR = re.compile("每个?月|月(?:人均|均)|/月|元[·.]?月"), re.compile("每[一-龥]{0,3}年|年度|全年|/年")
_RATES = (
    (re.compile("(?:[一每]个?月|月均)(?![底末初内])"), _A_MONTH, _A_YEAR),
    (re.compile("(?:每年|一年)(?![内前后以中])"), _A_YEAR, _A_MONTH),
)
"""What asks for an amount a month or a year, what says it, and what says the other."""
_SEVERAL = re.compile(r"[各分](?:别|自|有|是)*(?:多少|几)")
_ABOVE, _SAYS_ABOVE = re.compile(r"\d[万亿]?[元户人亩个]?及?以上"), re.compile("以上|超过|不低于|不少于|高于|突破")
_BELOW = re.compile(r"\d[万亿]?[元户人亩个]?及?以下|(?:不足|不到|低于|少于)\d")
_SPENT = re.compile("[花用投支发]了(?:多少|几)(?![^,，。?？]{0,6}[才能可])")
_MEMBERS = "人口|人员|群众|对象|家庭|农户|[户人]"
_CARED = "(?:供养|保障|救助|帮扶){1,2}"
_WHOLE = re.compile(f"(?:{_MEMBERS})$")
_NEUTRAL = re.compile(
    r"(?:累计|现|共|总|合计|一共|目前|全部|当年|年底|年末|(?:19|20)?\d{2}年)?(?:共?有|达到?|为|是|约|近|计|识别|认定|纳入|确认|[总人户]数|规模|数量|：|[（(][户人][)）]|\W)+|累计|共计|合计|总共"
)
_PART_BEFORE = re.compile(
    "(?:其中|带动|吸纳|惠及|帮助|支持|资助|安置|覆盖|服务|扶持|培训|走访|慰问|组织|联系|结对|新增|减少|动态|受益|奖励|补贴|发放给?|向|为|对|的)[一-龥]{0,2}$"
)
_NARROWER = re.compile("[一-龥]{2}")
_NARROWER_CHARS = 12
_WHOSE_CHARS = 3
"""More than so many characters before 人口, 户 and the like narrow the whole (务工就业的脱贫人口) or say how it came about."""
_ARTICLE = re.compile(r"^\s*第[一二三四五六七八九十百零\d]+条[\s　]")


def says_inside(query: Query, said: str) -> bool:
    """Whether a statement names what its figure is asked in; True where the question names nothing of the kind."""
    found = _INSIDE.search(query.resolved) if query.kind in MEASURED else None
    if found is None:
        return True
    of = found["of"]
    official = (term for folk, term in query.mapped if folk in of or of in folk)
    words = pairs(of[-_KEPT_CHARS:]) | {pair for term in official for pair in pairs(term)}
    return bool(words & pairs(said))


def says_noun(query: Query, said: str) -> bool:
    """Whether a statement says what is counted in one, as the question does; False for a question that counts nothing."""
    noun = counted_noun(query) if query.kind in MEASURED else ""
    return len(noun) >= _NOUN_CHARS and noun in said


def says_head(query: Query, said: str) -> bool:
    """Whether a statement says a word of what a year's figure is asked of: 人均纯收入 of 脱贫人口 is none of their 小额信贷.

    True where no year is asked, where what is counted stands after 多少, is said in less than three characters, or is of
    several (国家、省、市三级各几个): what stands last then divides it. Of 务工就业的脱贫人口 either may be said.
    """
    asked = HOW_MANY.split(query.resolved, maxsplit=1)
    after = _AFTER.match(asked[1]) if len(asked) > 1 else None
    if query.kind not in MEASURED or not query.years or after is None or _SEVERAL.search(query.resolved):
        return True
    if after[1].strip("块钱") and not is_unit(after[1]):
        return True
    heads = [_TAIL.sub("", piece)[-_HEAD_CHARS:] for piece in counted_noun(query).split("的")]
    if any(len(head) < _NOUN_CHARS for head in heads[-1:]):
        return True
    words = {pair for head in heads for pair in pairs(head)} | {p for _, term in query.mapped for p in pairs(term)}
    return bool(words & pairs(said))


def asked_whole(query: Query) -> str:
    """The whole whose number is asked, 脱贫人口 of 2021年脱贫人口有多少人; empty where what is counted is none, or is narrowed."""
    counts = query.kind in MEASURED and len(HOW_MANY.split(query.resolved)[-1]) < _NOUN_CHARS
    noun = re.sub("(?<=人口)数$|[人户]数$", "", counted_noun(query)) if counts else ""
    whose = _WHOLE.sub("", noun)
    return noun if whose != noun and _KEPT_CHARS <= len(whose) <= _WHOSE_CHARS else ""


def says_whole(query: Query, said: str) -> bool:
    """Whether a statement tells how many of the asked whole there are: 脱贫人口务工就业1200人 doesn't tell how many 脱贫人口 there are.

    True where none is asked. A whole may be called by another word for its members: 脱贫户840户2611人 tells it, too.
    """
    noun = asked_whole(query)
    called = (noun, *(official for folk, official in query.mapped if folk in noun or noun in folk))
    whose = "|".join(re.escape(name) for each in called if len(name := _WHOLE.sub("", each)) >= _KEPT_CHARS)
    pattern = (
        rf"(?:{whose})(?:{_CARED})?(?:{_MEMBERS}|(?=[（(：:\s]))(?P<after>[^\d。；;]{{0,{_NARROWER_CHARS}}})(?=\d)"
    )
    return not noun or any(
        not _PART_BEFORE.search(said[: match.start()]) and not _NARROWER.search(_NEUTRAL.sub("", match["after"]))
        for match in re.finditer(pattern, said)
    )


def says_rate(query: Query, clause: str) -> bool:
    """Whether a clause may state an amount for the asked stretch: what is paid 每年 is none for 一个月; True where no stretch is asked."""
    if "元" not in query.units or query.kind not in MEASURED:
        return True
    return not any(
        asks.search(query.resolved) and other.search(clause) and not own.search(clause) for asks, own, other in _RATES
    )


def says_measure(query: Query, hit: SearchHit, said: str) -> bool:
    """Whether a statement may speak of the asked measure: a wage, a line, what was spent; True where no such one is asked."""
    if query.kind not in MEASURED:
        return True
    spent = _SPENT.search(query.resolved) is not None and "元" in query.units
    if spent and (not hit.document.metadata.years or _ARTICLE.search(hit.chunk.text)):
        return False  # a rule's sum was spent on nothing
    if _ABOVE.search(query.resolved) and _BELOW.search(said) and not _SAYS_ABOVE.search(said):
        return False  # 5万元以下的村 where those above are asked
    return all(says.search(said) for asks, says in _MEASURES if asks.search(query.resolved))
