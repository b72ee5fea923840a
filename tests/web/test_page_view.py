"""Pages as they look and positions in words: every place is where it was drawn, and nothing of a document becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.types import DocumentView, DrawnText, PageView, Passage
from knowledge.errors import OriginalGone
from knowledge.types import Position
from tests.web.canned import NOTICE, POISON_TEXT, POISONED
from tests.web.test_rendering import ALLOWED, ANY_TEXT, Reading
from web.leaf import Span
from web.page_view import page_html
from web.positions import column_letters, position_words
from web.reader import document_html
from web.texts import CHINESE, ENGLISH

VIEW = PageView(
    card=NOTICE.card, page=2, pages=3, width=600, height=800, marks=((60, 80, 300, 96), (60, 100, 120, 116)), cited=(2,), quote="甲乙",
    downloaded=True,
)  # fmt: skip


def _body(html: str) -> str:
    return html.partition("<body>")[2].removesuffix("</html>")


def test_marks_are_parts_of_the_page() -> None:
    html = page_html(VIEW, Span(3, 5), CHINESE)
    assert re.findall(r'style="([^"]+)"', html) == [
        "left:10.000%;top:10.000%;width:40.000%;height:2.000%",
        "left:10.000%;top:12.500%;width:10.000%;height:2.000%",
    ]
    assert html.count('id="cited"') == 1
    assert CHINESE.unknown_place not in html


def test_a_place_that_is_gone_is_said() -> None:
    gone = replace(VIEW, marks=(), cited=(), quote="")
    assert CHINESE.unknown_place in page_html(gone, Span(10**6, 10**6 + 2), CHINESE)
    assert CHINESE.unknown_place not in page_html(gone, Span(), CHINESE)


@pytest.mark.parametrize(
    ("page", "names"), [(1, ["next", "cited"]), (2, ["previous", "next"]), (3, ["previous", "cited"])]
)
def test_pages_turn_as_far_as_there_are_any(page: int, names: list[str]) -> None:
    html = page_html(replace(VIEW, page=page), Span(3, 5), ENGLISH)
    turning = re.search('<nav class="turning".*?</nav>', html)
    assert turning is not None
    assert re.findall('data-turn="([a-z]+)"', turning[0]) == names
    assert "language=en" in turning[0]


@given(ANY_TEXT, st.lists(st.floats(0, 600), min_size=60, max_size=60))
def test_drawn_characters_stand_at_their_places_and_are_only_text(text: str, lefts: list[float]) -> None:
    text = text.replace("\x00", "").replace("\r", "")[:60]
    drawn = DrawnText(text=text, top=10, bottom=22, lefts=tuple(lefts[: len(text)]))
    reading = Reading(_body(page_html(replace(VIEW, texts=(drawn,)), Span(3, 5), CHINESE)))
    assert {tag for tag, _ in reading.tags} <= ALLOWED | {"svg", "text", "input", "label", "body"}
    places = [attributes["x"] for tag, attributes in reading.tags if tag == "text"]
    assert " ".join(filter(None, places)).split() == [f"{left:.1f}" for left in lefts[: len(text)]]
    assert text in reading.text


def test_a_poisoned_page_gives_only_our_own_markup() -> None:
    drawn = DrawnText(text=POISON_TEXT, top=1, bottom=9, lefts=tuple(map(float, range(len(POISON_TEXT)))))
    view = replace(VIEW, card=POISONED.card, quote=POISON_TEXT, texts=(drawn,))
    for html in (page_html(view, Span(0, 9), CHINESE), page_html(replace(view, texts=None), Span(0, 9), ENGLISH)):
        reading = Reading(_body(html))
        assert {tag for tag, _ in reading.tags} <= ALLOWED | {"svg", "text", "img", "input", "label"}
        assert not any(name.startswith("on") for _, attributes in reading.tags for name in attributes)
        assert [a["src"] for tag, a in reading.tags if tag == "img"] in ([], [f"{POISONED.id}/page/2"])


def _row(row: int, at: int, *cells: str, kind: str = "table_row", column: int = 2) -> Passage:
    text = " | ".join(cells)
    position = Position(sheet="2022", table=1, row=row, column=column)
    return Passage(kind=kind, start=at, end=at + len(text), text=text, cells=cells, position=position)


def test_a_sheet_has_its_row_numbers_and_column_letters_and_one_marked_cell() -> None:
    rows = (_row(4, 0, "乡镇", "户数", kind="table_header"), _row(7, 20, "青禾镇", "218"), _row(8, 40, "218", column=3))
    position = Position(sheet="2022", row=7, column=3)
    html = document_html(DocumentView(card=NOTICE.card, passages=rows, position=position), Span(26, 29), CHINESE)
    assert "引用的内容在工作表“2022” C7 单元格" in html
    assert re.findall('scope="col">([A-Z]+)<', html) == ["B", "C"]
    assert re.findall('scope="row">([0-9]+)<', html) == ["4", "7", "8"]
    assert re.findall("<mark[^>]*>(.*?)</mark>", html) == ["218"]
    assert "<td></td><td>218</td>" in html, "a row that begins further right stands under its own letter"


def test_why_the_original_is_not_shown_is_said_in_the_page_s_language() -> None:
    view = replace(NOTICE.view(), missing=OriginalGone("原件不在了。", "The original is gone."))
    assert "原件不在了。" in document_html(view, Span(0, 2), CHINESE)
    assert "The original is gone." in document_html(view, Span(0, 2), ENGLISH)


@pytest.mark.parametrize(
    ("position", "chinese", "english"),
    [
        (Position(page=3, table=1, row=2), "第3页", "page 3"),
        (Position(sheet="2022", row=7, column=2), "工作表“2022” B7 单元格", "sheet “2022”, cell B7"),
        (Position(sheet="2022", row=7), "工作表“2022” 第7行", "sheet “2022”, row 7"),
        (Position(sheet="2022"), "工作表“2022”", "sheet “2022”"),
        (Position(paragraph=12), "第12段", "paragraph 12"),
        (Position(line=45), "第45行", "line 45"),
        (Position(table=2, row=3), "第2个表第3行", "table 2, row 3"),
        (Position(table=2, row=3, column=4), "第2个表第3行第4列", "table 2, row 3, column 4"),
        (Position(), "", ""),
    ],
)
def test_positions_in_words(position: Position, chinese: str, english: str) -> None:
    assert (position_words(position, CHINESE), position_words(position, ENGLISH)) == (chinese, english)


@given(st.integers(1, 20_000))
def test_column_letters_count_like_a_spreadsheet(column: int) -> None:
    number = 0
    for letter in column_letters(column):
        number = 26 * number + ord(letter) - ord("A") + 1
    assert number == column


def test_the_first_columns() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
