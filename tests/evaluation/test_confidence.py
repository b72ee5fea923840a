"""Weights of a confidence, fitted anew."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answerability import WEIGHTS
from evaluation.confidence import fitted, read_more


def test_weights_that_made_the_answers_are_found() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(4000, 3)) * [1.0, 10.0, 0.1] + [0, 5, 2]
    truth, shift = np.array([1.5, -0.2, 8.0]), -14.0
    labels = rng.random(4000) < 1 / (1 + np.exp(-(rows @ truth + shift)))
    weights, found = fitted(rows.tolist(), labels.tolist(), 0.01)
    assert weights == pytest.approx(truth, rel=0.15)
    assert found == pytest.approx(shift, rel=0.15)


def test_a_ridge_keeps_weights_small_where_labels_part_perfectly() -> None:
    rows = [[float(i)] for i in range(20)]
    weights, shift = fitted(rows, [i >= 10 for i in range(20)], 1.0)
    looser, _ = fitted(rows, [i >= 10 for i in range(20)], 0.01)
    assert 0 < weights[0] < looser[0]
    assert -shift / weights[0] == pytest.approx(9.5, abs=0.1)


def test_the_questions_for_fitting_are_of_both_kinds_and_none_twice() -> None:
    asked = read_more()
    assert len({a.question.text for a in asked}) == len(asked) > 100
    assert {a.answerable for a in asked} == {True, False}
    assert {a.half for a in asked} == {"fit"}


def test_each_weight_has_a_finite_value() -> None:
    assert all(np.isfinite(weight) for weight in WEIGHTS.values())
