"""What a sentence gives a person, or keeps from one: patterns of policy language. Pure.

A grant names its benefit behind the people it is for (…的，可以申请农村低保), or defines whom a benefit is for (救助对象，是指…).
Sentences about offices, firms and fines give nothing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.self_check_clauses import PEOPLE

BENEFIT = (
    "低保边缘家庭|最低生活保障边缘家庭|低保|最低生活保障|救助供养|救助|补助|补贴|津贴|资助|奖励扶助|扶助|扶持|奖补|奖励|助学金|供养|失业保险金|生育保险待遇|工伤保险待遇|养老金|救济"
    "|法律援助|抚恤金|抚恤|优待|小额信贷|信贷|贴息|贷款|公益性岗位|公共租赁住房|公租房|保障性住房|护理费|生活费|减免|烈士|工伤"
)
_TOLD = re.compile(
    "记者|据[^，。]{0,8}(?:测算|统计|了解)|测算|预计|介绍|确保|保证|避免|力争|将(?:会|对)|目前已|已经?为"
)
"""A report of what is given, or of why, is no rule."""
DEFERS = re.compile(r"按照?国家[^，。；]*规定|依照[^，。；]*规定|按照?有关规定|差额|为符合条件的")
"""What is given by another rule isn't given by this one."""
BENEFITS = re.compile(BENEFIT)
_WAY = r"(?:由[^，。；]{2,24}?|经[^，。；]{2,20}?|按照?[^，。；]{1,14}?|参照[^，。；]{1,10}?|对超过部分|依法|应当|应|均|都|可以|可|有权|能够|优先)"
_GIVING = "提出|申请|享受|领取|获得|纳入|认定为|确认为|评定为|视同|给予|予以|发放|发给|再次"
_CONSEQUENCE = re.compile(
    rf"(?:的[，,]|的[一-龥、]{{1,16}}[，,]|(?:{PEOPLE})(?:的[，,]|[，,])?)(?P<give>{_WAY}*(?:{_GIVING})+(?P<benefit>[^，。；：、]{{0,16}}?(?:{BENEFIT})(?!人员)(?:对象|范围|待遇|金)?)(?!的?(?:期限|标准|数额|条件|情形|时间|人员)))"
)
_RULES = re.compile("[^，,]*?(?:[，,]|可以|可|应当|应|有权|能够)")
"""A rule says 可以 or stops before what it gives; a report doesn't: 向5216名务工人员发放补贴."""
_DEFINES = re.compile(
    rf"(?:本(?:办法|细则|规定|条例|法|通知)所称)?(?P<name>[^，。；：]{{0,16}}?(?:(?:对象)|(?:{BENEFIT}|困难|特困)[^，。；：]{{0,6}}?(?:家庭|人员|户)))[，,]?\s*(?:是指|指)(?P<conditions>[^。]+)"
)
_FOR_WHOM = re.compile(
    rf"^(?P<name>[^，。；：]{{0,20}}?(?:{BENEFIT}|保障|享受)(?:发放|申请|范围)?)的?(?:发放|补助|补贴|救助|资助|保障|申请)?对象(?:范围)?(?:为|是(?!否)|包括|：)\s*(?P<conditions>[^。：]+)"
)
_MUST = re.compile(
    rf"申请(?P<name>[^，。；]{{0,16}}?(?:{BENEFIT}))的[^，。；]{{0,8}}[，,]?(?:应当|应|须|必须)(?P<conditions>(?:同时)?(?:具有|具备|符合|满足|属于|年满|是)[^；。：]+)"
)
_WHO = re.compile(
    rf"^(?:本(?:办法|细则|规定|条例|法|通知)所称)?(?P<name>[^，。；：]{{2,16}}(?:{PEOPLE}))[，,]?\s*是指(?P<conditions>[^。]+(?:{PEOPLE}))。?$"
)
"""Says who someone is, not that anything is given: it counts where the document's title names them."""
_APPLIES = re.compile(
    rf"申请(?P<name>[^，。；]{{0,16}}?(?:{BENEFIT}))[^，。；]{{0,12}}?[，,]?(?:应当|应|须|必须|需要?|要)"
)
OFFICES = re.compile(
    r"人民政府|部门|机构|单位(?!户)|企业|公司|学校|委员会|医院|民政局|合作社|园区|社会组织|律师|平台经营|基地|经营者|贷款人|商业银行|院校|行业|个体工?商?户|商户|场馆"
)
WRONGS = re.compile(
    r"骗取|虚报|冒领|违反|违规|违法|处分|举报|检举|泄露|滥用|责令|罚款|追究|赔偿|侵害|贡献|表彰|成绩显著|停发|减发|取消|终止|前款|第[(（]?[一二三四五六七八九十百]+[)）]?[项款条]"
)
EXCLUDES = re.compile(
    r"(?P<verb>不予(?:救助|补助|补贴|资助|奖补|奖励|扶持|报销|办理|审批|受理|认定|批准|纳入|享受|发放|给予|确认|保障|支持|列入)|(?<!能)不(?:得|能)(?:再|重复|同时)?(?:申请|享受|纳入|认定|领取|列入|申报|聘用|报名|参评|评定)"
    r"|不(?:再)?(?:享受|纳入|列入|受理)|不(?:得|能|再)?重复(?:救助|享受|申请|资助|补助|领取)|取消[^，。；：]{0,14}?资格|不(?:在|属于)[^，。；：]{0,10}范围(?:的(?:人员|对象|家庭|农户|情形))?|只(?:能|可)?(?:享受|补助|申请|领取|发放)一次)(?P<object>(?!决定|的)[^，。；：]*)"
)
_HIGHER = re.compile(r"就高|较高|择高|从高|高于|优惠待遇")
_SLOT = re.compile(
    r"(?P<before>同时|均|都)?(?:应当|应|须|必须)?(?:同时|均)?(?:属于|属|符合|具有|具备|有|遇到|存在|满足|因)?(?:下列|以下|如下)(?P<what>[^，。；：的]{0,14})(?:的)?"
)
_HOLDS_CONDITIONS = re.compile(f"条件|情形|情况|困难|[类种]|要求|资格|之一|{PEOPLE}")
_NUMBERED_KINDS = re.compile(
    r"(?:分为|包括|主要包括|有)[^，。；]{0,4}?[一二两三四五六七八九十\d]*[类种]?(?:人员|对象|家庭)?[：:]?$"
)
GENERIC = re.compile(
    r"^(?:本|该|相应|有关)?(?:救助|补助|补贴|资助|保障|支持|奖励|奖补|扶持|对象|范围|待遇|申请|待遇享受|一次性|[\d.万元]+)*$"
)


