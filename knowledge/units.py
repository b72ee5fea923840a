"""Units as they are written, and which of them mean the same."""

from __future__ import annotations

import re
from decimal import Decimal


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WEAK = _words(
    "个 家 所 座 处 项 件 条 种 类 支 间 栋 幢 套 台 只 张 份 本 册 场 批 期 届 组 队 班 段 道 根 盏 眼 口 孔 株 棵 颗 粒 袋 箱 桶 瓶 盒 包 辆 架 艘 头 羽 匹 点 大 门 部 篇 "
    "部分 乡镇 省份 村 镇 乡 县 区 市 省 街道 社区 部门 单位 县区 方面 环节 片 块 款 章 节 页 轮 档 车 步 笔 幅 "
    "台套 顶 起 宗 单 对 双 副 罐 筐 捆 朵 尊 单元"
)
"""Counting words that the thing counted explains: 469个卫生室 and 469所卫生室 say the same."""

# Unit as written -> (unit that stands for its family, how many of that one it is).
_FAMILY: dict[str, tuple[str, Decimal]] = {}


def _family(base: str, members: str) -> None:
    for member in members.split():
        name, _, factor = member.partition("=")
        _FAMILY[name] = (base, Decimal(factor or 1))


_family("元", "元 块钱 圆 元钱 元人民币 角=0.1")
_family("人", "人 名 位 人口 口人 个人")
_family("人次", "人次 人次数")
_family("户", "户 农户 户家庭")
_family("天", "天 日 自然日 日历日 周=7 星期=7 个星期=7")
_family("工作日", "工作日 个工作日")
_family("个月", "个月 月 月龄 个月龄 季度=3 个季度=3 年=12 周年=12")
_family("小时", "小时 个小时 钟头 个钟头 h")
_family("分钟", "分钟 min")
_family("周岁", "周岁 岁")
_family("百分点", "百分点 个百分点")
_family("%", "%")
_family("米", "米 m 公里=1000 千米=1000 km=1000 ㎞=1000 里=500 厘米=0.01 cm=0.01 ㎝=0.01 毫米=0.001 mm=0.001 ㎜=0.001")
_family("公斤", "公斤 千克 kg ㎏ 斤=0.5 克=0.001 g=0.001 毫克=0.000001 mg=0.000001 吨=1000 t=1000")
_family(
    "平方米",
    "平方米 平米 平方 ㎡ m² m2 公顷=10000 hm²=10000 ㏊=10000 平方公里=1000000 平方千米=1000000 km²=1000000 km2=1000000",
)
_family("立方米", "立方米 立方 m³ m3")
_family("升", "升 L 毫升=0.001 ml=0.001 mL=0.001")
_family("千瓦", "千瓦 kW kw 兆瓦=1000 MW=1000")
_family("千瓦时", "千瓦时 kWh 度")
_family("伏", "伏 V 千伏=1000 kV=1000 KV=1000")
_family("摄氏度", "摄氏度 ℃ °C")
_OTHER = _words(
    "亩 次 批次 倍 折 番 分 级 号 学期 个学期 学年 个学年 学时 课时 个学时 个课时 人份 剂次 例 户次 支次 队次 台次 项次 万元户 家次 车次 件次 场次 人天 人年 年级 楼 层 "
    "秒 岁以上 美元 欧元 港元 日元 分钱 公分 股 行 列 字 卷 枚 票 席 桌 床 床 千伏安 kVA 兆 GB MB Mbps 吨位 辆次 架次 座次 遍 趟 餐 顿 针"
)

_RATE_PARTS = _words(
    "工作日 平方米 立方米 千瓦时 学期 学年 学时 课时 季度 公斤 公里 人次 户次 批次 社区 人 户 亩 月 年 天 日 次 周 吨 村 镇 乡 头 只 台 间 套 件 小时 分钟 名 位 生 斤 株 棵 场 班 床 家 个 车 度 "
    "袋 瓶 箱 例 张 辆 部 座 处 所 份 条 盏 校 园 栋 米 升 公顷 L kg"
)
_RATE_SYNONYM = {"名": "人", "位": "人", "生": "人", "日": "天"}
RATE_PART = "|".join(sorted(_RATE_PARTS, key=len, reverse=True))
_HIDDEN = {"人口", "岁以上"}
# 月 is a part of a date, 个月 a length of time; 人口 is no unit but the thing counted.
_WRITTEN = sorted({*_FAMILY, *WEAK, *_OTHER} - {"月", *_HIDDEN}, key=len, reverse=True)
_WRITTEN_SET = frozenset(_WRITTEN)
_WORDS_BEGUN = {
    "所": "[示列述属在需谓有]", "次": "[于日月要年]", "家": "[庭长]|属(?![地于])", "户": "[籍主]", "单": "[位元独一据项价]", "起": "[来到步始草点源诉伏]", "对": "[象口于应照比全各其标接符]",
    "双": "[方向减重创]", "组": "[织长]", "级": "[别]", "本": "[地级年着科市县省区质身]", "期": "[间限]", "条": "[件例]", "分": "[别类享析工布配解散批组段层区局之值数管]",
    "班": "[子]", "层": "[面次]", "段": "[时]", "队": "[伍]", "角": "[度色落]", "股": "[份东权]", "行": "[政业动为程]", "列": "[入为]", "头": "[雁]", "门": "[类诊]",
    "番": "[茄]", "日": "[常益照]", "周": "[边围期]", "笔": "[记]", "页": "[面]", "部": "[署分制]", "项": "目(?!标)", "乡": "[村亲]", "人": "[民才]", "口": "[粮径]", "市": "[场]", "区": "[域]", "片": "[面]", "里": "[面边]", "台": "[账风]",
}  # fmt: skip
"""What makes another word of a unit: 3所示, 2单独, 一项目 (but 3项目标 are three)."""


