"""Do citations of scans open at their words? python -m evaluation.places [--citations N] [--details].

Pages of the sample reports are drawn as pictures: PNG and JPEG files of a page each, scanned PDFs, pictures in a ZIP file. They are read
by OCR into a base for each kind. Of each kind N sentences, rows and cells are cited; each citation is opened as the page opens it,
and the characters that the report's own PDF has under the mark are compared with the quote. All is opened again in a fresh process and
after the base was published anew.

`at place`: under the mark stand the quote's own characters; OCR takes some marks for narrow ones, so their width isn't compared here, but
is in `exact`.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from bot.viewing import page_view
from evaluation.question_sets import EvaluationError
from evaluation.tables import table
from knowledge.assembly import KnowledgeBase, open_knowledge
from knowledge.embedding import load_embedder
from knowledge.publishing import Publisher
from knowledge.sentences import sentence_spans
from knowledge.settings import PROJECT, KnowledgeSettings

_DOTS_AN_INCH = 170
_NOISE = 6  # of a scanner, of 255 greys
_NARROW = str.maketrans("〔〕", "[]")
Span = tuple[str, int, int]
"""Document id, start, end."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on a page, in shares of the page's width and height."""

    file: str
    page: int
    """From 1."""
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Opened:
    """What a citation opens."""

    quote: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a report."""

    report: Path
    number: int
    """From 0."""


Made = dict[tuple[str, int], Sheet]
"""(name of a made file, its page from 1) -> the report's page that it shows."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where each citation opened at its place, each time."""
    parser = argparse.ArgumentParser(prog="evaluation.places", description=__doc__)
    parser.add_argument("--citations", type=int, default=100, help="of each kind")
    parser.add_argument("--details", action="store_true", help="print the quotes that differ")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.open is not None:
        seen = open_all(options.open, [tuple(span) for span in json.load(sys.stdin)])
        json.dump([asdict(each) for each in seen], sys.stdout)
        return 0
    rows, good = [], True
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            row, whole = measure(Path(folder), kind, options.citations, details=options.details)
        rows.append(row)
        good = good and whole
    print(table(("kind", "citations", "exact", "at place", "the same in a fresh process", "after a re-index"), rows))
    return 0 if good else 1


def measure(
    folder: Path, kind: str, count: int, *, sheets: Sequence[Sheet] | None = None, details: bool = False
) -> tuple[tuple[str, ...], bool]:
    """The row of a kind, and whether every citation opened at its place each time.

    Args:
        folder: An empty one, for files and base.
        kind: One of KINDS.
        count: Citations; fewer where the pages have fewer sentences, rows and cells.
        sheets: The pages; those of all PDF reports where None.
        details: Print the quotes that are not what stands under their mark.
    """
    documents, index = folder / "docs", folder / "index"
    documents.mkdir()
    made = KINDS[kind](documents, sheets or _every_sheet())
    _publish(index, documents)
    spans = _spans(index, count)
    seen = open_all(index, spans)
    under = [_under(each, made) for each in seen]
    exact = [_plain(each.quote) == text for each, text in zip(seen, under, strict=True)]
    placed = [_width_less(_plain(each.quote)) == _width_less(text) for each, text in zip(seen, under, strict=True)]
    if details:
        for each, text in zip(seen, under, strict=True):
            if _plain(each.quote) != text:
                print(f"{kind}: {_plain(each.quote)} | {text}")
    again = _in_a_fresh_process(index, spans)
    (documents / "other.md").write_text("# 另一份文件\n\n与扫描件无关的一句话。\n", encoding="utf-8")
    _publish(index, documents)
    after = open_all(index, spans)
    kept = [sum(a == b for a, b in zip(seen, other, strict=True)) for other in (again, after)]
    row = (kind, str(len(seen)), str(sum(exact)), str(sum(placed)), *map(str, kept))
    return row, bool(seen) and sum(placed) == len(seen) == kept[0] == kept[1]


def open_all(index: Path, spans: Sequence[Span]) -> list[Opened]:
    """What the citations open, as the page opens them."""
    settings = KnowledgeSettings(index=index)
    knowledge = open_knowledge(settings, embedder=load_embedder(settings))
    return [_opened(knowledge, *span) for span in spans]


def _opened(knowledge: KnowledgeBase, document_id: str, start: int, end: int) -> Opened:
    first = page_view(knowledge, document_id, 0, start, end)
    views = [page_view(knowledge, document_id, page, start, end) for page in first.cited] if first else []
    marks = [
        Mark(
            view.card.source.name, view.page, left / view.width, top / view.height,
            right / view.width, bottom / view.height,
        )
        for view in views if view is not None
        for left, top, right, bottom in view.marks
    ]  # fmt: skip
    return Opened(first.quote if first else "", tuple(marks))


