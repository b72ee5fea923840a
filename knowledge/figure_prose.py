"""What the figures of one sentence are figures of: the words before, after or around each number. Pure.

A sentence is read from left to right. What stands between the last figure (or clause mark) and a number usually names what is
counted (危房改造2209户); where only a verb or link stands there, the words after it do (带动53.3万名群众); where nothing does, the
figure goes on with what the sentence is about (9922户32550人; 其中省级4个; 比上年增加715人).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from knowledge.figure_words import (
    ABOVE,
    ACT,
    ACT_AT_END,
    AGENT,
    CHANGE,
    CLASS,
    GENERIC,
    HAS,
    KEPT,
    LEAD,
    MEASURES,
    NOT_NOUN,
    NOUN,
    RATIOS,
    SETS,
    SHARE,
    STATUS,
    TAIL,
    TIME_UNITS,
    TIMES,
    WHO,
    WITHIN,
)
from knowledge.numbers import Quantity
from knowledge.units import WEAK

_COUNTERS = frozenset((*WEAK, "人", "名", "位", "户", "眼", "例"))
_MARK = re.compile(r"[，；;。！？!?：,]|(?<!\d):|:(?!\d)|并(?=[在对由按将])")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_OPENED = re.compile(r"^.*[（(]", re.DOTALL)
_AFTER_VALUE = re.compile(
    r"\s?(?:[（(]含[^）)]*[）)])?(?:(?:(?:及|或)?以[上下])|左右|上下|[多余](?=[，。、；的]))?(?:的(?=[一-龥“]))?"
)
_NAMES_MORE = re.compile(
    r"\s?(?:[（(]含[^）)]*[）)])?(?:(?:及|或|含)?以[上下内](?:的(?=[一-龥\d])|(?=[一-龥\d])(?!的))|的(?=[一-龥\d]))"
)
_PER = re.compile(r"每(?:人|户|亩|村|月|年|天|日|季度)+(?:每(?:月|年|天|日))?")
_THRESHOLD = re.compile(r"[^\d的]{0,10}\d[^的]{1,8}的(?:(?!达|为|由|有|共|均|都|要|须|应)[一-龥]){1,6}")
_RELATIVE = re.compile(
    r"(?:不|没|未|无|有|符合|从事|具有|具备|因)[^\d的]{1,12}的(?:(?!实施|开展|安排|给予|进行|落实|发放|按|实行|提供|由|都|均)[一-龥]){2,8}"
)
_CHANGES_TO = re.compile(r"[^，,；;。]{0,2}?(?:增加|提高|调整|减少|降低|降|增|扩大|发展|提升|上调|下调)(?:到|至|为)")
_FROM = re.compile(r"[由从][^，,；;。]{0,8}$")
_SINCE = re.compile(r"(?:[自从在][^，,；;在]{1,24}?|[^，,；;在自从]{1,12})(?:起|后|前|以来|之日起?)$")
_ITEM = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零\d]+条|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．])\s*"
)
_MAY = re.compile("(?:在|应当|应|可以|须|必须|于|要)+$")
_ZERO = "无没"
_NO_QUANTITY = Quantity(0, 0, Decimal(0), "")
_LONGEST_NOUN_CHARS, _LONGEST_INDICATOR_CHARS = 20, 40


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of a sentence and what it is of; offsets are those of the text that the quantities were found in."""

    quantity: Quantity
    indicator: str
    qualifiers: tuple[str, ...] = ()
    subject: str = ""
    rule: bool = False
    """Whether it sets something for whatever time (10个工作日内) rather than reports it."""
    part: bool = False
    """Whether it goes on with a list: 、省级资金0.42亿元."""
    former: bool = False
    """Whether it is the value before a change: 由9个增加到12个."""


@dataclass(slots=True)
class Passage:
    """A block whose sentences are read in order; what one is about, the next may go on with."""

    text: str
    masked: str
    """The text with places and periods blanked, character for character: they belong to no indicator."""
    lead: str
    """What the list, the item or the section is about, for a sentence that doesn't say."""
    led: bool = False
    """Whether a list or item says so itself, nearer than the section's heading."""
    of_unit: dict[str, str] = field(default_factory=dict)
    """Unit -> what was last counted in it."""


@dataclass(slots=True)
class _State:
    """What has been read of a sentence so far."""

    start: int
    """Where the sentence begins, its number (第三条, （一）) left out."""
    used: int
    """Up to where the words belong to figures already read."""
    stop: int
    """Where the next figure begins, or the sentence ends."""
    topic: str = ""
    agent: str = ""
    parts: bool = False
    """Whether what is read are parts (其中……) of the topic."""
    told: list[Stated] = field(default_factory=list)
    """The sentence's figures before this one."""


