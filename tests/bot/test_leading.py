"""The short part of an answer: at most three sentences, whole ones, from the answer's own text."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.leading import MOST_SENTENCES, lead_of, statements, with_lead
from bot.types import Answer, AskedKind, Query
from knowledge.lexical import terms

LONG = "第一句说的是背景，和问的事情没有什么关系，只是交代这份文件为什么要写出来。第二句也是背景，交代依据哪些上级文件。第三句还是背景，说明适用到哪一年。第四句说高龄津贴每月15日发放。第五句说发放到一卡通。第六句是附则，写明由哪个部门负责解释，从哪一天起施行。[1]"


def answer(text: str, kind: AskedKind = "passage") -> Answer:
    return Answer(status="answered", text=text, query=Query(text="问", resolved="问", kind=kind))


def test_a_short_text_leads_whole() -> None:
    assert lead_of(answer("甲。[1]\n乙。[2]"), {}) == (0, len("甲。[1]\n乙。[2]"))


def test_of_a_passage_the_sentence_that_answers_leads() -> None:
    weights = {term: 1.0 for term in terms("高龄津贴发放")}
    start, end = lead_of(answer(LONG), weights)
    assert LONG[start:end].startswith("第四句说高龄津贴每月15日发放。")
    assert len(statements(LONG[start:end])) <= MOST_SENTENCES


def test_of_a_figure_what_is_said_first_leads() -> None:
    weights = {term: 1.0 for term in terms("高龄津贴发放")}
    assert lead_of(answer(LONG, "figure"), weights)[0] == 0


def test_a_list_is_one_sentence_with_what_leads_it_in() -> None:
    text = "申请时提交下列材料：\n身份证；\n户口簿；\n申请书。[1]\n向乡镇提出。[2]"
    assert [text[s:e] for s, e in statements(text)] == [
        "申请时提交下列材料：\n身份证；\n户口簿；\n申请书。[1]",
        "向乡镇提出。[2]",
    ]
    marked = "（一）农户申请。户主提出。\n（二）村级评议。村里公示。"
    assert len(statements(marked)) <= MOST_SENTENCES
    assert all(not marked[s:e].endswith("评议。") for s, e in statements(marked))


def test_a_refusal_has_no_lead() -> None:
    assert with_lead(replace(answer("没有"), status="no_evidence"), {}).lead == (0, 0)


@given(st.text(st.sampled_from("甲乙。；：\n[1]（一）、1.？“”"), max_size=300))
def test_the_lead_is_a_part_of_the_text_with_few_sentences(text: str) -> None:
    start, end = lead_of(answer(text), {})
    assert 0 <= start <= end <= len(text)
    assert end - start == len(text) or len(statements(text[start:end])) <= MOST_SENTENCES