def _publish(index: Path, documents: Path) -> None:
    settings = KnowledgeSettings(index=index)
    report = Publisher(settings, load_embedder(settings)).sync([documents])
    if report.failed:
        raise EvaluationError("画出的扫描件没有读成", f"the made scans can't be read: {report.failed}")


def _spans(index: Path, count: int) -> list[Span]:
    """So many sentences, rows and cells of the base's documents."""
    settings = KnowledgeSettings(index=index)
    catalogue = open_knowledge(settings, embedder=load_embedder(settings)).catalogue
    found: list[Span] = []
    for card in catalogue.cards():
        document = catalogue.document(card.id)
        for block in document.blocks:
            text = document.text[block.start : block.end]
            found += ((card.id, start, end) for start, end in block.cells if start < end)
            found += (
                (card.id, block.start + s, block.start + e) for s, e in ([] if block.cells else sentence_spans(text))
            )
    return random.Random(11).sample(found, min(count, len(found)))


def _in_a_fresh_process(index: Path, spans: Sequence[Span]) -> list[Opened]:
    ended = subprocess.run(
        [sys.executable, "-m", "evaluation.places", "--open", str(index)], cwd=PROJECT, check=True,
        input=json.dumps(spans), capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return [Opened(each["quote"], tuple(Mark(**mark) for mark in each["marks"])) for each in json.loads(ended.stdout)]


def _plain(text: str) -> str:
    return "".join(text.split()).replace("|", "")


def _width_less(text: str) -> str:
    """The text with full-width marks made narrow."""
    return unicodedata.normalize("NFKC", text).translate(_NARROW)


def _under(opened: Opened, made: Made) -> str:
    """The characters that the report's own PDF has under the marks."""
    found = ""
    for mark in opened.marks:
        shown = _shown(made[mark.file, mark.page])
        found += "".join(text for text, x, y in shown if mark.left <= x <= mark.right and mark.top <= y <= mark.bottom)
    return _plain(found)


@cache
def _shown(sheet: Sheet) -> list[tuple[str, float, float]]:
    """Each character of a page with its middle in shares of width and height; all of it pdfium's own word."""
    with pypdfium2.PdfDocument(sheet.report) as document:
        page = document[sheet.number]
        width, height = page.get_size()
        text = page.get_textpage()
        found = []
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            character = text.get_text_range(index, 1)
            found.append((character, (left + right) / 2 / width, 1 - (bottom + top) / 2 / height))
    return found


def _every_sheet() -> list[Sheet]:
    sheets = []
    for report in sorted((PROJECT / "reports").glob("*.pdf")):
        with pypdfium2.PdfDocument(report) as document:
            sheets += [Sheet(report, number) for number in range(len(document))]
    return sheets


def _drawn(sheet: Sheet) -> Image.Image:
    """The page as a grey picture with a scanner's noise."""
    with pypdfium2.PdfDocument(sheet.report) as document:
        grey = np.asarray(document[sheet.number].render(scale=_DOTS_AN_INCH / 72).to_pil().convert("L"), dtype=float)
    noisy = grey + np.random.default_rng(1).normal(0, _NOISE, grey.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def _pngs(folder: Path, sheets: Sequence[Sheet]) -> Made:
    made = {}
    for number, sheet in enumerate(sheets, 1):
        _drawn(sheet).save(folder / f"扫描{number}.png")
        made[f"扫描{number}.png", 1] = sheet
    return made


def _jpegs(folder: Path, sheets: Sequence[Sheet]) -> Made:
    made = {}
    for number, sheet in enumerate(sheets, 1):
        _drawn(sheet).save(folder / f"照片{number}.jpg", quality=85)
        made[f"照片{number}.jpg", 1] = sheet
    return made


def _scanned_pdf(folder: Path, sheets: Sequence[Sheet]) -> Made:
    first, *others = [_drawn(sheet) for sheet in sheets]
    first.save(folder / "扫描件.pdf", save_all=True, append_images=others, resolution=_DOTS_AN_INCH)
    return {("扫描件.pdf", number): sheet for number, sheet in enumerate(sheets, 1)}


def _zipped(folder: Path, sheets: Sequence[Sheet]) -> Made:
    made = {}
    with zipfile.ZipFile(folder / "附件.zip", "w") as archive:
        for number, sheet in enumerate(sheets, 1):
            picture = io.BytesIO()
            _drawn(sheet).save(picture, "PNG")
            archive.writestr(f"扫描/{number}.png", picture.getvalue())
            made[f"附件.zip/扫描/{number}.png", 1] = sheet
    return made


KINDS: dict[str, Callable[[Path, Sequence[Sheet]], Made]] = {
    "png": _pngs,
    "jpg": _jpegs,
    "scanned pdf": _scanned_pdf,
    "png in zip": _zipped,
}


if __name__ == "__main__":
    sys.exit(main())
