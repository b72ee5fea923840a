"""Whether a passage names what a question asks of its matter: names, a place, a frequency, a reason, the asked one of rivals.

The matter may stand in the documents and yet not what is asked of it: that 27 companies came, not what they are called; the
rural standard, not the urban one. Each check knows one form of question and the marks that its answers carry; a question of
another form passes. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.guide_asked import WHOLE, asked_parts
from bot.scope import MEASURED
from bot.types import Query
from bot.utterance import content_of


@dataclass(frozen=True, slots=True)
class Lack:
    """What is asked of a matter and doesn't stand in the documents, in words."""

    chinese: str
    english: str


_ASKS_NAMES = re.compile(r"(?:叫(?:什么|啥子?|么子)|哪(?:[两三四五六七八九十]|\d+)[个家项条种类]|名单)")
_COUNT = re.compile(r"(\d+|[两三四五六七八九十]+)\s*[个家项条种类名位]")
_TALLY = re.compile(r"(?:\d+|[两三四五六七八九十]+)[个家项条种类名位张][一-龥]{0,6}$")
_MARKER = re.compile(
    r"[一二三四五六七八九十]是|[（(][一二三四五六七八九十\d]{1,2}[)）]|^\s*\d{1,2}[.、．]", re.MULTILINE
)
_LEAST_ITEMS = 3
_ASKS_PLACE = re.compile(r"哪(?:几)?个?(乡镇|镇|乡|村|县|区|市)(?!级|里的?人)")
_PLACE_OF = {
    "镇": "[镇乡]", "乡": "[镇乡]", "乡镇": "[镇乡]", "村": "村", "县": "[县区市]", "区": "[县区市]", "市": "[市州]",
}  # fmt: skip
_COMMON = "[各全本该每在到的个所行政自然贫困脱示范试点农社城我你他这那哪驻进入返回和与同]"
_OFTEN = re.compile(r"(?<!隔)(?:多久|多长时间|(?:几|多少)(?:天|个?月|年|周))[^再又]{0,6}一次")
_REGULAR = re.compile(
    r"每(?:半年|[一两三四五六\d]*个?[年月周日天]|[一两三四五六\d]*个?季度)|[一两三四五半\d]个?[年月周]一次|一季度一次"
    r"|定期|随时|动态|[逐按][月年季]|适时"
)
_WHY = re.compile(r"为什么|为何|为啥|啥原因|什么原因|原因是")
_BECAUSE = re.compile(r"因[为素此而]?|由于|原因|所以|主要是|得益于|受.{1,12}影响|所致|为了?[一-龥]{2,}，")
_ASKS_INSIDE = re.compile(
    r"(?:各|分别|都|具体)(?:是|指|叫|有|包括|讲|代表)?(?:什么|啥|哪)|(?:是|指|包括|有|叫)哪[几两三四五六七八九十些]|怎么(?:展开|解释|理解)|展开|代表(?:什么|啥)"
    r"|(?:具体|什么|啥)(?:内容|意思|含义)"
)
_NUMBERED_NAME = re.compile(r"“([^“”，。]{0,8}[一二三四五六七八九十两\d][^“”，。]{0,8})”")
_HAN_NUMERAL = {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)} | {"两": "2"}
_COUNTED_OFF = re.compile(
    r"(?<![\d.一二三四五六七八九十百千万])([1-9一二三四五六七八九两])(?=[一-龥“])(?![十百千万亿])"
)
_RIVALS: tuple[tuple[str, ...], ...] = (
    ("城市|城镇|城里", "农村|乡村"), ("春季", "秋季"),
    ("养老保险", "失业保险|失业金", "工伤保险", "生育保险|生育津贴", "大病保险", "商业保险"),
    ("医疗救助", "临时救助", "教育救助", "住房救助", "灾害救助", "法律援助", "司法救助"),
    ("集中供养", "分散供养"), ("急难型", "支出型"), ("A类", "B类", "C类"), ("C级", "D级"),
    ("一类对象", "二类对象", "三类对象", "四类对象"), ("公益性资产", "经营性资产", "到户类资产"),
    ("县外", "县内"), ("国家反馈", "省级反馈", "市级反馈"), ("基本报酬", "绩效报酬"),
    ("村务监督委员会", "村民委员会"), ("女", "男"),
)  # fmt: skip
"""Words of which a policy text means one and not the other."""
_PARTS = (
    ("集中供养", "分散供养"),
    ("县外", "县内"),
    ("省外", "省内"),
    ("当年新增", "本年新增"),
    ("A类", "B类", "C类"),
    ("C级", "D级"),
)
"""Parts of a whole, whose figure is no part's."""
_APPLICATION = re.compile(
    r"申请|申报|受理|审核|审批|提交|办理|登记|报名|评议|程序|流程|步骤|手续|到[^，。；]{2,12}[领办交]"
)
_BROUGHT = re.compile(r"(?:提交|提供|出示|携带|交验|递交)[^。；\n]*(?:[：:](?:\n[^\n]*[；;、，])*\n[^\n]*)?")
_COUNTED = re.compile(r"(?:多少|几)(?:个|名|位|人|支|家|所|座|处|户|件|项|条)([一-龥]{4,6})[?？。]?$")
"""What is counted, by the question's last words."""
_TEXTS = "办法|手册|报告|通知|细则|指引|导引|选编|汇编|文件|条例|规定|规划|意见|方案|简报|公报|总结|表|书|法"
_OF_A_WHOLE = re.compile(
    rf"[一-龥](?<!{_TEXTS.replace('|', ')(?<!')})(?:里面|里头|里边|当中|之中|(?<![哪这那村镇乡县城心家夜手到在屋院嘴])里(?![程弄长应]))[，,]?"
    r"(?:有?(?:多少|几)[个户人名家座处支间位期](?:是|被|有)(?P<is>[^，,。；？?]{2,12})(?:的?[？?]?)$"
    r"|(?P<part>[^，,。；？?是]{2,16}?)(?:一?共|总共)?(?:有|占了?|用了?|是)?(?:多少|几))"
)
_HELD_OF_A_PART = 0.5  # of the pairs of characters that name it: the passage may write fewer of the whole
_NOT_IN_A_NAME = "的了能给发拿领有无没要不可以得到哪些啥么个种何此该这那其各类项等和与或及为是请受办理取放多少次性给交报买缴享用把被吃钱费月年时候用他她我你你们家人户两三四五七八九十百千万元块后前里上下外内新旧老再还都就也会怎样几谁问说想找去来做"
_ANY_BENEFIT = "政府|财政|国家|专项|资金|现金|相关|有关|相应|农村|农民|居民|社会|困难|企业|个人|群众|基本|最高|最低|标准|额外|免费|优惠|政策|项目|查询|咨询|参加|领取|发放|各项|多项|公共|银行|金融|商业|惠民|惠农"
_PROGRAMME = re.compile(
    rf"(?P<own>(?!{_ANY_BENEFIT})(?![{_NOT_IN_A_NAME}])[一-龥](?![{_NOT_IN_A_NAME}])[一-龥])(?:津贴|保险|补贴|补助|贷款|救助|养老金|抚恤金|公积金|慰问金|失业金|助学金)"
)
"""A benefit by its name, which begins with the two characters that tell it from others."""
_ASKS_PERSON = re.compile(
    r"(?P<role>书记|主任|[局县镇乡村院校会站所]长|支书|经理|老板)(?:现在|目前)?(?:是谁|是哪位|叫|姓)"
    r"|(?P<other>负责人|联系人|经办人|[队组]长|委员|干部|人员)的?(?:叫(?:什么|啥|么子)|姓(?:什么|啥|名)|名字)"
)
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤"
_ASKS_EXTREME = re.compile(
    r"最[多少高低大小好差][^，,。？?]{0,8}?(?:是|叫|在)?(?:哪(?![天年月])|谁|什么)|哪(?![天年月])[^，,。？?]{1,10}最[多少高低大小好差]"
)
_EXTREME = re.compile(r"最|第[一二三]|首|居|名列|排名|领先|高于|超过|唯一|\|")  # or a table, whose rows are compared
_ASKS_ADDRESS = re.compile(r"网址|网站地址|邮箱|二维码|公众号|小程序")
_ADDRESS = re.compile(r"https?:|www\.|\.(?:cn|com|net|org)|@|网址|邮箱|二维码|公众号|小程序", re.IGNORECASE)
_AGE = re.compile("岁|年龄")
_ASKS_AGE = re.compile(r"多大(?:岁数|年纪|年龄)|(?:几|多少)岁|什么年龄|年龄(?:要求|限制|上限)?(?:是|有)?(?:多少|多大)")

