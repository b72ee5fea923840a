"""Figures where they stand, made for tests of what is computed and drawn with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.figure_sums import Taken
from bot.same_figure import Stated
from knowledge.types import Chunk, DocumentCard, Figure, Metadata, Source


def stated(said: str, value: str, unit: str, **changed: object) -> Stated:
    """A figure of 青禾镇 2022 in a report of that town, unless `changed` says otherwise; `document` names another document."""
    document = str(changed.pop("document", "青禾镇工作总结"))
    places = changed.pop("places", ("临溪县", "青禾镇"))
    sentence = str(changed.pop("sentence", f"青禾镇农村低保对象{said}。"))
    start = sentence.index(said)
    figure = Figure(
        document_id=document, start=start, end=start + len(said), sentence_start=0, sentence_end=len(sentence),
        indicator="农村低保对象", place="青禾镇", period="2022", value=Decimal(value), unit=unit, said=said,
    )  # fmt: skip
    source = Source(path="/a.md", name="a.md", format="md", sha256="0", size_bytes=1)
    metadata = Metadata(title=document, issued=date(2025, 12, 30), places=places)  # type: ignore[arg-type]
    return Stated(
        replace(figure, **changed),  # type: ignore[arg-type]
        DocumentCard(id=document, source=source, metadata=metadata),
        Chunk(id=f"{document}:0", document_id=document, start=0, end=len(sentence), text=sentence),
    )


def taken(*figures: Stated) -> list[Taken]:
    """The figures numbered from 1, as somebody selected them."""
    return [Taken(number, figure) for number, figure in enumerate(figures, 1)]
