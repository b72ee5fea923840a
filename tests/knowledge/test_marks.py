"""Marks are tight to the cited characters: one rectangle a drawn line, nothing of what isn't cited."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.marks import marks, span
from knowledge.types import DrawnLine, DrawnPage

WIDTH = 10.0


def _page(sizes: list[int], gap: int = 1) -> DrawnPage:
    """Lines of so many characters, ten points each, twenty points apart, with `gap` characters of the text between them."""
    lines, at = [], 7
    for row, size in enumerate(sizes):
        lefts = tuple(50 + WIDTH * column for column in range(size))
        lines.append(
            DrawnLine(
                start=at, end=at + size, page=2, top=20.0 * row, bottom=20.0 * row + 12, lefts=lefts,
                rights=tuple(left + WIDTH for left in lefts),
            )
        )  # fmt: skip
        at += size + gap
    return DrawnPage(page=2, width=600, height=800, lines=tuple(lines))


@given(st.lists(st.integers(1, 9), max_size=6), st.integers(0, 80), st.integers(0, 30))
def test_marks_cover_the_cited_characters_and_no_others(sizes: list[int], start: int, length: int) -> None:
    page = _page(sizes)
    found = marks(page, start, start + length)
    cited = [line for line in page.lines if line.start < start + length and start < line.end]
    assert len(found) == len(cited)
    for line, (left, top, right, bottom) in zip(cited, found, strict=True):
        first, last = max(start, line.start), min(start + length, line.end)
        assert (left, right) == (line.lefts[first - line.start], line.rights[last - 1 - line.start])
        assert (top, bottom) == (line.top, line.bottom)
        assert right - left == WIDTH * (last - first)


def test_what_is_not_drawn_has_no_mark() -> None:
    line = DrawnLine(start=0, end=3, page=1, top=0, bottom=10, lefts=(0, 10, 10), rights=(10, 10, 20))
    page = DrawnPage(page=1, width=100, height=100, lines=(line,))
    assert marks(page, 1, 2) == (), "a space without width"
    assert marks(page, 0, 3) == ((0, 0, 20, 10),)
    assert marks(page, 3, 9) == marks(page, 0, 0) == ()


def test_a_page_spans_what_it_draws_wherever_its_footnotes_stand() -> None:
    assert span(_page([])) == (0, 0)
    assert span(_page([3, 2])) == (7, 13)
    page = _page([3, 2])
    assert span(DrawnPage(page=2, width=1, height=1, lines=page.lines[::-1])) == (7, 13)
