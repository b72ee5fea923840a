"""How surely a statement answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answerability import (
    LEAST_CONFIDENCE,
    LEAST_OF_A_RULE,
    LEAST_RIGHT,
    OF_THE_RIGHT,
    WEIGHTS,
    confidence,
    features,
    rightness,
    sure_enough,
    usable,
)
from bot.statements import ReadSentence
from bot.types import Query
from tests.bot.made_up import COUNTY, RULES, VILLAGE_TOWN

share = st.floats(0, 1)


def asked(kind: str = "figure") -> Query:
    return Query(text="改造危房多少户", resolved="改造危房多少户", kind=kind)


def judged(hit=COUNTY, dense: float = 0.8, **slots: object) -> ReadSentence:
    values = {
        "own": 0.9, "around": 0.9, "shares_word": True, "holds": True, "in_scope": True, "score": 0.9, "answerable": 0.9,
    } | slots  # fmt: skip
    return ReadSentence(hit=replace(hit, dense=dense), start=40, end=50, text=hit.chunk.text[:10], **values)


def test_nothing_usable_is_no_confidence() -> None:
    assert confidence(asked(), []) == 0
    assert confidence(asked(), [judged(holds=False), judged(in_scope=False)]) == 0
    assert usable([judged(holds=False), judged()]) == [judged()]


def test_without_a_reader_the_score_stands_for_it() -> None:
    assert confidence(asked(), [judged(answerable=None, score=0.7), judged(score=0.2)]) == 0.7


@given(own=share, score=share, dense=share, read=share)
def test_it_is_a_share_of_what_is_named(own: float, score: float, dense: float, read: float) -> None:
    statements = [judged(own=own, score=score, dense=dense, answerable=read), judged(RULES, 0.5, score=0.0)]
    assert 0 <= confidence(asked(), statements) <= 1
    assert 0 <= rightness(asked(), statements) <= 1
    assert features(asked(), statements).keys() == WEIGHTS.keys() == OF_THE_RIGHT.keys()


@pytest.mark.parametrize(
    "worse",
    [
        {"own": 0.1},
        {"answerable": 0.01},
        {"dense": 0.6},
        {"score": 0.3},
    ],
)
def test_what_speaks_for_an_answer_raises_it(worse: dict[str, float]) -> None:
    others = [judged(VILLAGE_TOWN, 0.7, score=0.3), judged(RULES, 0.65, score=0.2)]
    assert confidence(asked(), [judged(**worse), *others]) < confidence(asked(), [judged(), *others])


def test_nearness_is_told_from_the_others_and_not_from_the_cosine_itself() -> None:
    near = [judged(dense=0.9), judged(VILLAGE_TOWN, 0.8), judged(RULES, 0.7)]
    shifted = [judged(dense=0.4), judged(VILLAGE_TOWN, 0.3), judged(RULES, 0.2)]
    assert confidence(asked(), near) == pytest.approx(confidence(asked(), shifted))


def test_a_good_statement_is_answered_with_and_a_stray_one_is_not() -> None:
    others = [judged(VILLAGE_TOWN, 0.7, score=0.3), judged(RULES, 0.7, score=0.2)]
    assert confidence(asked(), [judged(), *others]) > LEAST_CONFIDENCE
    stray = judged(own=0.02, score=0.31, dense=0.69, answerable=0.02)
    assert confidence(asked(), [stray, *others]) < LEAST_CONFIDENCE


def test_a_rule_may_be_asked_for_in_other_words_than_its_own() -> None:
    others = [judged(VILLAGE_TOWN, 0.7, score=0.3, holds=False), judged(COUNTY, 0.7, score=0.3, holds=False)]
    stray = {"own": 0.16, "score": 0.31, "dense": 0.72, "answerable": 0.02}
    reported, ruled = [judged(COUNTY, **stray), *others], [judged(RULES, **stray), *others]
    assert LEAST_OF_A_RULE < LEAST_CONFIDENCE
    assert sure_enough(asked("passage"), [judged(), *others])
    for best, least in ((ruled, LEAST_OF_A_RULE), (reported, LEAST_CONFIDENCE)):
        surely = confidence(asked("passage"), best) >= least and rightness(asked("passage"), best) >= LEAST_RIGHT
        assert sure_enough(asked("passage"), best) == surely
    assert sure_enough(asked(), [judged(answerable=None, score=0.01)])


def test_of_rivals_as_good_none_is_likely_the_right_one() -> None:
    hit = replace(RULES, score=0.05)
    rivals = [judged(hit, 0.66, own=0.05, score=0.3, answerable=0.02), judged(VILLAGE_TOWN, 0.7, score=0.3)]
    ahead = [judged(hit, 0.8, own=0.05, score=0.6, answerable=0.02), judged(VILLAGE_TOWN, 0.7, score=0.3)]
    assert (
        rightness(asked("passage"), rivals)
        < LEAST_RIGHT
        < rightness(asked("passage"), [*ahead, judged(COUNTY, 0.7, score=0.1)])
    )
    assert not sure_enough(asked("passage"), rivals)
