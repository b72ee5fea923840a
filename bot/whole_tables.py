"""Whole columns of tables: every row that counts, the table's own total beside them.

What is counted, summed or ranked is read from the whole document in the catalogue, never from the passages that were found: these
only say which documents to look into. Where several places have a table of one form each, its rows are those of all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.asked import fits_unit
from bot.choosing import Chooser
from bot.columns import PLACE_LABEL, TOTAL, is_row_place
from bot.document_rows import PlacedRow, document_rows
from bot.forms import Apart, caption_beside, of_one_form, owner
from bot.operation_words import NUMBER
from bot.operation_words import number as number_of
from bot.said_figures import SaidFigure, cell_figure
from bot.sides import Side
from knowledge.assembly import KnowledgeBase
from knowledge.tables import Cell, Row
from knowledge.types import SearchHit

_LEAST_ROWS = 2
_DOCUMENTS = 12  # of the passages found, in their order
_ENDS = (
    (("乡镇", "镇", "乡", "镇街", "乡镇街道", "街道"), ("镇", "乡", "街道", "苏木")),
    (("行政村", "村", "社区"), ("村", "社区")),
    (("县区", "区县", "县", "区", "市"), ("县", "区", "市", "旗", "州")),
)
_WHOLE = "合计"
_COUNTED = re.compile("的([一-龥]{1,4})$")
_NOT_ADDED = re.compile(r"人均|户均|平均|均价|单价|比例|占比|比重|率$|率（|标准|增幅|增速|指数")


_Header = tuple[str, str]
"""Of a column: its header and the table's caption."""
_Placed = tuple[Cell, SearchHit]


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
    tables: int = 1
    """Over how many tables of one form its rows are."""
    each_a_table: bool = False
    """Whether each row is the figure of a table of its own."""

    @property
    def adds_up(self) -> bool:
        """Whether its figures may be summed: a mean or a share per row may not."""
        units = {row.quantity.unit for row in self.rows}
        return len(units) == 1 and not units & {"%", "‰", "百分点", "倍"} and not _NOT_ADDED.search(self.name)


def column_asked(
    side: Side, noun: str, units: Sequence[str], hits: Sequence[SearchHit], knowledge: KnowledgeBase, chooser: Chooser
) -> Column | Apart | None:
    """The column that says the term for each row of the kind `noun` (乡镇, 村); None where none surely does.

    Of two that say it alike (户数 and 人数) the first is taken: the answer names it.

    Args:
        side: What is asked for each row; a table of another place of its place's kind is passed over.
        noun: The kind of rows.
        units: Units asked for; empty where none is.
        hits: Passages, best first: whose documents are looked into.
        knowledge: The base they come from.
        chooser: What judges a figure's name.
    """
    ends = row_ends(noun)
    found: list[tuple[float, _Table, _Header]] = []
    for document_id in list(dict.fromkeys(hit.document.id for hit in hits))[:_DOCUMENTS]:
        for table in _tables(document_id, ends, knowledge):
            found += ((score, table, header) for header, score in _scored(table, side, units, chooser))
    found.sort(key=lambda entry: -entry[0])
    for score, table, header in found:
        column = _column(table, header, score)
        if len(column.rows) >= _LEAST_ROWS:
            alone = not table.owner or side.place == table.owner
            return column if alone else _with_alike(column, table, header, _of_form(table, ends, hits, knowledge))
    return None


def _scored(table: _Table, side: Side, units: Sequence[str], chooser: Chooser) -> Iterator[tuple[_Header, float]]:
    """The columns of a table that say the term, with how well."""
    if side.place not in ("", table.owner) and _level(side.place) == _level(table.owner):
        return
    for header, cells in table.columns.items():
        first = next(_figures(cells), None) if len(cells) >= _LEAST_ROWS else None
        if first is not None and fits(side, first, units) and not (_counts_another(side, first) and not units):
            score = chooser.score(replace(side, place=""), first)
            if score:
                yield header, score


def _counts_another(side: Side, figure: SaidFigure) -> bool:
    """Whether a column counts what the term doesn't name: 收入 asks for no 年收入5万元以上的村."""
    counted = _COUNTED.search(figure.title)
    return counted is not None and counted[1] not in side.words


def fits(side: Side, figure: SaidFigure, units: Sequence[str]) -> bool:
    """Whether a figure is of the year and of one of the units asked."""
    if side.year and side.year not in figure.years:
        return False
    return not units or any(fits_unit(unit, figure.quantity.unit) for unit in units)


def of_named_kind(text: str, noun: str, column: Column) -> Column:
    """The column with the rows of the very kind that `text` counts (5个镇, of 5 towns and 3 townships).

    镇 alone means all of that level, as people say it.
    """
    counted = re.search(rf"({NUMBER})个{noun}(?![一-龥]?[民委医])", text) if noun in ("镇", "乡") else None
    said = number_of(counted[1]) if counted else len(column.rows)
    own = tuple(row for row in column.rows if row.place.endswith(noun))
    if said == len(column.rows):
        return column
    return replace(column, rows=own, total=None) if said == len(own) else column


def row_ends(noun: str) -> tuple[str, ...]:
    """How names of places of a kind end."""
    return next((ends for nouns, ends in _ENDS if noun in nouns), (noun,))


