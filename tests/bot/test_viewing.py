"""A hundred citations a format open at their places, again in a fresh process and again after a re-index."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.types import Answer, Citation
from bot.viewing import document_view, original, page_image, page_view, positioned
from knowledge.assembly import KnowledgeBase
from knowledge.errors import KnowledgeError, OriginalGone
from knowledge.loading import LOADERS
from knowledge.originals import FOLDER
from knowledge.sentences import sentence_spans
from knowledge.settings import PROJECT
from knowledge.types import Position
from tests.bot import cited_files
from tests.bot.cited_files import at_position, squeezed, under, under_ofd
from tests.bot.opened_again import opened
from tests.knowledge.bases import Base
from tests.knowledge.loading.pdfs import Words, pdf
from web.reader import Span, document_html
from web.texts import CHINESE

PLAIN = tuple(
    f"report.{name}" for name in ("txt", "md", "html", "docx", "pptx", "pdf", "ofd", "xlsx") if f".{name}" in LOADERS
)
FORMATS = (*PLAIN, "pack.zip/report.docx", "pack.zip/通知/report.pdf", "pack.zip/通知/report.md")
CITED = 100


Cited = tuple[str, int, int]
"""Document id, start, end."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """A report in each format; the files themselves are gone, only the kept originals are left."""
    made = Base(tmp_path_factory.mktemp("cited"))
    gone = made.docs / "gone"
    gone.mkdir()
    cited_files.write_all(gone)
    made.sync(gone)
    shutil.rmtree(gone)
    return made


@pytest.fixture(scope="module")
def cited(base: Base) -> dict[str, list[Cited]]:
    """A hundred citations a format."""
    knowledge = base.open()
    return {name: _spans(knowledge, _document(knowledge, name)) for name in FORMATS}


@pytest.fixture(scope="module")
def first(base: Base, cited: dict[str, list[Cited]]) -> dict[str, list[dict[str, Any]]]:
    """What they open."""
    knowledge = base.open()
    return {name: [opened(knowledge, *span) for span in spans] for name, spans in cited.items()}


def _document(knowledge: KnowledgeBase, name: str = "report.pdf") -> str:
    (card,) = (c for c in knowledge.catalogue.cards() if c.source.name == name)
    return card.id


def _spans(knowledge: KnowledgeBase, document_id: str) -> list[Cited]:
    """A hundred sentences, rows and cells of the document."""
    document = knowledge.catalogue.document(document_id)
    found = {cell for block in document.blocks for cell in block.cells if cell[0] < cell[1]}
    for block in document.blocks:
        text = document.text[block.start : block.end]
        spans = [(0, len(text))] if block.cells else sentence_spans(text)
        found.update((block.start + start, block.start + end) for start, end in spans)
    chosen = random.Random(11).sample(sorted(found), CITED)
    return [(document_id, start, end) for start, end in chosen]


class _Marked(HTMLParser):
    """The text that a page marks."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self._depth = "", 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.text += data if self._depth else ""


def _assert_exact(knowledge: KnowledgeBase, span: Cited, seen: dict[str, Any]) -> None:
    """What the citation opens is the quote: in the text view, and in the original file itself."""
    document_id, start, end = span
    quote = squeezed(seen["quote"]).replace("|", "")
    assert quote
    assert not seen["missing"]
    html = document_html(document_view(knowledge, document_id, start, end), Span(start, end), CHINESE)
    assert squeezed(_Marked(html).text) == quote
    path, source = original(knowledge, document_id)
    assert path.parent.name == FOLDER
    if source.format in ("pdf", "ofd"):
        assert (under(path, seen["marks"]) if source.format == "pdf" else under_ofd(seen["marks"])) == quote
        assert seen["position"]["page"] == seen["marks"][0][0]
        return
    assert seen["marks"] == []
    if source.format == "html":
        return  # its paragraphs and tables have numbers, but no program shows them: the marked text is all there is
    position = Position(**seen["position"])
    if position.sheet is not None and position.row is None:
        assert quote == position.sheet, "a sheet's name stands in no cell"
        return
    said = squeezed(at_position(path, position)).replace("|", "")
    whole = position.column is not None and source.format not in (
        "md",
        "pptx",
    )  # of which the line, the slide is compared
    assert quote == said if whole else quote in said