@dataclass(slots=True)
class _Before:
    """What stands before a number, read from both ends."""

    words: str
    narrowed: list[str]
    has: bool
    """Whether it leads over with 有: what follows the number is what is counted."""


def stated(passage: Passage, span: tuple[int, int], quantities: Sequence[Quantity]) -> Iterator[Stated]:
    """The figures of the sentence `span`, in order, given the quantities that stand in it."""
    found = [q for q in (_as_figure(passage.text, quantity) for quantity in quantities) if q is not None]
    kept = [q for index, q in enumerate(found) if not _only_names(passage, found, index, span)]
    item = _ITEM.match(passage.text, span[0])
    start = item.end() if item else span[0]
    state = _State(start, start, span[1])
    for index, quantity in enumerate(kept):
        state.stop = kept[index + 1].start if index + 1 < len(kept) else span[1]
        figure = _read(passage, state, quantity)
        if figure.indicator:
            state.told.append(figure)
            yield figure
        state.used = max(state.used, quantity.end)


def _as_figure(text: str, quantity: Quantity) -> Quantity | None:
    """The quantity where it counts or measures something; 无一户 as a zero; None for 三件事, 一次 and bare numbers."""
    if quantity.kind != "quantity" or not quantity.unit or (quantity.unit.startswith("日/")):
        return None
    first = text[quantity.start]
    if first.isdigit() or first in "-−－":
        return quantity
    if first == "一" and text[quantity.start - 1 : quantity.start] in _ZERO and quantity.value == 1 and quantity.start:
        return replace(quantity, start=quantity.start - 1, value=Decimal(0))
    base = quantity.unit.partition("/")[0]
    if base in ("元", "%", "百分点") or (
        base in MEASURES and (quantity.qualifier != "exact" or WITHIN.match(text, quantity.end))
    ):
        return quantity
    return quantity if quantity.value > 10 and base in ("人", "名", "户", "人次") else None


def _only_names(passage: Passage, found: Sequence[Quantity], index: int, span: tuple[int, int]) -> bool:
    """Whether a quantity belongs to the name of what another counts: 5万元 in 年收入5万元以上的村87个."""
    quantity = found[index]
    more = _NAMES_MORE.match(passage.text, quantity.end)
    named = quantity.qualifier != "exact" and quantity.unit != "%"
    if not more or not (named or "以" in more.group()) or WITHIN.match(passage.text, quantity.end):
        return False
    after = found[index + 1].start if index + 1 < len(found) else span[1]
    if index + 1 < len(found) and not _MARK.search(passage.text, quantity.end, after):
        return True
    if not index or found[index - 1].unit not in _COUNTERS:
        return False
    between = passage.text[found[index - 1].end : quantity.start]
    return "、" not in between and not _MARK.search(between)


def _read(passage: Passage, state: _State, quantity: Quantity) -> Stated:
    start = state.used
    for mark in _MARK.finditer(passage.masked, state.used, quantity.start):
        start = mark.end()
    raw = _OPENED.sub("", _BRACKETED.sub("", passage.masked[start : quantity.start])).strip(" \x01")
    figure = (
        _paired(passage, state, quantity)
        or _limit(passage, state, quantity, raw)
        or _compared(passage, state, quantity, raw)
        or _narrowed(passage, state, quantity, raw)
        or _named(passage, state, quantity, raw)
    )
    sets = quantity.qualifier in ("at_least", "at_most") or SETS.search(raw)
    rule = figure.rule or (quantity.unit in TIME_UNITS and bool(sets))
    former = bool(_FROM.search(passage.text, start, quantity.start) and _CHANGES_TO.match(passage.text, quantity.end))
    qualifiers = tuple(dict.fromkeys(q for q in (*figure.qualifiers, *_PER.findall(raw)) if q))
    indicator = figure.indicator.strip("、的 \x01").replace("\x01", "")[-_LONGEST_INDICATOR_CHARS:]
    if not state.parts:
        passage.of_unit[quantity.unit.partition("/")[0]] = indicator
    return replace(figure, indicator=indicator, qualifiers=qualifiers, rule=rule, former=former)


def _paired(passage: Passage, state: _State, quantity: Quantity) -> Stated | None:
    """The second number of a pair: 32550人 of 9922户32550人, 19.6万元 of 213人次、19.6万元."""
    last = state.told[-1] if state.told else None
    if last is None or last.quantity.unit == quantity.unit:
        return None
    between = passage.text[last.quantity.end : quantity.start]
    if between and (between not in "、和" or NOUN.match(passage.text, quantity.end)):
        return None
    return replace(last, quantity=quantity)


