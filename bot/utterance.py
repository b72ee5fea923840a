"""One utterance of a conversation taken apart: its times and places as written, whether it asks, what it says of its own.

What a question needs to stand alone is a subject. The words of procedure, of change and of measure below are said of any matter
(多久审批, 增加了多少, 标准是什么), so a question whose content is made of them alone lacks its subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.gazetteer import FoundPlaces, naming
from bot.kinship import PART_KINS, kin
from bot.procedure_words import ADVERBS, ASPECT_WORDS, LIGHT_WORDS, PREDICATE_WORDS, TRAILING
from bot.topics import UNKNOWN, Nearness
from bot.types import AskedKind

COURTESY = re.compile(
    r"(?:^|[,，。!！\s]+|(?=(?:谢谢|多谢)[^一-龥]*$))(?:(?:好的?|嗯+|哦+|行|是的|对的|谢谢(?:你|您|啦|了|啊)?|多谢|麻烦(?:你|您)?了?|辛苦了?|知道了|明白了?|懂了|收到|你好|您好|在吗|ok)(?=$|[,，。!！~\s]|那|再|谢谢|多谢)[,，。!！~\s]*)+",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:请问|那么|那(?!个(?!人)|些|几|种(?!植)|项(?!目)|类|年|位|次|样|部(?!门)|档(?!案)|户(?!用)|条(?!件))|再?(?:帮|给)我?(?:再)?(?:看|查|问|找)(?:一?下)?|再?(?:看|查)一?下|看看|查查|再(?:看看?|查查?|问问?)(?:一?下)?|算了|然后(?!呢|$)|另外|对了|还有(?![呢吗没哪什别啥其多几]|$)|我?还?(?:想(?:再)?|要)(?:知道|问问?|了解)(?:一?下)?|(?:如果是|要是)(?=[^,，]{1,8}$)|换成|改成|换)[,，:：\s]*)+"
)
_ENGLISH_LEAD = re.compile(r"^(?:(?:and|what about|how about|in|for|or)\s+)+", re.IGNORECASE)
_LINK = re.compile(
    r"^(?:[,，。\s]|请问)*(?:那(?!个(?!人)|些|几|种(?!植)|项(?!目)|类|年|位|次|样|部(?!门)|档(?!案)|户(?!用)|条(?!件))|然后|再|另外|还有|换成|改成|(?:如果是|要是)(?=[^,，]{1,8}$))"
)
_CORRECTION = re.compile(
    r"^(?:(?:(?:不对|不是(?:这个|的|吧)?(?=[,，])|错了|搞错了|弄错了|说错了|更正(?:一下)?)[,，。:：!！\s]*是?|我(?:问|说|指|要)的(?:是|不是这个)|我是(?:问|说|指)|应该是|应当是)[,，。:：!！\s]*)+"
)
_NOT_BUT = re.compile(r"^(?:我(?:问|说|要)的)?不是(.{1,12}?)[,，。;；\s]+(?:而)?是(.{1,12}?)$")
_BUT_NOT = re.compile(r"^我(?:是)?(?:问|说|要)的?是?(.{1,12}?)[,，。;；\s]+不是(.{1,12}?)$")
_TAIL = re.compile(r"(?:[?？。!！,，、~\s]|呢|啊|呀|哈|也(?:查|看|说|算|列|报|讲)(?:一?[下眼]|看|说|出来)?)+$")
_ALSO = re.compile(r"也(?:查|看|说|算|列|报|讲)(?:一?[下眼]|看|说|出来)?[?？。!！\s]*$")

_UNIT = r"(?:万|亿)?(?:平方米|人次|公里|个?工作日|个?百分点|批次|万元|亿元|个月|块钱|[户人名位个家座眼口所元钱天日月年岁次批倍亩项条种类处辆件期场支斤吨袋步档])?"
HOW_MANY = re.compile(rf"(?:一共|总共|共|大概|大约)?(?:各?[有是为达]|到)?(?:多少|(?<!哪)几(?=[^何]))(?P<unit>{_UNIT})")
_ASK = re.compile(
    rf"(?:(?:几|多少)(?:天|个?月|年|个工作日)|多(?:久|长时间))[之以]?内|{HOW_MANY.pattern.replace('?P<unit>', '?:')}|多[大高久远]|多长(?:时间)?|(?:什么|啥)(?:时候|时间|意思|地方)|是?什么|是?啥|怎么样|怎么办|怎么[做走弄搞回]?|怎样|如何|咋"
    r"|(?<=[一-龥])(?<![我你他年月日])还是(?=[一-龥])|为什么|为何|为啥|凭什么|哪(?:[两三四五六七八九几十]+[个类种条项步方]|[些个里儿几天年月级家边种样])?|谁|吗|嘛|是不是|有没有|能不能|可不可以|能否|可否|是否|要不要|用不用|算不算|管不管|(.)不\1|行不|(?<=[交办领报补能要])不$|百分之(?:几|多少)|第几|分别|各|[对是]吧|对吗"
)
_STRIP = re.compile(
    rf"(?<![一-龥])[一-龥]{{2}}率|(?<![两三四五六七八九])(?:{PREDICATE_WORDS})(?!型)|{ASPECT_WORDS}|{LIGHT_WORDS}|[一二两三四五六七八九十每]+(?:个月|[次个年月日天户人类种项条样者])"
)
_VERB_DONE = re.compile(
    r"(?<=[一-龥]{2})(?:[改建修投办派拨补给领拿花发交报干涨卖挣丢填搭搬收用变降升减增盖开赔退罚]|走访)了$|的(?:事情?|情况)$"
)
_VERBS = "拿交报补发领打去做用找来给"
_OPENING = re.compile(
    r"^(?:的|了|算(?![法账力术])|地(?!方|质|[一-龥]率)|得|是|有(?!机|线|效|限)|在(?!岗|校|读|建|职|册)|和|与|跟|同(?!步)|从(?!业)|到(?!户)|由|被|把|给(?!水)|让|对(?!象|口|接)|为|于|按|就(?!业|医|学|诊)|都|也|还|又|再(?!生|就业)|会(?!议|计|员)|能(?!源|力)|要(?!素)"
    r"|可(?!再生)|应(?!急)|需|不(?!动产|良)|没|这|那|它|他|她|我|你|您|咱|俺|个(?![体人])|里|上(?!访|学|级)|下(?!岗|乡|级)|最|更|共|占|比|且|先(?!进)|分(?!散|配|红|类))"
)
_CLOSING = re.compile(
    r"(?:(?<=[一-龥]{2})[要需得可能][交带填写办找走等拿去报补给领享发]|的|被|了|得|是|有|在|和|与|跟|从|到|由|为|要|能|都|也|还|又|再|指|叫|(?<=[一-龥]{2})[补给领拿花]|(?<=[批办])下|(?<=[一-龥]{2})(?<![申上填汇简预警举日情通喜])报|(?<=[一-龥]{2})(?<![开研批引])发|不|没|里|内|占|比|且|先|分|来|第)$"
)
_PREDICATE = re.compile(f"(?:不予|已经|当年|累计)?(?:{PREDICATE_WORDS.removesuffix('|批|办|停|扣|罚|管|停止|花')})")
_ASPECT = re.compile(f"{ASPECT_WORDS}|(?<=[一-龥])(?:资金|任务|补助|费用|项目数|问题数|[户人次个]数)|[一-龥]{{2}}率")
_PRONOUN = re.compile(
    r"他们|她们|它们|它|(?<![其吉])[他她](?!人)|(?:这|那)(?:[些几两三四五]?(?:个|种(?!植)|项(?!目)|类|样|位|条(?!件)|档(?!案)|部(?!门)|笔|级)|些|里头?|里面)|该(?!怎|如|找|交|去|咋|不)|上述|(?<![一-龥])此|^两[边者]|双方"
)
_COUNTED = re.compile(r"^[两三四五六七八几][个类种项样者]")
_AMONG = re.compile(r"^(?:其中|里面|里头|当中|那里头|这里头|这里面|那里面)的?")
_HEADLESS = re.compile(
    r"^(?P<part>[^,，]{1,14}?)的(?:那?(?:部分|些|个|种|几[个种户]))?(?=$|有(?![关效机限])|是|占|多少|几[个户人名]|[呢吗]|怎么|给(?!水)|能(?!力|源)|补(?![助贴短])|发(?![展放生])|谁|什么)"
)
CLAUSE = re.compile(
    r"有(?!机|线|效|限|关)|没|不[了动起]|(?<![存现])在(?!岗|校|读|建|职|册)|已经|遭|得了|过了?|超|[我俺他她咱]|[妈爸爹娘爷奶娃]|儿子|女儿|岁|[一-龥]了(?!多少|几)|是(?!多少|什么|谁|啥|哪)"
)
_OBJECT_VERB = re.compile(r"(?:申请|办理|领取|评上|吃上?|认定|纳入|参加|报销|牵头|主管)(?P<object>[一-龥“”]{2,12})")
_EACH = re.compile(
    r"[一每][户人次亩名]|每[月年周季日天次人户]|[一两三四五六几半]个?[月年](?!级)|当年|全年|单次|一年|已经"
)
TIME = re.compile(
    r"(?:截至|截止到?|到)?(?:(?:(?<![\d.〔\[(])(?:19|20)\d{2}年?|(?<!\d)2\d年)(?:(?:\d{1,2}|[一二三四五六七八九十]+)月)?(?:度|底|末|初)?|(?:今年|去年|大?前年|上年度?|上一年度?|前一年|次年|后一年|本年度?)(?:底|末)?)"
    r"(?:(?:[和与跟、]|到|至)(?:(?:19|20)\d{2}年?|2\d年)(?:度|底|末)?)*"
)
MONTH = re.compile(r"(?<![\d年])(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底)?(?![发交])")
_TITLE_PLACE = re.compile(r"^[一-龥]{2,7}?[省市县区镇乡]")
_LONGEST_NAME_CHARS = 12
_WHOLE = re.compile(
    r"[全本][省市县区镇乡村]|我们?[县镇乡村]|各个?(?:乡镇|[镇乡村县])|每个(?:乡镇|[镇乡村])|[县镇乡村]里(?=[的呢]|$)|[省市县镇乡村]一级(?=[的呢]|$)"
)


@dataclass(frozen=True, slots=True)
class Senses:
    """What a text is read with."""

    places: Callable[[str], FoundPlaces]
    kind: Callable[[str], AskedKind]
    """What a question asks for."""
    named: Callable[[str], str]
    """The longest name of a matter that the base or the table of terms knows in a text; empty where it holds none."""
    this_year: int
    nearness: Callable[[str, str, str], Nearness] = lambda said, question, matter: UNKNOWN
    """How the base answers a text, alone, beside the question before it, which was about a matter."""
    counts: Callable[[str], bool] = lambda word: False
    """Whether the base has figures whose name ends with a word."""
    matter: Callable[[str], str] = lambda text: ""
    """The longest name in a text of a matter that documents are about or count; empty where it holds none."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the user said, taken apart."""

    text: str
    """Without courtesies, leads and final marks."""
    rest: str
    """`text` without its times and places."""
    time: str
    """As written; empty where none is named."""
    place: str
    """As written, several joined by 和; empty where none is named."""
    content: tuple[str, ...]
    """What it says of its own: its words without those that ask, and without those that are said of any matter."""
    asks: bool
    linked: bool
    """Whether it opens as a continuation: 那…, 再…, 还有…"""
    corrects: bool
    elliptic: bool
    """Whether it ends in 呢 without asking: the same asked of what it names."""
    instead: tuple[str, str] | None
    """不是X,是Y as (X, Y)."""
    joined: bool = False
    """Whether it stands in one message with what came before."""