@pytest.mark.parametrize("name", FORMATS)
def test_a_hundred_citations_open_at_their_places(
    base: Base, cited: dict[str, list[Cited]], first: dict[str, list[dict[str, Any]]], name: str
) -> None:
    knowledge = base.open()
    assert len(cited[name]) == CITED
    for span, seen in zip(cited[name], first[name], strict=True):
        _assert_exact(knowledge, span, seen)


def test_they_open_at_the_same_places_after_a_restart(
    base: Base, cited: dict[str, list[Cited]], first: dict[str, list[dict[str, Any]]]
) -> None:
    spans = [span for name in FORMATS for span in cited[name]]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("WENCE_")}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bot.opened_again", str(base.settings.index)], cwd=PROJECT, env=clean, check=True,
        input=json.dumps(spans), capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert json.loads(ended.stdout) == json.loads(json.dumps([seen for name in FORMATS for seen in first[name]]))


def test_they_open_at_the_same_places_after_a_re_index(
    base: Base, cited: dict[str, list[Cited]], first: dict[str, list[dict[str, Any]]]
) -> None:
    before = base.open().version
    (base.docs / "other.md").write_text("# 另一份文件\n\n与前面的报告无关的一句话。\n", encoding="utf-8")
    base.sync(base.docs / "other.md")
    knowledge = base.open()
    assert knowledge.version != before
    for name in FORMATS:
        assert [opened(knowledge, *span) for span in cited[name]] == first[name]
        for span, seen in zip(cited[name], first[name], strict=True):
            _assert_exact(knowledge, span, seen)


@pytest.fixture
def paged(base: Base) -> KnowledgeBase:
    return base.open()


def test_a_sentence_over_a_page_end_is_marked_on_both_pages(paged: KnowledgeBase) -> None:
    document_id = _document(paged)
    catalogue = paged.catalogue
    text = catalogue.document(document_id).text
    over = [
        (start, end)
        for start, end in sentence_spans(text)
        if (view := page_view(paged, document_id, 0, start, end)) and len(view.cited) > 1
    ]
    assert over, "the made report has such sentences"
    for start, end in over:
        first, second = (
            page_view(paged, document_id, page, start, end) for page in _cited_pages(paged, document_id, start, end)
        )
        assert first is not None
        assert second is not None
        assert second.page == first.page + 1
        assert first.marks
        assert second.marks
        assert first.quote == text[start:end]
        citation = _citation(paged, document_id, start, end)
        (placed,) = positioned(Answer(status="answered", text="", citations=(citation,)), catalogue).citations
        assert placed.position.page == first.page


def _cited_pages(knowledge: KnowledgeBase, document_id: str, start: int, end: int) -> tuple[int, ...]:
    view = page_view(knowledge, document_id, 0, start, end)
    assert view is not None
    return view.cited


def _citation(knowledge: KnowledgeBase, document_id: str, start: int, end: int) -> Citation:
    text = knowledge.catalogue.document(document_id).text[start:end]
    card = knowledge.catalogue.card(document_id)
    return Citation(number=1, document=card, quote=text, start=start, end=end, passage=text, passage_start=start)


def test_a_page_without_a_picture_shows_its_characters_at_their_places(paged: KnowledgeBase) -> None:
    document_id = _document(paged, "report.ofd")
    view = page_view(paged, document_id, 2, 0, 5)
    assert view is not None
    assert view.texts is not None
    drawn = {
        (text, round(left / 72 * 25.4)) for line in view.texts for text, left in zip(line.text, line.lefts, strict=True)
    }
    for item in cited_files.ofd_pages()[1]:
        assert {(text, round(left)) for text, left, _ in item.places()} <= drawn  # type: ignore[union-attr]
    with pytest.raises(OriginalGone):
        page_image(paged, document_id, 2)


