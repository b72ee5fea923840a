"""What the figures of one sentence are figures of: the words before, after or around each number. Pure.

A sentence is read from left to right. What stands between the last figure (or clause mark) and a number usually names what is
counted (危房改造2209户); where only a verb or link stands there, the words after it do (带动53.3万名群众); where nothing does, the
figure goes on with what the sentence is about (9922户32550人; 其中省级4个; 比上年增加715人).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.figure_counted import COUNTERS, MARK, figures_among
from knowledge.figure_nouns import LONGEST_CHARS, Before, before, led_over, recipient, who, without_verb
from knowledge.figure_sentence import Passage, Sentence, Stated
from knowledge.figure_words import (
    ABOVE,
    ACT,
    ACT_AT_END,
    AGENT,
    CHANGE,
    CLASS,
    NOUN,
    RATIOS,
    SETS,
    SHARE,
    STATUS,
    TIME_UNITS,
    TIMES,
    WITHIN,
)
from knowledge.numbers import Quantity

_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_OPENED = re.compile(r"^.*[（(]", re.DOTALL)
_PER = re.compile(r"每(?:人|户|亩|村|月|年|天|日|季度)+(?:每(?:月|年|天|日))?")
_CHANGES_TO = re.compile(r"[^，,；;。]{0,2}?(?:增加|提高|调整|减少|降低|降|增|扩大|发展|提升|上调|下调)(?:到|至|为)")
_FROM = re.compile(r"[由从][^，,；;。]{0,8}$")
_SINCE = re.compile(r"(?:[自从在][^，,；;在]{1,24}?|[^，,；;在自从]{1,12})(?:起|后|前|以来|之日起?)$")
_MAY = re.compile("(?:在|应当|应|可以|须|必须|于|要)+$")
_SUM = re.compile("(?:合计|共计|总计|一共)(?:为|约)?$")
_FOR = re.compile("[为向给](?!主)|对(?!象)")
_TO = re.compile("对(?![象口外接照比])")
_KINDS = re.compile("分为.+$")
_OF_PLACE = re.compile("的\x01+(?:为|是|达到?|有|约)*$")  # 收入最高的槐荫村达到: of the place, not of the figure
_REST = re.compile("(?:其余|剩余)的?$")
_ITEM = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零\d]+条|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．])\s*"
)
_ALONE_SAYS_NOTHING = frozenset("对向为在从按给由将把每了的等中后前元于以")
_LONGEST_INDICATOR_CHARS = 40


@dataclass(slots=True)
class _Reader(Sentence):
    """Reads what each figure of a sentence is of."""

    def read(self, quantity: Quantity) -> Stated:
        """What a figure is of, with what narrows it."""
        start = self.used
        for mark in MARK.finditer(self.passage.masked, self.used, quantity.start):
            start = mark.end()
        clause = self.passage.masked[start : quantity.start]
        raw = _OPENED.sub("", _BRACKETED.sub("", clause)).strip(" \x01")
        said = before(raw)
        figure = (
            self._paired(quantity)
            or self._limit(quantity, raw, said)
            or self._compared(quantity, raw)
            or self._narrowed(quantity, raw, said)
            or self._rated(quantity, raw, said)
            or self._none(quantity, said)
            or self._named(quantity, raw, said)
        )
        sets = quantity.qualifier in ("at_least", "at_most") or SETS.search(raw)
        text = self.passage.text
        indicator = figure.indicator.strip("、的 \x01").replace("\x01", "")[-_LONGEST_INDICATOR_CHARS:]
        if not self.parts and indicator:
            self.passage.of_unit[quantity.unit.partition("/")[0]] = indicator
        return replace(
            figure,
            indicator=indicator,
            qualifiers=tuple(dict.fromkeys(q for q in (*figure.qualifiers, *_PER.findall(raw)) if q)),
            rule=figure.rule or (quantity.unit in TIME_UNITS and bool(sets)),
            former=bool(_FROM.search(text, start, quantity.start) and _CHANGES_TO.match(text, quantity.end)),
        )

    def _paired(self, quantity: Quantity) -> Stated | None:
        """The second number of a pair: 32550人 of 9922户32550人, 19.6万元 of 213人次、19.6万元."""
        last = self.told[-1] if self.told else None
        if last is None or last.quantity.unit == quantity.unit:
            return None
        between = self.passage.text[last.quantity.end : quantity.start]
        if between and (between not in "、和" or NOUN.match(self.passage.text, quantity.end)):
            return None
        return replace(last, quantity=quantity)

    def _limit(self, quantity: Quantity, raw: str, said: Before) -> Stated | None:
        """A time within which something must be done: 自受理之日起10个工作日内完成审核."""
        within = WITHIN.match(self.passage.text, quantity.end) if quantity.unit in TIME_UNITS else None
        if within is None:
            return None
        act = led_over(self.clause_after(within.end()).strip("，,的\x01 "))[0]
        since = _SINCE.search(raw)
        doer = _MAY.sub("", before(raw[: since.start()]).words if since else said.words)
        self.used = within.end()
        words = act or said.words or self.about(quantity)
        self.topic = self.topic or words
        qualifiers = (*said.narrowed, since.group() if since else "", within.group())
        return Stated(quantity, words, qualifiers, who(doer) if act else "", rule=True)

    def _compared(self, quantity: Quantity, raw: str) -> Stated | None:
        """A difference, a share or a distance from something else: it is of what the sentence is about."""
        change = CHANGE.search(raw)
        found = change or _share(quantity, raw)
        if found is None:
            return None
        base = before(raw[: found.start()])
        said = (change["than"] or "", change["change"]) if change else (found.group("said"), "")
        words = base.words
        if change and not words and not self.topic and not change["than"]:
            on_top = change["change"]
            words = self.passage.lead if self.passage.led and on_top in self.passage.lead else on_top
        if not words or words in RATIOS:
            words = self.about(quantity) + words
        elif not change or not self.topic:
            self.topic = words
        return Stated(quantity, without_verb(words)[0], (*base.narrowed, *(s.replace("\x01", "") for s in said)))

    def _narrowed(self, quantity: Quantity, raw: str, said: Before) -> Stated | None:
        """A part of what the sentence counts: 其中省级4个, 已整改到位49个."""
        words = _PER.sub("", said.words)
        classed = CLASS.fullmatch(words)
        narrowing = classed or STATUS.fullmatch(raw.strip("，,、")) or STATUS.fullmatch(words)
        topic = (self.take_noun(quantity) or self.topic or self.headed(quantity)) if narrowing else ""
        if narrowing is None or not topic:
            return None
        self.topic = self.topic or topic
        return Stated(quantity, f"{words}{topic}" if classed else topic, (*said.narrowed, narrowing.group()))

    def _rated(self, quantity: Quantity, raw: str, said: Before) -> Stated | None:
        """What is done by a rate: 按30%给予救助."""
        if quantity.unit == "个" or not raw.rstrip().endswith(("按", "按照")):
            return None
        act = before(self.clause_after(quantity.end).lstrip("的")).words[:LONGEST_CHARS]
        if not act:
            return None
        headed = self.colon(quantity)
        self.topic = headed if act in headed else act
        whose = who(said.words)
        return Stated(quantity, self.topic, (*said.narrowed, "" if whose else said.words), whose)

    def _none(self, quantity: Quantity, said: Before) -> Stated | None:
        """A zero in words: 适龄儿童无一人失学."""
        if quantity.value or self.passage.text[quantity.start].isdigit():
            return None
        return self.keep(Stated(quantity, said.words + self.clause_after(quantity.end), tuple(said.narrowed)))

    def _named(self, quantity: Quantity, raw: str, said: Before) -> Stated:
        """What the words right before the number name, or those after it, or what the sentence is about."""
        words = _PER.sub("", said.words)
        words = "" if words in _ALONE_SAYS_NOTHING else words
        part = self.passage.text[self.used : self.used + 1] in ("、", "和", "及")
        again = quantity.unit == "元" and quantity.qualifier != "exact" and bool(self.told) and not words
        noun = "" if again else self.take_noun(quantity)
        words = "" if noun and words.endswith("等") else words
        verb = ACT_AT_END.search(words)
        if noun and (not words or said.has or verb):
            whose = who(words[: verb.start()] if verb else words)
            return self.keep(Stated(quantity, noun, (*said.narrowed, verb.group() if verb else ""), whose))
        if given := self._given(quantity, words):
            return given
        alone = words
        words = self._words(quantity, words, noun)
        if words:
            return self.keep(self._with_subject(Stated(quantity, words, tuple(said.narrowed), part=part)))
        whole = self.together(quantity) if _SUM.search(raw) else ""
        return Stated(quantity, whole or self.headed(quantity) or alone, tuple(said.narrowed), self.agent)

    def _given(self, quantity: Quantity, words: str) -> Stated | None:
        """A sum that the words before it only say whose it is: 分散供养特困人员每户3.5万元, under D级拆除重建."""
        words, average, _ = words.partition("人均") if words.endswith("人均") else (words, "", "")
        whose = recipient(words) if quantity.unit.partition("/")[0] in ("元", "平方米", "%") else ""
        indicator = (self.colon(quantity) or self.about(quantity)) if whose else ""
        if not indicator or indicator == words:
            return None
        return Stated(quantity, indicator, (average,), whose)

    def _words(self, quantity: Quantity, words: str, noun: str) -> str:
        """The words before and after a number as one indicator, "" where they say too little."""
        attribute = words.endswith("的")
        if noun and quantity.unit in COUNTERS and (attribute or len(words) + len(noun) <= LONGEST_CHARS):
            words = (_TO.split(words)[-1] if attribute else words) + noun
        words = _KINDS.sub(noun, _REST.sub("", words))
        if ACT.fullmatch(words):
            # 消除244户 is of what 消除返贫致贫风险 was said before
            known = next((figure.indicator for figure in self.told if words in figure.indicator), words)
            words = "" if quantity.unit == "%" else known
        if not words.endswith("的"):
            return words
        of_place = _OF_PLACE.search(self.passage.masked, self.start, quantity.start)
        return "" if of_place else _TO.split(words)[-1]

    def _with_subject(self, figure: Stated) -> Stated:
        """Split 南京企业投入资金 into who does it and what is counted; 投入资金 alone is the last doer's."""
        words = figure.indicator
        for act in ACT.finditer(words):
            doer = words[: act.start()]
            doer = doer[:1] + _FOR.split(doer[1:])[0]
            if doer and not AGENT.search(doer):
                continue
            rest, verb = without_verb(words[act.start() :])
            return replace(figure, indicator=rest, qualifiers=(*figure.qualifiers, verb), subject=doer or self.agent)
        return figure


def stated(passage: Passage, span: tuple[int, int], quantities: Sequence[Quantity]) -> Iterator[Stated]:
    """The figures of the sentence `span`, in order, given the quantities that stand in it."""
    kept = figures_among(passage.text, span, quantities)
    item = _ITEM.match(passage.text, span[0])
    start = item.end() if item else span[0]
    reader = _Reader(passage, start, start, span[1])
    for index, quantity in enumerate(kept):
        reader.stop = kept[index + 1].start if index + 1 < len(kept) else span[1]
        figure = reader.read(quantity)
        if figure.indicator:
            reader.told.append(figure)
            yield figure
        reader.used = max(reader.used, quantity.end)


def _share(quantity: Quantity, raw: str) -> re.Match[str] | None:
    """A share (占行政村总数), a multiple (超过低保标准) or a distance (高于全县平均) that ends the words before a number."""
    found = SHARE.search(raw) if quantity.unit == "%" else TIMES.search(raw) if quantity.unit == "倍" else None
    return found or (ABOVE.search(raw) if quantity.unit in ("百分点", "%") else None)
