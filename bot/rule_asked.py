"""Questions for a rule (能不能卖, 怎么注册, 要什么条件) and what can't answer them. Pure.

No rule is a tally (农民合作社312个), nor what says nothing of the act that is asked (卖, 注册), or of the thing that is to be had (残疾证).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.types import Query
from knowledge.lexical import pairs
from knowledge.numbers import find_quantities

_ASKS_RULE = re.compile(
    r"能不能|可不可以|能否|可否|[要用准许该]不[要用准许该]|(?:能|可以|准|允许)(?!这[么样])[^，,。；;？?多少几]{1,14}(?:吗|嘛|不|么)(?:$|[？?])"
    r"|(?:怎么|怎样|如何|咋个?)(?!样|看|回事|评|来的)(?![^，,。；;？?]*的(?:$|[？?]))"
    r"|会怎么?样|(?:什么|啥|哪些|哪几个)(?:条件|资格|手续|材料|程序|规定|要求|讲究)|(?:带|交|准备)(?:什么|啥|哪些)|找谁|(?:去|到|在)哪(?:里|儿)?(?:办|领|申请|报名|交)"
)
_RULES = re.compile(
    r"可以?|不得|应|须|必|不[予能再准许需用]|禁止|按|凡|的，|方式|办法|机制|条件|下列|以下|程序|流程|步骤|实行|推行|坚持|采取|不[低高超少多]|以[内上下]|每[月年人户次季]|自[^，,。]{1,12}日?起"
    r"|[由向到][^，,。；;]{1,16}(?:负责|提出|申请|审|办|批|管|领|报)|要|先|再|予|继续|享受|用于|归"
)
_TERMS = frozenset({"岁", "周岁", "年", "个月", "月", "日", "天", "工作日", "个工作日", "小时", "%", "倍"})
"""Units of what a rule sets rather than of what is counted."""


def asks_rule(question: str) -> bool:
    """Whether what is asked is what may or must be done, not what was: 合作社怎么注册, but not 资金是怎么花的."""
    return bool(_ASKS_RULE.search(question))


def is_tally(text: str) -> bool:
    """Whether a text only counts what there is or was done, and rules nothing: 乡村公益性岗位安置2108人."""
    counted = any(found.kind == "quantity" and found.unit not in _TERMS for found in find_quantities(text))
    return counted and not _RULES.search(text)


_ACTS = (
    ("转手卖|卖|出售|转卖", "卖|售|转让|转手|交易"), ("转让|过户", "转让|过户|变更|交易"), ("出租|租出去|租给", "租|流转"),
    ("抵押", "抵押|担保"), ("继承", "继承"), ("选举?|推选", "选|推举"), ("罢免|撤换|换掉|撤掉", "罢免|撤|免去|免职|调整|更换|终止"),
    ("注册|登记", "注册|登记|申请"), ("优先", "优先|优待"), ("表彰|奖励|评优", "表彰|奖|评优|优秀"), ("流转", "流转|出租|转包"),
    ("盖(?!章)|翻建|新建", "建|盖"), ("拆", "拆"), ("搬走|迁走|迁出|迁入|落户", "迁|落户|搬"),
    ("借", "借|贷"), ("还(?=款|钱|贷|不上|得)", "还款|还清|偿还|逾期"), ("入股", "股"), ("退出", "退"), ("批", "批|审|许可|同意"), ("开(?=$|[？?])", "召开|开会|会议"), ("离婚", "离婚"), ("应聘|招聘", "聘|录用|选任|招录"),
    ("签", "签|合同|协议"), ("结婚", "结婚|婚"),
)  # fmt: skip
"""An act as people ask for it, and the words of a rule for it: patterns."""
_BY_WHOM = r"(?:谁|哪个部门|哪家|哪级|什么部门)(?:来|管|负责|给)?"
_ONE_BY_ONE = re.compile(rf"几[次回]|{_BY_WHOM}[批审]")
_BEFORE = r"(?:能不能|可不可以|能否|可否|可以|准不准|许不许|让不让|会不会|(?<![可只才不])能|怎么|怎样|如何|咋个?|凭什么)[^，,。；;？?]{0,5}?"
_AFTER = r"[^，,。；;？?]{0,4}(?:吗|不|么|行不行|可以吗|几[次回])(?:$|[？?])|[^。；;？?]{0,6}(?:有没有|给不给)"
_ASKED_ACTS = tuple(
    (re.compile(f"{_BEFORE}(?:{said})|(?:{said})(?:{_AFTER})|{_BY_WHOM}(?:{said})"), re.compile(rule))
    for said, rule in _ACTS
)
_THING = re.compile(
    r"(?:^|[，,。；;？?]|我的?|我家的?|想)(?P<before>(?:(?![要该得])[一-龥]){2,10}?)(?:是|[要该得][^，,。；;？?]{0,5}?)?(?:(?:到|去|在)哪(?:里|儿)?|怎么|咋个?|如何)(?:去|来)?(?:(?<![么个咋何])(?<!怎样)办(?!事|的|法)|补办|批|领|申请)"
    r"|(?:补办|申请|办理|办|领)(?P<after>[一-龥]{2,6}?)(?=要?(?:到|去|在)哪|要(?:带|交|准备)|带什么|需要)"
)
_DONE_EVERY = re.compile(
    r"(?:多久|多长时间|(?:几|多少)个?(?:天|日|周|月|年))(?:[才来要会得去能]|应该|应当)*([一-龥]{2})一[次回]"
)
"""What is done so often, where it is a whole word (走访, 公布): a rule for something else that is done every month isn't meant."""
_MATTER = re.compile(
    r"(?P<matter>[一-龥]{2,12}?)(?:的?(?:钱|费用?|开销))?(?:是|要|需|都|该|归|由)*(?:"
    r"(?:有没有|还?有|[能可]以?[领拿享]|给不给|给|发不发|发|[领拿享])(?:到|受)?(?:什么|啥|哪些|多少|几)?(?:[一-龥]{0,2}(?:补贴|补助|奖补|津贴|奖励|优惠|待遇|好处|救助))[金费]?(?:政策)?(?:吗|么|嘛|没有?|不|可?[领拿])"
    r"|(?:有没有|给不给|发不发|[有能][领拿享]?什么|有啥|有哪些)(?:[一-龥]{0,2}(?:补贴|补助|奖补|津贴|奖励|优惠|待遇|好处))[金费]?(?:政策)?(?:$|[？?])"
    r"|谁(?:来)?(?:出|掏|付|给(?!我|他|办)|承担|负担|交(?!给))|(?:带|准备|提交|交)(?:什么|啥|哪些)(?!样)(?:材料|手续|证件|东西)?(?:$|[？?])|(?:什么|啥|哪些)(?:材料|手续|证件)(?:$|[？?]))"
)
"""A matter that has a benefit (养羊有补贴吗), that somebody pays (路灯电费谁出), or that papers are brought for."""
_MATTER_CHARS = 3
_KIND_OF = re.compile("(?<=[一-龥]{2})(?:(?:补贴|补助|奖补|津贴)金?|户|人员|对象|家庭)$")
_FRAME = re.compile(
    "^(?:公家|国家|政府|上面|民政局?|请问|我们?|咱们?|我家|家里|[村镇县]里|现在|今年|如果|要是)+|(?:的话|的时候|以后|之后|方面)$"
)
_BROUGHT = re.compile(r"(?:提交|提供|出示|携带|交验|递交)[^。；\n]*")