def test_a_turned_page_is_marked_as_it_is_shown(paged: KnowledgeBase) -> None:
    document_id = _document(paged, "turned.pdf")
    text = paged.catalogue.document(document_id).text
    view = page_view(paged, document_id, 0, 4, 10)
    assert view is not None
    assert view.width > view.height
    path, _ = original(paged, document_id)
    assert under(path, [[1, list(mark)] for mark in view.marks]) == text[4:10]


def test_pages_turn_and_those_that_are_not_there_are_said(paged: KnowledgeBase) -> None:
    document_id = _document(paged)
    view = page_view(paged, document_id, 2, 0, 5)
    assert view is not None
    assert (view.page, view.cited, view.marks) == (2, (1,), ())
    assert page_image(paged, document_id, view.pages).content.startswith(b"\xff\xd8")
    for act in (page_view, page_image):
        with pytest.raises(OriginalGone, match="999"):
            act(paged, document_id, 999, *((0, 0) if act is page_view else ()))
    for odd in ("", "../../etc/passwd", "0" * 16, document_id.upper() + "x"):
        with pytest.raises(KnowledgeError, match="没有这份文件"):
            page_view(paged, odd, 1, 0, 0)
        with pytest.raises(KnowledgeError, match="没有这份文件"):
            original(paged, odd)


def test_an_original_that_is_gone_leaves_the_text(tmp_path: Path) -> None:
    base = Base(tmp_path)
    (base.docs / "a.pdf").write_bytes(cited_files.pdf_file(["标题", *cited_files.sentences("a", 12)]))
    base.sync()
    knowledge = base.open()
    (card,) = knowledge.catalogue.cards()
    (base.docs / "a.pdf").unlink()
    assert page_view(knowledge, card.id, 1, 0, 5) is not None
    (copy,) = (base.settings.index / FOLDER).iterdir()
    copy.write_bytes(copy.read_bytes()[:-1] + b"?")
    with pytest.raises(OriginalGone, match="损坏"):
        page_view(knowledge, card.id, 1, 0, 5)
    copy.unlink()
    with pytest.raises(OriginalGone, match="没有留存"):
        page_view(knowledge, card.id, 1, 0, 5)
    view = document_view(knowledge, card.id, 0, 5)
    assert view.missing is not None
    assert view.position.page == 1, "its pages are still known"
    assert "".join(passage.text for passage in view.passages)


def test_formats_without_pages_have_no_page_to_show(base: Base) -> None:
    knowledge = base.open()
    document_id = _document(knowledge, "report.docx")
    assert page_view(knowledge, document_id, 0, 0, 5) is None
    assert document_view(knowledge, document_id, 0, 5).pages == 0
    with pytest.raises(OriginalGone):
        page_image(knowledge, document_id, 1)


def test_what_is_covered_in_the_text_is_covered_on_the_page(tmp_path: Path) -> None:
    base = Base(tmp_path)
    line = "张某，身份证号11010519491231002X，享受低保。"
    (base.docs / "a.pdf").write_bytes(pdf([[Words(80, 80, "公示名单"), Words(80, 120, line)]]))
    base.sync()
    knowledge = base.open()
    (card,) = knowledge.catalogue.cards()
    text = knowledge.catalogue.document(card.id).text
    assert "110***********002X" in text
    hidden = page_view(knowledge, card.id, 0, text.index("*"), text.rindex("*") + 1)
    assert hidden is not None
    ((left, top, right, bottom),) = hidden.marks
    picture = Image.open(io.BytesIO(page_image(knowledge, card.id, 1).content)).convert("L")
    scale = picture.width / hidden.width
    inside = picture.crop(tuple(round(edge * scale) for edge in (left, top, right, bottom)))  # type: ignore[arg-type]
    assert inside.getextrema()[1] < 60, "nothing but black"
    assert not hidden.downloaded
    assert not document_view(knowledge, card.id, 0, 2).downloaded
    with pytest.raises(OriginalGone, match="遮盖"):
        original(knowledge, card.id)
