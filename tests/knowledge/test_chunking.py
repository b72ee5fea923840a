"""Passages of made-up documents: slices of the text, in order, whole sentences, rows and articles, nothing left out."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import chunk
from knowledge.sentences import sentence_spans
from knowledge.types import Block, BlockKind, Chunk, Document, Metadata, Position, Source

ROWS = ("table_header", "table_row")
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Piece:
    """A block to be put into a document."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    repeats: bool = False
    table: int | None = None


def document(*pieces: Piece | str, title: str = "临时救助办法") -> Document:
    """The pieces as lines of one text; a plain string is a paragraph."""
    text, blocks = "", []
    for line, piece in enumerate(pieces, 1):
        piece = Piece(piece) if isinstance(piece, str) else piece
        blocks.append(
            Block(
                kind=piece.kind, start=len(text), end=len(text) + len(piece.text), level=piece.level,
                position=Position(line=line, table=piece.table), repeats=0 if piece.repeats else None,
            )
        )  # fmt: skip
        text += piece.text + "\n"
    source = Source(path="a.md", name="a.md", format="md", sha256="0" * 64, size_bytes=1)
    return Document(id="d" * 16, source=source, text=text, blocks=tuple(blocks), metadata=Metadata(title=title))


def heading(text: str, level: int = 1) -> Piece:
    return Piece(text, "heading", level)


def header(text: str, table: int = 1) -> Piece:
    return Piece(text, "table_header", table=table)


def row(text: str, table: int = 1) -> Piece:
    return Piece(text, "table_row", table=table)


def texts(chunks: tuple[Chunk, ...]) -> list[str]:
    return [c.text for c in chunks]


SENTENCE = st.builds(
    lambda words, end: words + end,
    st.text(alphabet="农户申请补助元，、", min_size=1, max_size=60),
    st.sampled_from("。！？"),
)
PROSE = st.lists(SENTENCE, min_size=1, max_size=6).map("".join)
ITEM = st.builds(lambda n, text: f"（{NUMERALS[n]}）{text}", st.integers(0, 9), SENTENCE)
LEAD = st.text(alphabet="需要提交材料", min_size=1, max_size=20).map(lambda words: f"{words}：")
ARTICLE = st.builds(lambda n, text: f"第{NUMERALS[n]}条　{text}", st.integers(0, 9), PROSE)
CELLS = st.lists(st.text(alphabet="白鹭镇0123456789", max_size=12), min_size=2, max_size=4).map(" | ".join)


@st.composite
def tables(draw: st.DrawFn) -> list[Piece]:
    number = draw(st.integers(1, 3))
    headers = [header(draw(CELLS), number) for _ in range(draw(st.integers(0, 2)))]
    rows = [row(draw(CELLS), number) for _ in range(draw(st.integers(1, 12)))]
    return [*headers, *rows]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    parts = st.one_of(
        PROSE.map(lambda t: [Piece(t)]),
        PROSE.map(lambda t: [Piece(t, repeats=True)]),
        st.builds(lambda t, level: [heading(t, level)], st.text(alphabet="总则附录", min_size=1, max_size=8), st.integers(1, 3)),
        st.builds(lambda lead, items: [Piece(lead), *map(Piece, items)], LEAD, st.lists(ITEM, min_size=1, max_size=6)),
        st.builds(lambda a, items: [Piece(a), *map(Piece, items)], ARTICLE, st.lists(ITEM, max_size=4)),
        st.lists(SENTENCE, min_size=1, max_size=4).map(lambda ts: [Piece(t, "list_item") for t in ts]),
        tables(),
    )  # fmt: skip
    return document(*(piece for part in draw(st.lists(parts, max_size=12)) for piece in part))


MAX_CHARS = st.integers(20, 400)


def indexed(doc: Document) -> list[Block]:
    return [b for b in doc.blocks if b.kind != "heading" and b.repeats is None]


@given(documents(), MAX_CHARS)
def test_chunks_are_slices_in_order_without_overlap(doc: Document, max_chars: int) -> None:
    position = 0
    for c in chunk(doc, max_chars):
        assert c.text == doc.text[c.start : c.end]
        assert c.text.strip()
        assert c.start >= position
        assert c.id == f"{doc.id}:{c.start}"
        assert c.document_id == doc.id
        position = c.end


