"""How numbers, dates and names with numerals are written: the patterns that `numbers` reads a text by.

At each place of a text the first pattern of `_PATTERNS` that fits decides what stands there: names and fixed words come before
dates, dates before ordinals, ordinals before plain numbers.
"""

from __future__ import annotations

import re
from typing import Literal

from knowledge.numerals import ARABIC, CHINESE, CN_DIGIT, MIXED, SCALE
from knowledge.units import RATE, RATE_PART, UNIT

Qualifier = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "range"]

CN = f"{CN_DIGIT}十百千万亿"
_YEAR = rf"(?:(?<!\d)(?:19|20)\d{{2}}|[一二][九〇零○][{CN_DIGIT}]{{2}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_OPENING, _CLOSING = '“「『‘"', '”」』’"'
_MARKER = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
NUMBER = rf"(?:{MIXED}|{CHINESE})"
_FIXED = (
    "[二三四五六七八九十][是要]|其[一二三四五六七八九]|之[一二](?![0-9])|[统同单专万唯逐划如归合]一|进一步|一(?:次性|体|件事|条龙|日三餐|时间|卡通|站式|刀切|家人|场所|道|"
    "面|手|口气|门式|级响应)|十(?:分(?![钟之])|足|全)|(?:[上下前]|(?<!两个)大|多)半(?:年|天|月)?|半(?:径|岛|数以)|再三|[二三两]者|二(?:维|手|胎|孩)|"
    "两(?:侧|边|旁|岸|头|用|地)|[四八]方|四(?:周|处|季|川|肢)|三(?:轮|角|甲|农|明|亚|峡)|五(?:金|谷|官|湖|花)|六安|七台|八一|九[江寨州]|"
    "一二三(?:次?产业?)|[一二三]产|第[一二三]时间|第一(?:书记|责任|手|线|时间)|第[一二三]产业|零(?!点)|[几数][十百千万亿]+"
)
"""Words with a numeral in them that count nothing; their own characters carry their meaning."""
_NAMES = (
    r"(?:十[二三四五六七八九]|二十[一二三]?|廿)大(?=[报精会以召代之后的和及、，。]|$)|十[一二三四五]五|九五(?=规划|计划|期间)|[二三四五六七八]中全会|"
    r"(?:星期|礼拜)[一二三四五六日天]|周[一二三四五六日](?![年岁天个次户人百十千万])|中央一号文件"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("document_number", r"[〔\[【(（](?:19|20)\d{2}[〕\]】)）]\s?(?:第)?\d+号"),
    ("mark", r"\[\d{1,3}\]"),
    ("phone", r"(?<![\d.])(?:0\d{2,3}[-\s]\d{7,8}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}|\d{3}-\d{4}-\d{4})(?!\d)|(?<=[话线打拨电：:])\d{5,8}(?![\d.,万亿人户名个元亩家座件次头只吨所处套间棵株项%])"),
    ("quoted", rf"[{_OPENING}][^{_OPENING}{_CLOSING}\n，。；]{{1,14}}[{_CLOSING}]"),
    ("day", rf"{_YEAR}\s?年\s?{_MONTH}\s?月(?:份)?(?:\s?{_DAY}\s?[日号])?|{_YEAR}(?P<dash>[-/.])(?:1[0-2]|0?[1-9])(?P=dash)(?:3[01]|[12]\d|0?[1-9])(?!\d)"),
    ("code", r"(?<![A-Za-z\d])[A-Za-z]+[-]?\d+(?:[-.]?[A-Za-z\d]+)*|(?<![\d.])\d+(?:\.\d+){2,}(?!\d)"),
    ("year", rf"{_YEAR}(?:\s?年度?(?!级)|(?=\s?[-—–~～至到、和及与]+\s?(?:19|20)\d{{2}}\s?年))"),
    ("month_day", rf"(?<![\d个]){_MONTH}\s?月\s?{_DAY}\s?[日号]|(?<![\d个半{CN}]){_MONTH}\s?月(?:份|底|初|末)?"),
    ("clock", r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d)|(?:[上下]午|早上|晚上|中午|凌晨)?(?<![\d.])(?:1?\d|2[0-4])(?:时(?![期段])|点(?=\d|半|整))(?:[0-5]?\d分|半|整)?(?!\d)"
     rf"|(?:[上下]午|早上|晚上|中午|凌晨)(?:1?\d|2[0-4]|二?十[一二三四]?|[{CN_DIGIT}])[时点](?:[{CN_DIGIT}十]{{1,3}}分|半|整)?"),
    ("name", _NAMES),
    ("fixed", _FIXED),
    ("ordinal", rf"第\s?{NUMBER}(?:之[一二三四五])?{UNIT}?|(?<!个)[一二三四1-4]季度|(?<!\d)\d++号|{CHINESE}号"),
    ("marker", rf"[（(]{_MARKER}[）)]|(?:(?<=[\s。；;：:])|^){_MARKER}[、.．)）](?!\d)"),
    ("percent", rf"(?:百|千|万)分之(?:{NUMBER}|百)|(?<![\d.]){ARABIC}\s?[%‰]|(?:(?<![\d.]){ARABIC}|[一二两三四五六七八九十])成[一二三四五六七八九]?(?![立员为功果本都熟长人年分效不就交绩套品型因])"),
    ("fraction", rf"(?<![\d/.]){NUMBER}分之{NUMBER}|(?<![\d/.])\d{{1,2}}/\d{{1,2}}(?![\d/])|一半(?!年|天|月)|半数|过半"),
    ("half", r"半个?(?:年|月|天|小时|学期|学年|周)"),
    ("hundreds", rf"(?<=[上近超逾过达])[百千万亿][百千万亿]?[余馀多]?{UNIT}"),
    ("plain", rf"(?<![\d.])(?:{MIXED}|{CHINESE})[多余馀来几]?{SCALE}{{0,2}}\s?(?:个[半多](?:月|小时)|{UNIT}){RATE}?|(?<![\d.])(?:{MIXED}|{CHINESE})[余馀多]?[万亿]{{0,2}}"),
)  # fmt: skip
SCAN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
QUANTIFIED = re.compile(
    rf"({MIXED}|{CHINESE})([多余馀来几]?)({SCALE}{{0,2}})\s?((?:个[半多](?:月|小时)|{UNIT})?)((?:{RATE})?)"
)
PAIR = re.compile(r"(十?)([一二三四五六七八九两])([二三四五六七八九两])([十百千万亿]*)")

