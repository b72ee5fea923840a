"""Tables as text (.csv): cells between commas, tabs or semicolons, in whatever encoding the office's program wrote."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import Literal

from knowledge.loading.decoding import Decoded, decode
from knowledge.loading.worksheet import MAX_CELLS, Worksheet, one_line

_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 30
_MOST_BYTES = 60_000_000
_MOST_COLUMNS = 16_384
_CELL_CHARS = 2 * _MOST_BYTES


def read_delimited(raw: bytes, name: str) -> tuple[Worksheet, Decoded, tuple[str, ...]]:
    """The file as one sheet named like the file, how it was decoded, and what the report says of what isn't as it should be.

    Rows are counted as a spreadsheet counts them: a record is one row, however many lines its cells have.

    Raises:
        LoadError: The encoding isn't recognised.
    """
    kept, said = _bounded(raw)
    decoded = decode(kept, name)
    stem = PurePath(name).stem
    csv.field_size_limit(_CELL_CHARS)
    try:
        return _read(decoded.text, stem, csv.QUOTE_MINIMAL), decoded, said
    except csv.Error:  # a quotation mark that never ends would swallow the rows after it
        lines = "文件里的引号不成对，已按每行一条记录、引号照原样读取；请核对带引号的行。"
        return _read(decoded.text, stem, csv.QUOTE_NONE), decoded, (*said, lines)


def _read(text: str, name: str, quoting: Literal[0, 3]) -> Worksheet:
    sheet = Worksheet(name)
    left = MAX_CELLS
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), quoting=quoting, strict=True)
    for number, record in enumerate(reader, start=1):
        texts = {c: shown for c, cell in enumerate(record[:_MOST_COLUMNS], start=1) if (shown := one_line(cell))}
        if len(texts) > left:
            sheet.cut_after = max(sheet.rows, default=0)
            break
        left -= len(texts)
        if texts:
            sheet.rows[number] = texts
    return sheet


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
