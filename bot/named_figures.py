"""The passages that state an asked figure by its name, from the base's typed figures: they needn't be among the best found.

A figure of a long paragraph is a small part of it, so that the passage is found late though it states the figure in the question's
own words. What is found here is read and judged as any passage; only the finding differs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.asked import fits_unit
from bot.figure_search import words_of
from bot.types import Query
from knowledge.catalogue import Catalogue
from knowledge.figure_index import FigureIndex, Rows
from knowledge.types import Figure

_WHOLE = 1 - 1e-9
_MOST = 4
_MOST_FIGURES = 60


def passages_naming(query: Query, index: FigureIndex, catalogue: Catalogue, broadest: Sequence[str]) -> list[str]:
    """Ids of the passages with a figure that all words of the question name, of the asked place and year, whose sentence has the asked unit, the newest first.

    Args:
        query: The question; of one without a unit nothing is looked up, its words alone say too little.
        index: The base's figures.
        catalogue: Where they are kept.
        broadest: The places that documents report on as a whole: meant where the question names none.
    """
    words = words_of(query)
    if not words or not query.units or query.unknown_places or query.months:
        return []
    rows = _in_scope(query, index, broadest)
    for word in words:
        rows &= index.said(word.all) >= _WHOLE
    figures = catalogue.figures_at([int(ordinal) for ordinal in index.ordinals[np.flatnonzero(rows)][:_MOST_FIGURES]])
    found: dict[str, None] = {}
    for figure in sorted(figures, key=_newest_first):
        chunk = catalogue.chunk_at(figure.document_id, figure.start) if _says_unit(query, figure, catalogue) else None
        if chunk is not None:
            found.setdefault(chunk.id)
    return list(found)[:_MOST]


def _says_unit(query: Query, figure: Figure, catalogue: Catalogue) -> bool:
    """Whether its sentence or row states a figure of the asked unit: 医疗救助8925人次，支出1146.8万元."""
    beside = catalogue.figures_between(figure.document_id, figure.sentence_start, figure.sentence_end)
    return any(fits_unit(unit, other.unit) for unit in query.units for other in beside)


def _in_scope(query: Query, index: FigureIndex, broadest: Sequence[str]) -> Rows:
    """The rows of the asked place, else of those that documents report on as a whole, of the asked years."""
    places = (*query.places, *query.mentioned_places) or tuple(broadest)
    rows = index.of_places(places) if places else index.all()
    if query.years:
        rows &= np.logical_or.reduce([index.of_year(year) for year in query.years])
    return rows


def _newest_first(figure: Figure) -> int:
    year = figure.period[:4]
    return -int(year) if year.isdigit() else 0