def _together(state: _State, quantity: Quantity, raw: str) -> str:
    """What a sum is of: 基本生活费、照料护理费 where the sentence gave these before 合计."""
    if not re.search("(?:合计|共计|总计|一共)(?:为|约)?$", raw):
        return ""
    parts = [figure.indicator for figure in state.told if figure.quantity.unit == quantity.unit]
    return "、".join(dict.fromkeys(parts)) + "合计" if len(parts) > 1 else ""


def _about(passage: Passage, state: _State, quantity: Quantity) -> str:
    """What the sentence, the clause before, the block or the section is about."""
    if state.topic:
        return state.topic
    if passage.led:
        return passage.lead
    unit = quantity.unit.partition("/")[0]
    earlier = passage.of_unit.get(unit, "") if unit not in TIME_UNITS else ""
    return earlier or _clause_before(passage, state, quantity) or passage.lead


def _clause_before(passage: Passage, state: _State, quantity: Quantity) -> str:
    """The clause before the figure's own, where it names something: 从受理到确认，一般不超过30个工作日."""
    clauses = re.split("[，,；;：:。]", passage.masked[state.start : quantity.start])
    words = clauses[-2].strip(" \x01") if len(clauses) > 1 else ""
    return "" if words.endswith("的") or not 1 < len(words) <= _LONGEST_NOUN_CHARS else words


def _limit(passage: Passage, state: _State, quantity: Quantity, raw: str) -> Stated | None:
    """A time within which something must be done: 自受理之日起10个工作日内完成审核."""
    within = WITHIN.match(passage.text, quantity.end) if quantity.unit in TIME_UNITS else None
    if within is None:
        return None
    before = _before(raw)
    act = passage.masked[within.end() : state.stop]
    mark = _MARK.search(act)
    act = _led_over((act[: mark.start()] if mark else act).strip("，,的\x01 "))[0]
    since = _SINCE.search(raw)
    doer = _MAY.sub("", _before(raw[: since.start()]).words if since else before.words)
    state.used = within.end()
    words = act or before.words or _about(passage, state, quantity)
    state.topic = state.topic or words
    qualifiers = (*before.narrowed, since.group() if since else "", within.group())
    return Stated(quantity, words, qualifiers, _who(doer) if act else "", rule=True)


def _compared(passage: Passage, state: _State, quantity: Quantity, raw: str) -> Stated | None:
    """A difference, a share or a distance from something else: it is of what the sentence is about."""
    change = CHANGE.search(raw)
    if change:
        base = _before(raw[: change.start()])
        said = (change["than"] or "", change["change"])
    elif quantity.unit == "%" and (share := SHARE.search(raw)):
        base = _before(raw[: share.start()])
        said = (f"占{share['whole']}", "")
    elif quantity.unit == "倍" and (times := TIMES.search(raw)):
        base = _before(raw[: times.start()])
        said = (times.group(), "")
    elif quantity.unit in ("百分点", "%") and (above := ABOVE.search(raw)):
        base = _before(raw[: above.start()])
        said = (above["above"], "")
    else:
        return None
    words = base.words
    if change and not words and not state.topic and not change["than"]:
        words = _led_in(passage, change["change"])
    if not words or words in RATIOS:
        words = _about(passage, state, quantity) + words
    else:
        state.topic = state.topic if change else words
        state.topic = state.topic or words
    return Stated(quantity, _object(words), (*base.narrowed, *(s.replace("\x01", "") for s in said)))


def _narrowed(passage: Passage, state: _State, quantity: Quantity, raw: str) -> Stated | None:
    """A part of what the sentence counts: 其中省级4个, 已整改到位49个."""
    before = _before(raw)
    words = _PER.sub("", before.words)
    classed = CLASS.fullmatch(words)
    status = STATUS.fullmatch(raw.strip("，,、")) or STATUS.fullmatch(words)
    if not classed and not status:
        return None
    noun = _after(passage, state, quantity)
    topic = noun or state.topic or _headed(passage, state, quantity)
    if not topic:
        return None
    state.topic = state.topic or topic
    narrowing = classed.group() if classed else status.group()  # type: ignore[union-attr]
    return Stated(quantity, f"{words}{topic}" if classed else topic, (*before.narrowed, narrowing))