def heard(said: str, senses: Senses) -> Utterance:
    """Take apart what was said."""
    bare = _TAIL.sub("", COURTESY.sub("", said.strip()))
    turned = _BUT_NOT.match(bare)
    instead = _NOT_BUT.match(_CORRECTION.sub("", bare) if not bare.startswith("不是") else bare)
    corrected = _CORRECTION.sub("", bare)
    text = _TAIL.sub("", _ENGLISH_LEAD.sub("", _LEAD.sub("", corrected))).strip(" ,，、")
    times = [match[0] for match in (*TIME.finditer(text), *(() if TIME.search(text) else MONTH.finditer(text)))]
    places = place_spans(text, senses)
    rest = text
    for piece in (*times, *(text[s:e] for s, e in places)):
        rest = rest.replace(piece, " ", 1)
    rest = re.sub(r"^[\s的]+|\s+$", "", rest)
    return Utterance(
        text=text, rest=rest, time="和".join(times), place="和".join(text[s:e] for s, e in places),
        content=content_of(rest), asks=bool(_ASK.search(re.sub(r"呢$", "", rest))), linked=bool(_LINK.match(corrected)),
        corrects=corrected != bare, elliptic=bool(re.search(rf"呢[?？。!！\s]*$|{_ALSO.pattern}", COURTESY.sub("", said.strip()))), instead=(instead[1], instead[2]) if instead else (turned[2], turned[1]) if turned else None,
    )  # fmt: skip


