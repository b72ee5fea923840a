"""From the straight lines drawn on a page to the grids of its tables: geometry only.

Lines that touch each other make one grid. Where the line between two squares is missing, they are one merged area.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from knowledge.loading.drawn import Rectangle

NEAR = 3.0
"""Points within which two lines are one, or touch: double lines, and corners that don't quite meet."""
_THIN = 3.0
"""Widest filled bar, in points, that counts as a ruled line."""
_SHORTEST = 4.0
_MOST_RULES = 1000
"""A page with more separate lines than this isn't looked at: it is a drawing."""
_MOST_SQUARES = 5000


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """The grid of one table on one page."""

    columns: tuple[float, ...]
    """x of the columns' edges, left to right: one more than there are columns."""
    rows: tuple[float, ...]
    """y of the rows' edges, top to bottom."""
    areas: tuple[tuple[int, ...], ...]
    """By row and column: the number of the merged area that the square belongs to, unique in the grid."""
    near: float = NEAR
    """What counted as one place."""

    def square_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the square around a point; None outside the grid."""
        row, column = bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1
        inside = 0 <= row < len(self.rows) - 1 and 0 <= column < len(self.columns) - 1
        return (row, column) if inside else None


@dataclass(slots=True)
class _Rule:
    """A line at `at`, from `start` to `end` along the other axis."""

    at: float
    start: float
    end: float


def straight(outline: Sequence[tuple[float, float]], *, stroked: bool) -> Iterator[Rectangle]:
    """The level and upright lines of a path without curves, a thin filled bar as its middle line.

    Args:
        outline: its corners in points, at least one.
        stroked: whether the outline itself is drawn, not only what it holds.
    """
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
        yield from _rule(min(xs), min(ys), max(xs), max(ys))
    elif stroked:
        for (x0, y0), (x1, y1) in zip(outline, outline[1:], strict=False):
            if min(abs(x1 - x0), abs(y1 - y0)) <= 0.5:
                yield from _rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _rule(x0: float, y0: float, x1: float, y1: float) -> Iterator[Rectangle]:
    if max(x1 - x0, y1 - y0) < _SHORTEST:
        return
    if x1 - x0 >= y1 - y0:
        yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    else:
        yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def ruled_grids(rules: Sequence[Rectangle], near: float = NEAR) -> list[RuledGrid]:
    """The grids of at least two columns, and of two rows or three columns, from top to bottom."""
    level = _joined(
        [_Rule(top, left, right) for left, top, right, bottom in rules if right - left >= bottom - top], near
    )
    upright = _joined(
        [_Rule(left, top, bottom) for left, top, right, bottom in rules if right - left < bottom - top], near
    )
    if not min(len(level), len(upright)) >= 2 or len(level) + len(upright) > _MOST_RULES:
        return []
    grids = [_grid(rows, columns, near) for rows, columns in _touching(level, upright, near)]
    kept = [grid for grid in grids if len(grid.columns) > 2 and len(grid.columns) + len(grid.rows) > 5]
    return sorted(kept, key=lambda grid: (grid.rows[0], grid.columns[0]))


def _joined(rules: Sequence[_Rule], near: float) -> list[_Rule]:
    """Lines along each other that overlap or nearly meet, as one: borders are often drawn cell by cell, or twice."""
    result: list[_Rule] = []
    for rule in sorted(rules, key=lambda each: (each.at, each.start)):
        beside = takewhile(lambda other: rule.at - other.at <= near, reversed(result))  # noqa: B023 (used up at once)
        same = [other for other in beside if rule.start <= other.end + near and other.start <= rule.end + near]
        if same:
            for other in same:
                same[0].start = min(same[0].start, other.start, rule.start)
                same[0].end = max(same[0].end, other.end, rule.end)
            dropped = {id(other) for other in same[1:]}
            result = [other for other in result if id(other) not in dropped] if dropped else result
        else:
            result.append(_Rule(rule.at, rule.start, rule.end))
    return result


def _touching(level: Sequence[_Rule], upright: Sequence[_Rule], near: float) -> list[tuple[list[_Rule], list[_Rule]]]:
    """The level and the upright lines in groups that touch each other."""
    groups: list[tuple[list[_Rule], list[_Rule]]] = []
    left = list(upright)
    unseen = list(level)
    while left:
        rows: list[_Rule] = []
        columns = [left.pop()]
        for column in columns:  # grows while it is walked
            for row in [row for row in unseen if _meet(row, column, near)]:
                unseen.remove(row)
                rows.append(row)
                found = [other for other in left if _meet(row, other, near)]
                columns += found
                left = [other for other in left if other not in found]
        if len(rows) > 1:
            groups.append((rows, columns))
    return groups


def _meet(row: _Rule, column: _Rule, near: float) -> bool:
    return (
        row.start - near <= column.at <= row.end + near  # the upright line's x within the level one
        and column.start - near <= row.at <= column.end + near
    )


def _grid(level: Sequence[_Rule], upright: Sequence[_Rule], near: float) -> RuledGrid:
    """The grid of lines that touch, open sides closed; an empty one where it has more squares than any table."""
    columns = _edges([rule.at for rule in upright] + [min(r.start for r in level), max(r.end for r in level)], near)
    rows = _edges([rule.at for rule in level] + [min(r.start for r in upright), max(r.end for r in upright)], near)
    if len(columns) * len(rows) > _MOST_SQUARES:
        return RuledGrid((), (), ())
    areas = {(y, x): (y, x) for y in range(len(rows) - 1) for x in range(len(columns) - 1)}

    def first(square: tuple[int, int]) -> tuple[int, int]:
        while areas[square] != square:
            square = areas[square]
        return square

    for y, x in areas:
        middle_y, middle_x = (rows[y] + rows[y + 1]) / 2, (columns[x] + columns[x + 1]) / 2
        if (y, x + 1) in areas and not _drawn(upright, columns[x + 1], middle_y, near):
            areas[first((y, x + 1))] = first((y, x))
        if (y + 1, x) in areas and not _drawn(level, rows[y + 1], middle_x, near):
            areas[first((y + 1, x))] = first((y, x))
    numbers = {square: number for number, square in enumerate(areas, start=1)}
    squares = [[numbers[first((y, x))] for x in range(len(columns) - 1)] for y in range(len(rows) - 1)]
    return RuledGrid(columns, rows, tuple(map(tuple, squares)), near)


def _edges(places: Sequence[float], near: float) -> tuple[float, ...]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > near:
            edges.append(place)
    return tuple(edges)


def _drawn(rules: Sequence[_Rule], at: float, along: float, near: float) -> bool:
    return any(abs(rule.at - at) <= near and rule.start - near <= along <= rule.end + near for rule in rules)
