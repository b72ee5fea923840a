"""Drawn pages are packed to a tenth of a point and nothing else is lost; a blob that isn't one is refused."""

from __future__ import annotations

import math
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.packing import pack_page, unpack_page
from knowledge.types import DrawnLine, DrawnPage

EDGE = st.floats(-20, 3000)
NEAR = 0.05 + 1e-6


@st.composite
def pages(draw: st.DrawFn) -> DrawnPage:
    number = draw(st.integers(1, 5000))
    lines, at = [], draw(st.integers(0, 1_000_000))
    for size in draw(st.lists(st.integers(0, 12), max_size=6)):
        lefts = tuple(draw(st.lists(EDGE, min_size=size, max_size=size)))
        widths = draw(st.lists(st.floats(0, 40), min_size=size, max_size=size))
        sure = draw(st.sampled_from([0, size]))
        lines.append(
            DrawnLine(
                start=at, end=at + size, page=number, top=draw(EDGE), bottom=draw(EDGE), lefts=lefts,
                rights=tuple(left + width for left, width in zip(lefts, widths, strict=True)),
                confidences=tuple(draw(st.lists(st.floats(0, 1), min_size=sure, max_size=sure))),
            )
        )  # fmt: skip
        at += size + draw(st.integers(0, 30))
    return DrawnPage(page=number, width=draw(EDGE), height=draw(EDGE), lines=tuple(lines))


@given(pages())
def test_a_page_comes_back_to_a_tenth_of_a_point(page: DrawnPage) -> None:
    back = unpack_page(pack_page(page))
    assert (back.page, len(back.lines)) == (page.page, len(page.lines))
    assert max(abs(back.width - page.width), abs(back.height - page.height)) <= NEAR
    for one, other in zip(back.lines, page.lines, strict=True):
        assert (one.start, one.end, one.page) == (other.start, other.end, other.page)
        for mine, theirs in (
            ((one.top, one.bottom), (other.top, other.bottom)),
            (one.lefts, other.lefts),
            (one.rights, other.rights),
        ):
            assert all(abs(a - b) <= NEAR for a, b in zip(mine, theirs, strict=True))
        assert all(abs(a - b) <= 0.0006 for a, b in zip(one.confidences, other.confidences, strict=True))
    assert pack_page(back) == pack_page(page), "what was packed once isn't moved by being packed again"


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_of_a_broken_file_stops_the_packing(odd: float) -> None:
    line = DrawnLine(start=0, end=1, page=1, top=odd, bottom=5, lefts=(odd,), rights=(3.0,))
    back = unpack_page(pack_page(DrawnPage(page=1, width=odd, height=842, lines=(line,))))
    assert math.isfinite(back.width)
    assert all(map(math.isfinite, (back.lines[0].top, *back.lines[0].lefts)))


@given(st.binary(max_size=200), st.booleans())
def test_any_other_bytes_are_refused(raw: bytes, deflated: bool) -> None:
    with pytest.raises(ValueError, match="pack"):
        unpack_page(zlib.compress(raw + b"\x01\x02\x03") if deflated else raw)


def test_a_cut_page_is_refused() -> None:
    line = DrawnLine(start=0, end=2, page=1, top=1, bottom=5, lefts=(1, 2), rights=(2, 3))
    whole = zlib.decompress(pack_page(DrawnPage(page=1, width=10, height=10, lines=(line,))))
    for length in range(0, len(whole), 4):
        with pytest.raises(ValueError, match="pack"):
            unpack_page(zlib.compress(whole[:length]))
    with pytest.raises(ValueError, match="longer"):
        unpack_page(zlib.compress(whole + bytes(4)))


def test_a_page_of_text_takes_few_bytes() -> None:
    choice = random.Random(3)
    lines, at = [], 0
    for row in range(40):
        lefts = tuple(72.0 + 11.3 * column + choice.random() / 10 for column in range(38))
        rights = tuple(left + 11.2 for left in lefts)
        lines.append(
            DrawnLine(start=at, end=at + 38, page=9, top=60 + 18.2 * row, bottom=71 + 18.2 * row, lefts=lefts, rights=rights)
        )  # fmt: skip
        at += 39
    assert len(pack_page(DrawnPage(page=9, width=595.3, height=841.9, lines=tuple(lines)))) < 2000
