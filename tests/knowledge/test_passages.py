"""What is embedded and searched for a passage."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.passages import passage_hash, passage_text
from knowledge.types import Chunk, Metadata


def chunk(text: str, heading_path: tuple[str, ...] = (), context: str = "") -> Chunk:
    return Chunk(
        id="d:0", document_id="d", start=0, end=len(text), text=text, heading_path=heading_path, context=context
    )


def test_title_headings_context_and_text_stand_one_a_line() -> None:
    piece = chunk("（二）收入证明。", ("第二章 申请", "一、材料"), "应当提交：")
    assert (
        passage_text(Metadata(title="救助办法"), piece)
        == "救助办法\n第二章 申请 > 一、材料\n应当提交：\n（二）收入证明。"
    )


def test_what_is_missing_leaves_no_empty_line() -> None:
    assert passage_text(Metadata(title=""), chunk("内容。")) == "内容。"


def test_a_heading_that_says_the_title_again_is_left_out() -> None:
    piece = chunk("内容。", ("甲县 救助办法", "救助", "一、材料"))
    assert passage_text(Metadata(title="甲县救助办法"), piece) == "甲县救助办法\n一、材料\n内容。"


@given(st.text(), st.text(), st.lists(st.text()), st.text())
def test_the_passage_itself_is_always_whole_at_the_end(
    title: str, text: str, headings: list[str], context: str
) -> None:
    searched = passage_text(Metadata(title=title), chunk(text, tuple(headings), context))
    assert searched.endswith(text)


def test_the_hash_tells_passages_apart() -> None:
    assert passage_hash("甲") == passage_hash("甲") != passage_hash("乙")
    assert len(passage_hash("")) == 64
