"""The same made-up report in every format that is read, and what the original file itself says at a position."""

from __future__ import annotations

import ctypes
import io
import random
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pptx
import pypdfium2
import pypdfium2.raw as pdfium
from pptx.util import Inches

from knowledge.loading import LOADERS
from knowledge.types import Position
from tests.knowledge.loading.ofds import Drawn, Text, ofd
from tests.knowledge.loading.pdfs import Words, pdf

TOWNS = ("青禾镇", "石桥镇", "柳湾镇", "松岭乡", "白鹭镇", "红石镇", "云台乡", "大坪镇")
WORK = ("监测对象", "公益岗位", "危房改造户", "饮水困难户", "蔬菜大棚", "村卫生室", "路灯", "帮扶车间")
_MM = 72 / 25.4
_ROW_CHARS = 34  # of a PDF's line, 12 points each


def sentences(name: str, count: int = 130) -> list[str]:
    """So many different sentences of the report of that name, some of them longer than a line."""
    choice = random.Random(name)
    made = []
    for number in range(count):
        town, work = choice.choice(TOWNS), choice.choice(WORK)
        made.append(
            f"{town}第{number + 1}项工作落实到位，全年新增{work}{choice.randint(12, 980)}个，"
            f"完成投资{choice.randint(10, 999)}.{choice.randint(1, 9)}万元，受益群众{choice.randint(100, 9999)}人"
            + ("，群众满意度比上年提高，没有发生规模性返贫。" if number % 3 else "。")
        )
    return made


def table() -> list[tuple[str, ...]]:
    """A header and a row a town."""
    return [("乡镇", "户数", "人数"), *((town, str(210 + n), str(700 + 13 * n)) for n, town in enumerate(TOWNS))]


def write_all(folder: Path) -> None:
    """Write a report in each format below `folder`; each says something else, so that none is another's duplicate."""
    lines = _lines("txt")
    (folder / "report.txt").write_text("\n".join(lines), encoding="gb18030")
    title, *paragraphs = _lines("md")
    rows = "\n".join(f"| {' | '.join(row)} |" for row in [table()[0], ("---",) * 3, *table()[1:]])
    (folder / "report.md").write_text(f"# {title}\n\n" + "\n\n".join(paragraphs) + f"\n\n{rows}\n", encoding="utf-8")
    title, *paragraphs = _lines("html")
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table())
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f"<html><head><meta charset=utf-8><title>报告</title></head><body><h1>{title}</h1>{text}<table>{cells}</table></body></html>"
    (folder / "report.html").write_text(html, encoding="utf-8")
    (folder / "report.docx").write_bytes(word_file(_lines("docx")))
    (folder / "report.pdf").write_bytes(pdf_file(_lines("pdf")))
    (folder / "report.ofd").write_bytes(ofd(ofd_pages()))
    (folder / "report.pptx").write_bytes(slides_file(_lines("pptx")))
    with zipfile.ZipFile(folder / "pack.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.docx", word_file(_lines("docx in zip")))
        archive.writestr("通知/report.pdf", pdf_file(_lines("pdf in zip")))
        archive.writestr("通知/report.md", "# " + "\n\n".join(_lines("md in zip")) + "\n")
    if ".xlsx" in LOADERS:
        (folder / "report.xlsx").write_bytes(_workbook())
    (folder / "turned.pdf").write_bytes(pdf([[Words(100, 90, f"{sentences('turned')[0][:30]}。")]], turn=90))


def _lines(name: str) -> list[str]:
    """A title and paragraphs of two sentences."""
    return [f"临溪县乡村振兴工作报告（{name}）", *("".join(part) for part in _parts(sentences(name), 2))]


