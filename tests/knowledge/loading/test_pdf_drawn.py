"""Where a PDF's text is drawn, checked against what pdfium itself finds under the marks."""

from pathlib import Path

import pypdfium2
import pytest

from knowledge.types import Document
from tests.knowledge.loading.drawing import Place, assert_drawn_once, citations, loaded, marks, squeezed
from tests.knowledge.loading.pdfs import Words, pdf

LINE = "全县累计识别监测对象一千二百八十六户四千一百六十六人已消除风险九"
ROWS = [("乡镇", "户数", "人数"), ("青禾镇", "218", "706"), ("石桥镇", "187", "611")]


def report(pages: int) -> bytes:
    written = []
    for number in range(1, pages + 1):
        page = [Words(180, 60, f"第{number}部分 临溪县工作总结", 18)]
        page += [Words(104 if y % 4 == 0 else 80, 100 + 20 * y, LINE[y % 5 :]) for y in range(16)]
        page += [
            Words(left, 440 + 24 * y, text)
            for y, row in enumerate(ROWS)
            for left, text in zip((90, 230, 370), row, strict=True)
        ]
        page += [Words(80, 560, "资金 1286.5 万元，文号 临溪民发〔2023〕12号，见 GB/T 33190。", 11)]
        written.append(page)
    return pdf(written)


def under(raw: bytes, place: Place) -> str:
    """What pdfium finds in the middle of a mark."""
    page, left, top, right, bottom = place
    document = pypdfium2.PdfDocument(raw)
    try:
        shown = document[page - 1]
        height = shown.get_height()
        inset = min(0.4, (right - left) / 4)
        return str(
            shown.get_textpage().get_text_bounded(
                left + inset, height - bottom + 0.4, right - inset, height - top - 0.4
            )
        )
    finally:
        document.close()


def assert_exact(document: Document, raw: bytes, spans: list[tuple[int, int]]) -> None:
    for start, end in spans:
        found = marks(document, start, end)
        assert squeezed("".join(text for text, _ in found)) == squeezed(document.text[start:end])
        for text, place in found:
            assert squeezed(under(raw, place)) == squeezed(text)


def test_a_hundred_citations_mark_their_own_characters(tmp_path: Path) -> None:
    raw = report(4)
    document = loaded(tmp_path, "a.pdf", raw)
    assert_drawn_once(document)
    assert [(page.page, page.width, page.height) for page in document.pages] == [(n, 595, 842) for n in range(1, 5)]
    assert_exact(document, raw, citations(document))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_drawn_as_it_is_shown(tmp_path: Path, turn: int) -> None:
    raw = pdf([[Words(80, 60, "总结"), Words(200, 500, "完")]], turn=turn)
    document = loaded(tmp_path, "a.pdf", raw)
    (page,) = document.pages
    assert (page.width, page.height) == ((595, 842) if turn == 180 else (842, 595))
    assert_drawn_once(document)
    assert document.text == "总结\n完"
    ((_, (_, left, top, right, bottom)),) = marks(document, 0, 2)
    assert max(abs(left - 80), abs(top - 60)) < 3
    assert 20 < right - left < 26
    assert 8 < bottom - top < 16
