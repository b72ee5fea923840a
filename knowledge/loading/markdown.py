"""Markdown files. Table rows, list markers and numbers stay as written in the file; other marks of the syntax go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.loading.decoding import decode
from knowledge.loading.lines import unwrapped
from knowledge.loading.outline import outlined
from knowledge.loading.pieces import Parsed, Piece
from knowledge.loading.text import clean
from knowledge.types import Position

_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|=+)$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+\S")
_QUOTE = re.compile(r" {0,3}(?:>\s?)+")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_EMPHASIS = (
    re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*"),
    re.compile(r"__(?=\S)([^_\n]+?)(?<=\S)__"),
    re.compile(r"(?<![*A-Za-z0-9])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![*A-Za-z0-9])"),
    re.compile(r"(?<!`)`([^`\n]+)`(?!`)"),
)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


def load_markdown(raw: bytes, name: str) -> Parsed:
    """Read a Markdown file: headings by '#', lists, pipe tables; comments are left out."""
    decoded = decode(raw, name)
    text = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), clean(decoded.text))
    pieces = outlined(list(_pieces(text.split("\n"))))
    return Parsed(pieces=tuple(pieces), encoding=decoded.encoding, warnings=decoded.warnings)


def _pieces(lines: list[str]) -> Iterator[Piece]:
    """Pieces of the lines; runs of plain lines go through `unwrapped` together, so that wrapped text is joined."""
    plain: list[tuple[int, str]] = []
    table = 0
    index = 0
    while index < len(lines):
        number, line = index + 1, lines[index]
        if _opens_table(lines, index):
            yield from _paragraphs(plain)
            plain, table = [], table + 1
            rows, index = _table(lines, index, table)
            yield from rows
            continue
        special = _special(lines, index)
        if special is not None:
            yield from _paragraphs(plain)
            plain = []
            yield replace(special, position=Position(line=number))
            index += 2 if _is_underlined(lines, index) and special.kind == "heading" and not _HEADING.match(line) else 1
            continue
        if not (_RULE.match(line) or _FENCE.match(line)):
            plain.append((number, _QUOTE.sub("", line)))
        index += 1
    yield from _paragraphs(plain)


def _special(lines: list[str], index: int) -> Piece | None:
    """A heading or list item at this line, or None."""
    line = lines[index]
    heading = _HEADING.match(line)
    if heading:
        return Piece(text=_plain(heading.group(2) or ""), kind="heading", level=len(heading.group(1)))
    if _is_underlined(lines, index):
        return Piece(text=_plain(line), kind="heading", level=1 if "=" in lines[index + 1] else 2)
    if _ITEM.match(line) and not _RULE.match(line):
        return Piece(text=_plain(line), kind="list_item")
    return None


def _is_underlined(lines: list[str], index: int) -> bool:
    """True for a paragraph's only line with === or --- under it."""
    alone = index == 0 or not lines[index - 1].strip()
    follows = index + 1 < len(lines) and _UNDERLINE.match(lines[index + 1]) is not None
    return (
        bool(lines[index].strip())
        and alone
        and follows
        and not _ITEM.match(lines[index])
        and not _RULE.match(lines[index])
    )


def _paragraphs(lines: list[tuple[int, str]]) -> Iterator[Piece]:
    for number, text in unwrapped(lines):
        yield Piece(text=_plain(text), position=Position(line=number))


def _plain(text: str) -> str:
    """Inline text without the marks of emphasis and links; an unpaired mark stays."""
    text = _LINK.sub(r"\1", text)
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text)


def _opens_table(lines: list[str], index: int) -> bool:
    return (
        "|" in lines[index]
        and index + 1 < len(lines)
        and "|" in lines[index + 1]
        and bool(_TABLE_RULE.match(lines[index + 1]))
    )


def _table(lines: list[str], index: int, table: int) -> tuple[list[Piece], int]:
    """The table's rows from its header at `index`, and the index after it."""
    rows = [_row(lines[index], header=True, position=Position(line=index + 1, table=table, row=1))]
    index += 2
    while index < len(lines) and "|" in lines[index]:
        rows.append(_row(lines[index], header=False, position=Position(line=index + 1, table=table, row=len(rows) + 1)))
        index += 1
    return rows, index


def _row(line: str, *, header: bool, position: Position) -> Piece:
    """A row as written, pipes and all, with the offsets of its cells without the white space around them."""
    text = line.strip()
    bars = [match.start() for match in _BAR.finditer(text)]
    edges = [-1, *bars, len(text)]
    spans = [_trimmed(text, left + 1, right) for left, right in zip(edges, edges[1:], strict=False)]
    if text.startswith("|"):
        spans = spans[1:]
    if bars and bars[-1] == len(text) - 1:
        spans = spans[:-1]
    return Piece(text=text, kind="table_header" if header else "table_row", cells=tuple(spans), position=position)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    if not inner.strip():
        return start, start
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))
