"""Rows of tokens and spans of characters."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.windows import QUESTION_TOKENS, PairEncoder, best_span, likely_spans, trimmed
from knowledge.embedding import SHIPPED
from knowledge.model_runtime import open_tokenizer

TEXTS = st.text(st.sampled_from("低保标准每人月元万乡镇２０5。，\n 《》()%ＡaB😀𠀀㎡　"), max_size=300)
TOKENIZER = open_tokenizer(SHIPPED / "tokenizer.json")


def places(window_ids: np.ndarray) -> list[int]:
    return window_ids[0].tolist()


def test_a_row_is_question_and_passage_between_their_signs() -> None:
    pairs = PairEncoder(TOKENIZER, 320)
    asked = pairs.question("低保标准是多少")
    [window] = pairs.windows(asked, "工作报告", "低保标准每人每月540元。")
    passage = TOKENIZER.encode("passage: 工作报告\n低保标准每人每月540元。", add_special_tokens=False).ids
    assert places(window.ids) == [0, *asked, 2, 2, *passage, 2]
    assert window.ids.dtype == np.int64
    assert TOKENIZER.decode(places(window.ids)[window.first :]).strip() == "低保标准每人每月540元。"


@pytest.mark.parametrize("title", ["", "白鹭镇工作报告 三、民生保障"])
def test_training_makes_the_same_rows(title: str) -> None:
    pytest.importorskip("torch")
    from models.training.examples import Passage
    from models.training.pairs import PAIR_TOKENS
    from models.training.pairs import PairEncoder as Trained

    question, text = "每个人一个月能领多少钱" * 9, "\n低保标准由每人每月５００元提高到540元，  惠及17户。" * 3
    there = Trained(TOKENIZER).encode(question, Passage(text, title))
    pairs = PairEncoder(TOKENIZER, PAIR_TOKENS)
    [here] = pairs.windows(pairs.question(question), title, text)
    assert places(here.ids) == there.ids
    assert here.first == there.first


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(["", "题目", "很长的题目，" * 60]), st.integers(0, 90))
def test_windows_are_short_enough_and_cover_the_whole_text(text: str, title: str, asked_chars: int) -> None:
    pairs = PairEncoder(TOKENIZER, 128)
    asked = pairs.question("问" * asked_chars)
    windows = list(pairs.windows(asked, title, text * 3))
    head = f"passage: {title}\n" if title else "passage: "
    whole = TOKENIZER.encode(head + text * 3, add_special_tokens=False)
    expected = [(max(0, s - len(head)), e - len(head)) for s, e in whole.offsets if e > len(head)]
    found = [tuple(offset) for window in windows for offset in window.offsets.tolist()]
    assert len(asked) <= QUESTION_TOKENS
    assert set(found) == set(expected)
    for window in windows:
        assert window.ids.shape == (1, window.first + len(window.offsets) + 1)
        assert window.ids.shape[1] <= 128
    for before, after in pairwise(windows):
        overlap = {tuple(o) for o in before.offsets.tolist()} & {tuple(o) for o in after.offsets.tolist()}
        assert len(overlap) >= 5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-9, 9, width=32), st.floats(-9, 9, width=32)), min_size=1, max_size=100))
def test_the_best_span_is_the_best_of_all(logits: list[tuple[float, float]]) -> None:
    starts, ends = (np.array(side, dtype=np.float32) for side in zip(*logits, strict=True))
    first, last, sure = best_span(starts, ends)
    allowed = [(i, j) for i in range(len(starts)) for j in range(i, min(len(starts), i + 80))]
    assert (first, last) in allowed
    assert starts[first] + ends[last] == max(starts[i] + ends[j] for i, j in allowed)
    assert 0 <= sure <= 1


def test_a_span_is_surer_where_nothing_else_comes_near() -> None:
    clear = np.array([0, 9, 0, 0], dtype=np.float32)
    assert best_span(clear, clear)[2] > 0.99
    assert best_span(clear * 0, clear * 0)[2] == pytest.approx(1 / 16)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-9, 9, width=32), st.floats(-9, 9, width=32)), min_size=1, max_size=100))
def test_likely_spans_are_allowed_ordered_and_share_one_belief(logits: list[tuple[float, float]]) -> None:
    starts, ends = (np.array(side, dtype=np.float32) for side in zip(*logits, strict=True))
    spans = likely_spans(starts, ends, most=7)
    assert len(spans) <= 7
    assert len({span[:2] for span in spans}) == len(spans)
    assert all(0 <= first <= last < min(len(starts), first + 80) for first, last, _ in spans)
    shares = [share for *_, share in spans]
    assert shares == sorted(shares, reverse=True)
    assert not spans or sum(shares) == pytest.approx(1)


def test_the_likeliest_span_is_the_best_one_where_the_reader_is_sure() -> None:
    starts, ends = (np.array(side, dtype=np.float32) for side in ([0, 9, 0, 3], [0, 0, 9, 3]))
    (first, last, share), *_ = likely_spans(starts, ends, most=5)
    assert (first, last) == best_span(starts, ends)[:2]
    assert share > 0.9


@pytest.mark.parametrize(
    ("span", "rest"),
    [
        ("，每月540元。", "每月540元"),
        (" \n《低保办法》 ", "《低保办法》"),
        ("《低保办法", "低保办法"),
        ("办法（试行）", "办法（试行）"),
        ("）每月（", "每月"),
        ("75%。", "75%"),
        ("-5℃", "-5℃"),
        (".5", ".5"),
        ("3.", "3"),
        ("（一）户籍", "（一）户籍"),
        ("“2244”工作导引”", "“2244”工作导引"),
        ("。，、", ""),
        ("", ""),
    ],
)
def test_spans_are_trimmed(span: str, rest: str) -> None:
    text = "前" + span + "后"
    start, end = trimmed(text, 1, 1 + len(span))
    assert text[start:end] == rest


@given(TEXTS, st.integers(0, 300), st.integers(0, 300))
def test_a_trimmed_span_lies_inside_and_stays_as_it_is(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    inner = trimmed(text, start, end)
    assert inner == (0, 0) or start <= inner[0] < inner[1] <= end
    assert trimmed(text, *inner) == inner
