"""Figures that a question takes for granted or wants confirmed (160个园区带动了谁), held against what the documents say. Pure.

A figure of the question and one of a statement are of the same thing where they have the same measure and the same word beside
them, or where the statement, which says most of the question, has no other figure of that measure. Only then does the evidence
decide: equal confirms, different corrects. Two statements that fit equally well and differ decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.asked import fits_unit
from bot.scope import stated_years
from bot.statements import ReadSentence
from bot.types import Language, Query
from knowledge.numbers import Quantity, find_quantities, same_quantity
from knowledge.sentences import clause_spans

_STATEMENTS = 8
_BESIDE_CHARS = 8
_MOSTLY_SAID = 0.5  # of the question's content, where no word beside the figures tells that they are of the same thing
_AS_GOOD = 0.05
_CONFIRMS = re.compile(r"吧[?？]?$|吗[?？]?$|对不对|是不是|对吗|是真的|没错|(?:能|可以)这[么样]讲")
_OWN_CASE = re.compile(r"[我俺咱]家?.{0,6}$|一家$|今年$|年龄$|岁的?$")
_OF_FIGURES = re.compile(r"数(?!量)|指标|方面|[一二两三四五六七八九十\d]+口")
"""After a quantity: 两个数各报一下 counts what is asked for, 一家三口 is the person's own; neither is what documents state."""
_IDLE = re.compile(
    r"(?:19|20)\d{2}年?底?|[全我咱本][省市县区镇乡村]|一共|总共|合计|累计|[了的是有达到为共约近才就只都这那把被给在和与及其中等]|吗|呢|吧"
)
_HOW_OFTEN = re.compile(r"(?:多久|多长时间|(?:几|多少)个?(?:天|日|周|月|年))[^，,。；;]*$")
"""Before 一次 of 多久走访一次: asked, not claimed."""
_HAN = re.compile(r"[一-龥]+")


@dataclass(frozen=True, slots=True)
class Premise:
    """A figure that the question states, beside the one that the documents state."""

    asked: str
    """As the question writes it, e.g. 160个."""
    said: str
    """As the document writes it, e.g. 152个."""
    statement: ReadSentence
    start: int
    end: int
    """Span in the document of the clause that says it."""
    holds: bool
    """Whether both are the same."""


def check_premise(query: Query, statements: Sequence[ReadSentence]) -> Premise | None:
    """The first figure of the question that the statements decide on, a wrong one before a right one; None where they decide on none.

    Args:
        query: The question.
        statements: Judged statements, best first; those out of scope don't count.
    """
    usable = [s for s in statements if s.in_scope and not s.reading and _of_asked_years(query, s)][:_STATEMENTS]
    found = [p for q in stated_quantities(query.resolved) if (p := _decided(query, q, usable)) is not None]
    return min(found, key=lambda premise: premise.holds, default=None)


def _of_asked_years(query: Query, statement: ReadSentence) -> bool:
    """Whether a statement is about an asked year, or none is asked: a report tells of the year before, too."""
    stated = stated_years(statement.text, statement.hit)
    return not query.years or not stated or not set(stated).isdisjoint(query.years)


def corrected(asked: str, said: str, number: int, *, holds: bool, language: Language = "zh") -> str:
    """The sentence on a stated figure: 不是160个，是152个[1]。 `asked` is empty where a bound was stated (超过200个)."""
    if language == "en":
        wrong = f"Not {asked}, but {said}[{number}]." if asked else f"No: {said}[{number}]."
        return f"Yes: {said}[{number}]." if holds else wrong
    return f"是，{said}[{number}]。" if holds else f"不是{asked or '，'}{'，' if asked else ''}是{said}[{number}]。"


def stated_quantities(text: str) -> Iterator[Quantity]:
    """Quantities that a question states; a person's own age or income is no claim about the documents."""
    for quantity in find_quantities(text):
        own = _OWN_CASE.search(text[: quantity.start]) or _HOW_OFTEN.search(text[: quantity.start])
        counted = quantity.unit not in ("", "大", "年", "岁", "周岁")
        asked_for = _OF_FIGURES.match(text[quantity.end :])
        if quantity.kind == "quantity" and counted and quantity.qualifier != "about" and not own and not asked_for:
            yield quantity


def _decided(query: Query, asked: Quantity, statements: Sequence[ReadSentence]) -> Premise | None:
    beside = _beside(query.resolved, asked)
    matched = [m for s in statements if (m := _match(query, asked, beside, s)) is not None]
    if not matched:
        return None
    best = max(matched, key=lambda m: m.statement.own)
    others = [m for m in matched if m.statement.own >= best.statement.own - _AS_GOOD]
    return None if len({m.holds for m in others}) > 1 else best


def _match(query: Query, asked: Quantity, beside: frozenset[str], statement: ReadSentence) -> Premise | None:
    if not statement.hit.document.metadata.years and not _CONFIRMS.search(query.resolved):
        return None  # beside a rule a figure is mostly the person's own case
    text = statement.text
    alike = [
        q for q in find_quantities(text)
        if q.kind == "quantity" and fits_unit(asked.unit, q.unit) and q.qualifier in ("exact", asked.qualifier)
    ]  # fmt: skip
    near = [q for q in alike if beside & _beside(text, q)]
    chosen = near if near else alike if statement.own >= _MOSTLY_SAID else []
    equal = [q for q in chosen if same_quantity(asked, q)]
    if len(chosen) != 1 and not equal:
        return None
    said = equal[0] if equal else chosen[0]
    start, end = next((s for s in clause_spans(text) if s[0] <= said.start < s[1]), (0, len(text)))
    return Premise(
        query.resolved[asked.start : asked.end], text[said.start : said.end], statement,
        statement.start + start, statement.start + end, bool(equal),
    )  # fmt: skip


def _beside(text: str, quantity: Quantity) -> frozenset[str]:
    """Pairs of characters of the words right before and right after a quantity, in its clause."""
    start, end = next((s for s in clause_spans(text) if s[0] <= quantity.start < s[1]), (0, len(text)))
    before = text[max(start, quantity.start - _BESIDE_CHARS) : quantity.start]
    after = text[quantity.end : min(end, quantity.end + _BESIDE_CHARS)]
    runs = [_HAN.findall(_IDLE.sub(" ", part)) for part in (before, after)]
    last = runs[0][-1][-4:] if runs[0] and before.rstrip()[-1:] in runs[0][-1] + "了的是有达到为共约" else ""
    first = runs[1][0][:4] if runs[1] else ""
    return frozenset(word[i : i + 2] for word in (last, first) for i in range(len(word) - 1))
