"""Grids from ruled lines: whatever is merged and however the lines are drawn, the areas come out."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.drawn import Rectangle
from knowledge.loading.ruled import ruled_grids, straight


def squares(widths: list[int]) -> list[float]:
    places = [50.0]
    for width in widths:
        places.append(places[-1] + width)
    return places


def cell_lines(x0: float, y0: float, x1: float, y1: float) -> list[Rectangle]:
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


@given(
    st.lists(st.integers(12, 120), min_size=2, max_size=6),
    st.lists(st.integers(12, 60), min_size=2, max_size=8),
    st.data(),
)
def test_merged_areas_come_out_of_lines_drawn_cell_by_cell(
    widths: list[int], heights: list[int], data: st.DataObject
) -> None:
    xs, ys = squares(widths), squares(heights)
    across = data.draw(st.integers(1, len(widths) - 1))
    row, column = data.draw(st.integers(0, len(heights) - 1)), data.draw(st.integers(0, len(widths) - 1 - across))
    merged = {(row, column + step) for step in range(across + 1)}
    lines = cell_lines(xs[column], ys[row], xs[column + across + 1], ys[row + 1])
    for y, (top, bottom) in enumerate(pairwise(ys)):
        for x, (left, right) in enumerate(pairwise(xs)):
            if (y, x) not in merged:
                lines += cell_lines(left, top, right, bottom)
    shaken = data.draw(st.lists(st.sampled_from([-0.7, 0.0, 0.7]), min_size=len(lines), max_size=len(lines)))
    moved = [(x0 + by, y0 + by, x1 + by, y1 + by) for (x0, y0, x1, y1), by in zip(lines, shaken, strict=True)]
    (grid,) = ruled_grids(data.draw(st.permutations(moved)))
    assert len(grid.columns) == len(xs)
    assert len(grid.rows) == len(ys)
    numbers = [[grid.areas[y][x] for x in range(len(widths))] for y in range(len(heights))]
    assert len({numbers[y][x] for y, x in merged}) == 1
    assert len({number for line in numbers for number in line}) == len(widths) * len(heights) - across
    for y, (top, bottom) in enumerate(pairwise(ys)):
        for x, (left, right) in enumerate(pairwise(xs)):
            assert grid.square_at((left + right) / 2, (top + bottom) / 2) == (y, x)
    assert grid.square_at(xs[0] - 9, ys[0] + 1) is None
    assert grid.square_at(xs[0] + 1, ys[-1] + 9) is None


def test_a_table_open_at_its_sides() -> None:
    lines: list[Rectangle] = [(50, y, 350, y) for y in (100, 120, 140)] + [(150, 100, 150, 140), (250, 100, 250, 140)]
    (grid,) = ruled_grids(lines)
    assert grid.columns == (50, 150, 250, 350)
    assert len({area for row in grid.areas for area in row}) == 6


def test_what_is_no_table() -> None:
    frame = cell_lines(50, 50, 500, 700)
    underlines: list[Rectangle] = [(50, y, 200, y) for y in range(100, 400, 20)]
    assert ruled_grids([]) == []
    assert ruled_grids(frame) == []
    assert ruled_grids(frame + [(50.0, 300.0, 500.0, 300.0)]) == []
    assert ruled_grids(underlines) == []


def test_lines_of_a_path() -> None:
    box = [(10.0, 10.0), (90.0, 10.0), (90.0, 50.0), (10.0, 50.0), (10.0, 10.0)]
    assert len(list(straight(box, stroked=True))) == 4
    assert list(straight(box, stroked=False)) == []
    bar = [(10.0, 10.0), (90.0, 10.0), (90.0, 11.0), (10.0, 11.0)]
    assert list(straight(bar, stroked=False)) == [(10, 10.5, 90, 10.5)]
    assert list(straight([(0.0, 0.0), (40.0, 30.0)], stroked=True)) == []
    assert list(straight([(0.0, 0.0), (2.0, 0.0)], stroked=True)) == []
