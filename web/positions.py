"""Where a quotation stands in its file, in words: page 3, sheet “2022”, cell B7, paragraph 12, line 45. Pure functions."""

from __future__ import annotations

from knowledge.types import Position
from web.texts import Texts


def position_words(position: Position, texts: Texts) -> str:
    """Return the position as plain text, the most exact that the format has; empty where it says nothing."""
    if position.sheet is not None:
        return _on_sheet(position, position.sheet, texts)
    if position.page is not None:
        return texts.page.format(page=position.page)
    if position.line is not None:
        return texts.line.format(line=position.line)
    if position.table is not None and position.row is not None:
        if position.column is None:
            return texts.table_row.format(table=position.table, row=position.row)
        return texts.table_cell.format(table=position.table, row=position.row, column=position.column)
    return texts.paragraph.format(paragraph=position.paragraph) if position.paragraph is not None else ""


def _on_sheet(position: Position, sheet: str, texts: Texts) -> str:
    if position.row is None:
        return texts.sheet.format(sheet=sheet)
    if position.column is None:
        return texts.sheet_row.format(sheet=sheet, row=position.row)
    return texts.sheet_cell.format(sheet=sheet, cell=f"{column_letters(position.column)}{position.row}")


def column_letters(column: int) -> str:
    """Return the letters of a sheet's column, from 1: A, B, …, Z, AA, AB."""
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
