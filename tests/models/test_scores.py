"""The figures by what must hold of them whatever the scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.scores import exact, hits, overlap, plain, reciprocal

TEXT = st.text(alphabet="低保标准每月6００元Ａa，。 “", max_size=12)
RANKS = st.lists(st.none() | st.integers(1, 30), max_size=15)


@given(TEXT, st.lists(TEXT, max_size=3))
def test_an_answer_among_the_right_ones_is_exact(answer: str, right: list[str]) -> None:
    assert exact(answer, [*right, f"“{answer}。"]) == 1
    assert exact(answer, []) == 0
    assert exact(answer, right) == float(plain(answer) in [plain(text) for text in right])


@pytest.mark.parametrize(
    ("answer", "right", "same"),
    [
        ("６００元", "600元", True),
        ("ＡＢ型", "ab型", True),
        ("“三到四枚”。", "三到四枚", True),
        ("1,200 户", "1200户", True),
        ("600元", "60元", False),
        ("三到四枚", "三枚", False),
    ],
)
def test_width_case_and_marks_make_no_difference_and_figures_do(answer: str, right: str, same: bool) -> None:
    assert bool(exact(answer, [right])) is same
    assert (overlap(answer, [right]) == 1) is same


@given(TEXT, TEXT)
def test_the_overlap_is_a_share_that_both_sides_agree_on(one: str, other: str) -> None:
    assert 0 <= overlap(one, [other]) <= 1
    assert overlap(one, [other]) == overlap(other, [one])
    if plain(one):
        assert overlap(one, [other, one]) == 1
    if not set(plain(one)) & set(plain(other)):
        assert overlap(one, [other]) == 0


def test_the_overlap_weighs_what_is_missing_and_what_is_too_much() -> None:
    assert overlap("每月六百元", ["六百元"]) == pytest.approx(2 * 3 / 8)
    assert overlap("六百", ["每月六百元"]) == pytest.approx(2 * 2 / 7)
    assert overlap("六百", ["每月六百元", "六百元"]) == pytest.approx(2 * 2 / 5)


@given(RANKS, st.integers(1, 30))
def test_hits_grow_with_the_places_looked_at_and_bound_the_reciprocal_rank(
    ranks: list[int | None], within: int
) -> None:
    assert 0 <= hits(ranks, within) <= hits(ranks, within + 1) <= 1
    assert reciprocal(ranks, within) <= reciprocal(ranks, within + 1)
    assert hits(ranks, within) / within <= reciprocal(ranks, within) + 1e-12
    assert reciprocal(ranks, within) <= hits(ranks, within) + 1e-12
    assert hits(ranks, 1) == reciprocal(ranks, 1)


def test_hits_and_reciprocal_rank_by_hand() -> None:
    ranks = [1, None, 4, 12]
    assert hits(ranks, 5) == 0.5
    assert hits(ranks, 12) == 0.75
    assert reciprocal(ranks) == pytest.approx((1 + 1 / 4) / 4)
    assert hits([], 5) == reciprocal([]) == 0
