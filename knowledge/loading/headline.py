"""The title of a paged file: the largest lines at the head of its first page. Geometry only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.loading.drawn import Line
from knowledge.loading.plain import is_title_line

_LARGER = 1.15
"""At least so many times as large as the text."""
_ALIKE = 0.08
"""Lines of one title differ in size by at most this share: OCR measures it."""
_HEAD_LINES, _MOST_LINES = 10, 4
_LEAST_CHARS = 4
_NO_TITLE = re.compile(r"文\s*件$|[〔\[【]\s*(?:19|20)\d{2}\s*[〕\]】]|^附\s*[件表录]|^第?\s*\d+\s*[期号页]?$")
"""An office's letterhead, a 文号, an attachment's number: often larger than the title, never it."""


def headline(lines: Sequence[Line], size: float) -> list[Line]:
    """The lines of the title, one below the other; empty where none is larger than the text.

    Args:
        lines: Of the first page, in reading order.
        size: Font size of the file's text.
    """
    head = lines[:_HEAD_LINES]
    end = next((at for at, line in enumerate(head) if line.text[-1:] in "。；"), len(head))
    candidates = [line for line in head[:end] if _may_be_title(line, size)]
    if not candidates:
        return []
    largest = max(line.size for line in candidates)
    first = next(at for at, line in enumerate(head) if line in candidates and _alike(line.size, largest))
    title = []
    for line in head[first:end][:_MOST_LINES]:
        if not (_alike(line.size, largest) and is_title_line(line.text)) or _NO_TITLE.search(line.text):
            break
        title.append(line)
    return title


def _may_be_title(line: Line, size: float) -> bool:
    long = len(re.sub(r"\W", "", line.text)) >= _LEAST_CHARS
    return line.size >= _LARGER * size and long and is_title_line(line.text) and not _NO_TITLE.search(line.text)


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= _ALIKE * max(one, other)