def _headed(passage: Passage, state: _State, quantity: Quantity) -> str:
    """What a clause before names that no figure stood in (农村低保金分三档发放：), else what the block is about."""
    return (state.topic if state.told else "") or _colon(passage, state, quantity) or _about(passage, state, quantity)


def _colon(passage: Passage, state: _State, quantity: Quantity) -> str:
    """What stands before the sentence's last colon, without how it is divided; "" where there is none."""
    head, colon, _ = passage.masked[state.start : quantity.start].replace("：", ":").rpartition(":")
    if not colon:
        return ""
    noun = re.split("[，,；;。:]", head)[-1].replace("\x01", "")
    noun = re.split("分[一二三四五六七八九十两]|按照?|如下|标准为|包括", noun)[0]
    return _object(_before(noun).words) if len(noun) > 1 else ""


def _led_in(passage: Passage, change: str) -> str:
    """What an amount on top is of, where only the list's or item's lead says it: 增发."""
    return passage.lead if passage.led and change in passage.lead else change


def _named(passage: Passage, state: _State, quantity: Quantity, raw: str) -> Stated:
    """What the words right before the number name, or those after it, or what the sentence is about."""
    before = _before(raw)
    words = _PER.sub("", before.words)
    words = "" if words in _SIDE_WORDS else words
    by = raw.rstrip().endswith(("按", "按照")) and quantity.unit != "个"
    if by and (act := _act_after(passage, state, quantity)):
        headed = _colon(passage, state, quantity)
        state.topic = headed if act in headed else act
        who = _who(words)
        return Stated(quantity, state.topic, (*before.narrowed, "" if who else words), who)
    part = passage.text[state.used : state.used + 1] in "、和及"
    again = quantity.unit == "元" and quantity.qualifier != "exact" and bool(state.told) and not words
    noun = "" if again else _after(passage, state, quantity)
    verb = ACT_AT_END.search(words)
    if words.endswith("等") and noun:
        words = ""
    if noun and (not words or before.has or verb):
        subject = words[: verb.start()] if verb else words
        return _told(state, Stated(quantity, noun, (*before.narrowed, verb.group() if verb else ""), _who(subject)))
    if noun and quantity.unit in _COUNTERS and (words.endswith("的") or len(words) + len(noun) <= _LONGEST_NOUN_CHARS):
        words = (_TO.split(words)[-1] if words.endswith("的") else words) + noun
    words, average, _ = words.partition("人均") if words.endswith("人均") else (words, "", "")
    if quantity.unit.partition("/")[0] in ("元", "平方米", "%") and (who := _recipient(words)):
        indicator = _colon(passage, state, quantity) or _about(passage, state, quantity)
        if indicator and indicator != words:
            return Stated(quantity, indicator, (*before.narrowed, average), who)
    words = _REST.sub("", words)
    if quantity.unit == "%" and ACT.fullmatch(words):
        words = ""
    words = _KINDS.sub(noun, words)
    if words.endswith("的"):
        words = "" if _OF_PLACE.search(passage.masked, state.start, quantity.start) else _TO.split(words)[-1]
    if not words and (sum_of := _together(state, quantity, raw)):
        return Stated(quantity, sum_of)
    if words and ACT.fullmatch(words):
        words = next((f.indicator for f in state.told if words in f.indicator), words)
    if not words:
        return Stated(quantity, _headed(passage, state, quantity), tuple(before.narrowed), state.agent)
    return _told(state, _with_subject(state, Stated(quantity, words, tuple(before.narrowed), part=part)))


_FOR = re.compile("[为向给](?!主)|对(?!象)")
_KINDS = re.compile("分为.+$")
_OF_PLACE = re.compile("的\x01+(?:为|是|达到?|有|约)*$")  # 收入最高的槐荫村达到: of the place, not of the figure
_REST = re.compile("(?:其余|剩余)的?$")
_RECIPIENT = re.compile("(?:对象|人员|家庭|农户|[^用入]户|老人|学生|儿童|职工|患者|残疾人|群众)$")
_TO = re.compile("对(?![象口外接照比])")
_SIDE_WORDS = frozenset(
    [
        "对",
        "向",
        "为",
        "在",
        "从",
        "按",
        "给",
        "由",
        "将",
        "把",
        "每",
        "了",
        "的",
        "等",
        "中",
        "后",
        "前",
        "元",
        "于",
        "以",
    ]
)


