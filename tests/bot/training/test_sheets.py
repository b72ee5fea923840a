"""Sheets: what is printed, and that both file formats hold it; the PDF with its Chinese font inside."""

from __future__ import annotations

import ctypes
import os
import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from bot.training.choosing import choose
from bot.training.docx_sheet import docx_of
from bot.training.items import KINDS, Item
from bot.training.pdf_sheet import NoChineseFont, chinese_font, pdf_of
from bot.training.sheets import Sheet, make_sheet


@pytest.fixture(scope="module")
def sheet(pool: list[Item]) -> Sheet:
    items = [item for kind in KINDS for item in choose(pool, 2, seed=1, kinds=[kind])]
    return make_sheet(items, title="练习卷 #1 *重点* $x$ <b>", note="取材：白石县困难救助办法。卷号1。")


@pytest.fixture(scope="module")
def pdf(sheet: Sheet) -> bytes:
    try:
        return pdf_of(sheet, with_key=True)
    except NoChineseFont as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def printed(sheet: Sheet) -> list[str]:
    items = [item for _, each in sheet.sections for item in each]
    return [
        sheet.title,
        sheet.note,
        *(head for head, _ in sheet.sections),
        *(words for i in items for words in (i.question, *i.lines)),
    ]


def test_items_are_numbered_through_and_kinds_stand_in_order(sheet: Sheet) -> None:
    numbers = [int(item.question.partition(".")[0]) for _, items in sheet.sections for item in items]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [head[0] for head, _ in sheet.sections] == list("一二三四五六")


def test_keys_are_letters_signs_or_words(sheet: Sheet) -> None:
    keys = {head[2:4]: [item.key for item in items] for head, items in sheet.sections}
    assert all(re.fullmatch("[A-D]", key) for key in keys["单项"] + keys["案例"])
    assert all(re.fullmatch("[A-E]{2,5}", key) for key in keys["多项"])
    assert all(key in "√×" for key in keys["判断"])
    assert all(re.fullmatch("(?:\\d—[A-E]　?)+", key) for key in keys["连线"])


@pytest.mark.parametrize("with_key", [False, True])
def test_docx_holds_all_that_is_printed(sheet: Sheet, *, with_key: bool) -> None:
    said = "\n".join(p.text for p in Document(BytesIO(docx_of(sheet, with_key=with_key))).paragraphs)
    assert all(words in said for words in printed(sheet))
    explanations = [item.explanation for _, items in sheet.sections for item in items]
    assert all((words in said) is with_key for words in explanations)


def test_pdf_says_what_is_printed(sheet: Sheet, pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    said = re.sub(r"\d+/\d+", "", plain("".join(page.get_textpage().get_text_range() for page in document)))
    missing = [words for words in printed(sheet) if plain(words) not in said]
    # a question that goes over to the next page has the page's number in between
    assert len(missing) <= len(document)
    assert plain(sheet.title) in said and "参考答案与出处" in said
    without = "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(pdf_of(sheet, with_key=False)))
    assert "参考答案与出处" not in without


def test_every_font_of_the_pdf_is_embedded(pdf: bytes) -> None:
    """Asked of PDFium, object by object: its own substitutes would not count."""
    raw, fonts = pypdfium2.raw, {}
    for page in pypdfium2.PdfDocument(pdf):
        for part in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,)):
            font = raw.FPDFTextObj_GetFont(part.raw)
            name = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, name, 200)
            fonts[name.value.decode()] = raw.FPDFFont_GetIsEmbedded(font)
    assert fonts and all(embedded == 1 for embedded in fonts.values()), fonts
    assert any(re.search(r"CJK|Han|Song|Sun|Hei|Ming|Fallback", name) for name in fonts), fonts


def test_a_machine_without_chinese_fonts_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NoChineseFont) as told:
        chinese_font(tmp_path)
    assert "fonts-noto-cjk" in str(told.value) and "Word" in str(told.value)
