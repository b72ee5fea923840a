"""Sentences and clauses: spans in order, nothing lost, no number, title or quotation cut in two."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.sentences import Span, clause_spans, sentence_spans

CUTS = (sentence_spans, clause_spans)
MARKED = st.text(alphabet="甲乙12.,，、：:；;。！？!?“”‘’（）()《》〈〉\"'…— \n　", max_size=80)
"""Any order of marks, closed or not."""
FREE = st.text(max_size=80)
WHOLE = st.sampled_from(
    [
        "1,027", "13.6", "1,234,567.89", "8:30", "8：30", "3：1", "《甲，乙。丙》", "《关于印发〈甲；乙〉的通知》",
        "《关于转发《甲，乙》的通知，附件》", "（甲。乙！）", "（甲（乙。丙）丁。戊）", "“甲？乙。”", "(a, b. c!)",
    ]
)  # fmt: skip
"""What no cut may go through."""
WORDS = st.text(alphabet="农户申请补助", min_size=1, max_size=6)
END = st.sampled_from(["。", "！", "？", "；", "，", "：", "!", "?", ";", "\n", "。\n", "？！", ""])


def texts(text: str, spans: list[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]


@given(MARKED | FREE)
@example("")
@example("。")
@example("“甲。")
def test_spans_are_ordered_and_hold_everything_but_space(text: str) -> None:
    for cut in CUTS:
        position = 0
        for start, end in cut(text):
            assert position <= start < end <= len(text)
            assert not text[position:start].strip()
            assert text[start:end] == text[start:end].strip()
            position = end
        assert not text[position:].strip()


@given(MARKED)
@example("甲？！乙")
@example("甲，“乙。”丙")
def test_every_sentence_end_is_a_clause_end(text: str) -> None:
    assert {end for _, end in sentence_spans(text)} <= {end for _, end in clause_spans(text)}


@given(MARKED | FREE)
def test_no_span_crosses_a_line(text: str) -> None:
    for cut in CUTS:
        assert all("\n" not in piece for piece in texts(text, cut(text)))


@given(st.lists(st.tuples(WORDS, WHOLE, WORDS, END), min_size=1, max_size=6))
def test_numbers_titles_brackets_and_quotations_stay_whole(parts: list[tuple[str, str, str, str]]) -> None:
    text, kept = "", []
    for before, whole, after, end in parts:
        start = len(text) + len(before)
        kept.append((start, start + len(whole)))
        text += before + whole + after + end
    for cut in CUTS:
        spans = cut(text)
        for start, end in kept:
            assert any(s <= start and end <= e for s, e in spans), text[start:end]


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_plain_sentences_come_out_as_they_went_in(words: list[str]) -> None:
    sentences = [f"{word}。" for word in words]
    assert texts("".join(sentences), sentence_spans("".join(sentences))) == sentences
    clauses = [f"{word}，" for word in words]
    assert texts("".join(clauses), clause_spans("".join(clauses))) == clauses


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("村里修路。村里通水。", ["村里修路。", "村里通水。"]),
        ("能报吗？能！怎么报", ["能报吗？", "能！", "怎么报"]),
        ("真的？！真的。", ["真的？！", "真的。"]),
        ("一、成绩\n全年修路3条", ["一、成绩", "全年修路3条"]),
        ("\n\n  修路。  通水。\n", ["修路。", "通水。"]),
        ("会议指出：“要抓紧。”", ["会议指出：“要抓紧。”"]),
        ("“要抓紧。要抓实。”他说。", ["“要抓紧。要抓实。”他说。"]),
        ("他问（急吗？急。）后走了。", ["他问（急吗？急。）后走了。"]),
        ("引号“没有合上。下一句。", ["引号“没有合上。", "下一句。"]),
        ("“" + "长" * 250 + "。后一句。”", ["“" + "长" * 250 + "。", "后一句。”"]),
        ("“没合上\n。另一行”。", ["“没合上", "。", "另一行”。"]),
        ("补助800元；特困的1,200元。", ["补助800元；特困的1,200元。"]),
        ("Is it free? Yes! It is.", ["Is it free?", "Yes!", "It is."]),
        ("   \n　", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert texts(text, sentence_spans(text)) == sentences


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("共1,027户，其中特困83户；", ["共1,027户，", "其中特困83户；"]),
        ("材料：身份证、户口簿", ["材料：", "身份证、户口簿"]),
        ("上午8:30上班，9：00开会", ["上午8:30上班，", "9：00开会"]),
        ("依据《条例，办法》，发补助。", ["依据《条例，办法》，", "发补助。"]),
        ("甲说“先修，后补”，乙同意。", ["甲说“先修，后补”，", "乙同意。"]),
        ("真的？！真的", ["真的？！", "真的"]),
        ("a, b; c", ["a,", "b;", "c"]),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    assert texts(text, clause_spans(text)) == clauses


def test_a_long_text_of_open_marks_is_cut_in_good_time() -> None:
    text = "“（《" * 5_000 + "甲。" * 5_000
    assert len(sentence_spans(text)) == 5_000
