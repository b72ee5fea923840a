"""Tables of PDF files whose cells are drawn with lines."""

from pathlib import Path

import pytest

from knowledge.loading.pdf import load_pdf
from knowledge.loading.pieces import Piece
from tests.knowledge.loading.drawing import assert_drawn_once, citations, loaded
from tests.knowledge.loading.pdfs import Drawn, Rule, Words, pdf, ruled
from tests.knowledge.loading.test_pdf_drawn import assert_exact

XS = [80.0, 180.0, 280.0, 380.0, 500.0]
BODY = "全县累计识别监测对象一千二百八十六户四千一百六十六人。"


def cell(x: int, top: float, text: str) -> Words:
    return Words(XS[x] + 6, top, text, 11)


def merged(top: float, *, filled: bool = False) -> list[Drawn]:
    """A header of two rows: 乡镇 and 占比 reach down, 监测对象 reaches across; then three rows."""
    ys = [top + 24 * row for row in range(6)]
    lines: list[Drawn] = [Rule(XS[0], y, XS[-1], y, filled) for y in ys if y != ys[1]]
    lines += [Rule(XS[1], ys[1], XS[3], ys[1], filled)]
    lines += [Rule(x, ys[1] if x == XS[2] else ys[0], x, ys[-1], filled) for x in XS]
    words = [cell(0, top + 16, "乡镇"), cell(1, top + 6, "监测对象"), cell(3, top + 16, "占比")]
    words += [cell(1, top + 30, "户数"), cell(2, top + 30, "人数")]
    for row, texts in enumerate(
        [("青禾镇", "218", "706", "16.9%"), ("石桥镇", "187", "611", ""), ("白水乡", "9", "3", "7.3%")]
    ):
        words += [cell(x, ys[2 + row] + 6, text) for x, text in enumerate(texts) if text]
    return [*lines, *words]


def rows(pieces: tuple[Piece, ...]) -> list[tuple[str, ...]]:
    return [tuple(piece.text[a:b] for a, b in piece.cells) for piece in pieces if piece.cells]


@pytest.mark.parametrize("filled", [False, True])
def test_merged_cells_are_filled_and_empty_ones_stay(filled: bool) -> None:
    pieces = load_pdf(pdf([[Words(80, 60, BODY), *merged(100, filled=filled), Words(80, 300, BODY)]]), "a.pdf").pieces
    assert rows(pieces) == [
        ("乡镇", "监测对象", "监测对象", "占比"),
        ("乡镇", "户数", "人数", "占比"),
        ("青禾镇", "218", "706", "16.9%"),
        ("石桥镇", "187", "611", ""),
        ("白水乡", "9", "3", "7.3%"),
    ]
    assert [piece.kind for piece in pieces] == [
        "paragraph", "table_header", "table_header", "table_row", "table_row", "table_row", "paragraph",
    ]  # fmt: skip
    assert [piece.position.row for piece in pieces if piece.cells] == [1, 2, 3, 4, 5]
    assert pieces[3].position.rectangle == pytest.approx((80, 148, 500, 172), abs=1.5)


def test_a_cell_of_several_lines_is_one_text() -> None:
    table = [
        *ruled(XS, [100, 124, 172]),
        *(cell(x, 106, name) for x, name in enumerate(["事项", "部门", "时限", "依据"])),
    ]
    table += [cell(0, 130, "低保申请受理"), cell(0, 146, "与初审"), cell(1, 138, "乡镇政府"), cell(2, 138, "30日")]
    table += [cell(3, 130, "办法第四条"), cell(3, 146, "和第五条")]
    pieces = load_pdf(pdf([table]), "a.pdf").pieces
    assert rows(pieces)[1] == ("低保申请受理与初审", "乡镇政府", "30日", "办法第四条和第五条")


def test_a_table_goes_on_over_the_page_and_its_repeated_header_goes() -> None:
    def part(top: float, names: list[str]) -> list[Drawn]:
        ys = [top + 24 * row for row in range(len(names) + 2)]
        words = [cell(x, top + 6, text) for x, text in enumerate(("村", "户数", "人数", "金额"))]
        for row, name in enumerate(names):
            words += [cell(x, ys[row + 1] + 6, text) for x, text in enumerate((name, "1", "2", "3"))]
        return [*ruled(XS, ys), *words]

    first = [Words(80, 60, BODY), *part(600, ["甲村", "乙村"])]
    pieces = load_pdf(pdf([first, [*part(60, ["丙村"]), Words(80, 400, BODY)]]), "a.pdf").pieces
    assert [row[0] for row in rows(pieces)] == ["村", "甲村", "乙村", "丙村"]
    found = [piece for piece in pieces if piece.cells]
    assert [piece.position.page for piece in found] == [1, 1, 1, 2]
    assert {piece.position.table for piece in found} == {1}
    assert [piece.kind for piece in found] == ["table_header"] + ["table_row"] * 3
    assert pieces[-1].text == BODY


def test_another_table_on_the_next_page_is_another_table() -> None:
    def table(top: float, xs: list[float]) -> list[Drawn]:
        words = [Words(x + 6, y + 6, text, 11) for y in (top, top + 24) for x, text in zip(xs, "甲乙丙", strict=False)]
        return [*ruled(xs, [top, top + 24, top + 48]), *words]

    pieces = load_pdf(pdf([table(600, [80, 180, 280, 380]), table(60, [80, 240, 400, 500])]), "a.pdf").pieces
    assert [piece.position.table for piece in pieces if piece.cells] == [1, 1, 2, 2]


def test_a_frame_around_text_is_no_table() -> None:
    frame = [*ruled([60, 520], [90, 200]), Words(80, 100, BODY), Words(80, 130, BODY)]
    pieces = load_pdf(pdf([frame]), "a.pdf").pieces
    assert [(piece.text, piece.cells) for piece in pieces] == [(BODY + BODY, ())]


def test_cells_are_cited_to_the_character(tmp_path: Path) -> None:
    raw = pdf([[Words(80, 60, BODY), *merged(100)], [Words(80, 60, BODY), *merged(300, filled=True)]])
    document = loaded(tmp_path, "a.pdf", raw)
    assert_drawn_once(document)
    assert_exact(document, raw, citations(document))
