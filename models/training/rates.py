"""How the learning rate runs through a training run."""

from __future__ import annotations

_LEAST = 0.02


def warmed(step: int, steps: int, warm_up: float) -> float:
    """The share of the highest rate at a step: up in a straight line, then down in a straight line to 0.02.

    Args:
        step: from 0; beyond `steps` the share stays the least.
        steps: of the whole run.
        warm_up: share of the steps that go up, in [0, 1]; one step at least.
    """
    warm = max(1, int(warm_up * steps))
    return min((step + 1) / warm, max(_LEAST, (steps - step) / max(1, steps - warm)))
