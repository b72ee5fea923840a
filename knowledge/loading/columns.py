"""Pages set in two columns: the left column is read before the right one, between lines that run across both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from knowledge.loading.drawn import Line, line_of

_FEWEST_LINES = 4
_FULL_SHARE = 0.5
"""Least share of a column's lines that reach its right edge: running text does, a table's cells don't."""
_FEWEST_CHARS = 8


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of one page, those of a two-column page by column and marked with it, others as they come."""
    gutter = _gutter(lines)
    if gutter is None:
        return list(lines)
    split = sorted(
        (part for line in lines for part in _split(line, gutter)),
        key=lambda line: (line.rectangle[1] + line.rectangle[3]) / 2,
    )
    ordered: list[Line] = []
    band: list[Line] = []
    for line in split:
        if line.column:
            band.append(line)
        else:
            ordered += [*_columns(band, ordered[-1] if ordered else None), line]
            band = []
    return ordered + _columns(band, ordered[-1] if ordered else None)


def _columns(band: Sequence[Line], above: Line | None) -> list[Line]:
    """The lines between two that run across, `above` the upper one: left column, then right.

    A line close under `above` with nothing at its right is the short end of what runs across.
    """
    left = [line for line in band if line.column == 1]
    right = [line for line in band if line.column == 2]
    if not left or not right:
        return [replace(line, column=0) for line in band]
    ends = 0
    while (
        above
        and ends < len(left) - 1
        and left[ends].rectangle[3] <= right[0].rectangle[1]
        and left[ends].rectangle[1] - above.rectangle[3] < above.size
    ):
        above = left[ends]
        ends += 1
    return [*(replace(line, column=0) for line in left[:ends]), *left[ends:], *right]


def _split(line: Line, gutter: float) -> list[Line]:
    """The line's parts left and right of the gutter; one line where a part crosses it."""
    if any(part.left < gutter < part.right for part in line.parts):
        return [line]
    left = [part for part in line.parts if part.right <= gutter]
    right = [part for part in line.parts if part.left >= gutter]
    return [line_of(line.page, parts, line.size, column=n) for n, parts in ((1, left), (2, right)) if parts]


def _gutter(lines: Sequence[Line]) -> float | None:
    """X of the white stripe between two columns of running text; None where the page hasn't two."""
    parts = [part for line in lines for part in line.parts]
    if len(parts) < 2 * _FEWEST_LINES:
        return None
    start, end = min(part.left for part in parts), max(part.right for part in parts)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    middle = start + 0.3 * (end - start), end - 0.3 * (end - start)
    stripe = _whitest([(part.left, part.right) for part in parts], *middle)
    if stripe[1] - stripe[0] < 0.8 * size:
        return None
    gutter = (stripe[0] + stripe[1]) / 2
    split = [part for line in lines for part in _split(line, gutter)]
    sides = [[line for line in split if line.column == column] for column in (1, 2)]
    return gutter if all(map(_is_running, sides)) and _side_by_side(*sides) else None


def _whitest(spans: Sequence[tuple[float, float]], start: float, end: float) -> tuple[float, float]:
    """The stretch of [start, end] that the fewest spans cross, the widest of such; to a thousandth of it, or a point."""
    step = max(1.0, (end - start) / 1000)
    count = int((end - start) / step)
    changes = [0] * (count + 1)
    for left, right in spans:
        changes[min(max(int((left - start) / step), 0), count)] += 1
        changes[min(max(int((right - start) / step) + 1, 0), count)] -= 1
    crossing = list(accumulate(changes))[:count]
    stripes = []
    for crossed, run in groupby(range(count), key=crossing.__getitem__):
        bins = list(run)
        stripes.append((-crossed, len(bins), bins[0]))
    _, length, first = max(stripes, default=(0, 0, 0))
    return start + first * step, start + (first + length) * step


def _is_running(lines: Sequence[Line]) -> bool:
    """Whether a column's lines are running text: enough of them, long, and most as long as the column is wide."""
    if len(lines) < _FEWEST_LINES:
        return False
    rights = sorted(line.rectangle[2] for line in lines)
    edge = rights[int(0.9 * (len(rights) - 1))]
    full = sum(line.rectangle[2] >= edge - 1.5 * line.size for line in lines)
    return full >= _FULL_SHARE * len(lines) and sum(len(line.text) for line in lines) >= _FEWEST_CHARS * len(lines)


def _side_by_side(left: Sequence[Line], right: Sequence[Line]) -> bool:
    top = max(min(line.rectangle[1] for line in side) for side in (left, right))
    bottom = min(max(line.rectangle[3] for line in side) for side in (left, right))
    return all(sum(top <= line.rectangle[1] <= bottom for line in side) >= _FEWEST_LINES - 1 for side in (left, right))
