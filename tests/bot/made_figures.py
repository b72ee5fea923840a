"""Figures of made-up documents for tests of what is computed."""

from __future__ import annotations

from bot.arithmetic import Term
from bot.extractive import Quote
from bot.said_figures import SaidFigure
from knowledge.numbers import find_quantities
from knowledge.types import Chunk, DocumentCard, Metadata, SearchHit, Source


def hit_of(
    text: str, *, document: str = "d", years: tuple[int, ...] = (2022,), places: tuple[str, ...] = ()
) -> SearchHit:
    """A passage that is the whole of its document."""
    card = DocumentCard(
        id=document,
        source=Source(path="", name=f"{document}.md", format="md", sha256="", size_bytes=0),
        metadata=Metadata(title="报告", years=years, places=places),
    )
    return SearchHit(
        chunk=Chunk(id=document, document_id=document, start=0, end=len(text), text=text), document=card, score=1
    )


def term(shown: str, *, document: str = "d") -> Term:
    """A term that its document's only sentence states."""
    hit = hit_of(shown, document=document)
    (quantity,) = find_quantities(shown)
    return Term("项", Quote(hit, 0, len(shown)), quantity, shown)


def row(place: str, shown: str, *, name: str = "监测对象户数", document: str = "") -> SaidFigure:
    """A row's figure, cited by itself."""
    text = f"{place} | {shown}"
    (quantity,) = find_quantities(shown)
    return SaidFigure(
        hit_of(text, document=document or place), 0, len(text), quantity, shown, name, "", f"{place} {name}：{shown}",
        years=(2022,), place=place,
    )  # fmt: skip
