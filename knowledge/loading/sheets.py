"""Spreadsheets (.xlsx, .xlsm, .xls, .et, .csv): sheets as headings, tables as rows, each row with its sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from knowledge.errors import LoadError
from knowledge.loading.delimited import read_delimited
from knowledge.loading.pieces import Parsed, Piece
from knowledge.loading.sheet_rows import filled_rows
from knowledge.loading.sheet_tables import SHEET_LEVEL, SheetReader
from knowledge.loading.web import load_html
from knowledge.loading.worksheet import MAX_CELLS, Worksheet, column_name
from knowledge.loading.xls import read_xls
from knowledge.loading.xlsx import read_xlsx
from knowledge.types import Position

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OLD_BINARY = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<head|<table|<meta)", re.IGNORECASE)
_XML_SHEET = re.compile(rb"<(?:\w+:)?Workbook\b")
_UNNAMED = re.compile(r"(?:sheet|工作表|table|表格)\s?\d*$", re.IGNORECASE)
_NAMED_IN_WARNING = 5
_SHEETS_IN_NOTE = 20


def load_workbook(raw: bytes, name: str) -> Parsed:
    """Read a workbook by what it is inside: .xls files are often pages or .xlsx under another name, .et files one or the other."""
    head = raw[:2048].lstrip(b"\xef\xbb\xbf")
    if raw.startswith(_ZIP):
        return _parsed(read_xlsx(raw, name), name)
    if raw.startswith((_OLE, *_OLD_BINARY)):
        return _parsed(read_xls(raw, name), name)
    if _PAGE.match(head):
        return load_html(raw, name)
    if _XML_SHEET.search(head) or name.lower().endswith((".et", ".xlsx", ".xlsm")):
        raise LoadError(
            f"{name} 不是能直接读取的表格文件（可能是 WPS 专有格式，或已损坏）：请用 WPS 或 Excel 打开，另存为 .xlsx 后重新导入。",
            f"{name} is no workbook that can be read: open it in WPS or Excel, save it as .xlsx and add it again.",
        )
    return load_delimited(raw, name)


def load_delimited(raw: bytes, name: str) -> Parsed:
    """Read a .csv file, or a text file under the name of a workbook."""
    sheet, decoded, unread = read_delimited(raw, name)
    parsed = _parsed([sheet], name)
    return Parsed(
        pieces=parsed.pieces, encoding=decoded.encoding, warnings=(*decoded.warnings, *unread, *parsed.warnings)
    )


def _parsed(sheets: Sequence[Worksheet], name: str) -> Parsed:
    """The pieces of all sheets, with what the report says of them.

    Raises:
        LoadError: A row that was read isn't among the pieces: then nothing of the file is taken.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    named = len(filled) > 1 or not (
        filled and (_UNNAMED.match(filled[0].name) or filled[0].name == PurePath(name).stem)
    )
    pieces: list[Piece] = []
    warnings: list[str] = []
    tables = 0
    for sheet in filled:
        rows, joint = filled_rows(sheet)
        reader = SheetReader(sheet.name, tables)
        read = list(reader.read(rows))
        tables = reader.tables
        if {piece.position.row for piece in read} != set(sheet.rows):
            raise LoadError(
                f"{name} 的工作表“{sheet.name}”没有读全（程序问题），这次没有收录：请另存为 .csv 后导入，并告诉维护人员。",
                f"Sheet {sheet.name} of {name} was not read in full; nothing of it was kept: save it as .csv and tell the maintainers.",
            )
        if named:
            pieces.append(
                Piece(text=sheet.name, kind="heading", level=SHEET_LEVEL, position=Position(sheet=sheet.name))
            )
        pieces += read
        warnings += _warnings(sheet, joint)
    return Parsed(pieces=tuple(pieces), warnings=(*_notes(sheets), *warnings))


def _notes(sheets: Sequence[Worksheet]) -> Iterator[str]:
    """How many rows were kept of each sheet."""
    whole = [sheet for sheet in sheets if sheet.rows and sheet.cut_after is None]
    for sheet in whole[:_SHEETS_IN_NOTE]:
        yield f"工作表“{sheet.name}”：{len(sheet.rows)} 行全部收录。"
    if rest := whole[_SHEETS_IN_NOTE:]:
        yield f"其余 {len(rest)} 个工作表：{sum(len(sheet.rows) for sheet in rest)} 行全部收录。"
    for sheet in sheets:
        if sheet.cut_after is not None:
            kept = (
                f"只收录到第 {sheet.cut_after} 行（{len(sheet.rows)} 行），后面的没有读取" if sheet.rows else "没有读取"
            )
            yield f"工作表“{sheet.name}”：文件太大（超过 {MAX_CELLS // 10_000} 万个单元格），{kept}；请拆成几份后导入。"


def _warnings(sheet: Worksheet, joint: Sequence[str]) -> Iterator[str]:
    place = f"工作表“{sheet.name}”"
    if sheet.hidden:
        yield f"{place}是隐藏的，也已收录；如果不应公开，请删除后重新导入。"
    if sheet.hidden_rows:
        yield f"{place}有 {len(sheet.hidden_rows)} 个隐藏行（{_listed([str(row) for row in sheet.hidden_rows])}），也已收录。"
    if columns := _hidden_columns(sheet):
        yield f"{place}有隐藏列（{_listed(columns)}），也已收录。"
    if sheet.uncached:
        yield f"{place}的公式没有保存计算结果，读不到数字（{_listed(sheet.uncached)}）：请用 Excel 或 WPS 打开并保存一次，再重新导入。"
    if sheet.errors:
        yield f"{place}有 {len(sheet.errors)} 个单元格显示错误值（{_listed(sheet.errors)}）：请核对原表。"
    if sheet.rounded:
        yield f"{place}有超过 15 位的数字（{_listed(sheet.rounded)}），表格软件只保留前 15 位：身份证号、银行卡号请设为文本格式。"
    if joint:
        yield f"{place}有跨行合并的数字（{_listed(joint)}），各行都按这个数收录：相加时请核对。"


def _listed(names: Sequence[str]) -> str:
    more = f" 等 {len(names)} 处" if len(names) > _NAMED_IN_WARNING else ""
    return "、".join(names[:_NAMED_IN_WARNING]) + more


def _hidden_columns(sheet: Worksheet) -> list[str]:
    """Letters of the hidden columns that hold text."""
    if not sheet.hidden_columns:
        return []
    used = {column for texts in sheet.rows.values() for column in texts}
    return [
        column_name(column)
        for column in sorted(used)
        if any(run.left <= column <= run.right for run in sheet.hidden_columns)
    ]
