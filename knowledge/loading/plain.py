"""Plain text files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.loading.decoding import decode
from knowledge.loading.lines import split_long, unwrapped
from knowledge.loading.outline import TITLE_LEVEL, outlined
from knowledge.loading.pieces import Parsed, Piece
from knowledge.loading.text import clean
from knowledge.types import Position

_TITLE_CHARS = 80


def load_text(raw: bytes, name: str) -> Parsed:
    """Read a .txt file: a paragraph a line, wrapped lines joined, a one-line document cut into its paragraphs."""
    decoded = decode(raw, name)
    lines = list(enumerate(clean(decoded.text).split("\n"), start=1))
    pieces = [
        Piece(text=text, position=Position(line=number))
        for number, line in unwrapped(lines)
        for text in split_long(line)
    ]
    return Parsed(pieces=tuple(titled(outlined(pieces))), encoding=decoded.encoding, warnings=decoded.warnings)


def titled(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the first one made the title's heading, where it is a short line and no sentence."""
    result = list(pieces)
    if len(result) > 1 and result[0].kind == "paragraph" and is_title_line(result[0].text):
        result[0] = replace(result[0], kind="heading", level=TITLE_LEVEL)
    return result


def is_title_line(line: str) -> bool:
    """True for a line that could stand as a title: short, and not ending like a sentence or an address."""
    return 2 <= len(line) <= _TITLE_CHARS and line[-1] not in "。；，、：:;,"
