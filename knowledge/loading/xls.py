"""Workbooks of the older binary kind (.xls, and most .et files): sheets with the texts that their cells show."""

from __future__ import annotations

import io
from decimal import Decimal

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell, Sheet

from knowledge.errors import LoadError
from knowledge.loading.number_format import BUILTIN, kept_digits, plain, shown
from knowledge.loading.text import clean
from knowledge.loading.worksheet import MAX_CELLS, Area, Worksheet, cell_name, one_line

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_LONGEST_KEPT = Decimal(10) ** 15


def read_xls(raw: bytes, name: str) -> list[Worksheet]:
    """The sheets of a workbook, in its order; those after `MAX_CELLS` are named but empty.

    Args:
        raw: The file's bytes.
        name: The file's name, for messages.

    Raises:
        LoadError: The file is protected by a password, damaged, or no workbook that other programs can read.
    """
    if _ENCRYPTED_PACKAGE in raw:
        raise _protected(name)
    try:
        with xlrd.open_workbook(
            file_contents=raw, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        ) as book:
            return _sheets(book)
    except Exception as exc:
        if "encrypted" in str(exc).lower() or "password" in str(exc).lower():
            raise _protected(name) from exc
        if "find workbook" in str(exc).lower():
            raise LoadError(
                f"{name} 是 WPS 自己的格式或其他程序的文件，读不了：请用 WPS 打开，另存为 .xlsx 后重新导入。",
                f"{name} is in a format of WPS's own or of another program: open it there, save it as .xlsx and add it again.",
            ) from exc
        raise LoadError(
            f"{name} 打不开，文件已损坏或不是表格文件：请用 Excel 或 WPS 打开，另存为 .xlsx 后重新导入。",
            f"{name} is damaged or no workbook: open it, save it as .xlsx and add it again.",
        ) from exc


def _protected(name: str) -> LoadError:
    return LoadError(
        f"{name} 加了密码，没有读取：请用 Excel 或 WPS 打开，去掉密码并另存为 .xlsx 后重新导入。",
        f"{name} is protected by a password: open it, save it as .xlsx without the password and add it again.",
    )


def _sheets(book: Book) -> list[Worksheet]:
    left = MAX_CELLS
    sheets: list[Worksheet] = []
    for number in range(book.nsheets):
        source = book.sheet_by_index(number)
        sheet = _read_sheet(book, source, left)
        left -= sheet.cells
        sheets.append(sheet)
        book.unload_sheet(number)
    return sheets


def _read_sheet(book: Book, source: Sheet, most_cells: int) -> Worksheet:
    sheet = Worksheet(clean(source.name), hidden=bool(source.visibility))
    for row in range(source.nrows):
        texts = {}
        for column, cell in enumerate(source.row(row), start=1):
            text = _shown(book, cell, sheet, cell_name(row + 1, column)) if cell.ctype else ""
            if text:
                texts[column] = text
        if len(texts) > most_cells:
            sheet.cut_after = max(sheet.rows, default=0)
            break
        if texts:
            most_cells -= len(texts)
            sheet.rows[row + 1] = texts
    sheet.merged = [Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in source.merged_cells]
    sheet.hidden_rows = [r + 1 for r, row in sorted(source.rowinfo_map.items()) if row.hidden and r + 1 in sheet.rows]
    sheet.hidden_columns = [Area(1, c + 1, 1, c + 1) for c, column in source.colinfo_map.items() if column.hidden]
    return sheet


def _shown(book: Book, cell: Cell, sheet: Worksheet, name: str) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return one_line(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        sheet.errors.append(name)
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    value = Decimal(repr(cell.value))
    if abs(value) >= _LONGEST_KEPT:
        sheet.rounded.append(name)
    if value == value.to_integral_value():
        value = Decimal(int(value))
    key = book.xf_list[cell.xf_index].format_key if cell.xf_index is not None else 0
    known = BUILTIN.get(key)
    code = known if known is not None else book.format_map[key].format_str if key in book.format_map else "General"
    return shown(value, code, since_1904=bool(book.datemode)) if code else plain(kept_digits(value))