def rules_asked_act(query: Query, said: str, around: str) -> bool:
    """Whether a passage speaks of the act that the question asks about and of the thing that it wants; True where it asks of none.

    Args:
        query: The question.
        said: The statement, where it is asked how often or who decides: the passage has another's act, too.
        around: The passage with its title and headings.
    """
    question = query.resolved
    where = said if _ONE_BY_ONE.search(question) else around
    if any(asked.search(question) and not rule.search(where) for asked, rule in _ASKED_ACTS):
        return False
    if (often := _DONE_EVERY.search(question)) and not _says_act(query, often[1], said):
        return False
    return _says_thing(query, around) and _says_matter(query, around)


def unsaid_matter(query: Query, arounds: Iterable[str]) -> str:
    """The thing or matter that the question asks a rule about, where no passage says it; else empty.

    Args:
        query: The question.
        arounds: The passages with their titles and headings.
    """
    texts = list(arounds)
    for asked, says in ((_thing(query), _says_thing), (_matter(query.resolved), _says_matter)):
        if asked and not any(says(query, text) for text in texts):
            return asked
    return ""


def names_matter(question: str) -> bool:
    """Whether a question says itself what has a benefit, a payer or papers: 养羊有补贴吗."""
    return len(_matter(question)) > 1


def _thing(query: Query) -> str:
    found = _THING.search(query.resolved)
    return (found["before"] or found["after"]) if found else ""


def _says_thing(query: Query, around: str) -> bool:
    thing = _KIND_OF.sub("", _thing(query))
    if not thing or _says_meant(query, thing, around):
        return True
    return thing[-2:] in _BROUGHT.sub("", around)  # what is only among the papers to bring is another matter's


def _says_act(query: Query, act: str, said: str) -> bool:
    return act in said or any(official in said for folk, official in query.mapped if act in folk or folk in act)


def _matter(question: str) -> str:
    found = _MATTER.search(question)
    return _FRAME.sub("", found["matter"]) if found else ""


def _says_matter(query: Query, around: str) -> bool:
    matter = _matter(query.resolved)
    words = pairs(matter[-_MATTER_CHARS:])
    return not words or _says_meant(query, matter, around) or bool(words & pairs(_BROUGHT.sub("", around)))


def _says_meant(query: Query, thing: str, around: str) -> bool:
    """Whether a passage says an official term for a folk term in `thing`."""
    return any(official in around for folk, official in query.mapped if folk.endswith(thing) or thing.endswith(folk))
