"""What every paged format promises, checked the same way in each format's tests."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from knowledge.loading import load
from knowledge.loading.pieces import CELL_SEPARATOR
from knowledge.types import Document, DrawnLine

Place = tuple[int, float, float, float, float]
"""Page from 1; left, top, right, bottom in points."""


def loaded(folder: Path, name: str, raw: bytes) -> Document:
    path = folder / name
    path.write_bytes(raw)
    return load(path)


def assert_drawn_once(document: Document) -> None:
    """Every visible character stands in exactly one line, within its page; the bar between two cells in none."""
    drawn = [0] * len(document.text)
    for page in document.pages:
        for line in page.lines:
            assert line.page == page.page
            assert len(line.lefts) == len(line.rights) == line.end - line.start > 0
            assert len(line.confidences) in (0, line.end - line.start)
            assert all(left <= right for left, right in zip(line.lefts, line.rights, strict=True))
            assert min(line.lefts) >= -1
            assert max(line.rights) <= page.width + 1
            assert -1 <= line.top < line.bottom <= page.height + 1
            for index in range(line.start, line.end):
                drawn[index] += 1
    bars = set(_bars(document))
    for index, character in enumerate(document.text):
        if index in bars:
            assert drawn[index] == 0
        else:
            assert drawn[index] == 1 or (character.isspace() and drawn[index] == 0), document.text[
                index - 5 : index + 5
            ]


def _bars(document: Document) -> Iterator[int]:
    for block in document.blocks:
        for _, end in block.cells[:-1]:
            yield from range(end, end + len(CELL_SEPARATOR))


def marks(document: Document, start: int, end: int) -> list[tuple[str, Place]]:
    """What a citation of [start, end) marks: a rectangle for each drawn line it touches, with the text under it."""
    found = []
    for page in document.pages:
        for line in page.lines:
            first, last = max(start, line.start), min(end, line.end)
            if first < last and document.text[first:last].strip():
                found.append((document.text[first:last], _place(line, first - line.start, last - line.start)))
    return found


def _place(line: DrawnLine, first: int, last: int) -> Place:
    return line.page, min(line.lefts[first:last]), line.top, max(line.rights[first:last]), line.bottom


def citations(document: Document, count: int = 100, seed: int = 7) -> list[tuple[int, int]]:
    """Spans within paragraphs and cells, of at most 60 characters."""
    choice = random.Random(seed)
    places = [place for block in document.blocks for place in block.cells or [(block.start, block.end)]]
    places = [(start, end) for start, end in places if start < end]
    spans = []
    while len(spans) < count:
        first, last = choice.choice(places)
        length = min(last - first, choice.randint(2, 60))
        start = choice.randint(first, last - length)
        spans.append((start, start + length))
    return spans


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())