def _parts(items: list[str], size: int) -> Iterable[list[str]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def word_file(lines: list[str]) -> bytes:
    document = docx.Document()
    document.add_heading(lines[0], 0)
    for line in lines[1:]:
        document.add_paragraph(line)
        document.add_paragraph("")
    grid = document.add_table(rows=0, cols=3)
    for row in table():
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def slides_file(lines: list[str]) -> bytes:
    """A title and four paragraphs a slide, and the table on a slide of its own."""
    presentation = pptx.Presentation()
    for part in _parts(lines[1:], 4):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"{lines[0]}之{len(presentation.slides)}"
        slide.placeholders[1].text = "\n".join(part)
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    rows = table()
    grid = slide.shapes.add_table(len(rows), 3, Inches(1), Inches(1), Inches(5), Inches(3)).table
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            grid.cell(y, x).text = text
    content = io.BytesIO()
    presentation.save(content)
    return content.getvalue()


def pdf_file(lines: list[str]) -> bytes:
    """The lines set in pages of A4, paragraphs running over page ends, and the table on a page of its own."""
    rows: list[tuple[int, str]] = []
    for line in lines[1:]:
        first, rest = line[: _ROW_CHARS - 2], line[_ROW_CHARS - 2 :]
        rows += [(84, first), *((60, part) for part in _chunks(rest))]
    pages = [
        [Words(left, 80 + 20 * at, text) for at, (left, text) in enumerate(part)]
        for part in (rows[at : at + 34] for at in range(0, len(rows), 34))
    ]
    pages[0].insert(0, Words(180, 40, lines[0], 18))
    columns = (90, 230, 370)
    pages.append(
        [
            Words(left, 100 + 24 * at, cell)
            for at, row in enumerate(table())
            for left, cell in zip(columns, row, strict=True)
        ]
    )
    return pdf(pages)


def _workbook() -> bytes:
    """A sheet whose table begins at B3, with sixty rows, and a second sheet with a few words."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "2022"
    sheet["B2"] = "临溪县各村工作情况表"
    rows: list[tuple[object, ...]] = [("村名", "户数", "人数", "主要工作")]
    rows += [(f"{TOWNS[n % 8]}第{n}村", 100 + n, 400 + 3 * n, WORK[n % 8]) for n in range(60)]
    for at, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=2):
            sheet.cell(at, column, value)
    book.create_sheet("说明")["A1"] = "本表由县乡村振兴局填报。"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def ofd_pages() -> list[list[Drawn]]:
    """The report's pages in millimetres, a paragraph's first line indented, paragraphs running over page ends."""
    title, *lines = _lines("ofd")
    rows: list[tuple[float, str]] = []
    for line in lines:
        rows += [(38, line[: _ROW_CHARS - 2]), *((30, part) for part in _chunks(line[_ROW_CHARS - 2 :]))]
    pages: list[list[Drawn]] = [
        [Text(left, 40 + 7 * at, text) for at, (left, text) in enumerate(part)]
        for part in (rows[at : at + 32] for at in range(0, len(rows), 32))
    ]
    pages[0].insert(0, Text(60, 25, title, 6))
    return pages


def _chunks(text: str) -> list[str]:
    return [text[at : at + _ROW_CHARS] for at in range(0, len(text), _ROW_CHARS)]


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def under(path: Path, marks: list[list[Any]]) -> str:
    """The characters of a PDF whose middle lies in one of the marks [page, [left, top, right, bottom]], as pdfium has them."""
    found = ""
    for page, (left, top, right, bottom) in marks:
        found += "".join(text for text, x, y in _shown(path, page) if left <= x <= right and top <= y <= bottom)
    return squeezed(found)


def under_ofd(marks: list[list[Any]]) -> str:
    """The characters whose middle lies in one of the marks, where the report's file has put them."""
    pages, found = ofd_pages(), ""
    for page, (left, top, right, bottom) in marks:
        for item in pages[page - 1]:
            if isinstance(item, Text) and top < (item.base - item.size / 2) * _MM < bottom:
                found += "".join(text for text, x0, x1 in item.places() if left <= (x0 + x1) / 2 * _MM <= right)
    return found


@cache
def _shown(path: Path, page: int) -> list[tuple[str, float, float]]:
    """Each character of a page with the place of its middle on the page as it is shown, in points; all of it pdfium's own word."""
    document = pypdfium2.PdfDocument(path)
    shown = document[page - 1]
    text = shown.get_textpage()
    width, height = (round(10 * side) for side in shown.get_size())
    found = []
    for index in range(text.count_chars()):
        edges = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(text, index, *map(ctypes.byref, edges))
        x0, x1, y0, y1 = (edge.value for edge in edges)
        x, y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(shown, 0, 0, width, height, 0, (x0 + x1) / 2, (y0 + y1) / 2, x, y)
        found.append((chr(pdfium.FPDFText_GetUnicode(text, index)), x.value / 10, y.value / 10))
    document.close()
    return found


def at_position(path: Path, position: Position) -> str:
    """What the original says at a position: the line, the paragraph, the cell or row."""
    if path.suffix in (".txt", ".md"):
        assert position.line is not None
        raw = path.read_bytes()
        lines = raw.decode("gb18030" if path.suffix == ".txt" else "utf-8").split("\n")
        return lines[position.line - 1]
    if path.suffix == ".xlsx":
        return _on_sheet(path, position)
    if path.suffix == ".pptx":
        assert position.page is not None
        shapes = pptx.Presentation(str(path)).slides[position.page - 1].shapes
        grids = [[cell.text for cell in row.cells] for shape in shapes if shape.has_table for row in shape.table.rows]
        return "".join((*(shape.text_frame.text for shape in shapes if shape.has_text_frame), *sum(grids, [])))
    document = _word(path)
    if position.table is None:
        assert position.paragraph is not None
        return str(document.paragraphs[position.paragraph - 1].text)
    assert position.row is not None
    cells = document.tables[position.table - 1].rows[position.row - 1].cells
    return "".join(cell.text for cell in cells) if position.column is None else str(cells[position.column - 1].text)


def _on_sheet(path: Path, position: Position) -> str:
    import openpyxl

    assert position.sheet is not None
    assert position.row is not None
    sheet = openpyxl.load_workbook(path)[position.sheet]
    if position.column is not None:
        return str(sheet.cell(position.row, position.column).value)
    return "".join(str(cell.value) for cell in sheet[position.row] if cell.value is not None)


@cache
def _word(path: Path) -> Any:
    return docx.Document(str(path))
