"""How far a loader has come in a file, for those who wait: a long scan takes minutes and must show signs of life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Told = Callable[[int, int], None]
"""Called with how many pages are read and how many there are."""
_listeners: list[Told] = []


def page_read(done: int, total: int) -> None:
    """Say that `done` of `total` pages are read; a loader calls it after each page, sheet or other part that takes a while."""
    if _listeners:
        _listeners[-1](done, total)


@contextmanager
def listening(told: Told) -> Iterator[None]:
    """Have `told` called for each page while the block runs."""
    _listeners.append(told)
    try:
        yield
    finally:
        _listeners.remove(told)
