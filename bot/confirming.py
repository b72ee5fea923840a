"""Figures that a question wants confirmed (监测对象是不是203户): asked for openly, then held against the claim.

全县就业帮扶车间是38个吗 and 全县就业帮扶车间是多少个 have one answer. The open question goes the way of every question for a
figure, so that place, year, kind and conflicts are minded there; only its typed figures decide the claim. Where it has none
that stand alone, nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.asked import fits_unit
from bot.desk import Case
from bot.grades import grades_in
from bot.leading import with_lead
from bot.premises import corrected, stated_quantities
from bot.types import Answer, FigureCard, Question
from bot.understanding import understand
from bot.weighing import content_weights
from knowledge.numbers import Quantity, find_quantities
from knowledge.units import ratio

_TAIL = re.compile(
    r"[，,。\s]*(?:(?:这[么样个]?)?(?:说法|数字?|讲)?(?:是)?(?:我?这[么样](?:讲|说|写)[行对]?[吗不]|对吧|对不对|对吗|对不|是吧|是吗|是不是|没错吧|准不准|准吗|真的吗?|吗|吧|么))[?？。]*$"
)
"""What ends a claim that is to be confirmed."""
_WHETHER = re.compile(r"(?:到底|究竟)?(?:是不是|是否|有没有|真的?是|是真的)")
"""What stands before the figure that is to be confirmed, or before the whole claim."""
_HEARD = re.compile(r"^(?:我?听(?:说|人说|别人说)|有人说|网上说|都说|他们说|人家说)[，,]?")
_ONLY = re.compile(r"(?:只|才|仅仅?|就|已经|足足|整整|差不多)(?=(?:有|是|剩|达到?|要|给|能)?$)")
_ASKED = re.compile(r"多少|几[个户名天元年]|什么|哪|谁|怎么|为什么|为啥")
_COMPARED = re.compile(r"比[一-龥\d]{2,}(?:多|高|大|快|长|少|低|小|慢|短)了?$")
_BARE = re.compile(r"\d(?:\.\d+)?[万亿]$")
"""A number that people mean in 元: 补助是不是3万."""
_EACH = ("一次", "一个", "一人", "一户", "一个月")
"""What another figure is for, or is counted by: 一次最多给2万元, 500元一个月."""
_SHARES = {"%": "百分之多少", "‰": "千分之多少"}


def open_question(text: str) -> tuple[str, Quantity | None] | None:
    """The question for the figure that `text` wants confirmed, and the claimed figure as it stands in `text`.

    A comparison (甲镇比乙镇多吗) claims no figure; its working decides. None where nothing is to be confirmed, or it can't be told which of several figures is.
    """
    claim = _HEARD.sub("", text)
    tail = _TAIL.search(claim)
    body = claim[: tail.start()] if tail else claim
    whether = _WHETHER.search(body)
    if (tail is None and whether is None) or _ASKED.search(body):
        return None
    if _COMPARED.search(body) and not any(stated_quantities(body)):
        return f"{_WHETHER.sub('', body)}多少", None
    asked = _claimed(body, whether.end() if whether else 0)
    if asked is None or (whether and tail is None and asked.end <= whether.start()):
        return None  # 才改了3.2万座，是不是太少了: asked is what to think of it
    before = _ONLY.sub("", _qualifying(body[: asked.start]))
    words = _SHARES.get(asked.unit) or f"多少{_unit_words(body, asked)}"
    opened = _WHETHER.sub("是", f"{before}{words}{body[asked.end :]}").removeprefix("是").strip("，, ")
    return opened, replace(asked, start=asked.start + len(text) - len(claim), end=asked.end + len(text) - len(claim))


def _claimed(body: str, whether: int) -> Quantity | None:
    """The claimed figure: the only one, else the last of the claim or the first after 是不是; None where that isn't one."""
    stated = [*stated_quantities(body), *_bare_money(body)]
    found = [q for q in stated if q.upper is None and body[q.start : q.end] not in _EACH]
    if len(found) > 1:
        found = [q for q in found if q.qualifier == "exact"] or found  # 有87个村收入5万元以上: the bound is a condition
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    after = [q for q in found if q.start >= whether] if whether else []
    if after:
        return after[0]
    return found[-1] if not body[found[-1].end :].strip("的了，, ") else None


def _bare_money(body: str) -> list[Quantity]:
    """Numbers in 万 or 亿 without a unit, in 元."""
    found = find_quantities(body)
    return [replace(q, unit="元") for q in found if not q.unit and _BARE.search(body[q.start : q.end])]


