"""The words of the figure desk, as frozen dataclasses: what is asked of the table of figures, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from bot.types import FigureCard
from knowledge.figure_index import Column
from knowledge.types import DocumentCard

WorkingKind = Literal["sum", "difference", "share", "growth"]
ChartKind = Literal["series", "comparison"]

NONE = "-"
"""In place of a place or year of a request: figures of which none is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRequest:
    """Which figures, in which order, and which page of them."""

    words: str = ""
    """What is looked for, in people's words; places, years and units in it are read."""
    place: str = ""
    """As the figures write it; `NONE` for those without; empty for all."""
    year: str = ""
    """Four digits, or `NONE`; empty for all."""
    unit: str = ""
    document_id: str = ""
    conflicts: bool = False
    """Only figures that another document states otherwise."""
    sort: Column | None = None
    """None: what fits the words best, then the documents' own order."""
    descending: bool = False
    page: int = 1
    marked: tuple[str, ...] = ()
    """Keys of figures that come first and are marked: those of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure of the table."""

    key: str
    """document id, start and end of the value, joined by dots: the same as long as the document is."""
    card: FigureCard
    """Its number is that of the row."""
    document: DocumentCard
    sentence: tuple[int, int]
    """Of the sentence or table row that states it."""
    conflicting: bool = False
    """Whether another document states the same thing of the same place and period otherwise."""
    planned: bool = False
    """Whether its clause says that it is planned or expected."""
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRead:
    """How the words of a request were understood."""

    mapped: tuple[tuple[str, str], ...] = ()
    """(folk term, official term)."""
    places: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()
    """Places that no document names: then nothing is shown."""
    years: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    nearest: bool = False
    """Whether nothing says all of the words, and what says most of them is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """One page of the table."""

    request: TableRequest
    """As asked, its page within 1..pages."""
    rows: tuple[FigureRow, ...]
    total: int
    """Figures that fit, on all pages."""
    pages: int
    read: WordsRead = field(default_factory=WordsRead)
    choices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """For place, year, unit and document: value -> how many figures it would show beside the other filters; documents by id."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles of the documents of `choices`, by id."""
    conflicts: int | None = None
    """Figures of the whole base that documents state differently; None while they are still compared."""
    version: str = ""
    """Name of the version of the knowledge base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence of the desk in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """A computation over the selected rows, or why it can't be made."""

    kind: WorkingKind
    formulas: tuple[str, ...] = ()
    """Each with its result and a mark [n] on each term: n is the row's number in the selection."""
    notes: tuple[Told, ...] = ()
    """What one should know of a result that is right by the numbers."""
    refused: Told | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """A bar or a point."""

    label: str
    """Its period, as figures keep it, or its place."""
    value: Decimal
    """In the chart's unit."""
    said: str
    """As its document writes it."""
    number: int
    """Of its row in the selection."""
    about: bool = False
    """Whether the document doesn't state it exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A series of one place over periods, or a comparison of places in one period."""

    kind: ChartKind
    indicator: str
    scope: str
    """The place of a series, the period of a comparison."""
    unit: str
    """With its scale: 万元."""
    points: tuple[ChartPoint, ...]
    """A series in the order of time, a comparison the largest first."""
    left_out: tuple[tuple[int, Told], ...] = ()
    """(number of the row, why it isn't drawn)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The selected rows with what can be made of them."""

    rows: tuple[FigureRow, ...]
    """Numbered from 1 in the order in which they were selected."""
    gone: int = 0
    """How many selected figures the published version doesn't hold any more."""
    workings: tuple[Working, ...] = ()
    chart: Chart | None = None
    no_chart: Told | None = None
    """Why there is no chart of two rows or more."""
    version: str = ""
