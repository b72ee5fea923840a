"""Scans: what OCR reads of a page, where it stands, and what is said about it. One page costs seconds, so there are few."""

import math

import pytest

from knowledge.loading.pieces import Piece
from knowledge.loading.recognising import available
from knowledge.loading.scanned import recognition_warnings
from knowledge.metadata import read_metadata
from knowledge.types import Document, DrawnLine
from tests.knowledge.loading.drawing import Place, assert_drawn_once, citations, loaded, marks, squeezed
from tests.knowledge.loading.pdfs import Drawn, Words, ruled, width
from tests.knowledge.loading.scans import drawn, needs_font, written

needs_ocr = pytest.mark.skipif(not available(), reason="rapidocr is not installed")
LINES = [
    "全县累计识别监测对象1286户4166人，已消除风险970户，风险消",
    "除率为75.4%。共同生活的家庭成员人均收入低于当地最低生活保障",
    "标准的家庭，可以申请最低生活保障。",
]
ROWS = [("乡镇", "户数", "人数"), ("青禾镇", "218", "706"), ("石桥镇", "187", "611"), ("白水乡", "9", "1")]
XS, YS = [80.0, 200.0, 320.0, 440.0], [240.0, 268.0, 296.0, 324.0, 352.0]
PAGE: list[Drawn] = [
    Words(170, 60, "临溪县社会救助工作总结", 20),
    *(Words(80 if index else 104, 120 + 26 * index, line, 13) for index, line in enumerate(LINES)),
    *ruled(XS, YS),
    *(
        Words(x + 8, y + 8, text, 12)
        for y, row in zip(YS, ROWS, strict=False)
        for x, text in zip(XS, row, strict=False)
    ),
]


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The page scanned at 150 dots an inch, lying askew by a degree."""
    picture = drawn(PAGE).rotate(-1, fillcolor=255, resample=3)
    return loaded(tmp_path_factory.mktemp("scan"), "扫描.pdf", written([picture], "PDF", resolution=150))


@needs_font
@needs_ocr
def test_the_text_and_the_table_are_read(scan: Document) -> None:
    texts = [scan.text[block.start : block.end] for block in scan.blocks]
    assert texts == ["临溪县社会救助工作总结", "".join(LINES), *(" | ".join(row) for row in ROWS)]
    assert [block.kind for block in scan.blocks][-4:] == ["table_header"] + ["table_row"] * 3
    assert "第 1 页是图片，文字由 OCR 识别，引用前请对照原件。" in scan.warnings


@needs_font
@needs_ocr
def test_every_character_has_a_place_and_a_confidence(scan: Document) -> None:
    assert_drawn_once(scan)
    (page,) = scan.pages
    assert (round(page.width), round(page.height)) == (595, 842)
    for line in page.lines:
        assert len(line.confidences) == line.end - line.start
        assert all(0 <= sure <= 1 for sure in line.confidences)
    sure = [sure for line in page.lines for sure in line.confidences]
    assert sum(sure) / len(sure) > 0.95


@needs_font
@needs_ocr
def test_the_title_is_what_the_page_says_not_the_files_name(scan: Document) -> None:
    assert read_metadata(scan).title == "临溪县社会救助工作总结"


def under(place: Place) -> str:
    """The fixture's characters whose middle lies within a mark, the page askew as the scanner had it."""
    _, left, top, right, bottom = place
    cos, sin = math.cos(math.radians(1)), math.sin(math.radians(1))
    found = ""
    for item in PAGE:
        for index, character in enumerate(item.text if isinstance(item, Words) else ""):
            x = item.left + width(item.text[:index], item.size) + width(character, item.size) / 2 - 595 / 2
            y = item.top + item.size / 2 - 842 / 2
            shown = 595 / 2 + cos * x - sin * y, 842 / 2 + sin * x + cos * y
            if left <= shown[0] <= right and top <= shown[1] <= bottom:
                found += character
    return found


@needs_font
@needs_ocr
def test_a_hundred_citations_mark_their_own_characters(scan: Document) -> None:
    exact = 0
    for start, end in citations(scan):
        found = marks(scan, start, end)
        exact += squeezed("".join(under(place) for _, place in found)) == squeezed(scan.text[start:end])
    assert exact == 100


def piece(text: str, page: int, sure: list[float]) -> Piece:
    edges = tuple(float(index) for index in range(len(text)))
    line = DrawnLine(
        start=0, end=len(text), page=page, top=0, bottom=9, lefts=edges, rights=edges, confidences=tuple(sure)
    )
    return Piece(text=text, drawn=(line,))


def test_doubtful_letters_and_digits_are_named_with_their_page() -> None:
    pieces = [piece("监测对象1286户（人）", 3, [1, 1, 1, 1, 1, 0.5, 1, 1, 1, 0.2, 1, 1]), piece("完", 4, [0.9])]
    assert recognition_warnings(pieces, [3, 4], [])[1:] == ("OCR 有 1 个字没有看清，请对照原件：第 3 页“对象1286户”。",)


def test_many_doubtful_places_are_counted_and_the_first_ones_named() -> None:
    pieces = [piece(f"{number}号", number, [0.1, 1]) for number in range(1, 10)]
    pieces += [piece(f"{number}号", number, [0.1, 0.1, 1]) for number in range(10, 14)]
    (_, doubtful) = recognition_warnings(pieces, range(1, 14), [])
    assert "有 17 个字" in doubtful
    assert doubtful.count("页“") == 10
    assert doubtful.endswith("等。")


def test_pages_that_stay_unread_are_named() -> None:
    (warning,) = recognition_warnings([], [], [2, 3, 5])
    assert warning.startswith("第 2–3、5 页是图片")
    assert recognition_warnings([], [], []) == ()