_ASKS_MONTHLY = re.compile(r"(?:一|每)个?月(?!份)|月(?:工资|薪|收入|补)")
_MONTHLY = re.compile(r"(?:每|一)人?个?月|/月|·月|[按逐]月|月(?:工资|薪|收入|标准|补)")


def lacking(query: Query, said: str, around: str) -> Lack | None:
    """What the passage surely doesn't hold of what is asked; None where nothing speaks against it.

    Args:
        query: The question.
        said: The best statement with the heading and the lead-in that it stands under.
        around: Its whole passage, with title and headings.
    """
    return next((lack for check in _CHECKS if (lack := check(query, said, around))), None)


def _names(query: Query, said: str, around: str) -> Lack | None:
    """Names or items are asked, and the passage lists too few."""
    if not _ASKS_NAMES.search(query.resolved):
        return None
    needed = min(max((_spoken(match[1]) for match in _COUNT.finditer(query.resolved)), default=0), _LEAST_ITEMS)
    enough = max(_listed(said), len(_MARKER.findall(around))) >= needed
    return None if enough else Lack("具体名称或各项内容", "the names or items")


def _spoken(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else "两三四五六七八九十".find(numeral[0]) + 2


def _listed(text: str) -> int:
    """The most items that a clause, or what follows a colon, lists side by side; a part with a figure is a statement, no name."""
    best = 0
    for sentence in re.split(r"[。！？\n]", text):
        lead, colon, rest = sentence.partition("：")
        lists = [re.split(r"[，、；]", rest)] if colon else []
        lists.extend(
            re.split(r"[、；]|(?<=[一-龥])[和及](?=[一-龥])", clause) for clause in re.split("[，,]", sentence)
        )
        for items in lists:
            names = [item for item in items if item.strip() and not re.search(r"\d", _TALLY.sub("", item))]
            best = max(best, len(names))
    return best


def _which_place(query: Query, said: str, around: str) -> Lack | None:
    """A town or village is asked for, and the passage names none."""
    found = _ASKS_PLACE.search(query.resolved)
    if found is None:
        return None
    own = (*query.places, *query.mentioned_places)
    named = re.finditer(rf"(?=((?!{_COMMON})[一-龥](?!{_COMMON})[一-龥]{_PLACE_OF[found[1]]}))", around)
    if any(match[1] not in own for match in named):
        return None
    return Lack(f"具体是哪个{found[1]}", "which place it is")


def _how_often(query: Query, said: str, around: str) -> Lack | None:
    asked = _OFTEN.search(query.resolved) and not _REGULAR.search(said)
    return Lack("多久一次", "how often") if asked else None


def _why(query: Query, said: str, around: str) -> Lack | None:
    asked = _WHY.search(query.resolved) and not _BECAUSE.search(around)
    return Lack("原因", "the reason") if asked else None


def _rival(query: Query, said: str, around: str) -> Lack | None:
    """The statement is about a rival of what is asked: 农村低保 where 城市低保 is, and the passage doesn't name the asked one."""
    for rivals in _RIVALS:
        asked = [match[0] for rival in rivals if (match := re.search(rival, query.resolved))]
        if len(asked) != 1 or asked[0] in around or "城乡" in said:
            continue
        if any(re.search(other, said) for other in rivals if not re.search(other, asked[0])):
            return Lack(f"“{asked[0]}”的内容", f"anything on {asked[0]}")
    return None


def _expansion(query: Query, said: str, around: str) -> Lack | None:
    """What a name with a number in it stands for is asked (“三保障”是哪三样), and the passage only uses the name."""
    if not _ASKS_INSIDE.search(query.resolved):
        return None
    named = [
        *_NUMBERED_NAME.findall(query.resolved),
        *(n for n in _NUMBERED_NAME.findall(around) if n in query.resolved),
    ]
    used = [name for name in dict.fromkeys(named) if name in around]
    if not used or any(_explained(name, around) for name in used):
        return None
    return Lack(f"“{used[0]}”的具体内容", f"what {used[0]} stands for")


def _explained(name: str, text: str) -> bool:
    """Whether a text says what a name stands for: after it (…是指、即、包括、括号), or as a list of parts right before it."""
    own = re.escape(name)
    after = rf"{own}[^。；，,“]{{0,10}}(?:[”]?[，,]?(?:即|是|指|包括|分为|[：:（(]))"
    before = rf"(?:[^，,。；、]{{1,14}}、)+[^，,。；、]{{1,14}}(?:等|的|这)*[一-龥]{{0,4}}[“]{own}"
    return bool(re.search(f"{after}|{before}", text)) or _counted_off(name, text)


def _counted_off(name: str, text: str) -> bool:
    """Whether the sentence goes on with as many things as the name counts: “2244”…两化…两张清单…四大举措…四个环节."""
    wanted = [_HAN_NUMERAL.get(c, c) for c in name if c.isdigit() or c in _HAN_NUMERAL]
    for place in re.finditer(re.escape(name), text):
        rest = re.split(r"[。！？\n]", text[place.end() :], maxsplit=1)[0]
        counted = [_HAN_NUMERAL.get(c, c) for c in _COUNTED_OFF.findall(rest)]
        if len(wanted) > 1 and all(counted.count(digit) >= wanted.count(digit) for digit in wanted):
            return True
    return False


def _counted(query: Query, said: str, around: str) -> Lack | None:
    """Something else of the same kind is counted: 村干部 where 驻村干部 are asked."""
    found = _COUNTED.search(query.resolved) if query.kind in MEASURED else None
    if found is None or any(term in said for term in query.expansions):
        return None
    noun = found[1]
    narrower, head = noun[-4:-2], noun[-2:]
    other = head in said and narrower not in said
    return Lack(f"“{noun}”的数字", f"the number of {noun}") if other else None


def _part(query: Query, said: str, around: str) -> Lack | None:
    """A part is asked for (集中供养), and the passage speaks of the whole only."""
    if query.kind not in MEASURED:
        return None
    for parts in _PARTS:
        asked = [part for part in parts if part in query.resolved]
        if len(asked) == 1 and asked[0][:2] not in around:
            return Lack(f"“{asked[0]}”的数字", f"the figure of {asked[0]}")
    return None


def _programme(query: Query, said: str, around: str) -> Lack | None:
    """Another benefit is asked for by its name, which the passage, its headings and its title don't hold: 大病保险's threshold is not 医疗救助's."""
    for found in _PROGRAMME.finditer(query.resolved):
        if found["own"] not in around and not _meant(query, found[0], around):
            return Lack(f"“{found[0]}”的内容", f"anything on {found[0]}")
    return None


def _meant(query: Query, words: str, text: str) -> bool:
    """Whether a text holds the official term for a folk term that stands in `words`, or they in it."""
    return any(official in text for folk, official in query.mapped if folk in words or words in folk)


def _of_a_whole(query: Query, said: str, around: str) -> Lack | None:
    """A part of something is counted (工作队里的女队员), and the passage doesn't name such a part: the figure is the whole's."""
    found = _OF_A_WHOLE.search(query.resolved) if query.kind in MEASURED else None
    if found is None or _meant(query, part := found["is"] or found["part"], around):
        return None
    words = content_of(part)
    pairs = [word[i : i + 2] for word in words for i in range(len(word) - 1)]
    if not pairs or sum(pair in around for pair in pairs) >= _HELD_OF_A_PART * len(pairs):
        return None
    return Lack(f"“{words[0]}”的数字", f"the figure of {words[0]}")


def _person(query: Query, said: str, around: str) -> Lack | None:
    """The name of who holds an office is asked, and no name stands beside an office in the passage."""
    found = _ASKS_PERSON.search(query.resolved)
    if found is None:
        return None
    role = found["role"] or found["other"]
    after = rf"{role}(?:[:：是为由]|同志)?\s*[{_SURNAMES}](?:[一-龥]{{1,2}}(?![一-龥])|(?<![任于向万方高])[一-龥]{{2}})"
    before = rf"(?<![一-龥])[{_SURNAMES}][一-龥]{{1,2}}(?:同志)?(?:[，,（(、]|任|担任|是|为).{{0,12}}{role}"
    return None if re.search(f"{after}|{before}", around) else Lack("姓名", "the name")


def _extreme(query: Query, said: str, around: str) -> Lack | None:
    """Which of several is the most or the least is asked, and the passage puts them in no order."""
    asked = _ASKS_EXTREME.search(query.resolved) and not _EXTREME.search(around)
    return Lack("比较或排名", "a comparison or an order") if asked else None


def _in_form(query: Query, said: str, around: str) -> Lack | None:
    """An address on the net or an age is asked, and the passage holds none."""
    for asks, held, lack in (
        (_ASKS_ADDRESS, _ADDRESS, Lack("网址或线上联系方式", "an address on the net")),
        (_ASKS_AGE, _AGE, Lack("年龄", "the age")),
    ):
        if asks.search(query.resolved) and not held.search(around):
            return lack
    return None


def _each_month(query: Query, said: str, around: str) -> Lack | None:
    """Money of each month is asked, and the passage speaks of no month's: a year's total is no month's rate."""
    if query.kind not in MEASURED or "元" not in query.units or not _ASKS_MONTHLY.search(query.resolved):
        return None
    return None if _MONTHLY.search(f"{said}{around}") else Lack("每月的标准", "the monthly rate")


def _how_to_apply(query: Query, said: str, around: str) -> Lack | None:
    """How to apply for something is asked, and the passage is about something else or tells of no application."""
    asked = asked_parts(query.resolved)
    if not asked or query.kind in MEASURED or "《" in query.resolved:  # a document named by its title is its own matter
        return None
    matters = content_of(query.resolved)
    official = [word for term in query.expansions for word in content_of(term)]
    pairs = {word[i : i + 2] for word in (*matters, *official) for i in range(len(word) - 1)}
    besides = _BROUGHT.sub("", around)  # what is only named among the papers to bring is another matter's
    if matters and not any(pair in besides for pair in pairs):
        return Lack(f"“{matters[0]}”的办理规定", f"how to apply for {matters[0]}")
    if asked == WHOLE and not _APPLICATION.search(around):
        return Lack("办理条件、材料和流程", "how to apply")
    return None


_Check = Callable[[Query, str, str], Lack | None]
_CHECKS: tuple[_Check, ...] = (
    _names,
    _which_place,
    _how_often,
    _why,
    _expansion,
    _rival,
    _part,
    _counted,
    _programme,
    _of_a_whole,
    _person,
    _extreme,
    _in_form,
    _each_month,
    _how_to_apply,
)
