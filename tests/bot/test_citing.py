"""Handles and marks, and the sentence that a citation opens at."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.citing import QUOTE_CHARS, issue_handles, misplaced_figures, overlap, resolve_marks, supporting_span
from tests.bot.made_up import COUNTY, HITS, NOTICE, REPORT

ISSUED = {"KD1": "一", "KD2": "二"}


@pytest.mark.parametrize(
    ("text", "plain", "marks", "unknown"),
    [
        ("甲[KD1]。", "甲。", ((1, "一"),), ()), ("甲[kd1]。", "甲。", ((1, "一"),), ()), ("甲【KD1】。", "甲。", ((1, "一"),), ()), ("甲[ KD1 ]。", "甲。", ((1, "一"),), ()),
        ("甲[KD1][KD2]。", "甲。", ((1, "一"), (1, "二")), ()), ("甲[KD1、KD2]。", "甲。", ((1, "一"), (1, "二")), ()), ("甲[KD1][KD1]。", "甲。", ((1, "一"),), ()),
        ("甲[KD1]乙[KD2]", "甲乙", ((1, "一"), (2, "二")), ()), ("甲（KD1）。", "甲。", ((1, "一"),), ()), ("甲（KD9）。", "甲（KD9）。", (), ()), ("甲[KD9]。", "甲。", (), ("KD9",)), ("甲[1]。", "甲。", (), ("1",)), ("甲[KD1", "甲", (), ()), ("甲[", "甲", (), ()),
        ("见〔2022〕18号", "见〔2022〕18号", (), ()), ("见[2022]18号[KD1]", "见[2022]18号", ((11, "一"),), ()), ("[附件]甲", "[附件]甲", (), ()),
    ],
)  # fmt: skip
def test_marks(text: str, plain: str, marks: tuple[tuple[int, str], ...], unknown: tuple[str, ...]) -> None:
    resolved = resolve_marks(text, ISSUED)
    if "18号[KD1]" in text:
        marks = ((len(plain), "一"),)
    assert (resolved.text, resolved.marks, resolved.unknown) == (plain, marks, unknown)


def test_handles_are_short_unlike_words_and_fresh() -> None:
    drawn = {issue_handles(HITS)[0].handle for _ in range(40)}
    assert len(drawn) > 20 and all(re.fullmatch("[A-Z]{2}1", h) for h in drawn)
    assert [e.hit for e in issue_handles(HITS)] == list(HITS)


@given(st.text(alphabet="甲乙丙[]【】KD129,、 。", max_size=40))
@settings(deadline=None)
def test_no_whole_mark_is_left_and_offsets_lie_inside(text: str) -> None:
    resolved = resolve_marks(text, ISSUED)
    assert "[KD1]" not in resolved.text
    assert all(0 <= offset <= len(resolved.text) for offset, _ in resolved.marks)
    assert {found for _, found in resolved.marks} <= set(ISSUED.values())


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("低保金8.91亿元", "8.91亿元"),
        ("改造危房一千二百零九户", "1209户"),
        ("兑现率百分之九十点五", "90.5%"),
        ("材料要户口簿", "户口簿"),
        ("每人每月600元", "600元"),
    ],
)
def test_the_span_holds_the_figure(sentence: str, held: str) -> None:
    passage = REPORT + "\n" + NOTICE
    start, end = supporting_span(sentence, passage)
    assert held in passage[start:end] and passage[start:end].count("。") == 1


def test_figures_of_two_neighbours_are_quoted_together() -> None:
    start, end = supporting_span("监测对象3127户，低保金8.91亿元", REPORT)
    assert "3127户" in REPORT[start:end] and "8.91亿元" in REPORT[start:end]


@given(st.integers(3, 400), st.integers(1, 400))
@settings(deadline=None, max_examples=40)
def test_spans_are_short_and_inside(parts: int, asked: int) -> None:
    passage = "，".join(f"第{n}组{n + 1000}户" for n in range(parts)) + "。"
    start, end = supporting_span(f"第{asked % parts}组{asked % parts + 1000}户", passage)
    assert 0 <= start < end <= len(passage) and end - start <= QUOTE_CHARS
    assert f"{asked % parts + 1000}户" in passage[start:end]


def test_overlap_counts_words_and_not_figures() -> None:
    assert overlap("发放低保金9亿元[1]", REPORT) == 1.0
    assert overlap("火星移民飞船", REPORT) == 0.0
    assert overlap("12%", REPORT) is None


def test_a_figure_of_something_else_is_misplaced() -> None:
    sentence = "剩余115个问题，监测对象3127户。"
    assert [sentence[q.start : q.end] for q in misplaced_figures(sentence, [COUNTY])] == ["115个"]
    assert misplaced_figures("达到收入标准的村115个，监测对象3127户，9846人。", [COUNTY]) == []
