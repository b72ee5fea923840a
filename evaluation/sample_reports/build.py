"""Builds the sample reports that are not plain text: two docx and two pdf files in ``reports/``.

    python evaluation/sample_reports/build.py [--output DIR] [--chromium PROGRAM]

Sources lie beside this file: ``*.md`` (headings, paragraphs, pipe tables) become docx with heading styles and real tables;
``*.html`` become pdf with a text layer, printed by headless Chromium. The md, txt and html reports are written by hand in
``reports/`` itself and are not touched.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

HERE = Path(__file__).resolve().parent
REPORTS = HERE.parents[1] / "reports"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONT = "SimSun"
PRINT_LIMIT_S = 120
HEADING = re.compile(r"(#{1,6}) +(.*)")
TABLE_RULE = re.compile(r"[|\s:-]+")


def main() -> None:
    """Parses the command line and builds every document."""
    parser = argparse.ArgumentParser(description="Builds the docx and pdf sample reports.")
    parser.add_argument("--output", type=Path, default=REPORTS, help="folder the files go to")
    parser.add_argument("--chromium", default=None, help="the browser that prints the pdf files")
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    for source in sorted(HERE.glob("*.md")):
        print(write_docx(source, args.output))
    browser = args.chromium or find_browser()
    for source in sorted(HERE.glob("*.html")):
        print(write_pdf(source, args.output, browser))


def find_browser() -> str:
    """The first Chromium on the path.

    Raises:
        SystemExit: where there is none.
    """
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise SystemExit("找不到 Chromium，请先安装，或用 --chromium 指明程序。")


def write_docx(source: Path, folder: Path) -> Path:
    """Turns a Markdown source into a docx of the same name in folder; returns its path."""
    document = docx.Document()
    _set_font(document)
    for block in blocks(source.read_text("utf-8")):
        if isinstance(block, list):
            _add_table(document, block)
        elif match := HEADING.fullmatch(block):
            # Level 0 is the Title style, as an office writes it.
            document.add_heading(match[2], level=len(match[1]) - 1)
        else:
            document.add_paragraph(block)
    target = folder / f"{source.stem}.docx"
    document.save(str(target))
    return target


def blocks(markdown: str) -> Iterator[str | list[list[str]]]:
    """The source's paragraphs and headings as strings, its tables as rows of cells, in order."""
    for part in re.split(r"\n\s*\n", markdown.strip()):
        lines = [line.strip() for line in part.splitlines()]
        if lines[0].startswith("|"):
            yield [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not _is_rule(line)]
        else:
            yield "".join(lines)


def _is_rule(line: str) -> bool:
    return TABLE_RULE.fullmatch(line) is not None


def _add_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_font(document: Document) -> None:
    """Names an East Asian font in the base style, or Word shows Chinese in whatever the theme says."""
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def write_pdf(source: Path, folder: Path, browser: str) -> Path:
    """Prints an HTML source to a pdf of the same name in folder; returns its path.

    Raises:
        subprocess.CalledProcessError: Chromium failed.
        subprocess.TimeoutExpired: it took longer than PRINT_LIMIT_S.
    """
    target = folder / f"{source.stem}.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-pdf-header-footer"]
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *flags, f"--user-data-dir={profile}", f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, timeout=PRINT_LIMIT_S, capture_output=True)
    return target


if __name__ == "__main__":
    main()
