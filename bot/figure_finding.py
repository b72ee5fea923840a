"""Which figures a request of the figure desk means: words as people say them, beside filters; and what the filters can be set to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.asked import fits_unit
from bot.errors import QuestionError
from bot.figure_search import units_in, words_of
from bot.figure_table import NONE, TableRequest, WordsRead
from bot.types import Query, Question
from bot.understanding import Understanding, check_question, understand
from knowledge.figure_index import FigureIndex, Rows
from knowledge.types import Level

FILTERS: tuple[Literal["place", "year", "unit", "document"], ...] = ("place", "year", "unit", "document")
_WORDS_CHARS = 200
_LEAST_SAID = 0.65
"""Share of a word's pairs of characters that a figure's name holds: 农村低保对象 finds 农村低保、特困供养对象."""
_LEAST_NEAREST = 0.3
_EACH = re.compile(r"各个?(?P<level>乡镇|镇|乡|村|[县区]|市)(?!级|里)")
_LEVELS: dict[str, Level] = {"乡镇": "乡镇", "镇": "乡镇", "乡": "乡镇", "村": "村", "县": "县", "区": "县", "市": "市"}
_UNSTATED = {"place": "", "year": "0"}


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that the words of a request name."""

    rows: Rows
    scores: NDArray[np.float64]
    """How much of the words each row says, 0 without words."""
    read: WordsRead


def choices_of(
    request: TableRequest, column: Literal["place", "year", "unit", "document"], found: Found, index: FigureIndex
) -> dict[str, int]:
    """What a filter can be set to beside the other ones, with how many figures each choice would show."""
    if column == "place":
        others = replace(request, place="")
    elif column == "year":
        others = replace(request, year="")
    else:
        others = replace(request, unit="") if column == "unit" else replace(request, document_id="")
    counts = index.counts(found.rows & filtered(others, index), column)
    return {NONE if value == _UNSTATED.get(column) else value: number for value, number in counts.items()}


def filtered(request: TableRequest, index: FigureIndex) -> Rows:
    """The rows that the filters leave."""
    rows = index.all()
    if request.place:
        rows &= index.of_place("" if request.place == NONE else request.place)
    if request.year:
        rows &= index.of_year(0 if request.year == NONE else int(request.year))
    if request.unit:
        rows &= index.of_units((request.unit,))
    if request.document_id:
        rows &= index.of_document(request.document_id)
    return rows


def searched(text: str, index: FigureIndex, context: Understanding) -> Found:
    """The rows that the words name, with how well they do; all of them where there are no words."""
    try:
        checked = check_question(text[:_WORDS_CHARS], _WORDS_CHARS)
    except QuestionError:  # nothing to read in it
        return Found(~index.all() if text.strip() else index.all(), np.zeros(index.size), WordsRead())
    query = understand(Question(text=checked), context)
    scope = _of_level(query, _of_scope(query, index), index)
    words = words_of(query)
    units = units_in(words)
    query, words = replace(query, units=(*query.units, *units)), tuple(w for w in words if w.said not in units)
    read = WordsRead(
        mapped=query.mapped, places=(*query.places, *query.mentioned_places), unknown_places=query.unknown_places,
        years=query.years, units=query.units,
    )  # fmt: skip
    if not words:
        return Found(_of_units(query, scope, index), np.zeros(index.size), read)
    said = np.array([index.said(word.all) for word in words])
    scores = said.mean(axis=0)
    fitting = scope & (said >= _LEAST_SAID).all(axis=0)
    if not fitting.any():
        best = float(scores[scope].max(initial=0.0))
        fitting = scope & (scores >= max(_LEAST_NEAREST, best - 1e-9))
        read = replace(read, nearest=bool(fitting.any()))
    return Found(_of_units(query, fitting, index), scores, read)


def _of_scope(query: Query, index: FigureIndex) -> Rows:
    """The rows of the places and years that the words name; none for a place that no document names."""
    rows = ~index.all() if query.unknown_places else index.all()
    if places := (*query.places, *query.mentioned_places):
        rows &= index.of_places(places)
    if query.years:
        rows &= np.logical_or.reduce([index.of_year(year) for year in query.years])
    return rows


def _of_level(query: Query, rows: Rows, index: FigureIndex) -> Rows:
    """The rows about places of the level that is named (各镇); all where none is, or none are of it."""
    each = _EACH.search(query.resolved)
    fitting = rows & index.of_level(_LEVELS[each["level"]]) if each else rows
    return fitting if fitting.any() else rows


def _of_units(query: Query, rows: Rows, index: FigureIndex) -> Rows:
    """The rows in an asked unit (多少户); all where none is."""
    units = [unit for unit in index.units() if any(fits_unit(asked, unit) for asked in query.units)]
    fitting = rows & index.of_units(units)
    return fitting if fitting.any() else rows