def _pattern(unit: str) -> str:
    # Latin units must end there: 5m is a length, 5G and 5min are not five grams and five metres.
    if unit[-1].isascii() and unit != "%":
        return re.escape(unit) + "(?![A-Za-z0-9])"
    others = _WORDS_BEGUN.get(unit)
    return re.escape(unit) + (f"(?!{others})" if others else "")


UNIT = "(?:" + "|".join(map(_pattern, _WRITTEN)) + ")"
# 每人每月 after a unit belongs to it only where no number follows: in 一类每人每月600元 it goes with the 600元.
RATE = rf"(?:\s?(?:/|每)(?:{RATE_PART})(?:(?:[/·.•]|每){{1,2}}(?:{RATE_PART})|[月年])?(?!\s?[\d每补发给不最按一二三四五六七八九十两]))"
_CANONICAL = {
    "块钱": "元", "圆": "元", "元钱": "元", "元人民币": "元", "个工作日": "工作日", "个百分点": "百分点", "个小时": "小时",
    "钟头": "小时", "个钟头": "小时", "口人": "人", "个人": "人", "农户": "户", "户家庭": "户", "个季度": "季度", "个星期": "周",
    "星期": "周", "㎡": "平方米", "m²": "平方米", "m2": "平方米", "平米": "平方米", "km": "公里", "kg": "公斤", "千克": "公斤",
    "平方": "平方米", "km²": "平方公里", "km2": "平方公里", "hm²": "公顷", "㏊": "公顷", "㎞": "公里", "㎏": "公斤", "kV": "千伏", "KV": "千伏", "V": "伏", "kVA": "千伏安",
    "千米": "公里", "个学期": "学期", "个学年": "学年", "℃": "摄氏度", "°C": "摄氏度", "人次数": "人次",
}  # fmt: skip


def canonical(unit: str) -> str:
    """Return the plain form of a unit as written: 个工作日 is 工作日, ㎡ is 平方米."""
    return _CANONICAL.get(unit, unit)


def with_rate(unit: str, parts: list[str]) -> str:
    """Return a unit with what it is counted for, in one order: 元 and 月, 人 give 元/人·月."""
    named = {_RATE_SYNONYM.get(p, p) for p in parts} - {unit}
    return f"{unit}/{'·'.join(sorted(named))}" if named and unit else unit


def _split(unit: str) -> tuple[str, frozenset[str]]:
    base, _, rate = unit.partition("/")
    return base, frozenset(rate.split("·")) if rate else frozenset()


def ratio(unit: str, other: str) -> Decimal | None:
    """Return how many of `other` one `unit` is, or None where they measure different things.

    A rate that one of the two leaves out is no difference (600元 of 600元/人·月); another rate is (每月, 每年).
    A bare number (unit "") agrees only with a bare number.
    """
    base, rate = _split(unit)
    other_base, other_rate = _split(other)
    if not (rate <= other_rate or other_rate <= rate):
        return None
    if base == other_base:
        return Decimal(1)
    # 个 stands for any counting word, and for people; never for households, money or measures.
    if "个" in (base, other_base):
        named = other_base if base == "个" else base
        return Decimal(1) if named in WEAK or named in ("人", "名", "位") else None
    family, factor = _FAMILY.get(base, (base, Decimal(1)))
    other_family, other_factor = _FAMILY.get(other_base, (other_base, Decimal(1)))
    return factor / other_factor if family == other_family else None


def measure(unit: str) -> tuple[str, Decimal]:
    """Return the unit that stands for what `unit` measures, and how many of that it is: 公里 is 1000 米, 元/月 as 元."""
    base, _ = _split(unit)
    return _FAMILY.get(base, (base, Decimal(1)))


_NAMES = frozenset(
    _words(
        "乡镇 省份 村 镇 乡 县 区 市 省 街道 社区 部门 单位 县区 方面 年 月 季度 日 人口 部分 农户 行 列 组 班 类 种 项 级 号"
    )
)
"""Units that head a column as a name: 村, 单位, 月."""


def _unscaled(unit: str) -> str:
    while len(unit) > 1 and unit[0] in "百千万亿" and unit[:2] not in ("千克", "千米", "千瓦", "百分"):
        unit = unit[1:]
    return canonical(unit)


def is_unit(word: str) -> bool:
    """Whether a word alone, as in a line of a table's header, says a unit: 户, 万元, %."""
    unit = _unscaled(word)
    return unit not in _NAMES and unit in _WRITTEN_SET


def same_family(unit: str, other: str) -> bool:
    """Whether two units as written measure the same kind of thing: 万元 and 元."""
    return ratio(_unscaled(unit), _unscaled(other)) is not None
