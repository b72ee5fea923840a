"""Names of places in titles and names of offices: provinces by table, the rest by pattern, only where a name can begin.

Rather no place than a wrong one: a name counts only at the start of a title or an office's name, or after words that such
a name follows ("关于印发", "《", a year), and not where it is a common word (社区, 全市, 示范村).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.types import Level

PROVINCES = {
    "北京": "北京市", "天津": "天津市", "上海": "上海市", "重庆": "重庆市", "河北": "河北省", "山西": "山西省",
    "辽宁": "辽宁省", "吉林": "吉林省", "黑龙江": "黑龙江省", "江苏": "江苏省", "浙江": "浙江省", "安徽": "安徽省",
    "福建": "福建省", "江西": "江西省", "山东": "山东省", "河南": "河南省", "湖北": "湖北省", "湖南": "湖南省",
    "广东": "广东省", "海南": "海南省", "四川": "四川省", "贵州": "贵州省", "云南": "云南省", "陕西": "陕西省",
    "甘肃": "甘肃省", "青海": "青海省", "台湾": "台湾省", "内蒙古": "内蒙古自治区", "广西": "广西壮族自治区",
    "西藏": "西藏自治区", "宁夏": "宁夏回族自治区", "新疆": "新疆维吾尔自治区", "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}  # fmt: skip
"""Short to full name, all 34."""
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
"""Cities that rank as provinces."""
# First characters of 文号 that stand for one province; those that counties' names share (新, 宁, 青, 吉, 云, 贵) are left out.
_NUMBER_PREFIXES = {
    "京": "北京市", "津": "天津市", "沪": "上海市", "渝": "重庆市", "冀": "河北省", "晋": "山西省", "辽": "辽宁省",
    "黑": "黑龙江省", "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省",
    "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省", "桂": "广西壮族自治区", "琼": "海南省", "川": "四川省",
    "黔": "贵州省", "滇": "云南省", "陕": "陕西省", "甘": "甘肃省", "藏": "西藏自治区",
}  # fmt: skip
_NUMBER_OFFICE = re.compile(r".(?:政|府|办|民|财|人社|教|卫|医保|农|建|发改|交|商|税|市监|应急|扶|乡振)")

COMMON_WORDS = (
    "计划|规划|实现|实施|整治|治理|消除|涉及|硬化|打通|新修|扩建|改建|重建|"
    "建成|修建|续建|在建|翻修|修缮|维修|覆盖|达标|出列|退出|验收|考核|投入|"
    "下达|安排|参加|参与|下派|选派|派驻|轮换|调整|补助|补贴|奖补|提升|提高|"
    "入股|分红|带动|帮扶|帮助|结对|纳入|列入|安置|搬迁|推进|推动|推广|开展|"
    "举办|组织|培训|培育|发展|壮大|扶持|支持|争取|整合|统筹|拨付|下拨|发放|"
    "兑现|落实|完成|完善|改善|改造|更新|升级|创建|打造|建立|健全|加强|强化|"
    "深化|巩固|拓展|衔接|确定|认定|评定|评选|命名|确保|力争|预计|累计|合计|"
    "总计|平均|新增|减少|增加|增长|下降|达到|超过|突破|不足|低于|高于|以上|"
    "以下|左右|其中|其余|剩余|包括|属于|位于|来自|通过|召开|走访|排查|摸排|"
    "检查|督查|巡查|调查|统计|监测|识别|申报|申请|审批|审核|公示|公开|公布|"
    "发布|报送|转发|印发|任务|目标|指标|项目|资金|收入|支出|人均|户均|年均|"
    "年度|本年|灾后|薄弱|示范|试点|样板|标杆|整村|所在|分布|流转|种植|养殖|"
    "承包|租赁|经营|运营|管护|清理|拆除|绿化|亮化|美化|净化|供水|供电|通水|"
    "通电|通车|通网|改厕"
)
"""Words of reports that stand before 村, 镇 or 县 and are no names: 计划村集体经济收入, 硬化村道, 覆盖村社区. A place that documents are about wins over them."""
_FULL = "|".join(sorted(PROVINCES.values(), key=len, reverse=True))
_SHORT = "|".join(sorted(PROVINCES, key=len, reverse=True))
_SEVERAL = re.compile(rf"(?:{_SHORT})[省市]?[、和与](?:{_SHORT})")
# Characters and words that no place's name holds: a "name" with one of them is a phrase that runs into a suffix.
_NOT_IN_NAME = re.compile(
    "[的各我该这等把由并或是了及，。、；：《》“”（）()\\d\\s]|做好|加强|推进|推动|开展|支持|进一步|切实|全面|深入|印发|落实|贯彻|实施|"
    "加快|促进|规范|调整|提高|发布|公布|完善|建立|健全|强化|统筹|积极|全省|全市|全县|本级|有关|相关|疫情|防控|复工|企业|人民|政府|"
    "农业|工作|居民|社会|服务|管理|建设|基层|重点|示范|试点|贫困|脱贫|帮扶|先进|文明|美丽|振兴|特色|行政|自然|中心|城乡|乡镇|"
    "国家|全国|中国|总局|关于|综合|经济|委员|办公|组织|教育|卫生|财政|民政|保障|税务|公安|信访|记者|获悉|暂停|转发|上线|^(?:致|在|驻|为|向)|中共|妇女|残疾|老年|医疗"
)
_COMMON = re.compile(
    "[从在到由向本我全该各跨来入离出外小][省市县区镇乡村]$|"
    "^(?:[城超股夜门菜都]|县级|地级|省辖|直辖|新型城|中小城|大中城|大城)市$|"
    "(?:[社园小灾辖片校景厂街库牧矿疫]|市辖|开发|经开|高新|高新技术|示范|试验|自贸|工业|保护|自治|行政|保税)区$|"
    "地区$|^(?:[地山城郊林特港老新湖镇]|主城|中心城|边远山|偏远山|革命老|民族地|经济特)区$|"
    "^(?:[郡强大穷]|民族自治|民族)县$|^(?:民族)?自治州$|^(?:[城集重古]|小城|建制)镇$|(?:[城老家回返下]|民族)乡$|(?:[农乡驻进并]|^中关|空心|小康)村$"
)
_WORD_BEFORE = re.compile(f"(?:{COMMON_WORDS})[县区镇乡村]$")
_STEP: dict[Level, str] = {
    "市": r"[\u4e00-\u9fff]{2,4}?市(?!场|民(?!政|宗|族)|值|容)|[\u4e00-\u9fff]{2,10}?自治州|[\u4e00-\u9fff]{2,3}?盟",
    "县": r"[\u4e00-\u9fff]{2,10}?自治县|[\u4e00-\u9fff]{1,4}?县(?!级|域)|[\u4e00-\u9fff]{2,4}?区(?!域|别|块|间|级)|[\u4e00-\u9fff]{2,5}?旗",
    "乡镇": r"[\u4e00-\u9fff]{2,4}?镇(?!区|村)|[\u4e00-\u9fff]{2,4}?乡(?!村|镇|亲)|[\u4e00-\u9fff]{2,4}?街道",
    "村": r"[\u4e00-\u9fff]{2,4}?村(?!民|庄|级|干|镇|集|两委)",
}
_ANCHOR = re.compile(
    r"^|(?<=[《〈“（(、，,：: \n])|(?<=关于印发)|(?<=转发)|(?<=^致)|(?<=关于暂停)|(?<=关于公布)|(?<=关于)|(?<=总局)|(?<=中共)|(?<=年)|(?<=年度)"
)
_BEFORE_NAME = "是在自于为到按照从和与及将对由向"
_PARENT_CHARS = 14
_ORDER: tuple[Level, ...] = ("国家", "省", "市", "县", "乡镇", "村")


def named_places(text: str) -> tuple[str, ...]:
    """The first chain of places in a title or an office's name, as written, the most specific last; a short province in full.

    "浙江省杭州市西湖区民政局" gives ("浙江省", "杭州市", "西湖区"); "关于社区工作的通知" gives ().
    """
    if _SEVERAL.search(text):
        return ()
    for anchor in _ANCHOR.finditer(text):
        chain = _chain(text[anchor.start() : anchor.start() + 40])
        if chain:
            return chain
    return ()


def _chain(text: str) -> tuple[str, ...]:
    """The chain of places that the text begins with."""
    found: list[str] = []
    province = re.match(_FULL, text)
    short = (
        None
        if province
        else re.match(rf"(?:{_SHORT})(?!市|州|县|区|省(?!际|内|外)|路|银行|大学|[、和](?:{_SHORT}))", text)
    )
    if province or short:
        name = (province or short).group()  # type: ignore[union-attr]
        found.append(PROVINCES.get(name, name))
        text = text[len(name) :]
    else:
        invented = (
            None
            if re.match(_SHORT, text)
            else re.match(r"[\u4e00-\u9fff]{2,3}?省(?!级|直|委|外|内|政府|长|略|份|市|区|道|心|钱|电|市)", text)
        )
        if invented and _is_name(invented.group()):
            found.append(invented.group())
            text = text[invented.end() :]
    for pattern in _STEP.values():
        step = re.match(pattern, text)
        if step and _is_name(step.group()) and not _hides_higher(step.group()):
            found.append(step.group())
            text = text[step.end() :]
    return tuple(found)


def _is_name(name: str) -> bool:
    return not _NOT_IN_NAME.search(name) and not _COMMON.search(name) and not _WORD_BEFORE.search(name)


def _hides_higher(name: str) -> bool:
    """True for a match that swallowed another level's suffix: "某市某区" is two names."""
    return bool(re.search("[省市县区旗镇乡](?=.)", name[2:]))