_SAID_BEFORE: tuple[tuple[Qualifier, str], ...] = (
    ("at_least", "不(?:得|能|应|可)?(?:少|低|小)于|至少|最少|最低|起码|≥"),
    ("at_most", "不(?:得|能|应|可)?(?:高|多|大)于|不(?:得|能|应|可)?超过?|至多|最多|最高(?:不超过)?|≤|控制在|以内"),
    ("less_than", "低于|少于|小于|不足|不到|未满|不满|未达到?|<|＜"),
    ("more_than", "超过|超出|超|逾|多于|高于|大于|突破|>|＞|上(?=[百千万亿]?$)"),
    ("about", "约为?|大约|大概|将近|接近|近|≈"),
)
_SAID_AFTER: tuple[tuple[Qualifier, str], ...] = (
    ("at_least", "(?:[（(]含[^）)]*[）)])?(?:及|或)?以上|及以上|起(?![来点到])"),
    ("at_most", "(?:[（(]含[^）)]*[）)])?(?:及|或)?以[下内]|之内|内(?![容部设外地的])"),
    ("about", "左右|上下"),
    ("more_than", "[多余](?=[，。、；的元人户]|$)"),
)
_FILLER = "给予|发放|补助|补贴|奖励|不超过|不得超过|不低于|最高|最低|约|为|标准|按照?|缴纳|缴费|资助|救助|一次性|享受|领取|支付|报销|限额|人民币|达到?|增加|提高到?|至少|最多|不少于"
PER = re.compile(rf"((?:每[个名]?(?:{RATE_PART})[，、]?){{1,2}})(?:{_FILLER}){{0,3}}$")
BEFORE = [
    (q, re.compile(rf"(?:{p})(?:人民币|达到?|为)?\s?(?:每[个名]?(?:{RATE_PART})){{0,2}}$")) for q, p in _SAID_BEFORE
]
AFTER = [(q, re.compile(p)) for q, p in _SAID_AFTER]
GAP = re.compile(r"\s?(?:[-—–~～－]{1,2}|至|到|(以上(?:至|、|，)?)|以上(?:但?不足|不满|但?不超过))\s?")
MINUS = re.compile(r"(?:^|[:：(（,，|为]|(?<!\s)\s)[-−]\Z")  # after a wider gap it takes away: 3120座 [1]−2460座
UP_TO = re.compile("以[下内]|不满|不足")
