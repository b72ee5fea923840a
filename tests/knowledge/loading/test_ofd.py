"""OFD files made by the tests: places checked against where the fixture put each character."""

import io
import zipfile
from pathlib import Path as FilePath

import pytest

from knowledge.errors import LoadError
from knowledge.loading.ofd import load_ofd
from knowledge.types import Document
from tests.knowledge.loading.drawing import Place, assert_drawn_once, citations, loaded, marks, squeezed
from tests.knowledge.loading.ofds import Drawn, Path, Photo, Text, ofd

MM = 72 / 25.4
LINE = "全县累计识别监测对象一千二百八十六户四千一百六十六人已消除风险九"  # 32 characters: 128 mm at size 4
XS, ROWS = [30.0, 70.0, 110.0, 150.0], [("乡镇", "户数", "人数"), ("青禾镇", "218", "706"), ("石桥镇", "187", "")]


def table(top: float) -> list[Drawn]:
    ys = [top + 8 * row for row in range(len(ROWS) + 1)]
    lines: list[Drawn] = [Path(((XS[0], y), (XS[-1], y))) for y in ys] + [Path(((x, ys[0]), (x, ys[-1]))) for x in XS]
    words = [
        Text(x + 2, y + 6, text)
        for y, row in zip(ys, ROWS, strict=False)
        for x, text in zip(XS, row, strict=False)
        if text
    ]
    return [*lines, *words]


def page(number: int) -> list[Drawn]:
    written = ("runs", "each", "none")
    lines: list[Drawn] = [Text(80, 30, f"第{number}部分 工作总结", 6)]
    lines += [
        Text(38 if y == 0 else 30, 50 + 7 * y, LINE[y:-2] if y == 0 else LINE[y % 7 :], written=written[y % 3])
        for y in range(9)
    ]
    lines += table(130)
    return [*lines, Text(30, 170, f"资金 1286.5 万元，文号 临溪民发〔2023〕{number}号，见 GB/T 33190。")]


def under(pages: list[list[Drawn]], place: Place) -> str:
    """The fixture's characters whose middle lies within a mark."""
    number, left, top, right, bottom = place
    found = []
    for item in pages[number - 1]:
        if isinstance(item, Text) and top < (item.base - item.size / 2) * MM < bottom:
            found += [(x0, character) for character, x0, x1 in item.places() if left <= (x0 + x1) / 2 * MM <= right]
    return "".join(character for _, character in sorted(found))


def assert_exact(document: Document, pages: list[list[Drawn]]) -> None:
    assert_drawn_once(document)
    for start, end in citations(document):
        found = marks(document, start, end)
        assert squeezed("".join(text for text, _ in found)) == squeezed(document.text[start:end])
        for text, place in found:
            assert under(pages, place) == squeezed(text)


def test_a_hundred_citations_mark_their_own_characters(tmp_path: FilePath) -> None:
    pages = [page(number) for number in range(1, 4)]
    document = loaded(tmp_path, "a.ofd", ofd(pages))
    assert [(round(shown.width), round(shown.height)) for shown in document.pages] == [(595, 842)] * 3
    assert_exact(document, pages)


def test_lines_tables_and_headers() -> None:
    header: list[Drawn] = [Text(30, 15, "临溪县年度报告", 3)]
    pieces = load_ofd(ofd([page(1), page(2)], template=header), "a.ofd").pieces
    first = [piece for piece in pieces if piece.position.page == 1]
    assert first[0].text == "第1部分 工作总结"
    assert first[0].kind == "heading"
    assert not any("年度报告" in piece.text for piece in pieces)
    assert [piece.text for piece in first if piece.cells] == [
        "乡镇 | 户数 | 人数",
        "青禾镇 | 218 | 706",
        "石桥镇 | 187 | ",
    ]
    assert first[1].text.startswith(LINE[:-2] + LINE[1:])
    assert first[-1].text.startswith("资金 1286.5 万元")


def test_words_that_come_in_any_order_are_put_in_order() -> None:
    shuffled = [
        Text(30 + 4 * x, base, text)
        for base, line in ((50, LINE[:10]), (60, LINE[10:20]))
        for x, text in enumerate(line)
    ]
    (piece,) = load_ofd(ofd([shuffled[::-1]]), "a.ofd").pieces
    assert piece.text == LINE[:20]


