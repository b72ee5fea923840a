"""What the catalogue keeps of files, documents and chunks, as rows of SQLite: dataclasses in, dataclasses out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from knowledge.types import Block, Chunk, Document, DocumentCard, Figure, Metadata, Position, Source

CARD_COLUMNS = "id, source, metadata, warnings, repealed_by"
RECORD_COLUMNS = f"{CARD_COLUMNS}, duplicate_of, text, blocks"
CHUNK_COLUMNS = 'id, document_id, start, "end", text, heading_path, context, position'
FIGURE_COLUMNS = (
    'document_id, start, "end", sentence_start, sentence_end, indicator, subject, qualifiers, place, place_from, period, '
    "period_from, value, upper, unit, qualifier, said, header"
)

_SOURCE = TypeAdapter(Source)
_METADATA = TypeAdapter(Metadata)
_POSITION = TypeAdapter(Position)
_BLOCKS = TypeAdapter(tuple[Block, ...])
_STRINGS = TypeAdapter(tuple[str, ...])
_FIGURE = TypeAdapter(Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A file that the base was made from."""

    path: str
    """Absolute path."""
    sha256: str
    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A document with what the base as a whole says about it."""

    document: Document
    repealed_by: str | None = None
    duplicate_of: str | None = None
    """Id of the document with the same text that is indexed in its stead."""


def _json(adapter: TypeAdapter[Any], value: object) -> str:
    return adapter.dump_json(value, exclude_defaults=True).decode("utf-8")


def document_row(record: DocumentRecord) -> tuple[str | None, ...]:
    """Values of RECORD_COLUMNS."""
    document = record.document
    return (
        document.id,
        _json(_SOURCE, document.source),
        _json(_METADATA, document.metadata),
        _json(_STRINGS, document.warnings),
        record.repealed_by,
        record.duplicate_of,
        document.text,
        _json(_BLOCKS, document.blocks),
    )


def chunk_row(chunk: Chunk) -> tuple[str | int, ...]:
    """Values of CHUNK_COLUMNS."""
    return (
        chunk.id,
        chunk.document_id,
        chunk.start,
        chunk.end,
        chunk.text,
        _json(_STRINGS, chunk.heading_path),
        chunk.context,
        _json(_POSITION, chunk.position),
    )


def figure_row(figure: Figure) -> tuple[str | int | None, ...]:
    """Values of FIGURE_COLUMNS; numbers as text, so that none is rounded."""
    return (
        figure.document_id,
        figure.start,
        figure.end,
        figure.sentence_start,
        figure.sentence_end,
        figure.indicator,
        figure.subject,
        _json(_STRINGS, figure.qualifiers),
        figure.place,
        figure.place_from,
        figure.period,
        figure.period_from,
        format(figure.value, "f"),
        None if figure.upper is None else format(figure.upper, "f"),
        figure.unit,
        figure.qualifier,
        figure.said,
        figure.header,
    )


def read_card(row: Sequence[Any]) -> DocumentCard:
    """A card from CARD_COLUMNS; ValidationError where a value isn't what was written."""
    return DocumentCard(
        id=row[0],
        source=_SOURCE.validate_json(row[1]),
        metadata=_METADATA.validate_json(row[2]),
        warnings=_STRINGS.validate_json(row[3]),
        repealed_by=row[4],
    )


def read_record(row: Sequence[Any]) -> DocumentRecord:
    """A document from RECORD_COLUMNS; ValidationError where a value isn't what was written."""
    card = read_card(row)
    document = Document(
        id=card.id,
        source=card.source,
        metadata=card.metadata,
        warnings=card.warnings,
        text=row[6],
        blocks=_BLOCKS.validate_json(row[7]),
    )
    return DocumentRecord(document=document, repealed_by=card.repealed_by, duplicate_of=row[5])


def read_chunk(row: Sequence[Any]) -> Chunk:
    """A chunk from CHUNK_COLUMNS; ValidationError where a value isn't what was written."""
    return Chunk(
        id=row[0],
        document_id=row[1],
        start=row[2],
        end=row[3],
        text=row[4],
        heading_path=_STRINGS.validate_json(row[5]),
        context=row[6],
        position=_POSITION.validate_json(row[7]),
    )


def read_figure(row: Sequence[Any]) -> Figure:
    """A figure from FIGURE_COLUMNS; ValidationError where a value isn't what was written."""
    names = [name.strip().strip('"') for name in FIGURE_COLUMNS.split(",")]
    values = dict(zip(names, row, strict=True))
    values["qualifiers"] = _STRINGS.validate_json(values["qualifiers"])
    figure: Figure = _FIGURE.validate_python(values)
    return figure
