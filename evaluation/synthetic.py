"""A corpus of any size: the sample reports written again for other fictional counties, with other years and figures.

Deterministic: the same reports give the same bytes. A copy keeps the length of every name and figure, so that it is cut into
passages where the original is.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.chunking import chunk
from knowledge.loading import load
from knowledge.types import Block, Document

PLACES = ("临溪", "青禾", "石桥", "白鹿", "沙棠", "澄塘", "梓坞", "望泉", "柳河")
"""The county and its townships in the sample reports, without 县, 镇, 乡."""
_FIRST = "霁岚枫栖桐砚澹芷蘅菀漪湄溆浔汀洢沅琇瑶珞珂珩琬璟"
_SECOND = "坳垭峪岫嶂岘崮峁塬峒坨埭埠墩墅圩堰壑垸垌垴砦砬砭磴碛碥碶"
NAME = re.compile(f"[{_FIRST}][{_SECOND}]")
"""Any name that a copy may bear."""
_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_YEARS_BACK = 5
_LEAST_DIGITS = 3  # shorter ones are days, months, numbers of articles and of documents


def renamed(text: str, copy: int) -> str:
    """`text` for the county of copy number `copy`: other places, other years."""
    for place, name in zip(PLACES, names(copy), strict=True):
        text = text.replace(place, name)
    return _YEAR.sub(lambda match: str(int(match.group()) - copy % _YEARS_BACK), text)


def names(copy: int) -> list[str]:
    """The names that stand for `PLACES` in copy number `copy`; after 74 copies they come again in another order."""
    pairs = [first + second for first in _FIRST for second in _SECOND]
    random.Random("names").shuffle(pairs)
    turn, first = divmod(copy * len(PLACES), len(pairs) // len(PLACES) * len(PLACES))
    chosen = pairs[first : first + len(PLACES)]
    return chosen[turn % len(PLACES) :] + chosen[: turn % len(PLACES)]


def refigured(text: str, seed: str) -> str:
    """`text` with other figures of the same length; years, dates and other short numbers stay."""
    digits = random.Random(seed)

    def other(match: re.Match[str]) -> str:
        whole, point, rest = match.group().partition(".")
        if len(whole) < _LEAST_DIGITS or _YEAR.fullmatch(whole):
            return match.group()
        first = str(digits.randint(1, 9))
        return first + "".join(str(digits.randint(0, 9)) for _ in whole[1:]) + point + rest

    return _FIGURE.sub(other, text)


def as_markdown(document: Document) -> str:
    """A document's text as Markdown that loads to the same blocks."""
    lines: list[str] = []
    for block in document.blocks:
        lines.extend(_block_lines(document.text, block))
    return "\n".join(lines)


def copies(originals: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Endless copies of (file stem, Markdown) pairs, as pairs of the same kind."""
    number = 0
    while True:
        for stem, text in originals:
            # names don't come again under the same file name: the copy's number stands before it
            yield (
                f"{number:03}-{renamed(stem, number)}",
                refigured(renamed(text, number), f"{number}:{stem}"),
            )
        number += 1


def write_corpus(reports: Path, folder: Path, passages: int, chunk_chars: int) -> int:
    """Fill `folder` with copies of the files in `reports` until they make at least `passages` passages.

    Returns:
        How many passages they make.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    originals = [(path.stem, as_markdown(load(path))) for path in sorted(reports.iterdir())]
    made = 0
    for stem, text in copies(originals):
        path = folder / f"{stem}.md"
        path.write_text(text, encoding="utf-8")
        made += len(list(chunk(load(path), chunk_chars)))
        if made >= passages:
            return made
    raise AssertionError("unreachable")


def _block_lines(text: str, block: Block) -> list[str]:
    words = text[block.start : block.end]
    if block.kind == "heading":
        return ["", f"{'#' * max(1, block.level)} {words}", ""]
    if block.kind in ("table_header", "table_row"):
        cells = [text[start:end].replace("\n", " ") for start, end in block.cells]
        row = f"| {' | '.join(cells)} |"
        if block.kind == "table_header":
            return ["", row, f"|{' --- |' * len(cells)}"]
        return [row]
    return ["", words]
