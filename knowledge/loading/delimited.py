"""Tables as text (.csv): cells between commas, tabs or semicolons, in whatever encoding the office's program wrote."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from knowledge.errors import LoadError
from knowledge.loading.decoding import Decoded, decode
from knowledge.loading.worksheet import MAX_CELLS, Worksheet, one_line

_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 30
_MOST_BYTES = 60_000_000
_MOST_COLUMNS = 16_384
_CELL_CHARS = 1_000_000


def read_delimited(raw: bytes, name: str) -> tuple[Worksheet, Decoded, tuple[str, ...]]:
    """The file as one sheet named like the file, how it was decoded, and what the report says of a part left out.

    Rows are counted as a spreadsheet counts them: a record is one row, however many lines its cells have.

    Raises:
        LoadError: The encoding isn't recognised, or a quotation mark never ends.
    """
    kept, unread = _bounded(raw)
    decoded = decode(kept, name)
    sheet = Worksheet(PurePath(name).stem)
    left = MAX_CELLS
    csv.field_size_limit(_CELL_CHARS)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=_delimiter(decoded.text))
    try:
        for number, record in enumerate(reader, start=1):
            texts = {c: text for c, cell in enumerate(record[:_MOST_COLUMNS], start=1) if (text := one_line(cell))}
            if len(texts) > left:
                sheet.cut_after = max(sheet.rows, default=0)
                break
            left -= len(texts)
            if texts:
                sheet.rows[number] = texts
    except csv.Error as exc:
        raise LoadError(
            f"{name} 的第 {reader.line_num} 行附近引号不成对或有一格过长，读不下去：请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新导入。",
            f"{name} can't be read near line {reader.line_num}: check its quotation marks, or save it as .xlsx.",
        ) from exc
    return sheet, decoded, unread


def _bounded(raw: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The bytes up to a line's end within the bound, and what is said where that isn't all."""
    if len(raw) <= _MOST_BYTES:
        return raw, ()
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    end = _MOST_BYTES - _MOST_BYTES % 4 if wide else raw.rfind(b"\n", 0, _MOST_BYTES) + 1
    if not end:
        end = _MOST_BYTES
    return raw[:end], (
        f"文件太大（{len(raw) // 1_000_000} MB）：只读取前 {end // 1_000_000} MB，后面的没有收录；请拆成几份后导入。",
    )


def _delimiter(text: str) -> str:
    """What parts the cells: the mark that most lines hold equally often."""
    lines = [line for line in text[:200_000].splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, most = ",", 0
    for mark in _DELIMITERS:
        counts = [line.count(mark) for line in lines]
        common = max(set(counts), key=counts.count) if counts else 0
        agreeing = counts.count(common) if common else 0
        if agreeing * (common > 0) > most:
            best, most = mark, agreeing
    return best
