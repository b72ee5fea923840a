"""What the catalogue keeps of files, documents and chunks, as rows of SQLite: dataclasses in, dataclasses out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from knowledge.figure_index import FigureLine
from knowledge.marks import span
from knowledge.packing import pack_page
from knowledge.types import Block, Chunk, Document, DocumentCard, DrawnPage, Figure, Metadata, Position, Source

SCHEMA = """
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, document_id TEXT NOT NULL);
CREATE TABLE documents (ordinal INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, source TEXT NOT NULL, metadata TEXT NOT NULL,
  warnings TEXT NOT NULL, repealed_by TEXT, duplicate_of TEXT, text TEXT NOT NULL, blocks TEXT NOT NULL);
CREATE TABLE chunks (ordinal INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL, start INTEGER NOT NULL,
  "end" INTEGER NOT NULL, text TEXT NOT NULL, heading_path TEXT NOT NULL, context TEXT NOT NULL, position TEXT NOT NULL,
  passage_hash TEXT NOT NULL);
CREATE INDEX chunks_of_document ON chunks (document_id, ordinal);
CREATE INDEX chunks_by_start ON chunks (document_id, start);
CREATE TABLE figures (ordinal INTEGER PRIMARY KEY, document_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, indicator TEXT NOT NULL, subject TEXT NOT NULL,
  qualifiers TEXT NOT NULL, place TEXT NOT NULL, place_from TEXT NOT NULL, period TEXT NOT NULL, period_from TEXT NOT NULL,
  value TEXT NOT NULL, upper TEXT, unit TEXT NOT NULL, qualifier TEXT NOT NULL, said TEXT NOT NULL, header TEXT NOT NULL);
CREATE INDEX figures_of_document ON figures (document_id, start);
CREATE INDEX figures_of_unit ON figures (unit, place);
CREATE TABLE pages (document_id TEXT NOT NULL, page INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  drawn BLOB NOT NULL, PRIMARY KEY (document_id, page));
CREATE TABLE vectors (passage_hash TEXT NOT NULL, fingerprint TEXT NOT NULL, vector BLOB NOT NULL,
  PRIMARY KEY (passage_hash, fingerprint)) WITHOUT ROWID;
"""
"""Tables:

    files      path -> sha256 and document: every file that the base was made from, whole duplicates included
    documents  card, text and blocks of each document read; `duplicate_of` names the one indexed in its stead
    chunks     passages in ordinal order (the order of the lexical index and of `chunk_ids`)
    figures    what each indexed document states in numbers, in reading order
    pages      where each page of a paged document draws its text, packed; of whole duplicates, too
    vectors    float32 vectors by passage hash and embedder, so that no passage is embedded twice
"""
CARD_COLUMNS = "id, source, metadata, warnings, repealed_by"
RECORD_COLUMNS = f"{CARD_COLUMNS}, duplicate_of, text, blocks"
CHUNK_COLUMNS = 'id, document_id, start, "end", text, heading_path, context, position'
PAGE_COLUMNS = 'document_id, page, start, "end", drawn'
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


PageRow = tuple[int, int, int, bytes]
"""Number of a page from 1, the first and behind the last character of the document's text that it draws, and its drawing, packed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A document with what the base as a whole says about it."""

    document: Document
    repealed_by: str | None = None
    duplicate_of: str | None = None
    """Id of the document with the same text that is indexed in its stead."""
    pages: tuple[PageRow, ...] | None = field(default=None, compare=False, repr=False)
    """Of a document read now: its pages, packed. None for one that the version before holds: its pages are copied."""


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


def page_rows(pages: Iterable[DrawnPage]) -> tuple[PageRow, ...]:
    """The pages as rows."""
    return tuple((page.page, *span(page), pack_page(page)) for page in pages)


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


def read_figure_line(row: Sequence[Any]) -> FigureLine:
    """A line of the table of figures from ordinal, document_id, place, period, value, unit, subject, qualifiers, indicator, header.

    The qualifiers stay as they are kept, a list in JSON: only its words are searched, and 50,000 needn't be parsed for that.
    """
    name = " ".join(filter(None, (row[6], row[7].strip("[]").replace('"', "").replace(",", " "), row[8], row[9])))
    return FigureLine(
        ordinal=row[0], document_id=row[1], name=name, place=row[2], period=row[3], value=row[4], unit=row[5]
    )
