"""How numbers, dates and names with numerals are written: the patterns that `numbers` reads a text by.

At each place of a text the first pattern of `_PATTERNS` that fits decides what stands there: names and fixed words come before
dates, dates before ordinals, ordinals before plain numbers.
"""

from __future__ import annotations

import re

from knowledge.numerals import ARABIC, CHINESE, CN_DIGIT, MIXED, SCALE
from knowledge.set_words import FIXED, NAMES
from knowledge.units import RATE, UNIT

CN = f"{CN_DIGIT}十百千万亿廿卅"
_YEAR = rf"(?:(?<!\d)(?:19|20)\d{{2}}|[一二][九〇零○][{CN_DIGIT}]{{2}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|[二廿]?十?[一二三四五六七八九]|二?十|[一二三四五六七八九])"
_TO = r"\s?(?:[-—–~～]{1,2}|至|到)\s?"
_OPENING, _CLOSING = '“「『‘"', '”」』’"'
_MARKER = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
NUMBER = rf"(?:{MIXED}|{CHINESE})"
_UNCOUNTED = rf"(?!\s?(?:[\d.,万亿%多余]|{UNIT}))"
"""After digits that are a number of something's own (a phone, a ratio): what would make them count."""
_PROGRAMME = "工程|工作(?:导引|法|机制|模式|思路|体系)|行动|计划|模式|机制|战略|体系|高校|[国省县乡]道|[一-龥]{0,8}?(?:热线|专线)"
_CLOCK_DAY = "(?:[上下]午|早上?|晚上?|中午|凌晨|夜间)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("document_number", r"[〔﹝\[【(（]\s?(?:19|20)\d{2}\s?[〕﹞\]】)）]\s?(?:第)?\s?\d+\s?号"),
    ("mark", r"\[\d{1,3}\]"),
    ("phone", r"(?<![\d.])(?:0\d{2,3}\s?[-—–]+\s?(?:\d{7,8}|[19]\d{4})|0\d{2,3}\s\d{7,8}|1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})|[48]00[- ]?\d{3}[- ]?\d{4}|\d{3}-\d{4}-\d{4}|[1-9]\d{16}[\dXx])(?![\dA-Za-z])" rf"(?!\s?(?:[万亿%]|{UNIT}))" r"|[（(]0\d{2,3}[)）]\s?\d{7,8}(?!\d)"
     rf"|(?:(?<=[话线打拨电])|(?<=[话线机编码][：: （(]))\d{{5,8}}(?!\d){_UNCOUNTED}|(?:(?<=拨打)|(?<=热线))\d{{3,4}}(?!\d){_UNCOUNTED}"),
    ("quoted", rf"[{_OPENING}][^{_OPENING}{_CLOSING}\n，。；]{{1,14}}[{_CLOSING}]"),
    ("day", rf"{_YEAR}\s?年\s?{_MONTH}\s?月(?!龄)(?:份)?(?:\s?{_DAY}\s?[日号])?|{_YEAR}(?P<dash>[-/.])(?:1[0-2]|0?[1-9])(?P=dash)(?:3[01]|[12]\d|0?[1-9])(?!\d)|{_YEAR}\.(?:1[0-2]|0[1-9])(?!\d|\.\d){_UNCOUNTED}"),
    ("code", r"(?<![A-Za-z\d])(?:(?:GB|DB\d{0,4}|HJ|NY|JGJ|CJJ|SL|LY|ISO)(?:/T)?\s?\d+(?:\.\d+)*(?:[-—]\d{4})?|[A-Za-z]+[-+]?\d+(?:[-.+]?[A-Za-z\d]+)*)"
     rf"|(?<=@)\d+|(?<![\d.])\d+(?:\.\d+){{2,}}(?!\d)|(?<![\d.-])\d+(?:-\d+)+-0\d+(?![\d.])|(?<![\d.])\d{{1,2}}\.\d{{1,2}}版本?|(?<![\d.+])\d{{1,2}}(?:\+\d{{1,2}}){{0,3}}\+[A-Za-z](?![A-Za-z\d])|(?<![\d.+])\d(?:\+\d){{1,4}}(?=\+?(?:{_PROGRAMME}))"
     rf"|(?<![\d.,])(?!(?:19|20)\d\d)\d{{3,6}}(?!{UNIT})(?={_PROGRAMME})|(?<=[表图])\d{{1,2}}[-—]\d{{1,2}}(?![\d.%万亿人户元])"),
    ("year", rf"{_YEAR}(?:\s?(?:学年|年度?(?!级))|(?=(?:\s?[-—–~～至到、和及与]+\s?(?:19|20)\d{{2}}){{1,9}}\s?学?年))"),
    ("month_day", rf"(?<![\d个]){_MONTH}\s?月\s?{_DAY}(?:\s?[日号]|(?={_TO}{_DAY}\s?[日号]))|(?<![\d个半{CN}]){_MONTH}\s?月(?![龄一])(?:份|底|初|末)?|(?<![\d.个半第{CN}]){_MONTH}(?={_TO}{_MONTH}\s?月(?!龄))|(?<![\d.个半第{CN}]){_MONTH}(?=(?:、{_MONTH}){{2,9}}\s?月(?!龄))|(?<=[\u4e00-\u9fff、])(?<![第半个{CN}]){_MONTH}(?=、{_MONTH}\s?月(?!龄))"),
    ("ratio", rf"(?:(?<=比)|(?<=按)|(?<=比例)|(?<=比[例为])|(?<=比例[为是：:])) ?\d+(?:\.\d+)?(?::\d+(?:\.\d+)?){{1,3}}|(?<![\d:.表图件])(?:\d{{1,3}}(?:\.\d+)?:\d(?:\.\d+)?|\d(?::\d){{2,3}}|1:[1-9]0{{2,5}})(?![\d:]){_UNCOUNTED}"),
    ("clock", rf"(?:{_CLOCK_DAY} ?)?(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d)|{_CLOCK_DAY}?(?<![\d.])(?:1?\d|2[0-4])(?:时(?![期段])|点(?=\d|半|整|{_TO}\d{{1,2}}[点时]))(?:[0-5]?\d分|半|整)?(?!\d)"
     rf"|{_CLOCK_DAY}(?:1?\d|2[0-4]|二?十[一二三四]?|[{CN_DIGIT}])[时点](?:[{CN_DIGIT}十]{{1,3}}分|半|整)?|(?<=点[-—–~～至到])(?:1?\d|2[0-4])点|(?<![\d.])(?:1?\d|2[0-4])(?={_TO}(?:1?\d|2[0-4])时(?![期段间]))"),
    ("name", NAMES),
    ("fixed", FIXED),
    ("ordinal", rf"第\s?{NUMBER}(?:之[一二三四五])?(?:\s?{UNIT})?|(?<![个前])[一二三四1-4]季度|(?<![\d.前个])[一二三四1-4](?={_TO}[一二三四1-4]季度)|[一二三四](?=(?:、[二三四]){{1,3}}季度)|(?<![\d.])\d++号|{CHINESE}号"),
    ("marker", rf"[（(]{_MARKER}[）)]|(?:(?<=[\s。；;：:])|^){_MARKER}(?:[、.．)）](?!\d)|[.．](?=(?:19|20)\d\d\s?年))"),
    ("percent", rf"(?:百|千|万)分之\s?(?:{NUMBER}(?:[至到—~～-]{NUMBER}(?![\d.成个年%]|{UNIT}))?|百)|(?<![\d.]){ARABIC}\s?[%‰]|(?:(?<![\d.]){ARABIC}|[一二两三四五六七八九十]{{1,2}})成[一二三四五六七八九]?(?![立员为功果本都熟长人年分效不就交绩套品型因群])"),
    ("fraction", rf"(?<![\d/.]){NUMBER}分之\s?{NUMBER}|(?<![\d/.])\d{{1,2}}/\d{{1,2}}(?![\d/])|一半(?!年|天|月)|半数(?=以上)|过半|[减折]半"),
    ("half", r"半个?(?:年|月|天|小时|学期|学年|周|斤|吨|亩|公里|工作日)"),
    ("hundreds", rf"(?:(?<=[上近超逾过达])[百千万亿][百千万亿]?[余馀多]?|(?<![几数\d{CN}])(?:[百千万][余馀多]|[百千][万亿])){UNIT}"),
    ("plain", rf"(?<![\d.])(?:{MIXED}\s?|{CHINESE})[多余馀来几+]?{SCALE}{{0,2}}\s?(?:个[半多](?:月|小时|钟头|学期|工作日|星期)|{UNIT}){RATE}?|(?<![\d.])(?:{MIXED}|{CHINESE})[余馀多]?(?: ?[万亿]{{1,2}}(?![达科向众州象物]))?"),
)  # fmt: skip
_FIRST = (
    r"[\dA-Za-z〔﹝接\[【(（ 第半其之统同单专唯逐划如归合进再零几数多大上下前早晚中凌夜过减折百千万亿星礼周"
    rf"{CN}{_OPENING}]"
)
"""What a pattern can begin with: the rest of a text is passed over without trying each of them."""
SCAN = re.compile(f"(?={_FIRST})(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS) + ")")
QUANTIFIED = re.compile(
    rf"({MIXED}|{CHINESE})\s?([多余馀来几+]?)({SCALE}{{0,2}})\s?((?:个[半多](?:月|小时|钟头|学期|工作日|星期)|{UNIT})?)((?:{RATE})?)"
)
PAIR = re.compile(
    r"((?:[一二三四五六七八九两]?[十百千万])*)([一二三四五六七八九两])([二三四五六七八九两])([十百千万亿]*)"
)
