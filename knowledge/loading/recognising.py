"""Reading the characters of a picture (OCR), through RapidOCR: the models come inside its package, nothing is fetched.

Where the package isn't installed pictures stay unread and the caller says so.
"""

from __future__ import annotations

import importlib.util
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.loading.drawn import Rectangle
from knowledge.loading.glyphs import LINE_END, Glyph, by_row
from knowledge.loading.text import clean, is_cjk

THREADS = 2
LONGEST_SIDE_PX = 2800
"""Of a picture given to `recognise`: larger ones are scaled down by the caller, an A4 page at 170 dots an inch is 2000."""
_SMALLEST_SCORE = 0.3
"""A line recognised worse than this is taken for a stain, a stamp or a drawing."""
_LEAST_CONTRAST = 20
"""Between the darkest and the lightest place of a page that isn't blank, of 255."""
_NARROWEST = 4
"""How many times as long as wide a picture may be."""
_SIZE_SHARE = 0.85
"""Font size as a share of the height of the box around a line."""

_MIXED_BRACKETS = re.compile(r"[（〔][^（）()〔〕\[\]]*[)\]]|[(\[][^（）()〔〕\[\]]*[）〕]")

Picture = NDArray[np.uint8]
"""Height x width x 3, red, green, blue."""
Quad = NDArray[np.float64]
"""4 x 2: the corners of a box in pixels, clockwise from the text's top left."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read of a picture, in pixels, turned about the picture's centre so that its lines are level."""

    glyphs: tuple[Glyph, ...]
    rules: tuple[Rectangle, ...]
    """The level and upright lines drawn on it."""
    tilt: float
    """Radians by which the picture's lines fall to the right: turning back by it leads from here to the picture."""


def available() -> bool:
    """Whether the package is installed."""
    return importlib.util.find_spec("rapidocr") is not None


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # takes a second to import, and only scans need it

    settings = {
        "Global.log_level": "error",
        "Global.use_cls": False,  # it takes some lines for upside down, and they are lost
        "Global.text_score": _SMALLEST_SCORE,
        "Global.max_side_len": LONGEST_SIDE_PX,
        "Global.return_word_box": True,
        "Global.return_single_char_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
    }
    return RapidOCR(params=settings)


def recognise(picture: Picture) -> Recognised:
    """The characters of a picture with their confidences, line by line, and the lines ruled on it."""
    if _is_blank(picture):
        return Recognised((), (), 0.0)
    found = _engine()(_padded(picture)[:, :, ::-1])  # the models were trained on blue, green, red
    texts = found.txts or ()
    if not texts:
        return Recognised((), (), 0.0)
    boxes = [np.asarray(box, dtype=np.float64) for box in found.boxes]
    characters = _characters(texts, boxes, found.scores, found.word_results)
    tilt = _tilt(boxes)
    height, width = picture.shape[:2]
    turn = _Turn(width / 2, height / 2, -tilt)
    lines = [[_glyph(text, turn.quad(quad), score) for text, quad, score in line] for line in characters if line]
    size = _sized(lines)
    glyphs = [glyph for line in by_row(lines) for glyph in [*line, LINE_END]]
    return Recognised(tuple(glyphs), tuple(_rules(picture, tilt, size)), tilt)


