"""From single characters with boxes, in the order the file writes them, to the lines and cells of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.loading.drawn import Line, Part, line_of

CELL_GAP_EMS = 1.0
"""A gap wider than this parts a line: its two sides may be cells of a table's row, or two columns of a page."""
_RAISED_EMS = 0.28
_RAISED_HEIGHT_EMS = 0.62
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPTS = dict(zip("0123456789", _RAISED, strict=True))


@dataclass(slots=True)
class Glyph:
    """One character as it is drawn; a line end that the file tells is a glyph too, LF, its box without meaning."""

    character: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Font size in points."""
    confidence: float | None = None
    """In [0, 1] where it was recognised from a picture."""


LINE_END = Glyph("\n", 0.0, 0.0, 0.0, 0.0, 0.0)


def on_page(glyphs: Iterable[Glyph], width: float, height: float) -> list[Glyph]:
    """The glyphs without those that stand outside the page, which nobody sees."""
    return [
        glyph
        for glyph in glyphs
        if glyph.character.isspace()
        or (0 <= (glyph.left + glyph.right) / 2 <= width and 0 <= (glyph.top + glyph.bottom) / 2 <= height)
    ]


def lines_of(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The lines of these glyphs, parted at wide gaps. A line end where the text goes on at the same height is none."""
    lines: list[Line] = []
    current: list[Glyph] = []
    ended = False
    for glyph in glyphs:
        if glyph.character == "\n":
            ended = True
            continue
        if ended and not glyph.character.isspace():
            if not _goes_on(current, glyph):
                lines += _line(current, page)
                current = []
            ended = False
        current.append(glyph)
    return lines + _line(current, page)


def by_row(lines: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Stretches of glyphs, none empty, from the page's top to its bottom, those at one height from left to right."""
    rows: list[list[list[Glyph]]] = []
    for line in sorted(lines, key=lambda line: line[0].top + line[0].bottom):
        top, bottom = line[0].top, line[0].bottom
        above = rows[-1][0][0] if rows else None
        if above and min(bottom, above.bottom) - max(top, above.top) > 0.5 * min(
            bottom - top, above.bottom - above.top
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line[0].left)]


def _goes_on(line: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a glyph stands at the height of the line and right of its end."""
    visible = [each for each in line if not each.character.isspace()]
    if not visible:
        return True
    top, bottom = min(each.top for each in visible), max(each.bottom for each in visible)
    overlap = min(bottom, glyph.bottom) - max(top, glyph.top)
    lower = min(bottom - top, glyph.bottom - glyph.top)
    return overlap > 0.6 * lower and glyph.left >= visible[-1].right - 0.2 * (bottom - top)


def _line(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The line of these glyphs, in a list of one; empty where nothing is visible."""
    visible = [glyph for glyph in glyphs if not glyph.character.isspace()]
    if not visible:
        return []
    size = sorted(glyph.size for glyph in visible)[len(visible) // 2]
    em = max(size, max(glyph.bottom - glyph.top for glyph in visible) * 0.8, 1.0)
    _raise_digits(visible, em)
    return [line_of(page, _parts(glyphs, em), em)]


def _raise_digits(visible: Sequence[Glyph], em: float) -> None:
    """Small raised digits become superscripts: a footnote's mark is no digit of the number before it, and m² stays m²."""
    tall = sorted(glyph.bottom for glyph in visible if glyph.bottom - glyph.top >= _RAISED_HEIGHT_EMS * em)
    baseline = tall[len(tall) // 2] if tall else 0.0
    for glyph in visible:
        small = glyph.bottom - glyph.top < _RAISED_HEIGHT_EMS * em
        if small and glyph.character in _SUPERSCRIPTS and baseline - glyph.bottom > _RAISED_EMS * em:
            glyph.character = _SUPERSCRIPTS[glyph.character]


def _parts(glyphs: Sequence[Glyph], em: float) -> list[Part]:
    """The line cut at wide gaps; spaces that the file puts between words stay, one where there are several."""
    parts: list[Part] = []
    kept: list[Glyph] = []
    gap: Glyph | None = None
    for glyph in glyphs:
        if glyph.character.isspace():
            gap = glyph
            continue
        if kept and glyph.left - kept[-1].right > CELL_GAP_EMS * em:
            parts.append(_part(kept))
            kept = []
        elif kept and gap and glyph.character not in _RAISED:
            kept.append(_space(gap, kept[-1], glyph))
        kept.append(glyph)
        gap = None
    return [*parts, _part(kept)]


def _space(gap: Glyph, before: Glyph, after: Glyph) -> Glyph:
    confidence = None if before.confidence is None else 1.0
    right = max(before.right, after.left)
    return replace(gap, character=" ", left=before.right, right=right, confidence=confidence)


def _part(glyphs: Sequence[Glyph]) -> Part:
    visible = [glyph for glyph in glyphs if glyph.character != " "]
    confidences = tuple(glyph.confidence for glyph in glyphs if glyph.confidence is not None)
    return Part(
        text="".join(glyph.character for glyph in glyphs),
        lefts=tuple(_tenth(glyph.left) for glyph in glyphs),
        rights=tuple(_tenth(max(glyph.left, glyph.right)) for glyph in glyphs),
        top=_tenth(min(glyph.top for glyph in visible)),
        bottom=_tenth(max(glyph.bottom for glyph in visible)),
        confidences=confidences if len(confidences) == len(glyphs) else (),
    )


_TENTHS: dict[int, float] = {}


def _tenth(points: float) -> float:
    """To a tenth of a point; equal edges share one object, so that a thousand pages of characters take little memory."""
    key = round(points * 10)
    return _TENTHS.setdefault(key, key / 10)
