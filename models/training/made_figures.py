"""Rules for limits, amounts, intervals and the figures of reports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.training.made_rules import NUMBER, Draft
from models.training.made_scenes import Piece, Scene, phrase

_COUNTED = "户|人次|人|个|家|名|所|公里|亩|吨|千克|公斤|米|平方米|周岁|岁|次|套|座|条|件|项|处|辆|平方公里|立方米|分贝|公顷|千瓦|辆次|只|头|盏|台|批|场|株|分|倍"
_UNIT = rf"(?:个百分点|[万亿]?(?:元|{_COUNTED})|%)"
_TIME = rf"{NUMBER}(?:个)?(?:工作日|小时|日|天|个月|月|年|分钟)"
_LIMIT = r"(?:不得超过|不超过|不得高于|不高于|不得多于|最高不超过|最高|不得低于|不低于|不得少于|不少于|最低|至少)"
_SHARE = rf"(?:{_TIME}(?![一-龥]?度)|百分之{NUMBER}|[一二三四五六七八九十]分之{NUMBER}|{NUMBER}{_UNIT})"
_LOOSE_END = re.compile(
    r"的$|但$|每[人天日月年户次]$|每$|获得$|^延长|^原则上$|金额$|总额$|^降低的|^超过|金额为$|或者$|[并和与或按自]$|^最|^其|^且|^可|^处|罚款|^期限$|^时间$|^总额$|^一般$|^延长$|^不得|^但"
)


def limits(scene: Scene) -> Iterator[Draft]:
    """不得超过…, 最高…."""
    pattern = re.compile(
        rf"(?:^|[，；。])(?P<x>[^，。；：]{{3,30}}?)(?:一般|原则上|，)?(?P<lim>{_LIMIT})(?:[^，。；：\d]{{0,16}}?的)?(?P<fact>{_SHARE})"
    )
    for sentence in scene.sentences:
        for found in pattern.finditer(sentence.text):
            thing = phrase(re.sub(r"(?:应当|应|均|最长|最短|最高|，)+$", "", found["x"]), 3, 24)
            if not thing or _LOOSE_END.search(thing):
                continue
            asks = _limit_asks(thing, "超过" in found["lim"] or "高" in found["lim"], _amount_asked(found["fact"]))
            yield Draft("limit", asks, (sentence.group(found, "fact").span,), found["x"], thing)


def _limit_asks(thing: str, most: bool, asked: str) -> tuple[str, ...]:
    if most:
        return f"{thing}最多{asked}", f"{thing}不能超过{asked}", f"{thing}最高是{asked}", f"{thing}的上限是多少"
    return f"{thing}最少{asked}", f"{thing}不能少于{asked}", f"{thing}至少要{asked}", f"{thing}最低要求是多少"


def _amount_asked(fact: str) -> str:
    """多少 with the figure's unit: 五年 -> 多长时间, 30人 -> 多少人."""
    if re.fullmatch(_TIME, fact):
        return "多长时间"
    if found := re.search(rf"(?:{_COUNTED})$", fact):
        return f"多少{found.group()}" if found.group() != "岁" else "多大岁数"
    return "多少钱" if fact.endswith("元") else "多少"


