"""A figure asked for several years at once: each year's own answer, marked as its, and a plain word where the documents have none.

One passage seldom states them all; its figure alone would pass for every year's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.desk import Case
from bot.side_by_side import Part, together
from bot.types import Answer
from bot.understanding import understand

_MOST_YEARS = 4
"""Years asked one by one; each costs an answer's time."""
_YEAR = r"(?:(?:19|20)\d{2}年?(?:度|全年|年?底|年?末)?|(?<!\d)\d{2}年|[今去前]年|近[两二三四]年|[前这过去]{1,2}[两二三四]年)"
_YEARS = re.compile(rf"{_YEAR}(?:(?:[、,，和与跟及同以到至—–-]|还有)*{_YEAR})*")
_EACH = re.compile(r"分别|各自|各(?=是|有|为|多少|几)")


def by_year(case: Case, answer: Answer, ask: Callable[[Case], Answer]) -> Answer:
    """`answer`, or in its stead the answers for the years that the question asks a figure for, each under its year.

    Args:
        case: The question with what was found for it.
        answer: Its answer for all years together.
        ask: Answers the question anew for one year.
    """
    query = case.query
    if query.kind not in ("figure", "ratio") or not 1 < len(query.years) <= _MOST_YEARS or query.months or query.plan:
        return answer
    years = sorted(query.years)
    told = {card.period[:4] for card in answer.figures if not card.term}
    marked = all(str(year) in answer.text for year in years)
    if answer.status == "answered" and marked and told >= set(map(str, years)):
        return answer
    parts = [Part(_headed(case, year), ask(_case_of(case, year))) for year in years]
    own = [part for part, year in zip(parts, years, strict=True) if _states(part.answer, year)]
    if not own or (len(own) < 2 and answer.status != "answered") or len(set(map(_place, own))) > 1:
        return answer  # one year's figure for the county beside another's for a township compare nothing
    return together([part if part in own else _silent(part, case) for part in parts], query)


def _states(answer: Answer, year: int) -> bool:
    """Whether an answer states a figure of the year, or quotes a document that reports on it."""
    if answer.status != "answered":
        return False
    periods = {card.period[:4] for card in answer.figures}
    return str(year) in periods if periods else any(year in c.document.metadata.years for c in answer.citations[:1])


def _place(part: Part) -> str:
    """Whose report answers; empty where it is no place's."""
    return "".join(part.answer.citations[0].document.metadata.places[-1:])


def _silent(part: Part, case: Case) -> Part:
    english = case.query.language == "en"
    text = "the documents don't state this figure." if english else "文件里没有这一年的这个数。"
    return replace(part, answer=Answer(status="no_evidence", text=text))


def _headed(case: Case, year: int) -> str:
    return str(year) if case.query.language == "en" else f"{year}年"


def _case_of(case: Case, year: int) -> Case:
    said, times = _YEARS.subn("", _EACH.sub("", case.query.resolved))
    text = f"{year}年{said.strip('，, 的')}" if times else f"{year}年{said}"
    question = replace(case.question, text=text, history=())
    query = understand(question, case.desk.context())
    return replace(case, question=question, query=replace(query, carried=case.query.carried))
