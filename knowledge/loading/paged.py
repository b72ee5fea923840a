"""From the pages of any paged file (PDF, OFD, scan, picture) to its pieces: the one way for all of them.

Running headers, footers and page numbers go, columns are read one after the other, tables come out row by row, footnotes
after the paragraph that they interrupt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeVar

from knowledge.loading.aligned import aligned_pieces, table_rows
from knowledge.loading.askew import askew
from knowledge.loading.columns import in_reading_order
from knowledge.loading.drawn import Line
from knowledge.loading.furniture import furniture_removed
from knowledge.loading.headline import headline
from knowledge.loading.outline import TITLE_LEVEL, outlined
from knowledge.loading.paragraphs import Margins, footnotes, note_pieces, paragraph_piece, text_size
from knowledge.loading.pieces import Piece
from knowledge.loading.plain import titled
from knowledge.loading.ruled_tables import RuledTable, continues, ruled_pieces
from knowledge.types import DrawnLine


@dataclass(slots=True)
class Page:
    """What was read of one page."""

    width: float
    height: float
    """In points, as the page is shown."""
    lines: list[Line] = field(default_factory=list)
    """Without those in `tables`, in the order of the file."""
    tables: list[RuledTable] = field(default_factory=list)
    tilt: float = 0.0
    """Radians by which the page was turned about its middle to read it: a scan that lay askew."""


def page_pieces(pages: Sequence[Page]) -> list[Piece]:
    """Headings, paragraphs, list items and table rows of the pages, in reading order."""
    bare = furniture_removed([page.lines for page in pages], [page.height for page in pages])
    kept = [in_reading_order(lines) for lines in bare]
    size = text_size([line for lines in kept for line in lines])
    notes = [footnotes(lines, size) for lines in kept]
    bodies = [_without(lines, gone) for lines, gone in zip(kept, notes, strict=True)]
    flows = [_with_tables(lines, page.tables) for lines, page in zip(bodies, pages, strict=True)]
    margins = Margins([line for lines in bodies for line in lines])
    title = headline(bodies[0], size) if bodies else []
    found = outlined(list(_pieces(flows, notes, _Layout(margins, frozenset(map(id, title))))))
    pieces = found if title else titled(found)
    return [_turned_back(piece, pages) for piece in pieces] if any(page.tilt for page in pages) else pieces


@dataclass(frozen=True, slots=True)
class _Layout:
    """What tells paragraphs apart."""

    margins: Margins
    title: frozenset[int]
    """Ids of the lines that make up the title."""

    def together(self, above: Line, below: Line) -> bool:
        """Whether two lines that follow each other are of one paragraph."""
        if id(above) in self.title or id(below) in self.title:
            return id(above) in self.title and id(below) in self.title
        return not self.margins.parts(above, below)

    def piece(self, lines: Sequence[Line]) -> Piece:
        """The paragraph or title of these lines."""
        piece = paragraph_piece(lines)
        return replace(piece, kind="heading", level=TITLE_LEVEL) if id(lines[0]) in self.title else piece


def _turned_back(piece: Piece, pages: Sequence[Page]) -> Piece:
    """The piece drawn where the page shows it, askew as it is."""
    drawn: list[DrawnLine] = []
    for line in piece.drawn:
        page = pages[line.page - 1]
        drawn += askew(line, page.tilt, (page.width / 2, page.height / 2)) if page.tilt else [line]
    return replace(piece, drawn=tuple(drawn))


def _without(lines: Sequence[Line], gone: Sequence[Line]) -> list[Line]:
    dropped = {id(line) for line in gone}
    return [line for line in lines if id(line) not in dropped]


def _with_tables(lines: Sequence[Line], tables: Sequence[RuledTable]) -> list[Line | RuledTable]:
    """The page's lines with each table before the first line that stands below it in its column."""
    flow: list[Line | RuledTable] = list(lines)
    for table in tables:
        left, _, right, bottom = table.rectangle
        below = (
            index
            for index, item in enumerate(flow)
            if item.rectangle[1] >= bottom - 3 and item.rectangle[0] < right and item.rectangle[2] > left
        )
        flow.insert(next(below, len(flow)), table)
    return flow


def _pieces(
    flows: Sequence[Sequence[Line | RuledTable]], notes: Sequence[Sequence[Line]], layout: _Layout
) -> Iterator[Piece]:
    """The pieces of all pages; a page's footnotes wait for the end of a paragraph that runs over the page's end."""
    noted = 0
    for page, block in _blocks([item for flow in flows for item in flow], layout):
        while noted < page - 1:
            yield from note_pieces(notes[noted])
            noted += 1
        yield from block
    for rest in notes[noted:]:
        yield from note_pieces(rest)


def _blocks(items: Sequence[Line | RuledTable], layout: _Layout) -> Iterator[tuple[int, list[Piece]]]:
    """Paragraphs and whole tables, each with the page that it begins on."""
    tables = 0
    for ruled, run in groupby(items, key=lambda item: isinstance(item, RuledTable)):
        if ruled:
            for parts in _runs([item for item in run if isinstance(item, RuledTable)], continues):
                tables += 1
                yield parts[0].page, list(ruled_pieces(parts, tables))
            continue
        for rows in _aligned_or_not([item for item in run if isinstance(item, Line)]):
            if isinstance(rows, tuple):
                tables += 1
                yield rows[0].page, list(aligned_pieces(rows, tables))
            else:
                for lines in _runs(rows, layout.together):
                    yield lines[0].page, [layout.piece(lines)]


def _aligned_or_not(lines: Sequence[Line]) -> Iterator[list[Line] | tuple[Line, ...]]:
    """The lines in stretches: those of a table as a tuple, others as a list."""
    others: list[Line] = []
    index = 0
    while index < len(lines):
        rows = table_rows(lines, index)
        if rows:
            if others:
                yield others
            yield tuple(lines[index : index + rows])
            others = []
        else:
            others.append(lines[index])
        index += rows or 1
    if others:
        yield others


_Item = TypeVar("_Item")


def _runs(items: Sequence[_Item], together: Callable[[_Item, _Item], bool]) -> Iterator[list[_Item]]:
    """The items in runs of which each goes together with the one before it."""
    run: list[_Item] = []
    for item in items:
        if run and not together(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run