def amounts(scene: Scene) -> Iterator[Draft]:
    """…每人每月600元; …补助5000元."""
    each = re.compile(
        rf"(?:^|[，；。：])(?P<x>[^，。；：]{{2,26}}?)(?P<fact>(?:按照?)?(?:每(?:人|户|亩|头|只|年|月|日|次|个|平方米|名|家|吨|公里|学期|学年)){{1,2}}(?:给予|补助|补贴|发放|奖励)?\s*{NUMBER}\s*[万亿]?元)"
    )
    paid = re.compile(
        rf"(?:^|[，；。：])(?P<x>[^，。；：]{{3,26}}?)(?:，?(?:一次性)?(?:给予|补助|补贴|奖励|发放)(?:[^，。；：\d]{{0,8}}?))(?P<fact>{NUMBER}\s*[万亿]?元)"
    )
    for sentence in scene.sentences:
        if "罚款" in sentence.text or "贷款" in sentence.text:
            continue
        for found in (*each.finditer(sentence.text), *paid.finditer(sentence.text)):
            thing = phrase(re.sub(r"(?:按照?|给予|标准为|为|是|每户|每人)+$", "", found["x"]), 3, 24)
            if thing and not _LOOSE_END.search(re.sub("的$", "", thing)):
                thing = re.sub("^(?:对|给予|给|向)|的$", "", thing)
                asks: tuple[str, ...] = (f"{thing}给多少钱", f"{thing}能领多少钱", f"{thing}的标准是多少")
                if re.search("补|救助|奖", sentence.text):
                    asks += (f"{thing}补多少钱", f"{thing}能拿到多少补助")
                yield Draft("amount", asks, (sentence.group(found, "fact").span,), found["x"], thing)


def intervals(scene: Scene) -> Iterator[Draft]:
    """每年至少一次; 有效期为五年; 年满十八周岁."""
    often = re.compile(
        rf"(?P<x>[^，。；：]{{2,20}}?)(?:应当|应|须|要)?(?P<fact>每(?:半年|{NUMBER}?(?:个)?(?:年|月|季度|周|日|天|学期|学年))(?:至少|不少于)?(?P<do>[^，。；：]{{2,14}}?)?(?:至少|不少于)?{NUMBER}次)(?P<rest>[^，。；：]{{0,12}})(?=[，。；]|$)"
    )
    valid = re.compile(
        rf"(?P<x>[^，。；：]{{2,20}}?)(?:的)?(?:有效期限?|使用期限|任期|保存期限?|试用期|期限|聘期|保管期限|诉讼时效期间)(?:为|是)?(?!\d{{4}}年)(?P<fact>{_TIME})"
    )
    aged = re.compile(
        r"(?P<x>[^，。；：]{0,14}?)(?P<fact>(?:年满|未满|不满|已满)[零一二三四五六七八九十\d]+周?岁)(?P<do>[^，。；：]{2,20})"
    )
    for sentence in scene.sentences:
        for found in often.finditer(sentence.text):
            who, do = phrase(found["x"], 2, 16), phrase((found["do"] or "") + found["rest"], 2, 18)
            if who and do and not re.search("^等|次|频次", do) and not _LOOSE_END.search(who):
                asks: tuple[str, ...] = (f"{who}多久{do}一次", f"{who}隔多长时间{do}一次", f"{who}要多长时间{do}一次")
                yield Draft("interval", asks, (sentence.group(found, "fact").span,), found["x"], do)
        for found in valid.finditer(sentence.text):
            thing = phrase(found["x"], 2, 18)
            if thing and not _LOOSE_END.search(thing):
                term = (
                    "".join(re.findall("有效期|使用期限|任期|保存期|试用期|聘期|保管期限|诉讼时效", found.group())[:1])
                    or "期限"
                )
                asks = (
                    f"{thing}{term}多久",
                    f"{thing}的{term}是几年" if "年" in found["fact"] else f"{thing}的{term}有多长",
                    f"{thing}{term}是多长时间",
                )
                yield Draft("interval", asks, (sentence.group(found, "fact").span,), found["x"], thing)
        for found in aged.finditer(sentence.text):
            may = re.match(
                r"(?:以上|以下)?的?[^，。；的]{0,6}?(?P<may>不得|可以|禁止|有权)(?P<do>.{3,18})", found["do"]
            )
            do = phrase(may["do"], 3, 18) if may else ""
            if do:
                asks = (f"多大岁数才能{do}", f"几岁可以{do}", f"{do}有年龄要求吗", f"没成年能不能{do}")
                yield Draft("age", asks, (sentence.group(found, "fact").span,), do, do)