@given(documents(), MAX_CHARS)
def test_everything_but_headings_and_repeats_is_in_a_passage_once(doc: Document, max_chars: int) -> None:
    chunks = chunk(doc, max_chars)
    for block in doc.blocks:
        places = range(block.start, block.end)
        held = sum(1 for i in places if not doc.text[i].isspace() and any(c.start <= i < c.end for c in chunks))
        wanted = block.kind != "heading" and block.repeats is None
        assert held == (len("".join(doc.text[block.start : block.end].split())) if wanted else 0)


@given(documents(), MAX_CHARS)
def test_no_sentence_and_no_row_is_cut(doc: Document, max_chars: int) -> None:
    edges = {edge for c in chunk(doc, max_chars) for edge in (c.start, c.end)}
    for block in indexed(doc):
        spans = (
            [(block.start, block.end)]
            if block.kind in ROWS
            else [(block.start + s, block.start + e) for s, e in sentence_spans(doc.text[block.start : block.end])]
        )
        for start, end in spans:
            assert not any(start < edge < end for edge in edges)


@given(documents(), MAX_CHARS)
def test_only_a_single_sentence_or_row_is_longer(doc: Document, max_chars: int) -> None:
    for c in chunk(doc, max_chars):
        if c.end - c.start > max_chars:
            block = next(b for b in doc.blocks if b.start <= c.start < b.end)
            assert c.end <= block.end
            assert block.kind in ROWS or len(sentence_spans(c.text)) == 1


@given(documents(), MAX_CHARS)
def test_an_article_that_fits_is_whole_and_alone(doc: Document, max_chars: int) -> None:
    chunks = chunk(doc, max_chars)
    starts = [i for i, b in enumerate(doc.blocks) if b.repeats is None and doc.text.startswith("第", b.start)]
    for first in starts:
        last = first
        while last + 1 < len(doc.blocks) and last + 1 not in starts and doc.blocks[last + 1] in indexed(doc):
            last += 1
        start, end = doc.blocks[first].start, doc.blocks[last].end
        if end - start <= max_chars:
            assert (start, end) in [(c.start, c.end) for c in chunks]


@given(documents(), MAX_CHARS)
def test_context_is_said_by_the_section_and_not_by_the_passage(doc: Document, max_chars: int) -> None:
    for c in chunk(doc, max_chars):
        for line in c.context.splitlines():
            at = doc.text.rfind(line, 0, c.start)
            assert at >= 0
            between = [b for b in doc.blocks if at < b.start < c.start]
            assert not any(b.kind == "heading" or b.repeats is not None for b in between)


@given(documents(), MAX_CHARS)
def test_the_position_is_that_of_the_first_block(doc: Document, max_chars: int) -> None:
    for c in chunk(doc, max_chars):
        assert c.position == next(b for b in doc.blocks if b.start <= c.start < b.end).position


def test_articles_are_never_packed_and_keep_their_items() -> None:
    doc = document(
        "第一条　为了救急难，制定本办法。",
        "第二条 有下列情形之一的，可以申请：",
        "（一）家里着火的；",
        "（二）突发重病的。",
        "第十一条之一　本办法由民政局解释。",
    )
    assert texts(chunk(doc, 300)) == [
        "第一条　为了救急难，制定本办法。",
        "第二条 有下列情形之一的，可以申请：\n（一）家里着火的；\n（二）突发重病的。",
        "第十一条之一　本办法由民政局解释。",
    ]


def test_words_about_an_article_start_none() -> None:
    doc = document("第三条规定的情形除外。", "第四条件不符的退回。")
    assert texts(chunk(doc, 300)) == ["第三条规定的情形除外。\n第四条件不符的退回。"]


def test_a_long_article_goes_on_with_its_first_sentence_as_context() -> None:
    items = [f"（{n}）" + "须提交证明材料" * 6 + "；" for n in NUMERALS[:4]]
    parts = chunk(document("第五条　申请人应当提交：", *items), 100)
    assert len(parts) > 1
    assert parts[0].context == ""
    assert {c.context for c in parts[1:]} == {"第五条　申请人应当提交："}
    assert all(c.text.startswith("（") for c in parts[1:])


