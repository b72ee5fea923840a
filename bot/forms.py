"""Forms that are filled in for each place: whose a table is, and which documents and tables are of one form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.columns import headed_place
from knowledge.assembly import KnowledgeBase
from knowledge.tables import Cell, Row
from knowledge.types import DocumentCard, SearchHit

_DOCUMENTS = 12  # of the passages found, in their order
_PLACE = "镇|乡|街道|苏木|村|社区|县|区|市|州|旗"
_UP_TO_PLACE = re.compile(
    rf"(?:[一-龥]{{2,7}}?[省市州县区旗])*(?P<place>[一-龥]{{1,7}}?(?:{_PLACE}))(?![一-龥]?[级域民企居])"
)


@dataclass(frozen=True, slots=True)
class Apart:
    """Why the tables of several places can't be taken together."""

    name: str
    """What is asked, as the tables that hold it call it."""
    holding: tuple[str, ...]
    """The places whose tables hold it."""
    lacking: tuple[str, ...]
    """Those whose tables have no such row or column, another unit, or more than one of them."""


def of_one_form(hits: Sequence[SearchHit], knowledge: KnowledgeBase) -> Iterator[list[str]]:
    """Ids of documents in groups whose titles differ in the place only, those of the best passages first; each document once.

    Places of two counties, where documents say so, are in no group together.
    """
    groups: dict[str, list[DocumentCard]] = {}
    for card in knowledge.catalogue.cards():
        groups.setdefault(_form_of(card), []).append(card)
    yielded: set[str] = set()
    for best in list({hit.document.id: hit.document for hit in hits}.values())[:_DOCUMENTS]:
        if best.id not in yielded:
            within = best.metadata.places[:-1]
            group = [c.id for c in groups[_form_of(best)] if not within or c.metadata.places[:-1] in ((), within)]
            yielded.update(group)
            yield group


def _form_of(card: DocumentCard) -> str:
    title = card.metadata.title
    for place in card.metadata.places:
        title = title.replace(place, "")
    return _UP_TO_PLACE.sub("", title, count=1) or card.metadata.title


def owner(row: Row, hit: SearchHit, ends: tuple[str, ...] = ()) -> str:
    """The place that a row's table is about: by its sheet's name, the line above it, its document; "" where none says.

    Args:
        row: One of the table's.
        hit: The passage that holds it.
        ends: How the place has to end; of any kind where none is given.
    """
    above = _UP_TO_PLACE.match(row.caption.rpartition("：")[2])
    places = hit.document.metadata.places
    named = (headed_place(hit.chunk.heading_path), above["place"] if above else "", places[-1] if places else "")
    return next((place for place in named if place and (not ends or place.endswith(ends))), "")


def caption_beside(cell: Cell, place: str) -> str:
    """What the line above a cell's table says beside its place; "" where it is filled in for each (填报人：…)."""
    return "" if "：" in cell.caption else cell.caption.rpartition(place)[2]
