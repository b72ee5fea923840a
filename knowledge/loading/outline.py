"""Headings and list items of Chinese official writing, told by how a line begins.

    第一编, 第二章, 第三节        heading
    一、工作目标                  heading where short and not a sentence
    （一）基本情况                heading where short and not a sentence
    第三条 …                     not a heading: an article's text stays with its number
    1. …  2、…  （3）…  ①…        list item

A run of "headings" with nothing under them ("（一）身份证" "（二）户口簿") is a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.loading.pieces import Piece

TITLE_LEVEL = 0
"""Of a document's title; formats with their own heading levels use 1 to 9."""
_NUMERAL = "[一二三四五六七八九十百零〇\\d]"
_CHAPTERS = (
    (re.compile(rf"第{_NUMERAL}{{1,4}}[编篇](?=\s|$|[\u4e00-\u9fff]{{1,20}}$)"), 11),
    (re.compile(rf"第{_NUMERAL}{{1,4}}章(?=\s|$|[\u4e00-\u9fff、]{{1,30}}$)"), 12),
    (re.compile(rf"第{_NUMERAL}{{1,4}}节(?=\s|$|[\u4e00-\u9fff、]{{1,30}}$)"), 13),
)
_ENUMERATED = (
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), 14),
    (re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"), 15),
)
_ITEM = re.compile(
    r"(?:\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[）)]|\d{1,3}[）)]|[①-⑳]|[（(][一二三四五六七八九十]{1,3}[）)]|[•●▪◆■·○]\s?)\s*\S"
)
_SENTENCE = re.compile("[。！？；!?;]|[，,、…]$")
HEADING_CHARS = 40
"""Longest line that "一、" or "（一）" makes a heading."""
_COLON_HEADING_CHARS = 16
_CHAPTER_CHARS = 60


def heading_level(line: str) -> int:
    """Raw level of a line that is a heading by its beginning (11 to 15, smaller is higher); 0 where it isn't one."""
    if len(line) <= _CHAPTER_CHARS and not re.search("[。；！？]", line):
        for pattern, level in _CHAPTERS:
            if pattern.match(line):
                return level
    for pattern, level in _ENUMERATED:
        if pattern.match(line) and _short_and_open(line):
            return level
    return 0


def _short_and_open(line: str) -> bool:
    if line.endswith(("：", ":")):
        return len(line) <= _COLON_HEADING_CHARS and not _SENTENCE.search(line[:-1])
    return len(line) <= HEADING_CHARS and not _SENTENCE.search(line)


def is_item(line: str) -> bool:
    """True for a line that begins like an item of a list."""
    return _ITEM.match(line) is not None


def outlined(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with paragraphs turned into headings and list items where their text says so."""
    marked = [_marked(piece) for piece in pieces]
    return _demoted(marked)


def _marked(piece: Piece) -> Piece:
    if piece.kind != "paragraph":
        return piece
    line = piece.text.strip()
    level = heading_level(line)
    if level:
        return replace(piece, kind="heading", level=level)
    return replace(piece, kind="list_item") if is_item(line) else piece


def _demoted(pieces: list[Piece]) -> list[Piece]:
    """Runs of recognised headings of one level with nothing between them become list items."""
    result = list(pieces)
    start = 0
    while start < len(result):
        end = start + 1
        piece = result[start]
        if piece.kind == "heading" and piece.level > 10:
            while end < len(result) and result[end].kind == "heading" and result[end].level == piece.level:
                end += 1
            if end - start > 1:
                # The last of a run may open a real section; what follows an item list is rarely its text, so all go.
                result[start:end] = [replace(each, kind="list_item", level=0) for each in result[start:end]]
        start = end
    return result