def test_a_matrix_scales_and_moves() -> None:
    parsed = load_ofd(ofd([[Text(30, 50, "总结报告", 4, matrix="2 0 0 2 10 0")]]), "a.ofd")
    (line,) = parsed.pieces[0].drawn
    assert line.lefts == pytest.approx([(40 + 8 * x) * MM for x in range(4)], abs=0.1)
    # The base line, 4 mm below the box's top, is 8 mm below it when doubled.
    assert line.bottom == pytest.approx((46 + 8 + 0.12 * 8) * MM, abs=0.1)


def test_text_written_downwards_comes_apart_by_character() -> None:
    content = '<ofd:TextObject ID="9" Boundary="30 30 5 40" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 2 0" DeltaY="g 2 5">竖排字</ofd:TextCode></ofd:TextObject>'
    xml = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>'
    (piece,) = load_ofd(ofd([[]], extra={"Doc_0/Pages/Page_0/Content.xml": xml}), "a.ofd").pieces
    assert piece.text == "竖排字"
    assert [(line.start, line.end) for line in piece.drawn] == [(0, 1), (1, 2), (2, 3)]
    assert piece.drawn[0].bottom < piece.drawn[1].bottom < piece.drawn[2].bottom


def test_hidden_objects_are_no_text() -> None:
    content = '<ofd:TextObject ID="9" Visible="false" Boundary="30 30 50 5" Size="4"><ofd:TextCode X="0" Y="4">作废</ofd:TextCode></ofd:TextObject>'
    xml = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>'
    assert load_ofd(ofd([[]], extra={"Doc_0/Pages/Page_0/Content.xml": xml}), "a.ofd").pieces == ()


def test_a_picture_that_cannot_be_read_is_said() -> None:
    pages: list[list[Drawn]] = [[Photo(0, 0, 210, 297)], page(1)]
    parsed = load_ofd(ofd(pages, pictures={"9": b"no picture"}), "a.ofd")
    assert any("第 1 页" in warning for warning in parsed.warnings)
    with pytest.raises(LoadError, match="图片"):
        load_ofd(ofd(pages[:1], pictures={"9": b"no picture"}), "a.ofd")


def changed(path: str, content: str) -> bytes:
    return ofd([page(1)], extra={path: content})


@pytest.mark.parametrize(
    "raw",
    [
        b"PK",
        b"",
        changed("OFD.xml", "<a>"),
        changed("OFD.xml", "<a/>"),
        changed("Doc_0/Document.xml", "\x00\x01"),
        changed("Doc_0/Pages/Page_0/Content.xml", "<ofd:Page"),
        ofd([page(1)])[:-60],
    ],
)
def test_damaged_files(raw: bytes) -> None:
    with pytest.raises(LoadError, match="损坏"):
        load_ofd(raw, "坏.ofd")


def test_an_encrypted_file() -> None:
    raw = bytearray(ofd([page(1)]))
    directory = raw.index(b"PK\x01\x02")
    raw[directory + 8] |= 1
    with pytest.raises(LoadError, match="加密.*不加密"):
        load_ofd(bytes(raw), "密.ofd")


def test_entities_and_outside_paths_lead_nowhere(tmp_path: FilePath) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    content = (
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'
        '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
        '<ofd:TextObject ID="9" Boundary="30 30 50 5" Size="4"><ofd:TextCode X="0" Y="4">公开&x;</ofd:TextCode></ofd:TextObject>'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )
    parsed = load_ofd(changed("Doc_0/Pages/Page_0/Content.xml", content), "a.ofd")
    assert [piece.text for piece in parsed.pieces] == ["公开"]
    outside = ofd([page(1)]).replace(b"", b"")
    with zipfile.ZipFile(io.BytesIO(outside)) as archive:
        document = archive.read("Doc_0/Document.xml").decode()
    named = document.replace("Pages/Page_0/Content.xml", f"../../../..{secret}")
    with pytest.raises(LoadError, match="损坏"):
        load_ofd(ofd([page(1)], extra={"Doc_0/Document.xml": named}), "a.ofd")