_QUALIFYING = re.compile(
    r"(?:不低于|不少于|不高于|不超过|至少|最少|最多|超过|不到|不足|高达|多达|达到|达|大概|大约|约)$"
)


def _qualifying(before: str) -> str:
    """`before` without the words that qualify the figure after it: they are of the claim."""
    return _QUALIFYING.sub("", before)


def _unit_words(body: str, quantity: Quantity) -> str:
    """The unit as written: 户 of 203户, 元 of 8.91亿元."""
    written = body[quantity.start : quantity.end]
    return re.sub(r"^[\d.,，０-９〇零一二两三四五六七八九十百千万亿几半]+", "", written) or quantity.unit or "个"


def confirmed(case: Case, answer_to: Callable[[Case], Answer]) -> Answer | None:
    """The answer to a figure question that a claim stands for, led by whether the claim holds; None where it is no such claim.

    A claim on what reports count is answered as its open question is, be it with a refusal; rules, which hold for places and
    years that they don't name, may say more to the claim itself.

    Args:
        case: The question.
        answer_to: Answers a case.
    """
    opened = open_question(case.query.resolved)
    if opened is None or case.query.language != "zh":
        return None
    text, claim = opened
    question = Question(text=text, language=case.question.language)
    answer = answer_to(replace(case, question=question, query=understand(question, case.desk.context())))
    stated = [card for card in answer.figures if not card.term]
    if not stated and not answer.figures:
        asked = answer_to(case)
        return replace(answer, query=case.query) if _reported(asked) or _rather(answer, asked) else asked
    answer = replace(answer, query=case.query)
    said = _verdict(claim, stated, answer) if claim is not None else ""
    if not said:
        return answer  # a working, figures that differ or those of a case speak for themselves
    return with_lead(replace(answer, text=f"{said}\n{answer.text}"), content_weights(case.query, case.desk.knowledge))


def _verdict(claim: Quantity, cards: Sequence[FigureCard], answer: Answer) -> str:
    """The sentence on whether a claim holds; empty where the figures don't decide it."""
    assert answer.query is not None
    text = answer.query.resolved
    card, holds = _decided(text, claim, cards)
    if card is None or not (holds or _for_all(text, card, answer)):
        return ""
    asked = text[claim.start : claim.end] if claim.qualifier == "exact" else ""
    year = "" if answer.query.years or not card.period[:4].isdigit() else f"（{card.period[:4]}年）"
    return corrected(asked, f"{card.said}{year}", card.number, holds=holds)


def _rather(answer: Answer, asked: Answer) -> bool:
    """Whether the open question's answer is shown: the claim's has no word on the claim before its quotes."""
    first = asked.text.partition("\n")[0].rstrip("[]0123456789")
    return answer.status == "answered" and any(first in c.quote for c in asked.citations)


def _reported(answer: Answer) -> bool:
    """Whether an answer is taken from documents that tell how it was, and in which years."""
    return answer.status == "answered" and any(c.document.metadata.years for c in answer.citations[:1])


def _for_all(text: str, card: FigureCard, answer: Answer) -> bool:
    """Whether a figure isn't one grade's or group's that the question doesn't name: it then denies nothing of the others."""
    quotes = [c.quote for c in answer.citations if c.number == card.number]
    return all(set(grades_in(quote)) <= set(grades_in(text)) for quote in quotes)


def _of_other_times(text: str, unit: str) -> bool:
    """Whether a rate is for each year where each month is claimed, or the other way round."""
    month, year = re.search(r"[每个一]月", text), re.search(r"[每一]年", text)
    rate = unit.partition("/")[2]
    return bool(rate) and ((bool(month) and "年" in rate) or (bool(year) and not month and "月" in rate))


def _decided(text: str, claim: Quantity, cards: Sequence[FigureCard]) -> tuple[FigureCard | None, bool]:
    """The figure that decides a claim, and whether it holds; None where several differ or none is of its measure."""
    alike = [card for card in cards if fits_unit(claim.unit, card.unit)]
    values = {(card.value, card.upper) for card in alike}
    if len(values) != 1 or alike[0].upper is not None:
        return None, False
    factor = ratio(claim.unit, alike[0].unit)
    if factor is None or claim.qualifier == "about" or _of_other_times(text, alike[0].unit):
        return None, False
    asked, value = claim.value * factor, alike[0].value
    match claim.qualifier:
        case "more_than":
            return alike[0], value > asked
        case "at_least":
            return alike[0], value >= asked
        case "less_than":
            return alike[0], value < asked
        case "at_most":
            return alike[0], value <= asked
        case _:
            return alike[0], value == asked