@dataclass(slots=True)
class _Table:
    """The rows of one table that are of a kind, whose places all differ: else they are told apart by more than their place."""

    owner: str
    """The place that the table is about; empty where nothing says."""
    document_id: str
    places: dict[int, str]
    """Start of the row -> its place."""
    columns: dict[_Header, list[_Placed]] = field(default_factory=dict)
    """The cells of the rows, in their order."""
    totals: dict[_Header, list[_Placed]] = field(default_factory=dict)


def _column(table: _Table, header: _Header, score: float) -> Column:
    rows = tuple(replace(figure, place=table.places[figure.start]) for figure in _figures(table.columns[header]))
    totals = list(_figures(table.totals.get(header, ())))
    total = totals[0] if len(totals) == 1 else None
    return Column(rows[0].name, rows, total, score, len(table.places) - len(rows))


def _figures(cells: Sequence[_Placed]) -> Iterator[SaidFigure]:
    """The plain figures among the cells, in their order."""
    figures = (cell_figure(cell, hit) for cell, hit in cells)
    return (figure for figure in figures if figure is not None and not figure.result)


def _tables(document_id: str, ends: tuple[str, ...], knowledge: KnowledgeBase) -> list[_Table]:
    """The tables of a whole document with their rows of a kind."""
    placed = [
        (each, place)
        for each in document_rows(document_id, knowledge)
        if each.row.person_column < 0 and (place := _place(each.row, ends))
    ]
    places = _told_apart(placed)
    found: dict[int, _Table] = {}
    for each, place in placed:
        if each.table not in places:
            continue
        if each.table not in found:
            found[each.table] = _Table(owner(each.row, each.hit), document_id, places[each.table])
        table = found[each.table]
        columns = table.totals if place == _WHOLE else table.columns
        for cell in each.row.cells():
            columns.setdefault((cell.header, cell.caption), []).append((cell, each.hit))
    return list(found.values())


def _told_apart(rows: Sequence[tuple[PlacedRow, str]]) -> dict[int, dict[int, str]]:
    """Table -> start of each row -> its place, those of one name with what they lie in; tables with two rows of one place left out."""
    tables: dict[int, list[tuple[Row, str]]] = {}
    for each, place in rows:
        if place != _WHOLE:
            tables.setdefault(each.table, []).append((each.row, place))
    named = {}
    for number, held in tables.items():
        often = Counter(place for _, place in held)
        places = {
            row.start: "".join((*row.parents, place)) if often[place] > 1 and place == row.label else place
            for row, place in held
        }
        if len(set(places.values())) == len(places):
            named[number] = places
    return named


def _of_form(table: _Table, ends: tuple[str, ...], hits: Sequence[SearchHit], knowledge: KnowledgeBase) -> list[_Table]:
    """The tables of the documents of the table's form that are about places of its kind, its own among them."""
    documents = next(ids for ids in of_one_form(hits, knowledge) if table.document_id in ids)
    found = [other for document_id in documents for other in _tables(document_id, ends, knowledge)]
    return [other for other in found if _level(other.owner) == _level(table.owner)]


def _level(place: str) -> int:
    """Of which kind a place is; -1 for none."""
    return next((level for level, (_, ends) in enumerate(_ENDS) if place.endswith(ends)), -1)


def _with_alike(column: Column, table: _Table, header: _Header, tables: Sequence[_Table]) -> Column | Apart:
    """The column with the rows of the same column in the tables of other places; or why they can't be taken together."""
    asked = _form_of(table, header, column.rows[0])
    found: dict[str, list[Column]] = {other.owner: [] for other in tables}
    for other in tables:
        for each, cells in other.columns.items():
            first = next(_figures(cells), None)
            if first is not None and _form_of(other, each, first) == asked:
                found[other.owner].append(_column(other, each, column.score))
    if len(found) < 2:
        return column
    holding = {place: each[0] for place, each in found.items() if len(each) == 1}
    if lacking := tuple(place for place in found if place not in holding):
        return Apart(column.name, tuple(holding), lacking)
    often = Counter(row.place for each in holding.values() for row in each.rows)
    rows = tuple(
        replace(row, place=f"{place}{row.place}") if often[row.place] > 1 and not row.place.startswith(place) else row
        for place, each in holding.items() for row in each.rows
    )  # fmt: skip
    return replace(column, rows=rows, total=None, blank=sum(c.blank for c in holding.values()), tables=len(holding))


def _form_of(table: _Table, header: _Header, first: SaidFigure) -> tuple[object, ...]:
    """Equal for columns of one form: header and caption without the table's place, unit, years."""
    cell, _ = table.columns[header][0]
    return cell.heading, caption_beside(cell, table.owner), first.quantity.unit, first.years


def _place(row: Row, ends: tuple[str, ...]) -> str:
    """The place of a row of the kind, `_WHOLE` for the table's total, "" for other rows.

    That is its label, by its own end or by its column's header where it has none (青禾 under 乡镇); of a subtotal, whose it is.
    """
    if TOTAL.fullmatch(row.label):
        above = row.parents[-1] if row.parents else ""
        return above if above.endswith(ends) else "" if above else _WHOLE
    if PLACE_LABEL.fullmatch(row.label):
        return row.label if row.label.endswith(ends) else ""
    named = is_row_place(row) and row.label_header.endswith(ends)
    return row.label if named else ""
