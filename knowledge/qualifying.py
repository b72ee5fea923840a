"""The words around a number: what makes it a bound, an estimate, a range, a rate or negative."""

from __future__ import annotations

import re

from knowledge.quantity import Qualifier
from knowledge.units import RATE_PART

_GIVEN = "给予|发放|补助|补贴|奖励|奖补|资助|救助|一次性|享受|领取|支付|报销|限额|贷款|可|达到?|为|人民币"
_NOT = "(?:不(?:得|能|应|可|曾)?|未(?:曾|能|得)?|没(?:有|能)?)"
_SAID_BEFORE: tuple[tuple[Qualifier, str], ...] = (
    ("at_least", rf"(?:{_NOT}(?:少|低|小)于|至少|最少|最低|起码|保底|(?:达到|等于)(?:或|及|和)(?:者)?(?:超过|大于|高于)|大于(?:或者?)?等于)(?:{_GIVEN}){{0,3}}|≥|(?<![未不期届圆充满])满"),
    ("at_most", rf"(?:{_NOT}(?:高于|多于|大于|突破|超出|超过?)|至多|最多|最高|最长|上限|封顶线?|控制在|(?:小于|低于)(?:或者?)?等于)(?:不超过|[扣得]|{_GIVEN}){{0,3}}|≤|以内"),
    ("less_than", "低于|少于|小于|不足|不到|未满|不满|未达到?|<|＜"),
    ("more_than", "超过|超出|超|逾|多于|高于|大于|突破|>|＞"),
    ("about", "(?:(?<![预合公条契违签相邀失赴特制履])约|大概|将近|接近|(?<![最附邻临靠远])近|≈)[占为合达有需]?"),
)  # fmt: skip
_INCLUSIVE = "(?:[（(]含[^）)]*[）)])?"
_EXCLUSIVE = "[（(]不含[^）)]*[）)]"
_SAID_AFTER: tuple[tuple[Qualifier, str], ...] = (
    ("more_than", f"{_EXCLUSIVE}以上"),
    ("less_than", f"{_EXCLUSIVE}以[下内]"),
    ("at_least", f"{_INCLUSIVE}(?:及|或)?以上|起(?![来点到草步])"),
    ("at_most", f"{_INCLUSIVE}(?:及|或)?以[下内]|之内|内(?![容部设外地的涝需蒙江黄丘陆])"),
    ("about", "左右|上下(?![级半])"),
    ("more_than", r"[多余](?=[，。、；的元人户来时\s]|$)|\+(?!\d)"),
)
AFTER = [(q, re.compile(rf"[ \t]?(?:{p})")) for q, p in _SAID_AFTER]
BEFORE = [
    (q, re.compile(rf"(?:{p})(?:人民币|达到?|为)?\s?(?:每[个名]?(?:{RATE_PART})){{0,2}}\s?$")) for q, p in _SAID_BEFORE
]
LAST_TIMES = re.compile(r"(?<![将接])近\s?$")
"""近三年 are the last three years, 近30年 may be nearly thirty."""
TIMES = ("年", "个月", "月", "周", "天", "日", "学期", "学年")

_FILLER = rf"不超过|不得超过|不低于|最高|最低|约|标准|按照?|缴纳|缴费|增加|增收|提高到?|至少|最多|不少于|{_GIVEN}"
_NOUN = "(?:儿童|学生|老人|老年人|残疾人|孤儿|人员|职工|对象|学员|党员|干部|村民|农户|家庭|教师|医生)"
_EACH = rf"每[个名位户]?(?:{RATE_PART})(?:{_NOUN}|(?=每)|[一-龥]{{1,4}}?(?=每))?[，、]?"
PER = re.compile(rf"((?:{_EACH}){{1,2}})(?:{_FILLER}){{0,3}}\s?$")
EACH = re.compile(rf"每[个名位户]?({RATE_PART})")
AVERAGE = re.compile(rf"([人户亩村生年月日校头株])均(?:{_FILLER}){{0,3}}\s?$")
SHARES = ("%", "百分点", "倍", "番", "折")
"""No rate is counted by head: 年均增长8.2% is no 8.2% for each year."""

GAP = re.compile(rf"\s?{_INCLUSIVE}(?:[-—–~～－]{{1,2}}|至|到|(以上(?:至|、|，)?)|以上(?:但?不足|不满|但?不超过))\s?")
UP_TO = re.compile("以[下内]|不满|不足")
MINUS = re.compile(r"(?:(?:^|[:：(（,，|为]|(?<!\s)\s)[-−]|零下|(?<![承担肩欺抱胜])负)\Z")
"""After a wider gap a minus takes away: 3120座 [1]−2460座."""
FALLEN = re.compile(r"[长降减少幅率度温增跌][-−]\Z")
CURRENCY = re.compile(r"[¥￥]\s?\Z")
LABEL = re.compile(
    r"(?:附件|附录|附表|附图|专栏|(?<![代外手年报])表|(?<![地企意试])图|步骤|方式|方法|路径|情形|案例|要点|方案|途径|渠道)\s?\Z"
)
"""表3 and 附件2 are numbered things."""
DAY_OF_MONTH = re.compile(r"(?:[每当次本上下该翌]月|记者|截至)\s?\Z")
DAY_GOES_ON = re.compile(r"(?:上午|下午|晚|凌晨|中午|清晨|从|电|零时|召开|举行|发布|印发|\d{1,2}时(?!间))")
"""每月10日, 记者12日 and 27日下午 are days of a month, not lengths of time."""
FILLED = ("月龄", "周岁", "岁", "小时", "学时", "元", "人")
DAYS_LISTED = re.compile(r"\s?(?:[-—–~～]{1,2}|至|到|、|和|及|与)\s?")
ORDINALS_LISTED = re.compile(r"\s?(?:[-—–~～]{1,2}|至|到)\s?")
CLAUSES_LISTED = re.compile("[、和及或与]")
