"""Which parts of a service guide (办事指南) a question asks for: conditions, materials, steps, place, time. Pure."""

from __future__ import annotations

import re

from bot.types import GuidePart

PARTS: tuple[GuidePart, ...] = ("conditions", "exclusions", "materials", "steps", "place", "time", "contact")
"""In the order in which a guide shows them."""

WHOLE: tuple[GuidePart, ...] = ("steps", "materials", "conditions", "place", "time")
"""What a question of how to apply asks for, the first most."""

_ACTS = "申请|办理|申领|申报|办|领取?|报名|登记|认定|纳入|评上?|吃上?|享受"
_WHOLE = re.compile(
    rf"(?:怎么|怎样|如何|咋个?|怎)(?:才能?|去|能|可以|样)*(?:申请|办理|申领|申报|领取?|报名|登记|认定|纳入|评上|吃上?|享受|走(?!访)|弄|报销)(?!了|的|好)"
    r"|(?:怎么|咋|如何)办(?=[^事的法了，,。？?]{2,8})"
    rf"|(?:想|打算)[^。？?]{{1,16}}(?:怎么|咋)办|(?:{_ACTS})[^。？?，,]{{0,12}}(?:要做什么|要干什么|做些什么)"
)
_DEALT_WITH = re.compile(
    r"(?:^|[，,。；;？?])(?![^，,。；;？?]*(?:不|没|了|被|的怎|的咋|出现|遇到|如果|要是|万一|丢|挨|撞|塌|烧|淹|欠|跑|死|坏|闹|拖|(?<!工)伤|打(?!工|卡|证)))[^，,。；;？?]{2,12}(?:怎么|咋)办(?!事|的|法)"
)
"""低保怎么办, where what stands before is a matter and no mishap."""
_PART_WORDS: tuple[tuple[GuidePart, re.Pattern[str]], ...] = (
    (
        "conditions",
        re.compile(
            r"(?<!符合)(?<!有)条件(?!的)|什么资格|哪些资格|(?:什么|啥|哪些|哪类|哪种|什么样的?|啥样的?)(?:人|家庭|户|情况|对象)(?:才?(?:能|可以|可|算|够))"
            r"|(?:能|可以)(?:不能|不可以)?(?:申请|办|吃上?|享受|领|评上?)[^。？?，,多少]{0,10}[不吗嘛么]|能不能(?:申请|办|吃|享受|领|评)"
            r"|谁(?:才?能|可以)(?:申请|领|享受|吃|办)|够不够(?:资格|条件)?|(?:才|怎么才?)(?:能|算)(?:吃|申请|享受|领|够)"
        ),
    ),
    (
        "materials",
        re.compile(
            r"(?:什么|啥|哪些|哪几[样种]|所需|需要|要|申请|准备)(?:的|交的|提交的)?(?:申请)?(?:材料|证件|资料)|[、和与](?:材料|证件)|(?:材料|证件)(?:有|是|要|清单|都)?(?:什么|啥|哪些)|(?:带|交|准备|拿|递)(?:些|点|上)?(?:什么|啥|哪些|哪几样)(?!时候|地方)|要(?:什么|啥|哪些)(?:证明|证|资料|东西)"
        ),
    ),
    (
        "steps",
        re.compile(
            r"流程|程序|步骤|手续(?!要|费)|哪?几[步关道](?!路)|哪[些几]?(?:步|关|道关|个环节)|(?:怎么|咋)走(?!访)"
        ),
    ),
    (
        "place",
        re.compile(
            rf"(?:去|到|在|上|往|向)(?:什么|啥|哪个?|哪里|哪儿|何)(?:里|儿|地方|部门|单位|窗口|处)?[^。？?，,]{{0,6}}(?:{_ACTS}|交|递|提出|受理)|(?:{_ACTS})[^。？?，,]{{0,8}}(?:去|到|在)(?:哪(?![天年月日周一二三四五六七八九十\d级家])|什么地方|啥地方)|找谁办|哪里受理"
        ),
    ),
    (
        "time",
        re.compile(
            r"(?:多久|几天|多少天|多长时间|几个?工作日|多少个?工作日)(?:才?能|可以|会)?(?:办|批|下来|审批?完)|办理?时限|审批时限|(?:办|批)[^。？?，,]{0,6}(?:多久|几天|多少天|多长时间)"
        ),
    ),
)
_NO_GUIDE = re.compile(
    r"怎么样|被(?:拒|停|取消|退回|罚|查)|不(?:服|批|通过|合格|予)[^。？?]{0,6}怎么办|复议|申诉|投诉|举报|骗|[多少几](?:少)?(?:户|人|家|元|钱|万)"
)
"""What goes wrong with a matter, or is counted of it, is no question of how to apply for it."""


def asked_parts(text: str) -> tuple[GuidePart, ...]:
    """The parts that the question asks for, in `PARTS`' order: all of them where it asks how to apply; empty where it is no such question."""
    if _NO_GUIDE.search(text):
        return ()
    named = tuple(part for part, words in _PART_WORDS if words.search(text))
    if named or not (_WHOLE.search(text) or _DEALT_WITH.search(text)):
        return named
    return WHOLE