@dataclass(frozen=True, slots=True)
class Granted:
    """A sentence that gives: its benefit, and the part of it that holds conditions."""

    name: str
    """As the sentence names it; empty where only the document's title can."""
    start: int
    end: int
    """Of the conditions, in offsets of the sentence."""
    label: str = ""
    """What stands before a colon or as the first word of the sentence: 倾斜救助, 支出型救助."""
    defines: bool = False
    weak: bool = False
    """Whether it only says who someone is (事实无人抚养儿童，是指…)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """下列条件: where a lead says that items follow."""

    start: int
    end: int
    any_of: bool


_LABEL = re.compile(
    rf"^(?P<label>[^，。；：\d]{{2,14}})[：:]|^(?P<kind>[^，。；：的\d]{{1,8}}型?(?:{BENEFIT}))[，,](?=[^，。]*的[，,])"
)


def granted(sentence: str) -> Granted | None:
    """What a sentence gives, and on which conditions; None where it gives nothing to a person."""
    label = _LABEL.match(sentence)
    begin = label.end() if label else 0
    named = (label["label"] or label["kind"]) if label else ""
    if WRONGS.search(sentence) or _TOLD.search(sentence):
        return None
    for pattern in (_DEFINES, _FOR_WHOM, _MUST, _WHO):
        if match := pattern.search(sentence):
            if OFFICES.search(match["conditions"].split("，")[0]) and "家庭" not in match["conditions"]:
                return None
            name = re.sub("的?(?:发放|申请)?$", "", match["name"])
            defines, weak = pattern is not _MUST, pattern is _WHO
            return Granted(name, *match.span("conditions"), named, defines=defines, weak=weak)
    match = _CONSEQUENCE.search(sentence, begin)
    if (
        match is None
        or re.search("不|《", match["give"])
        or not _RULES.match(match[0])
        or OFFICES.search(sentence[begin : match.start("give")].split("，")[0])
    ):
        return None
    end = match.start("give")
    while end > begin and sentence[end - 1] in "，,":
        end -= 1
    return Granted(_benefit(match["benefit"], match["give"]), begin, end, named)


def _benefit(benefit: str, give: str) -> str:
    like = re.search(r"参照([^，。；]{1,10}?)(?=提出|申请|享受)", give)
    benefit = re.sub(r"^.*的|^其(?:家属|遗属)?", "", benefit)
    return f"{benefit}（参照{like[1]}）" if like else benefit


def applied_for(lead: str) -> str:
    """The benefit of 申请…，应当符合下列条件; empty where a lead doesn't say it so."""
    match = _APPLIES.search(lead)
    return match["name"] if match and not OFFICES.search(lead) else ""


def slot(lead: str) -> Slot | None:
    """Where a lead says that its conditions follow, and whether one of them is enough."""
    if (match := _SLOT.search(lead)) and _HOLDS_CONDITIONS.search(match[0]):
        around = lead[max(0, match.start() - 4) : match.end()]
        any_of = "之一" in around or not ("同时" in around or "均" in around or re.search("条件|要求", match["what"]))
        return Slot(*match.span(), any_of)
    match = None if _SLOT.search(lead) else _NUMBERED_KINDS.search(lead.rstrip("：: "))
    return Slot(*match.span(), True) if match else None


def withheld(sentence: str) -> re.Match[str] | None:
    """The words by which a sentence keeps a benefit from someone; None where it doesn't, or only says which one prevails."""
    match = EXCLUDES.search(sentence)
    return None if match is None or _HIGHER.search(sentence) or "？" in sentence else match


def subject(title: str, places: tuple[str, ...]) -> str:
    """What a document is about, from its title: 农村最低生活保障 of 临溪县农村最低生活保障审核确认办法."""
    words = re.sub(r"[(（〔][^)）〕]*[)）〕]|[《》]|(?:19|20)\d\d年度?", "", title)
    for place in places:
        words = words.replace(place, "")
    words = re.sub(r"^.{0,12}?关于(?:印发|进一步)?(?:做好|加强|完善|规范|提高|调整|落实|开展)?", "", words)
    words = re.sub(r"(?:的)?(?:通知|意见|公告|通告)$", "", words)
    tail = r"(?:审核确认|资格认定|认定|管理|实施|发放|工作|一次性|制度)*(?:暂行|试行)?(?:办法|细则|规定|条例|方案|制度|工作|规程)$"
    return re.sub(r"(?:发放|实施|标准|工作)+$", "", re.sub(tail, "", words))
