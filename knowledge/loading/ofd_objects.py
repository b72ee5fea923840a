"""What one page of an OFD file draws: text with its places, straight lines, pictures. Millimetres become points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.loading.drawn import Rectangle
from knowledge.loading.glyphs import Glyph
from knowledge.loading.ofd_package import Element
from knowledge.loading.ruled import straight
from knowledge.loading.text import clean, is_cjk

POINTS_PER_MM = 72 / 25.4
_ASCENT, _DESCENT = 0.88, 0.12
"""Of the font size, above and below the base line."""
_MOST_GLYPHS = 100_000
_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PATH_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_MOST_STEPS = 20_000

Point = tuple[float, float]


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute: "0 0 210 297"; those that aren't are left out."""
    found = []
    for word in (text or "").split():
        try:
            number = float(word)
        except ValueError:
            continue
        if abs(number) < 1e6:  # false for not-a-number as well
            found.append(number)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object's own coordinates lie on the page, in points."""

    matrix: tuple[float, float, float, float, float, float]
    left: float
    top: float

    def point(self, x: float, y: float) -> Point:
        """A point of the object, in millimetres, on the page."""
        a, b, c, d, e, f = self.matrix
        return (self.left + a * x + c * y + e) * POINTS_PER_MM, (self.top + b * x + d * y + f) * POINTS_PER_MM

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Rectangle:
        """The rectangle around a box of the object."""
        xs, ys = zip(*(self.point(x, y) for x in (x0, x1) for y in (y0, y1)), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def place_of(item: Element, origin: Point) -> Place:
    """From the object's Boundary and CTM; `origin` is the corner of the page's area, in millimetres."""
    boundary = (numbers(item.get("Boundary")) + [0.0, 0.0])[:2]
    matrix = numbers(item.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return Place((a, b, c, d, e, f), boundary[0] - origin[0], boundary[1] - origin[1])


def drawn_objects(content: Element, name: str) -> Iterator[Element]:
    """The page's objects of one name (TextObject, PathObject, ImageObject) that are shown, in the order drawn."""
    for item in content.iter(f"{{*}}{name}"):
        if item.get("Visible", "true").lower() != "false":
            yield item


def text_runs(content: Element, origin: Point) -> Iterator[list[Glyph]]:
    """The glyphs of each stretch of text that the page draws, without spaces at its ends; none empty."""
    left = _MOST_GLYPHS
    for item in drawn_objects(content, "TextObject"):
        size = (numbers(item.get("Size")) or [0.0])[0]
        x = y = 0.0
        for code in item.iter("{*}TextCode"):
            x = (numbers(code.get("X")) or [x])[0]
            y = (numbers(code.get("Y")) or [y])[0]
            text = (code.text or "")[: max(left, 0)]
            left -= len(text)
            if size > 0:
                yield from _level(list(_glyphs(item, code, text, (x, y), place_of(item, origin))))


def _glyphs(item: Element, code: Element, text: str, start: Point, place: Place) -> Iterator[Glyph]:
    """The glyphs of a TextCode: each starts where the offsets before it lead, or beside the one before."""
    size = numbers(item.get("Size"))[0]
    stretch = (numbers(item.get("HScale")) or [1.0])[0]
    across, down = _offsets(code.get("DeltaX"), len(text)), _offsets(code.get("DeltaY"), len(text))
    x, y = start
    for index, raw in enumerate(text):
        width = size * stretch * (1.0 if is_cjk(raw) or raw == "\u3000" else 0.5)
        step = across[index] if index < len(across) else (0.0 if down else width)
        right = x + (min(width, step) if 0 < step < width else width)
        box = place.box(x, y - _ASCENT * size, right, y + _DESCENT * size)
        for character in clean(raw):
            _, top = place.point(0, -size)
            _, bottom = place.point(0, 0)
            yield Glyph(character.replace("\n", " "), *box, abs(bottom - top) or size * POINTS_PER_MM)
        x += step
        y += down[index] if index < len(down) else 0.0


def _offsets(text: str | None, most: int) -> list[float]:
    """The offsets of DeltaX or DeltaY, "g 3 5.5" written out; no more than there are characters."""
    words = (text or "").split()
    offsets: list[float] = []
    index = 0
    while index < len(words) and len(offsets) < most:
        if words[index].lower() == "g" and index + 2 < len(words):
            count, value = numbers(words[index + 1]), numbers(words[index + 2])
            offsets += (value or [0.0]) * min(int(count[0]) if count else 0, most)
            index += 3
        else:
            offsets += numbers(words[index])
            index += 1
    return offsets[:most]


def _level(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs in stretches at one height: text written downwards comes apart."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and abs(glyph.top - run[-1].top) > 0.5 * (glyph.bottom - glyph.top):
            yield from _trimmed(run)
            run = []
        run.append(glyph)
    yield from _trimmed(run)


def _trimmed(run: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    visible = [index for index, glyph in enumerate(run) if not glyph.character.isspace()]
    if visible:
        yield list(run[visible[0] : visible[-1] + 1])


def rules(content: Element, origin: Point) -> Iterator[Rectangle]:
    """The straight level and upright lines of the page's paths, in points."""
    for item in drawn_objects(content, "PathObject"):
        stroked = item.get("Stroke", "true").lower() != "false"
        if not stroked and item.get("Fill", "false").lower() == "false":
            continue
        place = place_of(item, origin)
        for data in item.iter("{*}AbbreviatedData"):
            for outline in _outlines(data.text or ""):
                yield from straight([place.point(x, y) for x, y in outline], stroked=stroked)


def _outlines(path: str) -> Iterator[list[Point]]:
    """The outlines of "M x y L x y ... C" without curves; what doesn't follow the form ends the path."""
    words = _PATH.findall(path)[:_MOST_STEPS]
    points: list[Point] = []
    curved = False
    index = 0
    while index < len(words):
        command = words[index]
        values = numbers(" ".join(words[index + 1 : index + 1 + _PATH_NUMBERS.get(command, 0)]))
        if command not in _PATH_NUMBERS or len(values) < _PATH_NUMBERS[command]:
            break
        if command in "SM":
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or command in "QBA"
        if values:
            points.append((values[-2], values[-1]))
        elif points:
            points.append(points[0])
        index += 1 + _PATH_NUMBERS[command]
    if len(points) > 1 and not curved:
        yield points