def place_level(name: str) -> Level:
    """Administrative level of a place by its name; a municipality ranks as a province."""
    if name in MUNICIPALITIES or name in PROVINCES.values() or name.endswith(("省", "自治区", "特别行政区")):
        return "省"
    if name.endswith(("市", "州", "盟", "地区")):
        return "市"
    if name.endswith(("县", "区", "旗")):
        return "县"
    return "村" if name.endswith("村") else "乡镇"


def number_place(number: str) -> str | None:
    """Province that a 文号 begins with, e.g. 京 in 京政办发〔2020〕7号; None where its first character stands for no single one."""
    return _NUMBER_PREFIXES.get(number[:1]) if _NUMBER_OFFICE.match(number) else None


def merged(chains: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """One chain from several, the first one trusted most: a later one adds only levels that it lacks, above or below."""
    by_level: dict[Level, str] = {}
    for chain in chains:
        levels = {place_level(name): name for name in chain}
        if any(level in by_level and by_level[level] != name for level, name in levels.items()):
            continue
        by_level = levels | by_level
    return tuple(by_level[level] for level in _ORDER if level in by_level)


def with_parents(chain: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The chain with the province and city that the text writes right before its first place, if it does."""
    if not chain or place_level(chain[0]) == "省":
        return chain
    for found in re.finditer(re.escape(chain[0]), text):
        above = _parents_before(text, found.start())
        if above and place_level(above[-1]) != place_level(chain[0]):
            return above + chain
    return chain


def _parents_before(text: str, end: int) -> tuple[str, ...]:
    """The chain of places that fills the text from some word boundary up to `end`."""
    for start in range(end - 3, max(end - _PARENT_CHARS, 0) - 1, -1):
        bounded = start == 0 or text[start - 1] in _BEFORE_NAME or not "\u4e00" <= text[start - 1] <= "\u9fff"
        above = _chain(text[start:end]) if bounded else ()
        if above and text[start:end].endswith(above[-1]) and len("".join(above)) >= end - start:
            return above
    return ()
