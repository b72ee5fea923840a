"""The learning rate goes up once, then down, and never to nothing."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from models.training.rates import warmed


@given(st.integers(2, 400), st.floats(0, 0.9))
def test_up_to_the_whole_rate_and_down_to_the_least(steps: int, warm_up: float) -> None:
    rates = [warmed(step, steps, warm_up) for step in range(steps + 5)]
    highest = max(rates)
    top = rates.index(highest)
    assert 0 < min(rates) <= highest <= 1
    assert top <= max(1, int(warm_up * steps))
    assert all(one < other for one, other in itertools.pairwise(rates[: top + 1]))
    assert all(one >= other for one, other in itertools.pairwise(rates[top:]))
    assert rates[-1] == 0.02


def test_the_whole_rate_is_reached_where_the_warm_up_ends() -> None:
    assert warmed(9, 100, 0.1) == 1
    assert warmed(0, 100, 0.1) == 0.1
    assert warmed(55, 100, 0.1) == 0.5
