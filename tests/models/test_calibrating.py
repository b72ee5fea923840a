"""Logits become probabilities: as often right as they say."""

from __future__ import annotations

import math
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.training import calibrating
from models.training.calibrating import fit, held_pairs, off_by
from models.training.examples import READING_SETS, reading_examples


def drawn(slope: float, shift: float, count: int = 4000) -> tuple[list[float], list[bool]]:
    """Logits, and labels that are true as often as the calibrated logit says."""
    rng = random.Random(4)
    logits = [rng.uniform(-4, 4) for _ in range(count)]
    return logits, [rng.random() < 1 / (1 + math.exp(-(slope * x + shift))) for x in logits]


@pytest.mark.parametrize(("slope", "shift"), [(1.0, 0.0), (0.4, -1.0), (2.0, 1.5)])
def test_slope_and_shift_are_found_again(slope: float, shift: float) -> None:
    logits, labels = drawn(slope, shift)
    found = fit(logits, labels)
    assert found[0] == pytest.approx(slope, rel=0.15)
    assert found[1] == pytest.approx(shift, abs=0.2)
    assert off_by(logits, labels, found) < 0.03 < off_by(logits, labels, (5 * slope, shift + 2))


def test_the_error_is_the_distance_between_said_and_true() -> None:
    assert off_by([0.0] * 10, [True] * 5 + [False] * 5, (1.0, 0.0)) == pytest.approx(0.5)
    assert off_by([40.0] * 10 + [-40.0] * 10, [True] * 10 + [False] * 10, (1.0, 0.0)) == pytest.approx(0, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=10, max_size=40))
def test_the_error_is_a_share(pairs: list[tuple[float, bool]]) -> None:
    assert 0 <= off_by([x for x, _ in pairs], [y for _, y in pairs], (1.0, 0.0)) <= 1


def test_pairs_come_from_what_is_held_back_and_none_that_holds_an_answer_counts_as_wrong(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sets"
    shutil.copytree(data, folder)
    # The mini sets hold nothing back; here every context is.
    monkeypatch.setattr("models.training.examples.held_back", lambda text: True)
    assert not [e for name in READING_SETS for e in reading_examples(folder / name, validation=False)]
    pairs = held_pairs(folder, seed=1)
    examples = [e for name in READING_SETS for e in reading_examples(folder / name, validation=True)]
    answers = {e.question: e.answers for e in examples}
    right = [pair for pair in pairs if pair.answers]
    wrong = [pair for pair in pairs if not pair.answers]
    assert right
    assert wrong
    for pair in right:
        if pair.question in answers:
            assert any(answer in pair.passage.text for answer in answers[pair.question])
    for pair in wrong:
        assert not any(answer in pair.passage.text for answer in answers.get(pair.question, ()))
    per_question = [pair.question for pair in wrong]
    assert max(per_question.count(question) for question in per_question) <= calibrating._OTHERS * len(READING_SETS)
    assert held_pairs(folder, seed=1) == pairs
