"""Lines that were read from a page turned level, put back where the page shows them."""

from __future__ import annotations

import math
from dataclasses import replace

from knowledge.types import DrawnLine

_STEP_SHARE = 0.2
"""How much of a line's height one stretch of it may fall."""


def askew(line: DrawnLine, tilt: float, centre: tuple[float, float]) -> list[DrawnLine]:
    """The line turned about the page's middle, in stretches short enough that each is nearly level.

    Args:
        line: as it stands on the page turned level.
        tilt: radians by which the page's lines fall to the right.
        centre: x and y of the page's middle, in points.
    """
    height = line.bottom - line.top
    longest = _STEP_SHARE * height / abs(math.tan(tilt))
    stretches: list[DrawnLine] = []
    first = 0
    for index in range(1, len(line.lefts) + 1):
        if index == len(line.lefts) or line.rights[index] - line.lefts[first] > longest:
            stretches.append(_turned(line, first, index, tilt, centre))
            first = index
    return stretches


def _turned(line: DrawnLine, first: int, last: int, tilt: float, centre: tuple[float, float]) -> DrawnLine:
    cos, sin = math.cos(tilt), math.sin(tilt)
    x0, y0 = centre
    below = (line.top + line.bottom) / 2 - y0
    middles = [(line.lefts[index] + line.rights[index]) / 2 - x0 for index in range(first, last)]
    widths = [line.rights[index] - line.lefts[index] for index in range(first, last)]
    xs = [x0 + cos * middle - sin * below for middle in middles]
    y = y0 + sin * (middles[0] + middles[-1]) / 2 + cos * below
    half = (line.bottom - line.top) / 2
    return replace(
        line,
        start=line.start + first,
        end=line.start + last,
        top=round(y - half, 1),
        bottom=round(y + half, 1),
        lefts=tuple(round(x - width / 2, 1) for x, width in zip(xs, widths, strict=True)),
        rights=tuple(round(x + width / 2, 1) for x, width in zip(xs, widths, strict=True)),
        confidences=line.confidences[first:last],
    )
