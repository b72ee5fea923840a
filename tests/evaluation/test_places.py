"""Citations of a scan open at their words; the long run is `python -m evaluation.places`."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import places
from knowledge.loading.recognising import available
from tests.knowledge.loading.scans import needs_font

pytestmark = [needs_font, pytest.mark.skipif(not available(), reason="rapidocr is not installed")]


def test_the_sentences_of_a_scanned_page_open_at_their_places(tmp_path: Path) -> None:
    (first, *_) = places._every_sheet()
    row, good = places.measure(tmp_path, "png in zip", 12, sheets=[first])
    assert row == ("png in zip", "12", row[2], "12", "12", "12")
    assert int(row[2]) >= 10
    assert good


def test_a_mark_that_is_off_by_a_line_is_seen(tmp_path: Path) -> None:
    (first, *_) = places._every_sheet()
    shown = places._shown(first)
    text, x, y = next((text, x, y) for text, x, y in shown if "\u4e00" <= text <= "\u9fff")
    mark = places.Mark("a.png", 1, x - 0.001, y - 0.001, x + 0.001, y + 0.001)
    made = {("a.png", 1): first}
    assert places._under(places.Opened(text, (mark,)), made) == text
    lower = places.Mark("a.png", 1, mark.left, mark.top + 0.1, mark.right, mark.bottom + 0.1)
    assert places._under(places.Opened(text, (lower,)), made) != text
