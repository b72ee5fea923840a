"""PDF files, small but real."""

import pytest

from knowledge.errors import LoadError
from knowledge.loading.pdf import load_pdf
from knowledge.loading.pieces import Piece
from tests.knowledge.loading.pdfs import Picture, Words, pdf

LINE = "全县累计识别监测对象一千二百八十六户四千一百六十六人已消除风险九"  # 32 characters: 384 points at size 12
HALF = "百七十户三千一百五十人。"


def running(left: float, top: float, lines: list[str]) -> list[Words]:
    return [Words(left if index else left + 24, top + 20 * index, line) for index, line in enumerate(lines)]


def read(pages: list[list[Words] | Picture]) -> tuple[Piece, ...]:
    return load_pdf(pdf(pages), "a.pdf").pieces


def test_lines_become_paragraphs_without_spaces() -> None:
    page = [
        Words(180, 60, "临溪县低保工作总结", 18),
        *running(80, 120, [LINE[:-2], LINE, HALF]),
        *running(80, 180, [LINE[:-2], HALF]),
    ]
    pieces = read([page])
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("heading", "临溪县低保工作总结"),
        ("paragraph", LINE[:-2] + LINE + HALF),
        ("paragraph", LINE[:-2] + HALF),
    ]


def test_page_and_rectangle_from_the_top_left_corner() -> None:
    pieces = read([[Words(80, 60, "总结")], [Words(80, 700, LINE), Words(80, 720, HALF)]])
    position = pieces[1].position
    assert position.page == 2
    assert position.rectangle is not None
    left, top, right, bottom = position.rectangle
    assert 78 <= left <= 84
    assert 698 <= top <= 704
    assert 460 <= right <= 466
    assert 728 <= bottom <= 736


def test_a_paragraph_runs_over_the_pages_end_and_furniture_goes() -> None:
    others = [LINE.replace("全县", place)[:-2] for place in ("甲镇", "乙镇", "丙镇")]
    bodies = [
        running(80, 80, [others[0], LINE]),
        [Words(80, 80, HALF), *running(80, 100, [others[1], "十户。"])],
        running(80, 90, [others[2], "九十户。"]),
    ]
    pages: list[list[Words] | Picture] = [
        [Words(80, 30, "临溪县年度报告", 9), *body, Words(290, 800, f"— {number} —", 9)]
        for number, body in enumerate(bodies, start=1)
    ]
    assert [piece.text for piece in read(pages)] == [
        others[0] + LINE + HALF,
        others[1] + "十户。",
        others[2] + "九十户。",
    ]


def test_signature_lines_at_the_right_stay_apart() -> None:
    page = [*running(80, 80, [LINE[:-2], LINE, HALF]), Words(380, 200, "临溪县民政局"), Words(380, 220, "临溪县财政局")]
    assert [piece.text for piece in read([page])][1:] == ["临溪县民政局", "临溪县财政局"]


def test_columns_are_a_table() -> None:
    rows = [("乡镇", "户数", "人数"), ("青禾镇", "218", "706"), ("石桥镇", "187", "611")]
    page = [*running(80, 80, [LINE[:-2], LINE, HALF])]
    page += [
        Words(left, 200 + 24 * y, text)
        for y, row in enumerate(rows)
        for left, text in zip((90, 230, 370), row, strict=True)
    ]
    found = [piece for piece in read([page]) if piece.cells]
    assert [(piece.kind, piece.text) for piece in found] == [
        ("table_header", "乡镇 | 户数 | 人数"),
        ("table_row", "青禾镇 | 218 | 706"),
        ("table_row", "石桥镇 | 187 | 611"),
    ]
    assert [(piece.position.page, piece.position.table, piece.position.row) for piece in found] == [
        (1, 1, 1),
        (1, 1, 2),
        (1, 1, 3),
    ]


def test_a_scan_says_which_pages_were_not_read() -> None:
    with pytest.raises(LoadError, match="扫描件.*第 1–2 页"):
        load_pdf(pdf([Picture(), Picture()]), "扫描.pdf")


def test_a_partly_scanned_file_loads_with_a_warning() -> None:
    parsed = load_pdf(pdf([Picture(), [Words(80, 80, HALF)], Picture()]), "a.pdf")
    assert [piece.text for piece in parsed.pieces] == [HALF]
    assert parsed.warnings == ("第 1、3 页是图片，OCR 没有认出文字，没有收录。",)


def test_an_encrypted_file() -> None:
    with pytest.raises(LoadError, match="加密.*不加密"):
        load_pdf(pdf([[Words(80, 80, HALF)]], encrypted=True), "密.pdf")


@pytest.mark.parametrize("raw", [b"%PDF-1.4\nnothing", "不是PDF".encode()])
def test_a_damaged_file(raw: bytes) -> None:
    with pytest.raises(LoadError, match="损坏"):
        load_pdf(raw, "坏.pdf")
