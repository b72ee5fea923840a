"""The fit of whether a turn goes on: its labels, its questions, and that complete questions are hardly ever joined to other talk."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bot.types import Question, Turn
from bot.understanding import Understanding, understand
from evaluation.conversations import Expected
from evaluation.going_on import Turned, complete_questions, context_of, goes_on, shares, talks

_MOST_JOINED = 0.02
"""Of complete questions after other talk; measured .002 to .009 when the weights were fitted."""


def expected(must: tuple[tuple[str, ...], ...], must_not: tuple[tuple[str, ...], ...] = ()) -> Expected:
    return Expected(user="", resolved=(must, must_not), answer=None, refuse=False)


@pytest.mark.parametrize(
    ("turn", "alone", "label"),
    [
        (expected((("临时救助",), ("公示",))), "公示几天", True),
        (expected((("车间",),), (("临时救助",),)), "全县有多少个车间", False),
        (expected((("车间",),)), "全县有多少个车间", None),
        (Expected(user="", resolved=None, answer=None, refuse=False), "谢谢", None),
    ],
)
def test_labels_come_from_what_the_turn_lacks(turn: Expected, alone: str, label: bool | None) -> None:
    assert goes_on(turn, alone) is label


def test_the_table_has_a_row_for_each_file() -> None:
    seen = [Turned("a", (), "x", (), True), Turned("a", (), "y", (), False), Turned("complete", (), "z", (), False)]
    rows = shares(seen, [2.0, -2.0, -9.0]).splitlines()
    assert len(rows) == 4
    assert rows[2].split("|")[2:4] == [" 1 ", " 1.000 "]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Understanding:
    return context_of(Path(tmp_path_factory.mktemp("reports")))


def test_complete_questions_keep_their_meaning_after_other_talk(context: Understanding) -> None:
    chosen = random.Random(5)
    asked = chosen.sample(sorted(set(complete_questions())), 150)
    joined = 0
    for question in asked:
        _, turns = chosen.choice(talks())
        history = tuple(Turn(role="user", content=turn.user) for turn in turns[:3] if turn.user != question)
        alone, after = (
            understand(Question(text=question), context),
            understand(Question(text=question, history=history), context),
        )
        joined += after != alone
    assert joined <= _MOST_JOINED * len(asked), json.dumps(joined)
