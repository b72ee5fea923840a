"""Figures as files: XLSX with a sheet on where they come from, and CSV for programs. Nothing in a cell is ever a formula. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bot.figure_table import FigureRow, Working
from web.data_texts import DataTexts
from web.data_words import told, words_of_row

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CELL_CHARS = 32_767  # Excel's limit
_UNWRITABLE = dict.fromkeys((*(code for code in range(32) if code not in (9, 10, 13)), 0xFFFE, 0xFFFF))
_HARMLESS = re.compile(r"[一-鿿《（“A-Za-z0-9][^\x00-\x1f\ud800-\udfff\ufffe\uffff]{0,1000}|")
_WIDTHS = (6, 28, 14, 16, 18, 16, 12, 10, 14, 40, 22, 22, 12, 70)
_EXACT_DIGITS = 15  # a spreadsheet's number holds no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What is written."""

    rows: Sequence[FigureRow]
    sentences: Sequence[str]
    """The sentence or table row that states each row's figure."""
    version: str
    query: str
    """What was looked for, in words."""
    workings: Sequence[Working] = ()
    made: date


def csv_bytes(exported: Exported, texts: DataTexts) -> bytes:
    """Return the rows as CSV with a byte order mark, as spreadsheet programs here expect it; the version stands in the last column."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*texts.sheet_columns, texts.about_rows["version"]])
    for values in _lines(exported, texts):
        writer.writerow([*map(_plain, values), _plain(exported.version)])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(exported: Exported, texts: DataTexts) -> bytes:
    """Return the rows as a workbook: the rows, the workings where there are any, and where all of it comes from."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(texts.sheet_rows)
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "C2"
    sheet.append([_cell(sheet, name, bold=True) for name in texts.sheet_columns])
    for values in _lines(exported, texts):
        sheet.append([_value(sheet, value) for value in values])
    if exported.workings:
        _write_pairs(book, texts.sheet_workings, _working_lines(exported.workings, texts))
    _write_pairs(book, texts.sheet_about, _about_lines(exported, texts))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(exported: Exported, texts: DataTexts) -> Iterator[list[str | int | Decimal | None]]:
    """The values of each row in the order of `sheet_columns`."""
    for row, sentence in zip(exported.rows, exported.sentences, strict=True):
        words, metadata, card = words_of_row(row, texts), row.document.metadata, row.card
        yield [
            card.number, words.indicator, words.place, words.period, words.value, card.value, card.upper, card.unit,
            "；".join(_remarks(row, texts)), metadata.title, metadata.issuer or "", metadata.number or "",
            metadata.issued.isoformat() if metadata.issued else "", " ".join(sentence.split()),
        ]  # fmt: skip


def _remarks(row: FigureRow, texts: DataTexts) -> Iterator[str]:
    if row.conflicting:
        yield texts.conflict
    if row.planned:
        yield texts.planned


def _plain(value: str | int | Decimal | None) -> str:
    """A value in a CSV file: text that a spreadsheet program would compute begins with an apostrophe there."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _value(sheet: object, value: str | int | Decimal | None) -> object:
    """What is put into a cell: a bare string where it can't be taken for anything else, which is several times quicker."""
    if isinstance(value, str):
        return value if _HARMLESS.fullmatch(value) else _cell(sheet, value)
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _EXACT_DIGITS:
        return _cell(sheet, f"{value:f}")
    return value


def _cell(sheet: object, text: str, *, bold: bool = False, wrapped: bool = False) -> WriteOnlyCell:
    """A cell that holds text and nothing else, whatever the text begins with."""
    cell = WriteOnlyCell(sheet, value=text.translate(_UNWRITABLE)[:_CELL_CHARS])
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True  # stays text when somebody edits the cell
    if bold:
        cell.font = Font(bold=True)
    if wrapped:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _write_pairs(book: Workbook, name: str, pairs: Iterable[tuple[str, str]]) -> None:
    """A sheet of names with what belongs to them."""
    sheet = book.create_sheet(name)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 90
    for first, second in pairs:
        sheet.append([_cell(sheet, first, bold=True), _cell(sheet, second, wrapped=True)])


def _working_lines(workings: Sequence[Working], texts: DataTexts) -> Iterator[tuple[str, str]]:
    for working in workings:
        name = texts.kinds[working.kind]
        if working.refused is not None:
            yield name, told(working.refused, texts)
        for formula in working.formulas:
            yield name, formula
        for note in working.notes:
            yield "", told(note, texts)


def _about_lines(exported: Exported, texts: DataTexts) -> Iterator[tuple[str, str]]:
    named = texts.about_rows
    yield named["source"], named["source_value"]
    yield named["version"], exported.version
    yield named["made"], exported.made.isoformat()
    yield named["count"], str(len(exported.rows))
    yield named["filter"], exported.query
    if any(row.conflicting for row in exported.rows):
        yield named["conflict"], named["conflict_value"]