def _is_blank(picture: Picture) -> bool:
    """Whether nothing stands out once a scanner's noise is averaged away: looking for text would take seconds."""
    import cv2  # comes with RapidOCR

    height, width = picture.shape[:2]
    averaged = cv2.resize(picture, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    return int(averaged.max()) - int(averaged.min()) < _LEAST_CONTRAST


def _padded(picture: Picture) -> Picture:
    """The picture with white at its right and foot, so that it isn't a strip: the detector enlarges by the shorter side."""
    height, width = picture.shape[:2]
    shortest = max(height, width) // _NARROWEST
    right, below = max(0, shortest - width), max(0, shortest - height)
    return np.pad(picture, ((0, below), (0, right), (0, 0)), constant_values=255) if right or below else picture


_Character = tuple[str, Quad, float]


def _characters(
    texts: Sequence[str], boxes: Sequence[Quad], scores: Sequence[float], words: Sequence[Any]
) -> list[list[_Character]]:
    """Each line's visible characters and spaces with their boxes and confidences."""
    lines = []
    for index, (text, box, score) in enumerate(zip(texts, boxes, scores, strict=True)):
        text = " ".join(_paired(text).split())
        told = words[index] if len(words) == len(texts) else ()  # else it can't be said whose they are
        visible = [(np.asarray(quad, dtype=np.float64), float(sure)) for _, sure, quad in told]
        if len(visible) != len(text.replace(" ", "")):
            lines.append(_spread(text, box, score))
            continue
        places = iter(visible)
        line: list[_Character] = []
        for character in text:
            quad, sure = (line[-1][1], 1.0) if character == " " else next(places)
            line.append((character, quad, sure))
        lines.append(line)
    return lines


def _paired(text: str) -> str:
    """A full-width bracket's other half made full-width: the models mix them."""
    return _MIXED_BRACKETS.sub(_full, text)


def _full(found: re.Match[str]) -> str:
    opening, closing = "〔〕" if {"〔", "〕"} & set(found.group()) else "（）"
    return opening + found.group()[1:-1] + closing


def _spread(text: str, box: Quad, score: float) -> list[_Character]:
    """The characters side by side over the line's box, a half-width one half as wide as a Chinese one."""
    widths = np.array([1.0 if is_cjk(character) else 0.5 for character in text])
    ends = np.cumsum(widths) / max(widths.sum(), 1.0)
    starts = ends - widths / max(widths.sum(), 1.0)
    top_left, top_right, bottom_right, bottom_left = box
    return [
        (
            character,
            np.array(
                [
                    top_left + (top_right - top_left) * start,
                    top_left + (top_right - top_left) * end,
                    bottom_left + (bottom_right - bottom_left) * end,
                    bottom_left + (bottom_right - bottom_left) * start,
                ]
            ),
            score,
        )
        for character, start, end in zip(text, starts, ends, strict=True)
    ]


def _tilt(boxes: Sequence[Quad]) -> float:
    """The angle of most of the text's length, in radians; 0 below a fifth of a degree."""
    angles, lengths = [], []
    for box in boxes:
        run, fall = box[1] - box[0]
        if run > 4 * abs(box[3][1] - box[0][1]):  # long lines only: a short box's angle is chance
            angles.append(math.atan2(fall, run))
            lengths.append(run)
    if not angles:
        return 0.0
    order = np.argsort(angles)
    half = np.searchsorted(np.cumsum(np.array(lengths)[order]), sum(lengths) / 2)
    tilt = angles[order[half]]
    return tilt if abs(tilt) > math.radians(0.2) else 0.0


@dataclass(frozen=True, slots=True)
class _Turn:
    """Turning about a centre by an angle, from x to y."""

    x: float
    y: float
    angle: float

    def quad(self, quad: Quad) -> Quad:
        """The corners, turned."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        x, y = quad[:, 0] - self.x, quad[:, 1] - self.y
        return np.stack([self.x + cos * x - sin * y, self.y + sin * x + cos * y], axis=1)


def _glyph(text: str, quad: Quad, score: float) -> Glyph:
    left, top = quad[[0, 3]].mean(axis=0)[0], quad[[0, 1]].mean(axis=0)[1]
    right, bottom = quad[[1, 2]].mean(axis=0)[0], quad[[2, 3]].mean(axis=0)[1]
    return Glyph(clean(text), float(left), float(top), float(right), float(bottom), 0.0, round(float(score), 3))


def _sized(lines: Sequence[list[Glyph]]) -> float:
    """Sets each line's font size, in pixels, and returns that of most of the text.

    A Chinese character is as wide as the font's size, which tells it better than the boxes' heights; a line with few
    such characters takes the size of the page where it is about as high.
    """
    told = [(_pitch(line), len(line)) for line in lines]
    known = sorted(pitch for pitch, length in told if pitch for _ in range(length))
    usual = known[len(known) // 2] if known else 0.0
    for line, (pitch, _) in zip(lines, told, strict=True):
        high = _SIZE_SHARE * (line[0].bottom - line[0].top)
        size = pitch or high
        if usual and (abs(size - usual) < 0.12 * usual or (not pitch and abs(size - usual) < 0.35 * usual)):
            size = usual
        for glyph in line:
            glyph.size = size
    return usual or (lines[0][0].size if lines else 0.0)


def _pitch(line: Sequence[Glyph]) -> float:
    """Usual distance between the middles of two Chinese characters beside each other; 0 where there are too few."""
    steps = sorted(
        (b.left + b.right - a.left - a.right) / 2
        for a, b in zip(line, line[1:], strict=False)
        if "一" <= a.character <= "鿿" and "一" <= b.character <= "鿿"
    )
    return steps[len(steps) // 2] if len(steps) >= 3 else 0.0


def _rules(picture: Picture, tilt: float, size: float) -> list[Rectangle]:
    """The level and upright lines of the picture, longer than a stroke of its characters."""
    import cv2  # comes with RapidOCR

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    if tilt:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(tilt), 1.0)
        grey = cv2.warpAffine(grey, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    shortest = max(round(1.8 * size), 30)
    rules: list[Rectangle] = []
    for level in (True, False):
        wobble = cv2.dilate(dark, np.ones((3, 1) if level else (1, 3), np.uint8))
        lines = cv2.morphologyEx(wobble, cv2.MORPH_OPEN, np.ones((1, shortest) if level else (shortest, 1), np.uint8))
        outlines, _ = cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for x, y, w, h in map(cv2.boundingRect, outlines):
            if min(w, h) <= shortest / 2:
                middle = y + h / 2 if level else x + w / 2
                rules.append((x, middle, x + w, middle) if level else (middle, y, middle, y + h))
    return rules
