"""Whole columns of tables: every row that counts, the table's own total beside them.

What is counted, summed or ranked is read from the whole document in the catalogue, never from the passages that were found: these
only say which documents to look into.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.asked import fits_unit
from bot.choosing import Chooser
from bot.columns import PLACE_LABEL, TOTAL, is_row_place
from bot.said_figures import SaidFigure, cell_figure
from bot.sides import Side
from knowledge.assembly import KnowledgeBase
from knowledge.tables import Cell, cells_between
from knowledge.types import SearchHit

_LEAST_ROWS = 2
_DOCUMENTS = 12  # of the passages found, in their order
_ENDS = (
    (("乡镇", "镇", "乡", "镇街", "乡镇街道", "街道"), ("镇", "乡", "街道", "苏木")),
    (("行政村", "村", "社区"), ("村", "社区")),
    (("县区", "区县", "县", "区", "市"), ("县", "区", "市", "旗", "州")),
)
_WHOLE = "合计"
_NOT_ADDED = re.compile(r"人均|户均|平均|均价|单价|比例|占比|比重|率$|率（|标准|增幅|增速|指数")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one table, the rows that are places of one kind, and its own total."""

    name: str
    rows: tuple[SaidFigure, ...]
    """In the table's order; the total isn't among them."""
    total: SaidFigure | None
    score: float
    """How well it is what was asked, in [0, 1]."""
    blank: int = 0
    """Rows of the kind that hold no figure in this column."""

    @property
    def adds_up(self) -> bool:
        """Whether its figures may be summed: a mean or a share per row may not."""
        units = {row.quantity.unit for row in self.rows}
        return len(units) == 1 and not units & {"%", "‰", "百分点", "倍"} and not _NOT_ADDED.search(self.name)


def column_asked(
    side: Side, noun: str, units: Sequence[str], hits: Sequence[SearchHit], knowledge: KnowledgeBase, chooser: Chooser
) -> Column | None:
    """The column that says the term for each row of the kind `noun` (乡镇, 村); None where none surely does.

    Of two that say it alike (户数 and 人数) the first is taken: the answer names it.

    Args:
        side: What is asked for each row; its place is passed over.
        noun: The kind of rows.
        units: Units asked for; empty where none is.
        hits: Passages, best first: whose documents are looked into.
        knowledge: The base they come from.
        chooser: What judges a figure's name.
    """
    found = []
    for document_id in list(dict.fromkeys(hit.document.id for hit in hits))[:_DOCUMENTS]:
        for rows, total, blank in _columns(document_id, noun, knowledge):
            if not _fits(side, rows[0], units):
                continue
            score = chooser.score(replace(side, place=""), rows[0])
            if score:
                found.append(Column(rows[0].name, rows, total, score, blank))
    found.sort(key=lambda column: -column.score)
    return found[0] if found else None


def _fits(side: Side, figure: SaidFigure, units: Sequence[str]) -> bool:
    if side.year and side.year not in figure.years:
        return False
    return not units or any(fits_unit(unit, figure.quantity.unit) for unit in units)


def _columns(
    document_id: str, noun: str, knowledge: KnowledgeBase
) -> Iterator[tuple[tuple[SaidFigure, ...], SaidFigure | None, int]]:
    """Each column of a document's tables with its rows of the kind, its total and how many rows have no figure in it.

    A table that has two rows of one place is passed over: its rows are told apart by more than their place.
    """
    ends = next((ends for nouns, ends in _ENDS if noun in nouns), (noun,))
    for table in _tables(document_id, ends, knowledge):
        for name, figures in table.columns.items():
            if len(figures) < _LEAST_ROWS:
                continue
            rows = tuple(replace(figure, place=table.places[figure.start]) for figure in figures)
            totals = table.totals.get(name, [])
            yield rows, totals[0] if len(totals) == 1 else None, len(table.places) - len(rows)


@dataclass(slots=True)
class _Table:
    """The rows of one table that are of a kind."""

    places: dict[int, str] = field(default_factory=dict)
    """Start of the row -> its place."""
    columns: dict[tuple[str, str], list[SaidFigure]] = field(default_factory=dict)
    """(header, caption) -> the figures of the rows, in their order."""
    totals: dict[tuple[str, str], list[SaidFigure]] = field(default_factory=dict)


def _tables(document_id: str, ends: tuple[str, ...], knowledge: KnowledgeBase) -> list[_Table]:
    """The tables of a whole document with their rows of a kind, whose places all differ."""
    document = knowledge.catalogue.document(document_id)
    numbers = {block.start: block.position.table or 0 for block in document.blocks if block.kind == "table_row"}
    if not numbers:
        return []
    cells = [(cell, place) for cell in cells_between(document, 0, len(document.text)) if (place := _place(cell, ends))]
    places = _told_apart(cells, numbers)
    card = knowledge.catalogue.card(document_id)
    passages = [SearchHit(chunk=c, document=card, score=0.0) for c in knowledge.catalogue.chunks_of(document_id)]
    starts = [hit.chunk.start for hit in passages]
    found: dict[int, _Table] = {number: _Table(rows) for number, rows in places.items()}
    for cell, place in cells:
        table = found.get(numbers[cell.row_start])
        at = bisect_right(starts, cell.row_start) - 1
        if table is None or at < 0 or cell.row_end > passages[at].chunk.end:
            continue
        figure = cell_figure(cell, passages[at])
        if figure is not None and not figure.result:
            columns = table.totals if place == _WHOLE else table.columns
            columns.setdefault((cell.header, cell.caption), []).append(figure)
    return list(found.values())


def _told_apart(cells: Sequence[tuple[Cell, str]], numbers: Mapping[int, int]) -> dict[int, dict[int, str]]:
    """Table -> start of each row -> its place, those of one name with what they lie in; tables with two rows of one place left out."""
    rows: dict[int, dict[int, Cell]] = {}
    named: dict[int, dict[int, str]] = {}
    for cell, place in cells:
        if place != _WHOLE:
            rows.setdefault(numbers[cell.row_start], {})[cell.row_start] = cell
            named.setdefault(numbers[cell.row_start], {})[cell.row_start] = place
    for number, places in named.items():
        often = Counter(places.values())
        for start, place in places.items():
            if often[place] > 1 and place == rows[number][start].label:
                places[start] = "".join((*rows[number][start].parents, place))
    return {number: places for number, places in named.items() if len(set(places.values())) == len(places)}


def _place(cell: Cell, ends: tuple[str, ...]) -> str:
    """The place of a row of the kind, `_WHOLE` for the table's total, "" for other rows.

    That is its label, by its own end or by its column's header where it has none (青禾 under 乡镇); of a subtotal, whose it is.
    """
    if TOTAL.fullmatch(cell.label):
        above = cell.parents[-1] if cell.parents else ""
        return above if above.endswith(ends) else "" if above else _WHOLE
    if PLACE_LABEL.fullmatch(cell.label):
        return cell.label if cell.label.endswith(ends) else ""
    named = is_row_place(cell) and cell.label_header.endswith(ends)
    return cell.label if named else ""