_YEAR = re.compile(r"(?:19|20)\d\d年(?:底|末|上半年|第?[一二三四]季度|\d{1,2}月)?")
_VERBS = r"新增|新建|建成|完成|实现|发放|落实|投入|培训|改造|建设|选派|组织|帮助|带动|发展|扶持|安置|安排|争取|筹集|整合|修建|硬化|转移|减免|支出|达到|举办|开展|受理|查处"
_NO_INDICATOR = re.compile(
    r"第$|^[年月日]|每|[于比到自以从按]$|电话|联系|^同比|^其中$|^(?:增长|下降|增加|减少)$|[超约第和与不处的前后在]$|^最|^配|就能|可能|^安排$|罚|居家|隔离|^[一-龥]{1,2}$|以及|比上年|环比|据|记者|医学观察|热线|文号"
)


def figures(scene: Scene) -> Iterator[Draft]:
    """危房改造2209户，建设农房662户: each figure with its indicator."""
    pattern = re.compile(
        rf"(?:^|(?<=[，；。、：:]))(?P<x>[一-龥“”·]{{3,22}}?)\s*(?P<fact>\d[\d.,]*\s*(?P<unit>{_UNIT}))(?=[，；。、（(]|以上|左右|$)"
    )
    growth = re.compile(
        r"(?:^|(?<=[，；。]))(?P<x>[一-龥“”]{3,18}?)\s*\d[\d.,]*\s*[万亿]?[一-龥]{1,3}，(?P<how>(?:同比|比上年|较上年)?(?:增长|下降|增加|减少|提高))(?:了)?\s*(?P<fact>\d[\d.]*\s*(?:%|个百分点))"
    )
    for sentence in scene.sentences:
        if re.search("罚款|处罚|不得|应当", sentence.text):
            continue
        for found in pattern.finditer(sentence.text):
            thing = _indicator(found["x"])
            if thing:
                counted = _figure_asks(thing, _when(sentence, found.start(), thing), found["unit"].lstrip("万亿"))
                yield Draft("figure", counted, (sentence.group(found, "fact").span,), found["x"], thing)
        for found in growth.finditer(sentence.text):
            thing, how = _indicator(found["x"]), found["how"]
            if thing:
                when = _when(sentence, found.start(), thing)
                asks: tuple[str, ...] = (
                    f"{when}{thing}{how}多少",
                    f"{when}{thing}{how[-2:]}了百分之几",
                    f"{thing}{how}了多少",
                )
                yield Draft("growth", asks, (sentence.group(found, "fact").span,), found["x"], thing)


def _indicator(text: str) -> str:
    thing = phrase(re.sub(r"(?:约|近|超|达到|达|为|共计|共|累计|是|至|超过|以上|已|将|就有|有)+$", "", text), 3, 20)
    return "" if _NO_INDICATOR.search(thing) else thing


def _when(sentence: Piece, before: int, thing: str) -> str:
    year = _YEAR.search(sentence.text, 0, before)
    return "" if year is None or year.group()[:4] in thing else year.group()


def _figure_asks(thing: str, when: str, unit: str) -> tuple[str, ...]:
    counted = "" if unit in ("%", "个百分点") else "钱" if unit == "元" else unit
    verb = re.match(_VERBS, thing)
    if verb and counted and len(thing) - verb.end() > 1:
        rest = thing[verb.end() :]
        return (
            f"{when}{verb.group()}了多少{counted}{'的' if unit == '元' else ''}{rest}"
            if unit != "元"
            else f"{when}{verb.group()}{rest}用了多少钱",
            f"{when}{rest}{verb.group()}了多少{counted}",
            f"{when}{thing}多少{counted}",
        )
    return (
        f"{when}{thing}{'是' if not counted else '有'}多少{counted}",
        f"{when}{thing}多少{counted}",
        f"{thing}一共多少{counted}" if counted else f"{when}{thing}达到多少",
    )