def _with_subject(state: _State, figure: Stated) -> Stated:
    """Split 南京企业投入资金 into who does it and what is counted; 投入资金 alone is the last doer's."""
    words = figure.indicator
    for act in ACT.finditer(words):
        doer = words[: act.start()]
        doer = doer[:1] + _FOR.split(doer[1:])[0]
        if not doer:
            return _without_verb(replace(figure, subject=state.agent))
        if AGENT.search(doer):
            return _without_verb(replace(figure, indicator=words[act.start() :], subject=doer))
    return figure


def _told(state: _State, figure: Stated) -> Stated:
    """Keep what a figure is of, for those that go on with it."""
    if figure.quantity.unit in ("周岁", "岁"):
        return figure
    if "其中" in figure.qualifiers or (state.parts and figure.part):
        state.parts = True
    else:
        state.topic, state.parts = figure.indicator, False
    if AGENT.search(figure.indicator):
        state.agent = re.split("的|招引|引进", figure.indicator)[-1]
    elif figure.subject:
        state.agent = figure.subject
    return figure


def _without_verb(figure: Stated) -> Stated:
    """Put the verb aside that only leads to what is counted (实施危房改造), where what is left still says it (not 投入资金)."""
    act = ACT.match(figure.indicator)
    if act is None or KEPT.match(figure.indicator):
        return figure
    rest = figure.indicator[act.end() :].lstrip("了过出好")
    while (more := ACT.match(rest)) and len(rest) > more.end() + 2 and not KEPT.match(rest):
        rest = rest[more.end() :]  # 新建改建村卫生室
    if rest in GENERIC or len(rest) < 3 or "的" in rest or rest.startswith(("和", "、", "率")):
        return figure
    return replace(
        figure, indicator=rest, qualifiers=(*figure.qualifiers, figure.indicator[: len(figure.indicator) - len(rest)])
    )


def _object(words: str) -> str:
    return _without_verb(Stated(_NO_QUANTITY, words)).indicator


def _recipient(words: str) -> str:
    """Whom a sum is for, as it counts no people: 分散供养特困人员每户3.5万元."""
    return words if _RECIPIENT.search(words) and not ACT.search(words) and "的" not in words else ""


def _who(words: str) -> str:
    return words if 1 < len(words) <= _LONGEST_NOUN_CHARS and WHO.search(words) and not ACT.search(words) else ""


def _before(raw: str) -> _Before:
    """The words of `raw` without links at its beginning and lead-overs at its end, and what narrows it."""
    words, narrowed = raw.strip(" \x01"), []
    while lead := LEAD.match(words):
        if lead["narrow"]:
            narrowed.append(lead["narrow"])
        words = words[lead.end() :]
    words, has = _led_over(words)
    return _Before(words, narrowed, has)


def _led_over(words: str) -> tuple[str, bool]:
    """The words without lead-overs at their end, and whether one of these was 有."""
    has = False
    while tail := TAIL.search(words):
        has = has or bool(HAS.search(tail.group()))
        words = words[: tail.start()]
    return words.replace("\x01", ""), has


def _after(passage: Passage, state: _State, quantity: Quantity) -> str:
    """The noun that the number stands before (53.3万名群众稳定增收 -> 群众), or nothing; it is used up."""
    text = passage.masked
    skip = _AFTER_VALUE.match(text, quantity.end)
    at = skip.end() if skip else quantity.end
    if quantity.unit not in _COUNTERS and not (text[at - 1] == "的" or quantity.unit.startswith("元")):
        return ""
    run = NOUN.match(text, at, min(state.stop, at + _LONGEST_NOUN_CHARS))
    if run is None or text[at].isdigit() or text[at] == "的":
        return ""
    noun = run.group()
    if named := _THRESHOLD.match(noun) or _RELATIVE.match(noun):
        state.used = at + named.end()
        return named.group()
    cuts = [m.start() for m in (ACT.search(noun), NOT_NOUN.search(noun)) if m]
    if "“" in noun[1:]:
        cuts.append(noun.index("“", 1))
    possessive = noun.find("的")
    if 0 < possessive < 6 and not re.search(r"\d", noun[:possessive]):
        cuts.append(possessive)
    noun = noun[: min(cuts)] if cuts else noun
    if not noun or (not cuts and run.end() == state.stop and text[run.end() : run.end() + 1].isdigit()):
        return ""  # 党员12名群众代表8名: they belong to the next number
    state.used = at + len(noun)
    return noun


def _act_after(passage: Passage, state: _State, quantity: Quantity) -> str:
    """What is done by a rate: 按30%给予救助."""
    rest = passage.masked[quantity.end : state.stop].lstrip("的")
    mark = _MARK.search(rest)
    return _before(rest[: mark.start()] if mark else rest).words[:_LONGEST_NOUN_CHARS]