def test_short_paragraphs_are_packed_and_long_ones_stand_alone() -> None:
    short, long = "修路3公里。", "全年开展技能培训，" * 15 + "成效明显。"
    assert texts(chunk(document(short, short), 300)) == [f"{short}\n{short}"]
    assert texts(chunk(document(long, long), 300)) == [long, long]


def test_a_lead_keeps_its_items() -> None:
    lead = "申请低保需要下列材料，交到乡镇便民服务大厅，缺一项的由经办人一次性告知：" * 4
    assert texts(chunk(document(lead, "（一）身份证；", "①户口簿。"), 300)) == [f"{lead}\n（一）身份证；\n①户口簿。"]


def test_headings_are_a_path_without_the_title() -> None:
    doc = document(
        heading("临时 救助办法"), "总的话。", heading("第一章  总则", 2), "甲。", heading("第一节", 3), "乙。", heading("第二章", 2), "丙。",
    )  # fmt: skip
    assert [(c.heading_path, c.text) for c in chunk(doc, 300)] == [
        ((), "总的话。"),
        (("第一章 总则",), "甲。"),
        (("第一章 总则", "第一节"), "乙。"),
        (("第二章",), "丙。"),
    ]


def test_a_repeat_parts_what_stands_around_it() -> None:
    doc = document("甲。", Piece("甲。", repeats=True), "乙。", Piece("一、概况", "heading", 1, repeats=True), "丙。")
    assert [(c.text, c.heading_path) for c in chunk(doc, 300)] == [("甲。", ()), ("乙。", ()), ("丙。", ())]


def test_rows_have_caption_and_header_as_context() -> None:
    rows = [row(f"第{n}村 | {n}0 | {n}.5") for n in range(1, 10)]
    first, *rest = chunk(document("各村低保情况表", header("村 | 户数 | 金额"), *rows), 60)[1:]
    assert first.text.startswith("村 | 户数 | 金额\n第1村")
    assert first.context == "各村低保情况表"
    assert rest
    assert {c.context for c in rest} == {"各村低保情况表\n村 | 户数 | 金额"}


def test_the_lines_of_a_header_stay_together_and_all_are_context() -> None:
    rows = [row(f"第{n}村 | {n}0 | {n}.5") for n in range(1, 10)]
    first, *rest = chunk(document(header("村 | 低保 | 低保"), header("村 | 户数 | 金额"), *rows), 60)
    assert first.text.startswith("村 | 低保 | 低保\n村 | 户数 | 金额\n第1村")
    assert {c.context for c in rest} == {"村 | 低保 | 低保\n村 | 户数 | 金额"}


def test_a_table_does_not_borrow_from_the_one_before() -> None:
    doc = document(
        "表1 低保", header("村 | 户数"), row("甲村 | 3"),
        "表2 危房", header("镇 | 栋数", 2), row("乙镇 | 5", 2),
        row("丙镇 | 6 | 7", 3),
    )  # fmt: skip
    found = {c.text: c.context for c in chunk(doc, 300)}
    assert found == {
        "表1 低保": "",
        "村 | 户数\n甲村 | 3": "表1 低保",
        "表2 危房": "",
        "镇 | 栋数\n乙镇 | 5": "表2 危房",
        "丙镇 | 6 | 7": "",
    }


def test_a_full_width_row_goes_with_the_rows_below_it() -> None:
    doc = document(
        "各村情况", header("村 | 户数"), Piece("一、东片", table=1), row("甲村 | 3"), Piece("二、西片", table=1), row("乙村 | 5"),
    )  # fmt: skip
    contexts = {c.text: c.context for c in chunk(doc, 300)}
    assert contexts["甲村 | 3"] == "各村情况\n村 | 户数\n一、东片"
    assert contexts["乙村 | 5"] == "各村情况\n村 | 户数\n二、西片"


@pytest.mark.parametrize("pieces", [(), (heading("空章"),), ("",), ("  \n ",)])
def test_a_document_without_words_has_no_passages(pieces: tuple[Piece | str, ...]) -> None:
    assert chunk(document(*pieces), 300) == ()
