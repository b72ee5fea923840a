"""Workbooks made by the tests: rows, merged areas and number formats, as .xlsx or as .xls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.utils import range_boundaries

Value = str | int | float | date | None


@dataclass(frozen=True)
class Sheet:
    rows: Sequence[Sequence[Value]]
    merged: Sequence[str] = ()
    formats: Mapping[str, str] | None = None
    """Cell name -> number format."""


def xlsx(path: Path, sheets: Mapping[str, Sheet]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, spec in sheets.items():
        sheet = book.create_sheet(name)
        for row, values in enumerate(spec.rows, start=1):
            for column, value in enumerate(values, start=1):
                if value is not None:
                    sheet.cell(row, column, value)
        for area in spec.merged:
            sheet.merge_cells(area)
        for cell, code in (spec.formats or {}).items():
            sheet[cell].number_format = code
    book.save(path)
    return path


def xls(path: Path, sheets: Mapping[str, Sheet]) -> Path:
    book = xlwt.Workbook()
    for name, spec in sheets.items():
        sheet = book.add_sheet(name)
        areas = {range_boundaries(area)[:2]: range_boundaries(area) for area in spec.merged}
        codes = {range_boundaries(cell)[:2]: code for cell, code in (spec.formats or {}).items()}
        for row, values in enumerate(spec.rows):
            for column, value in enumerate(values):
                if value is None:
                    continue
                style = xlwt.XFStyle()
                style.num_format_str = codes.get((column + 1, row + 1), "General")
                left, top, right, bottom = areas.get((column + 1, row + 1), (column + 1, row + 1) * 2)
                if (right, bottom) == (column + 1, row + 1):
                    sheet.write(row, column, value, style)
                else:
                    sheet.write_merge(top - 1, bottom - 1, left - 1, right - 1, value, style)
    book.save(str(path))
    return path
