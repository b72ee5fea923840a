"""Word-processor files (.docx)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from knowledge.errors import LoadError
from knowledge.loading.grid import Cell, table_pieces
from knowledge.loading.outline import TITLE_LEVEL, outlined
from knowledge.loading.pieces import Parsed, Piece
from knowledge.loading.plain import titled
from knowledge.loading.text import clean, join_lines
from knowledge.types import Position

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题|文档标题)$", re.IGNORECASE)
_LIST = re.compile(r"list|列表|列出段落", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"
_UNPACKED_BYTES = 1_000_000_000
_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def load_docx(raw: bytes, name: str) -> Parsed:
    """Read a .docx file: headings by style or number, list items, tables with merged cells filled, in reading order."""
    document = _open(raw, name)
    pieces = list(_pieces(document))
    if not any(piece.kind == "heading" for piece in pieces):
        pieces = titled(pieces)
    return Parsed(pieces=tuple(outlined(pieces)))


def _open(raw: bytes, name: str) -> WordDocument:
    if raw.startswith(_OLE):
        raise LoadError(
            f"{name} 加了密码，或其实是旧版 .doc：请用 Word 或 WPS 去掉密码并另存为 .docx。",
            f"{name} is protected by a password, or is an old .doc: save it as .docx without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > _UNPACKED_BYTES:
            raise LoadError(
                f"{name} 解开后超过 1 GB，不像正常文档：请检查文件，或拆成几份。",
                f"{name} unpacks to more than 1 GB: check the file or split it.",
            )
        return docx.Document(io.BytesIO(raw))
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        KeyError,
        ValueError,
        LxmlError,
        EOFError,
        NotImplementedError,
        zlib.error,
    ) as exc:
        raise LoadError(
            f"{name} 打不开，文件已损坏或不是 Word 文档：请用 Word 或 WPS 打开，另存为 .docx 后重新导入。",
            f"{name} is damaged or not a Word document: open it, save it as .docx and add it again.",
        ) from exc


def _pieces(document: WordDocument) -> Iterator[Piece]:
    paragraphs = tables = 0
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            paragraphs += 1
            for piece in _paragraph_pieces(item):
                yield replace(piece, position=Position(paragraph=paragraphs))
        else:
            tables += 1
            yield from table_pieces(_grid(item), tables)


def _paragraph_pieces(paragraph: Paragraph) -> Iterator[Piece]:
    """The paragraph as pieces: a line break parts it, except within a heading."""
    level = _heading_level(paragraph)
    text = clean(paragraph.text)
    if level is not None:
        yield Piece(text=text.replace("\n", " "), kind="heading", level=level)
        return
    kind = "list_item" if _is_list(paragraph) else "paragraph"
    for line in text.split("\n"):
        yield Piece(text=line, kind="list_item" if kind == "list_item" else "paragraph")


def _style_name(paragraph: Paragraph) -> str:
    return str(paragraph.style.name or "") if paragraph.style is not None else ""


def _heading_level(paragraph: Paragraph) -> int | None:
    """Level by the style's name or by an outline level of the paragraph; None for other paragraphs."""
    style = _style_name(paragraph)
    found = _HEADING.match(style)
    if found:
        return int(found.group(1))
    if _TITLE.match(style):
        return TITLE_LEVEL
    outline = paragraph._p.find(f"{_NAMESPACE}pPr/{_NAMESPACE}outlineLvl")
    value = outline.get(f"{_NAMESPACE}val") if outline is not None else None
    return int(value) + 1 if value is not None and value.isdigit() and int(value) < 9 else None


def _is_list(paragraph: Paragraph) -> bool:
    return (
        bool(_LIST.search(_style_name(paragraph)))
        or paragraph._p.find(f"{_NAMESPACE}pPr/{_NAMESPACE}numPr") is not None
    )


def _grid(table: Table) -> list[list[Cell]]:
    """The table's rows; python-docx gives a merged area's cell once for each square it covers."""
    width = len(table.columns)
    areas: dict[int, int] = {}
    elements = []  # kept alive, so that their identities stay distinct
    grid: list[list[Cell]] = []
    for row in table.rows:
        cells: list[Cell] = []
        for cell in row.cells:
            elements.append(cell._tc)
            area = areas.setdefault(id(cell._tc), len(areas) + 1)
            cells.append(Cell(_cell_text(cell.text), area))
        cells += [Cell("", -len(elements) - extra - 1) for extra in range(width - len(cells))]
        grid.append(cells)
    return grid


def _cell_text(text: str) -> str:
    joined = ""
    for line in clean(text).split("\n"):
        joined = join_lines(joined, line.strip())
    return joined
