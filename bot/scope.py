"""Whether evidence lies within the asked place and period: the guard that keeps 甲镇 from 乙镇 and 2021 from 2022."""

from __future__ import annotations

from collections.abc import Sequence

from bot.gazetteer import administrative_divisions, short_form
from bot.types import AskedKind, Query
from knowledge.types import DocumentCard, SearchHit

_MEASURED: frozenset[AskedKind] = frozenset({"figure", "sum", "difference", "ratio", "comparison"})
"""Kinds whose answer belongs to one place and year; a rule of a higher level holds in the places below it, a figure doesn't."""


def fits(query: Query, hit: SearchHit) -> bool:
    """True where the passage may answer for the asked place and years."""
    return fits_place(query, hit.document, hit.chunk.text) and fits_years(query, hit.document, hit.chunk.text)


def fits_place(query: Query, card: DocumentCard, text: str) -> bool:
    """True where the document is about an asked place, lies above one (rules only), or the passage names one."""
    if not query.places:
        return not query.unknown_places or not card.metadata.places
    return any(_covers(query, place, card.metadata.places, text) for place in query.places)


def _covers(query: Query, place: str, places: Sequence[str], text: str) -> bool:
    short = short_form(place)
    if any(short_form(own) == short for own in places) or short in text:
        return True
    if not places:
        return True
    province = administrative_divisions().get(place)
    above = province is not None and province != place and places == (province,)
    return above and query.kind not in _MEASURED


def fits_years(query: Query, card: DocumentCard, text: str) -> bool:
    """True where no year is asked, the document doesn't tie itself to years, or an asked year is its own or named in the passage."""
    own = card.metadata.years
    if not query.years or not own:
        return True
    return any(year in own or str(year) in text for year in query.years)
