"""How fast each kind of file is read: made files of known size, through the loaders that the program has.

Text PDFs are the pages of the sample reports again and again; scans are those pages as pictures; sheets are made rows.
"""

from __future__ import annotations

import csv
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from xml.sax.saxutils import escape

import pypdfium2

from evaluation.question_sets import EvaluationError
from knowledge.errors import LoadError
from knowledge.loading import LOADERS, load
from knowledge.settings import PROJECT

_REPORTS = PROJECT / "reports"
_DOTS_AN_INCH = 200  # of an office scanner
_HEADER = ("乡镇", "村", "户主", "户数", "人数", "补助金额（元）", "备注")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file that is timed."""

    name: str
    suffix: str
    needs: str
    """The suffix whose loader it takes: a scan in a PDF is read by what reads pictures."""
    unit: str
    make: Callable[[Path, int], None]
    """Write a file of that many pages or rows."""
    size: int
    slow: bool = False
    """Whether the time of one is told rather than how many go into a second."""


def kinds(scale: float = 1) -> list[Kind]:
    """Those that the program reads, with sizes times `scale`; the others are left out."""
    every = [
        Kind(name="文字 PDF", suffix=".pdf", needs=".pdf", unit="页", make=_text_pdf, size=100),
        Kind(name="扫描 PDF", suffix=".pdf", needs=".png", unit="页", make=_scanned_pdf, size=4, slow=True),
        Kind(name="图片", suffix=".png", needs=".png", unit="页", make=_picture, size=1, slow=True),
        Kind(name="XLSX", suffix=".xlsx", needs=".xlsx", unit="行", make=_workbook, size=5000),
        Kind(name="CSV", suffix=".csv", needs=".csv", unit="行", make=_csv, size=5000),
    ]
    return [_scaled(kind, scale) for kind in every if kind.needs in LOADERS]


def _scaled(kind: Kind, scale: float) -> Kind:
    return Kind(
        name=kind.name, suffix=kind.suffix, needs=kind.needs, unit=kind.unit, make=kind.make,
        size=max(1, round(kind.size * scale)), slow=kind.slow,
    )  # fmt: skip


def reading_row(kind: Kind, folder: Path, runs: int) -> tuple[str, ...]:
    """Kind, size, speed and time of a file of that kind, the middle of several runs.

    Raises:
        EvaluationError: the loader refuses the made file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind.make.__name__.strip('_')}-{kind.size}{kind.suffix}"
    if not path.exists():
        kind.make(path, kind.size)
    took_s = median(_timed(path) for _ in range(runs))
    speed = f"{took_s / kind.size:.2f} 秒/{kind.unit}" if kind.slow else f"{kind.size / took_s:.0f} {kind.unit}/秒"
    return kind.name, f"{kind.size} {kind.unit}", speed, f"{took_s:.2f}"


def _timed(path: Path) -> float:
    started = time.perf_counter()
    try:
        load(path)
    except LoadError as exc:
        raise EvaluationError(f"测速用的 {path.name} 没有读成（{exc.chinese}）", f"{path.name}: {exc.english}") from exc
    return time.perf_counter() - started


def _text_pdf(path: Path, pages: int) -> None:
    made = pypdfium2.PdfDocument.new()
    for report in _enough(pages):
        with pypdfium2.PdfDocument(report) as source:
            if taken := list(range(min(len(source), pages - len(made)))):  # of an empty list it would take them all
                made.import_pages(source, taken)
    made.save(str(path))
    made.close()


def _enough(pages: int) -> Sequence[Path]:
    """The PDF reports in turn, so often that they have `pages` pages together."""
    reports = sorted(_REPORTS.glob("*.pdf"))
    return [reports[number % len(reports)] for number in range(pages)]  # each has at least one


def _scanned_pdf(path: Path, pages: int) -> None:
    first, *others = _drawn(pages)
    first.save(path, save_all=True, append_images=others, resolution=_DOTS_AN_INCH)


def _picture(path: Path, pages: int) -> None:
    _drawn(1)[0].save(path)


def _drawn(pages: int) -> list:
    """Pages of the reports as grey pictures."""
    drawn = []
    for report in _enough(pages):
        with pypdfium2.PdfDocument(report) as source:
            left = min(len(source), pages - len(drawn))
            drawn += [source[n].render(scale=_DOTS_AN_INCH / 72).to_pil().convert("L") for n in range(left)]
    return drawn


def _rows(count: int) -> list[tuple[object, ...]]:
    towns = ("青禾镇", "石桥镇", "白鹿乡")
    return [
        (towns[n % 3], f"第{n % 40 + 1}村", f"张{n}", n % 7 + 1, n % 23 + 1, n * 37 % 9000, "无") for n in range(count)
    ]


def _workbook(path: Path, rows: int) -> None:
    """The least that is a workbook: one sheet, its words in the cells themselves."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in _WORKBOOK_PARTS.items():
            book.writestr(name, content)
        lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in (_HEADER, *_rows(rows)))
        book.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'
        )


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORKBOOK_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="监测对象" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def _csv(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows((_HEADER, *_rows(rows)))
