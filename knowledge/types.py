"""The words of the knowledge base, as frozen dataclasses.

Offsets are characters of `Document.text`, half-open: `document.text[start:end] == quote`, always.
A score is a relevance in [0, 1], higher is better.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list_item", "table_header", "table_row"]
Level = Literal["国家", "省", "市", "县", "乡镇", "村"]
"""Administrative level of the issuer, highest first."""
ScopeSource = Literal["sentence", "heading", "document", ""]
"""What says a figure's place or period: its own sentence (or table row), a heading above it, or the document as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a block stands in the original file; fields that the format doesn't have are None."""

    line: int | None = None
    """Line of a text file, from 1."""
    page: int | None = None
    """Page of a paged file, from 1."""
    rectangle: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom in PDF points from the page's top-left corner."""
    paragraph: int | None = None
    """Paragraph of a word-processor file or web page, from 1, in reading order."""
    table: int | None = None
    """Table of the file, from 1."""
    row: int | None = None
    """Row of that table, from 1, its header included; of a sheet: the sheet's own row number."""
    sheet: str | None = None
    """Name of the workbook's sheet."""
    column: int | None = None
    """Column of the row's first cell on its sheet, from 1 (A); the row's cells are that column and those right of it, none left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """Characters that a page shows side by side, with where each is drawn. Points from the page's top-left corner."""

    start: int
    end: int
    """Of the text it belongs to: a piece's while loading, `Document.text` in a document."""
    page: int
    """From 1."""
    top: float
    bottom: float
    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    """Left and right edge of each character: end - start of each; a space that isn't drawn has no width."""
    confidences: tuple[float, ...] = ()
    """Of each character in [0, 1] where it was recognised from a picture; empty for a text layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPage:
    """One page of a paged file, with the lines of the document's text that stand on it, in reading order."""

    page: int
    """From 1."""
    width: float
    height: float
    """In points (of a picture: its pixels at 72 a inch)."""
    lines: tuple[DrawnLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, paragraph, list item or table row: a slice of the document's text that has a place."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Depth of a heading, 1 the highest; 0 for other kinds."""
    position: Position = field(default_factory=Position)
    cells: tuple[tuple[int, int], ...] = ()
    """Of a table row or header: (start, end) of each cell, in column order, as offsets of `Document.text`."""
    repeats: int | None = None
    """Offset of the first block with the same text, where this one says it again; it is not indexed twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file that a document was read from."""

    path: str
    """Where it lay when it was read."""
    name: str
    """File name without folders: what citations show; of a file inside a ZIP file: 附件.zip/通知/1.docx."""
    format: str
    """Suffix without the dot, lower case: md, txt, html, docx, pdf, xlsx."""
    sha256: str
    """Hex digest of the file's bytes."""
    size_bytes: int
    encoding: str | None = None
    """The encoding that decoded it; None for formats that carry their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a document says about itself, read from its own text; None or empty where it doesn't say."""

    title: str
    issuer: str | None = None
    """发文机关."""
    number: str | None = None
    """文号, e.g. 临溪民发〔2023〕12号."""
    issued: date | None = None
    """成文 or 公布 date."""
    effective: date | None = None
    """施行 date."""
    repealed: date | None = None
    """Date from which it is no longer in force, where it says so itself."""
    places: tuple[str, ...] = ()
    """Places it is about, the most specific last, e.g. ("南陵省", "云岭市", "临溪县", "青禾镇"); empty for the whole country."""
    level: Level | None = None
    years: tuple[int, ...] = ()
    """Years that it reports on, e.g. (2022,) for a yearly work report."""
    repeals: tuple[str, ...] = ()
    """Titles or 文号 of documents that it says it repeals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document: its text, normalised once, with its blocks in reading order."""

    id: str
    """First 16 hex digits of the SHA-256 of the file's bytes: the same file is the same document."""
    source: Source
    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    warnings: tuple[str, ...] = ()
    """What could not be read or had to be guessed, in Chinese, each one sentence."""
    pages: tuple[DrawnPage, ...] = field(default=(), compare=False, repr=False)
    """Of a paged file just loaded: where its text is drawn. A document read from a catalogue leaves them there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A passage: whole sentences, articles or table rows of one document."""

    id: str
    """document id, a colon, the chunk's start offset."""
    document_id: str
    start: int
    end: int
    text: str
    """`Document.text[start:end]`; what is quoted."""
    heading_path: tuple[str, ...] = ()
    """Headings above it, outermost first, without the document's title."""
    context: str = ""
    """Words that the passage leans on but doesn't hold (a list's lead sentence, a table's caption and header); searched and embedded, never quoted."""
    position: Position = field(default_factory=Position)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity that a document states, with what it is a figure of."""

    document_id: str
    start: int
    end: int
    """Of the value with its unit (prose) or of the cell: `Document.text[start:end]`."""
    sentence_start: int
    sentence_end: int
    """The sentence or table row that states it."""
    indicator: str
    """What is counted, in the document's own words, without place and period: 监测对象, 投入资金."""
    subject: str = ""
    """Whose it is where the sentence names one beside the place: 南京企业."""
    qualifiers: tuple[str, ...] = ()
    """Words that narrow it: 累计, 新增, 其中, 已消除风险, 人均."""
    place: str = ""
    """Empty where none says."""
    place_from: ScopeSource = ""
    period: str = ""
    """2022, 2022-06, 2022-06-30, 2022上半年, 2021/2025; empty where none says."""
    period_from: ScopeSource = ""
    value: Decimal
    """With 万 and 亿 folded in."""
    upper: Decimal | None = None
    """The upper end of a range."""
    unit: str
    """Plain form, as `numbers.Quantity` has it; "" for a bare number."""
    qualifier: str = "exact"
    """As `notation.Qualifier`: exact, about, at_least, at_most, more_than, less_than, range."""
    said: str
    """As written: 9922户, or the cell's text with the header's unit."""
    header: str = ""
    """Column header of a cell; "" in prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCard:
    """A document without its text, for lists and citations."""

    id: str
    source: Source
    metadata: Metadata
    repealed_by: str | None = None
    """Title of a document of the base that says it repeals this one, or that is a newer version of it."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A passage found for a question."""

    chunk: Chunk
    document: DocumentCard
    score: float
    """Relevance in [0, 1]."""
    lexical: float = 0.0
    """The lexical part of the score, in [0, 1]."""
    dense: float = 0.0
    """The dense part: cosine of the unit vectors, cut to [0, 1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestFailure:
    """A file that could not be read."""

    path: str
    reason: str
    """One Chinese sentence: what is wrong and what to do."""
    kept_old: bool = False
    """Whether the base still holds the version read before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A figure that a replaced document states otherwise than before; one side is None where only the other states it."""

    name: str
    """Of the file, as reports name it."""
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What an ingest did, by file name; each file stands in exactly one of the five lists."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[IngestFailure, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    """(file, the file that holds the same text and is indexed in its stead); such files are also listed above."""
    notes: tuple[tuple[str, str], ...] = ()
    """(file, note): encodings guessed, repeated text skipped, parts unread."""
    figures: tuple[FigureChange, ...] = ()
    """What the replaced documents state otherwise in numbers, in their reading order."""
    documents: int = 0
    """Documents in the published version."""
    chunks: int = 0
    """Passages in the published version."""
    version: str = ""
    """Name of the version that readers now see."""
    elapsed_s: float = 0.0
