"""A question that names no place, over documents that report on several places: each place's own answer, marked as its.

Two counties' reports in one base answer the same question with different figures, and the better worded one would pass for the
asker's own. So the question is asked again for each place, as if it had been named. 全市 or 我县 says the level: where one place of
that level reports, it is meant. Over more places than a person reads, one answers and says whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.desk import Case
from bot.gazetteer import administrative_divisions
from bot.premises import stated_quantities
from bot.reporting import reporting_places, reports
from bot.scope import MEASURED
from bot.side_by_side import Part, together
from bot.types import Answer, Query
from bot.understanding import understand
from knowledge.numbers import find_quantities, same_quantity

_MOST_PLACES = 3
"""Places asked one by one; over more only one answers. Each costs an answer's time."""
_FROM_PASSAGES = 30
"""Places are asked for whose reports are among the first so many passages found."""
_LEAST_SHARE, _LEAST_SHARE_OF_WORDS = 0.5, 0.7
"""Of the surest place's confidence, that another's answer needs to be shown beside it: a figure, and what isn't one."""
_SURE_ALONE = 0.5
"""Confidence of the only place that answers, where all documents together don't."""
_LEVEL = re.compile(r"[全我咱本]([省市县区])|(?<![一-龥])([省市县区])里")
_SUFFIXES = {"省": ("省", "自治区"), "市": ("市", "州", "盟"), "县": ("县", "区", "旗"), "区": ("区", "县", "旗")}
_DONE = re.compile(r"[^为]了(?:多少|几|哪|什么|啥|些)|已经|(?:19|20)\d{2}年|[今去上前]年")
"""What was done, or how it was in a year, stands in reports before it stands in a rule."""


def by_place(case: Case, answer: Answer, ask: Callable[[Case], Answer]) -> Answer:
    """`answer`, or in its stead the answers of the places that report on what is asked, each under its place's name.

    Args:
        case: The question with what was found for it.
        answer: Its answer over all documents.
        ask: Answers the question anew for one place.
    """
    places = _asked(case, answer)
    if not places:
        return answer
    if len(places) > _MOST_PLACES:
        return _one_of_many(answer, places)
    parts = [Part(place, ask(_case_of(case, place))) for place in places]
    own = [part for part in parts if _is_its_own(part)]
    surest = max((part.answer.confidence for part in own), default=0.0)
    if _ruled(answer) and surest <= answer.confidence:
        return answer  # a standard that a notice sets isn't what reports say of it
    share = _LEAST_SHARE if case.query.kind in MEASURED else _LEAST_SHARE_OF_WORDS
    kept = _as_stated(case.query, [part for part in own if part.answer.confidence >= share * surest])
    if len(kept) == 1 and (len(places) == 1 or kept[0].of in _places_of(answer)):
        return replace(kept[0].answer, query=answer.query)
    alone = len(kept) == 1 and answer.status != "answered" and surest >= _SURE_ALONE
    if len(kept) < 2 and not alone:
        return answer
    first = _places_of(answer)
    return together(sorted(kept, key=lambda p: (p.of not in first, -p.answer.confidence)), case.query)


def with_whose(case: Case, answer: Answer) -> Answer:
    """A language model's answer, with a word on whose it is where it tells one of several places that report on the matter."""
    places = _asked(case, answer)
    told = [place for place in places if place in _places_of(answer)]
    return _one_of_many(answer, places) if len(places) > 1 and len(told) == 1 else answer


def with_part_named(case: Case, answer: Answer) -> Answer:
    """The answer with a word on whose figure it is, where the question names no place and a part's report answers, not the whole's."""
    query = case.query
    if answer.status != "answered" or query.kind not in MEASURED or query.places or query.mentioned_places:
        return answer
    own = answer.citations[0].document.metadata.places if answer.citations else ()
    wholes = reporting_places(case.desk.knowledge.catalogue.cards())
    whole = next((place for place in reversed(own[:-1]) if place in wholes), "")
    if not whole or not _states_of(answer, own[-1]):
        return answer
    note = f"This is {own[-1]}'s, not {whole}'s." if query.language == "en" else f"这是{own[-1]}的，不是{whole}的。"
    return replace(answer, notices=(note, *answer.notices))


def _states_of(answer: Answer, place: str) -> bool:
    """Whether the figures shown are of `place`; where none is a card, the place of the document counts."""
    return all(card.place == place for card in answer.figures)


def _one_of_many(answer: Answer, places: Sequence[str]) -> Answer:
    """The answer with a word on whose it is, and that others may say it otherwise: too many to tell them all."""
    whose = next((place for place in places if place in _places_of(answer)), "")
    if not whose or answer.query is None:
        return answer
    others = [place for place in places if place != whose][:_MOST_PLACES]
    if answer.query.language == "en":
        note = f"This is from {whose}; documents of {', '.join(others)} and others may differ: please name the place."
    else:
        note = f"这是{whose}的；{'、'.join(others)}等地的文件里可能也有，请写明地方再问。"
    return replace(answer, notices=(note, *answer.notices))


def _asked(case: Case, answer: Answer) -> tuple[str, ...]:
    """The places to ask for one by one: none where the question names one, only one reports, or a rule answers."""
    query = case.query
    if query.places or query.unknown_places or not administrative_divisions().keys() >= set(query.mentioned_places):
        return ()  # a province or city that documents only mention (南京企业) is no place that they report on
    reporting = reporting_places(case.desk.knowledge.catalogue.cards())
    if len(reporting) < 2:
        return ()
    level = _LEVEL.search(query.resolved)
    if level is not None:
        of_level = tuple(p for p in reporting if p.endswith(_SUFFIXES[level[1] or level[2]]))
        if len(of_level) == 1:
            return of_level
        reporting = of_level or reporting
    if _ruled(answer) and query.kind not in MEASURED and not _DONE.search(query.resolved):
        return ()
    first = [p for hit in case.found.hits[:_FROM_PASSAGES] for p in hit.document.metadata.places]
    found = sorted((p for p in reporting if p in first), key=first.index)
    return tuple(found)


def _as_stated(query: Query, parts: list[Part]) -> list[Part]:
    """Those whose quotes hold the figures that the question states, where some do: 新加的3个专班 are that county's that added 3."""
    stated = list(stated_quantities(query.resolved))
    found = [find_quantities("\n".join(c.quote for c in part.answer.citations)) for part in parts]
    holding = [
        part
        for part, own in zip(parts, found, strict=True)
        if all(any(same_quantity(asked, quantity) for quantity in own) for asked in stated)
    ]
    return holding or parts


def _ruled(answer: Answer) -> bool:
    """Whether what answers is no report: a rule or a notice."""
    return answer.status == "answered" and not reports(answer.citations[0].document)


def _case_of(case: Case, place: str) -> Case:
    question = replace(case.question, text=f"{place}{case.query.resolved}", history=())
    query = understand(question, case.desk.context())
    return replace(case, question=question, query=replace(query, carried=case.query.carried))


def _is_its_own(part: Part) -> bool:
    """Whether a report of the place answers, not a rule."""
    if part.answer.status != "answered":
        return False
    first = part.answer.citations[0].document
    return reports(first) and part.of in first.metadata.places


def _places_of(answer: Answer) -> frozenset[str]:
    return frozenset(place for citation in answer.citations for place in citation.document.metadata.places)
