"""A drawn page as one small blob, for the catalogue: edges in tenths of a point, differences between neighbours, deflated. Pure.

A page of a thousand characters takes some three kilobytes, so that the pages of a long document can be kept and carried over
without being unpacked.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.types import DrawnLine, DrawnPage

_TENTHS, _THOUSANDTHS = 10, 1000
_FARTHEST = 1e8  # points: what is beyond, or no number at all, is no place on any page
_Numbers = NDArray[np.int64]
_HEAD, _LINE_HEAD = 4, 5


def pack_page(page: DrawnPage) -> bytes:
    """The page with its lines; edges are kept to 0.1 point, confidences to 0.001."""
    head = np.array([page.page, *_whole([page.width, page.height], _TENTHS), len(page.lines)], dtype=np.int64)
    numbers = np.concatenate([head, *(part for line in page.lines for part in _packed_line(line))])
    return zlib.compress(numbers.astype("<i4").tobytes())


def _packed_line(line: DrawnLine) -> Iterator[_Numbers]:
    lefts, rights = _whole(line.lefts, _TENTHS), _whole(line.rights, _TENTHS)
    top, bottom = _whole([line.top, line.bottom], _TENTHS)
    yield np.array([line.start, line.end, top, bottom, bool(line.confidences)], dtype=np.int64)
    yield np.diff(lefts, prepend=0)
    yield rights - lefts
    if line.confidences:
        yield _whole(line.confidences, _THOUSANDTHS)


def _whole(values: Sequence[float], parts: int) -> _Numbers:
    """The values in whole parts of one, those that are no number as 0."""
    finite = np.nan_to_num(np.asarray(values, dtype=np.float64), posinf=_FARTHEST, neginf=-_FARTHEST)
    return np.rint(np.clip(finite, -_FARTHEST, _FARTHEST) * parts).astype(np.int64)


def unpack_page(blob: bytes) -> DrawnPage:
    """The page that `pack_page` packed.

    Raises:
        ValueError: the blob is none of its.
    """
    try:
        numbers = np.frombuffer(zlib.decompress(blob), dtype="<i4").astype(np.int64)
    except (zlib.error, ValueError) as exc:
        raise ValueError("not a packed page") from exc
    if len(numbers) < _HEAD:
        raise ValueError("a packed page without its head")
    page, width, height, count = (int(number) for number in numbers[:_HEAD])
    lines, at = [], _HEAD
    for _ in range(count):
        line, at = _unpacked_line(numbers, at, page)
        lines.append(line)
    if at != len(numbers):
        raise ValueError("a packed page longer than its lines")
    return DrawnPage(page=page, width=width / _TENTHS, height=height / _TENTHS, lines=tuple(lines))


def _unpacked_line(numbers: _Numbers, at: int, page: int) -> tuple[DrawnLine, int]:
    """The line that begins at `at`, and where the next one does."""
    if at + _LINE_HEAD > len(numbers):
        raise ValueError("a packed page shorter than its lines")
    start, end, top, bottom, sure = (int(number) for number in numbers[at : at + _LINE_HEAD])
    size = end - start
    rows = numbers[at + _LINE_HEAD : at + _LINE_HEAD + size * (2 + sure)]
    if size < 0 or sure not in (0, 1) or len(rows) != size * (2 + sure):
        raise ValueError("a packed line that doesn't fit its length")
    lefts = np.cumsum(rows[:size])
    line = DrawnLine(
        start=start,
        end=end,
        page=page,
        top=top / _TENTHS,
        bottom=bottom / _TENTHS,
        lefts=_parts(lefts, _TENTHS),
        rights=_parts(lefts + rows[size : 2 * size], _TENTHS),
        confidences=_parts(rows[2 * size :], _THOUSANDTHS),
    )
    return line, at + _LINE_HEAD + len(rows)


def _parts(numbers: _Numbers, parts: int) -> tuple[float, ...]:
    return tuple((numbers / parts).tolist())
