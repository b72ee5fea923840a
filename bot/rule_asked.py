"""Questions for a rule (能不能卖, 怎么注册, 要什么条件) and what can't answer them. Pure.

No rule is a tally (农民合作社312个), nor what says nothing of the act that is asked (卖, 注册), or of the thing that is to be had (残疾证).
"""

from __future__ import annotations

import re

from bot.types import Query
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
    ("借", "借|贷"), ("还(?=款|钱|贷|不上|得)", "还款|还清|偿还|逾期"), ("入股", "股"), ("退出", "退"), ("批", "批|审|许可|同意"), ("开(?=$|[？?])", "召开|开会|会议"), ("离婚", "离婚"), ("结婚", "结婚|婚"),
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
    r"(?:^|[，,。；;？?]|我的?|我家的?|想)(?P<before>[一-龥]{2,6}?)(?:是|要|该)?(?:(?:到|去|在)哪(?:里|儿)?|怎么|咋个?|如何)(?:去|来)?(?:(?<![么个咋何])(?<!怎样)办(?!事|的|法)|补办|批|领|申请)"
    r"|(?:补办|申请|办理|办|领)(?P<after>[一-龥]{2,6}?)(?=要?(?:到|去|在)哪|要(?:带|交|准备)|带什么|需要)"
)
_DONE_EVERY = re.compile(
    r"(?:多久|多长时间|(?:几|多少)个?(?:天|日|周|月|年))(?:[才来要会得去能]|应该|应当)*([一-龥]{2})一[次回]"
)
"""What is done so often, where it is a whole word (走访, 公布): a rule for something else that is done every month isn't meant."""
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
    found = _THING.search(question)
    thing = (found["before"] or found["after"]) if found else ""
    meant = (official for folk, official in query.mapped if folk.endswith(thing) or thing.endswith(folk))
    if not thing or any(official in around for official in meant):
        return True
    return thing[-2:] in _BROUGHT.sub("", around)  # what is only among the papers to bring is another matter's


def _says_act(query: Query, act: str, said: str) -> bool:
    return act in said or any(official in said for folk, official in query.mapped if act in folk or folk in act)
