"""What a sentence has said so far and what it is about: where a figure's indicator comes from when no word beside it says. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.figure_counted import MARK
from knowledge.figure_nouns import LONGEST_CHARS, before, noun_after, without_verb
from knowledge.figure_words import AGENT, TIME_UNITS
from knowledge.numbers import Quantity

_DIVIDED = re.compile("分[一二三四五六七八九十两]|按照?|如下|标准为|包括")


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
class Sentence:
    """A sentence whose figures are read in order: what has been read of it, and what it is about."""

    passage: Passage
    start: int
    """Where the sentence begins, its number (第三条, （一）) left out."""
    used: int
    """Up to where the words belong to figures already read."""
    stop: int
    """Where the next figure begins, or the sentence ends."""
    topic: str = ""
    agent: str = ""
    """Who did what was counted last: 南京企业."""
    parts: bool = False
    """Whether what is read are parts (其中……) of the topic."""
    told: list[Stated] = field(default_factory=list)
    """The sentence's figures before this one."""

    def clause_after(self, at: int) -> str:
        """The words from `at` to the end of the clause or the next figure."""
        rest = self.passage.masked[at : self.stop]
        mark = MARK.search(rest)
        return rest[: mark.start()] if mark else rest

    def take_noun(self, quantity: Quantity) -> str:
        """The noun that the number stands before; it is used up."""
        noun, end = noun_after(self.passage.masked, quantity, self.stop)
        self.used = max(self.used, end)
        return noun

    def together(self, quantity: Quantity) -> str:
        """What a sum is of: 基本生活费、照料护理费 where the sentence gave these before 合计."""
        parts = [figure.indicator for figure in self.told if figure.quantity.unit == quantity.unit]
        return "、".join(dict.fromkeys(parts)) + "合计" if len(parts) > 1 else ""

    def headed(self, quantity: Quantity) -> str:
        """What the sentence is about, else what it names before a colon, else what the block is about."""
        return (self.topic if self.told else "") or self.colon(quantity) or self.about(quantity)

    def colon(self, quantity: Quantity) -> str:
        """What stands before the sentence's last colon, without how it is divided: 农村低保金 of 农村低保金分三档发放：."""
        head, colon, _ = self.passage.masked[self.start : quantity.start].replace("：", ":").rpartition(":")
        noun = _DIVIDED.split(re.split("[，,；;。:]", head)[-1].replace("\x01", ""))[0]
        return without_verb(before(noun).words)[0] if colon and len(noun) > 1 else ""

    def about(self, quantity: Quantity) -> str:
        """What the sentence, the clause before, the block or the section is about."""
        if self.topic:
            return self.topic
        if self.passage.led:
            return self.passage.lead
        unit = quantity.unit.partition("/")[0]
        earlier = self.passage.of_unit.get(unit, "") if unit not in TIME_UNITS else ""
        return earlier or self._clause_before(quantity) or self.passage.lead

    def _clause_before(self, quantity: Quantity) -> str:
        """The clause before the figure's own, where it names something: 从受理到确认，一般不超过30个工作日."""
        clauses = re.split("[，,；;：:。]", self.passage.masked[self.start : quantity.start])
        words = clauses[-2].strip(" \x01") if len(clauses) > 1 else ""
        return "" if words.endswith("的") or not 1 < len(words) <= LONGEST_CHARS else words

    def keep(self, figure: Stated) -> Stated:
        """Keep what a figure is of, for those that go on with it."""
        if figure.quantity.unit in ("周岁", "岁"):
            return figure
        if "其中" in figure.qualifiers or (self.parts and figure.part):
            self.parts = True
        else:
            self.topic, self.parts = figure.indicator, False
        if AGENT.search(figure.indicator):
            self.agent = re.split("的|招引|引进", figure.indicator)[-1]
        elif figure.subject:
            self.agent = figure.subject
        return figure
