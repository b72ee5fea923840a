"""Whether a turn goes on from the one before it: the fitted decision, and what its form alone decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.following import undecided
from bot.gazetteer import Gazetteer
from bot.going_on import LEAST, SAME_TALK, WEIGHTS, chance, features, likely
from bot.topics import Nearness
from bot.understanding import Understanding
from bot.utterance import Senses

SENSES = Understanding(Gazetteer(("临溪县", "青禾镇"), lambda name: False), date(2026, 1, 1)).senses()
NEAR = replace(SENSES, nearness=lambda said, question, matter: Nearness(0.2, 1.0, 1.0, told=True))
FAR = replace(
    SENSES,
    nearness=lambda said, question, matter: Nearness(0.6, 0.0, 0.0, told=False),
    counts=lambda word: word == "车间",
)
RELIEF = "临时救助怎么申请"


def decided(said: str, before: str, senses: Senses) -> float:
    found = undecided(said, [before], senses)
    assert found is not None
    return likely(*found, senses)


@pytest.mark.parametrize("said", ["打到哪张卡", "现金行不行", "要公示几天", "谁来批"])
def test_what_leaves_its_matter_out_goes_on_where_the_base_answers_the_question_before(said: str) -> None:
    assert decided(said, RELIEF, NEAR) >= LEAST


@pytest.mark.parametrize("said", ["2022年全县危房改造多少户", "什么是四议两公开", "农村低保审核确认办法什么时候施行"])
def test_a_complete_question_stands_alone_where_the_base_answers_it_elsewhere(said: str) -> None:
    assert decided(said, RELIEF, FAR) < LEAST


@pytest.mark.parametrize(
    "said", ["如果家里有车还能申请吗", "产业占多大比例", "他们不服怎么办", "那原来那个办法还有效吗"]
)
def test_a_case_and_a_share_of_nothing_go_on_by_their_form(said: str) -> None:
    assert decided(said, RELIEF, FAR) == 1.0


def test_what_the_base_counts_of_a_place_stands_alone_however_near_it_is() -> None:
    counting = replace(NEAR, counts=FAR.counts)
    assert decided("全县有多少个车间", RELIEF, counting) <= SAME_TALK
    assert decided("那全县有多少个车间", RELIEF, counting) > decided("全县有多少个车间", RELIEF, FAR)


def test_what_has_a_form_of_its_own_is_not_decided_here() -> None:
    assert undecided("换个话题，低保怎么申请", [RELIEF], SENSES) is None
    assert undecided("低保怎么申请", [], SENSES) is None


@given(said=st.text(alphabet="低保车间多少户吗要谁批全县2022年如果占比例", min_size=1, max_size=14))
def test_any_turn_has_a_chance(said: str) -> None:
    found = undecided(said, [RELIEF], SENSES)
    if found is not None:
        assert features(*found, SENSES).keys() == WEIGHTS.keys()
        assert 0.0 <= chance(*found, SENSES) <= 1.0