def place_spans(text: str, senses: Senses) -> list[tuple[int, int]]:
    """Where `text` names places, in order; neighbours joined by 和 or following each other directly are one span."""
    found = senses.places(TIME.sub("，", text))  # a village is only found at the beginning of a phrase
    named = (name for name in (*found.known, *found.mentioned, *found.unknown) if not _AMONG.match(name))
    spans = [m.span() for name in named if (m := naming(name).search(text))]
    spans += [m.span() for m in _WHOLE.finditer(text)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and (start <= joined[-1][1] or text[joined[-1][1] : start] in ("和", "与", "跟", "、")):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def content_of(text: str) -> tuple[str, ...]:
    """The words of `text` that name something: two characters or more each, in order."""
    pieces = re.split(r"[\s\0,，。、；;:：?？!！“”‘’\"'（）()]+", _STRIP.sub("\0", _ASK.sub("\0", text)))
    return tuple(p for p in map(_worn, pieces) if len(p) > 1 and not p.isdigit() and p.strip(_VERBS))


def subject_of(text: str, senses: Senses) -> str:
    """The matter that a question of its own is about, as written: what the verb of asking takes, else what stands before or after it."""
    spans = [*(m.span() for m in TIME.finditer(text)), *place_spans(text, senses)]
    blank = "".join("\0" if any(s <= i < e for s, e in spans) else c for i, c in enumerate(text))
    taken = _OBJECT_VERB.search(_ASK.sub("\0", blank))
    pieces = (
        [taken["object"]]
        if taken and content_of(taken["object"])
        else re.split(r"[\0\s,，。；;:：?？]+", _ASK.sub("\0", _EACH.sub("\0", blank)))
    )
    trimmed = [_trimmed(_VERB_DONE.sub("", piece)) for piece in pieces]
    pieces = [p for p in trimmed if content_of(p)] or [p for p in trimmed if len(p) > 1]
    clause = next((p for p in pieces if not CLAUSE.search(p)), pieces[0] if pieces else "")
    named = senses.named(clause) if CLAUSE.search(clause) else ""
    return named or clause


def _worn(piece: str) -> str:
    """Without the light words of one character at its ends."""
    before = None
    while piece != before:
        before = piece
        piece = _CLOSING.sub("", _OPENING.sub("", piece))
    return piece


def _trimmed(piece: str) -> str:
    """Without the words of procedure and measure at its ends, nor what light words stand there."""
    before = None
    while piece != before:
        before = piece
        piece = re.sub(rf"^(?:{_PREDICATE.pattern}(?![型类性率制款金员费期区度])|{ADVERBS}|\d+月)", "", _worn(piece))
        tail = re.search(
            rf"(?<![两三四五六七八九])(?:{PREDICATE_WORDS}|{ASPECT_WORDS}|{TRAILING})+$",
            piece,
        )
        if tail and len(piece) - len(tail[0]) > 1:
            piece = piece[: tail.start()]
    return piece


def points_back(said: Utterance) -> bool:
    """Whether it holds a word that stands for something said before, or only names a part of it."""
    rest = said.rest
    pointing = _PRONOUN.search(rest) or _AMONG.match(rest) or _COUNTED.match(rest) or headless(rest)
    return not said.asks or bool(pointing) or all(kin(word) in PART_KINS for word in said.content)


def among(rest: str) -> str | None:
    """What is asked of a part of the matter: 其中D级多少 -> D级多少; None where it isn't asked so."""
    found = _AMONG.match(rest)
    return rest[found.end() :] if found else None


def headless(rest: str) -> str:
    """The part named by a 的 that lacks its noun: 县外的(呢) -> 县外; empty where there is none."""
    found = _HEADLESS.match(rest)
    part = found["part"] if found else ""
    return part if content_of(part) or kin(part) else ""


def without_pronoun(rest: str) -> str:
    """`rest` without the first pronoun, where it stands at the beginning."""
    found = _PRONOUN.match(rest)
    return rest[found.end() :].lstrip("的") if found else rest


def predicate_span(text: str) -> tuple[int, int] | None:
    """Where the last word of procedure or change stands."""
    spans = [m.span() for m in _PREDICATE.finditer(text)]
    return spans[-1] if spans else None


def aspect_span(text: str) -> tuple[int, int] | None:
    """Where the last word of measure stands."""
    spans = [m.span() for m in _ASPECT.finditer(text)]
    return spans[-1] if spans else None


def matters(titles: Iterable[str]) -> frozenset[str]:
    """What titles of documents name: 临溪县临时救助办法（2023年） -> 临时救助. A part of a title that a place opens is left without it."""
    words = (word for title in titles for word in content_of(_TITLE_PLACE.sub(" ", TIME.sub(" ", title))))
    return frozenset(word for word in words if len(word) <= _LONGEST_NAME_CHARS)


def stated(question: str) -> str:
    """The question as a statement: without the words that ask."""
    return re.sub(
        r"[是有占]$|[,，]\s*$", "", re.sub(r"是?(?:什么|哪些)|怎么样?|吗$|多久|为什么", "", HOW_MANY.sub("", question))
    )


def without_measure(name: str) -> str:
    """`name` without the word of measure at its end, where two characters are left: 茶园面积 -> 茶园."""
    found = re.search(rf"的?(?:{ASPECT_WORDS}|{PREDICATE_WORDS}|(?<=[一-龥]{{2}})数)$", name)
    return name[: found.start()] if found and found.start() > 1 else name
