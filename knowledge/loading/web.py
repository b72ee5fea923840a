"""Web pages: the article's text without the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from knowledge.loading.decoding import Decoded, decode
from knowledge.loading.grid import Cell, table_pieces
from knowledge.loading.outline import outlined
from knowledge.loading.pieces import Parsed, Piece
from knowledge.loading.text import clean, is_cjk
from knowledge.loading.web_parts import Found, drop_page_parts, is_attachment, without_furniture
from knowledge.types import BlockKind, Position

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED_XML = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_DECLARED_WITHIN_BYTES = 4096
_BLOCKS = frozenset(
    [
        "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "tr", "ul",
        "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "caption",
    ]
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MOST_COLUMNS = 200
_MOST_ARTICLES = 20
_LINK_MARKS = " \t\n|｜·>»、[]【】-—"
"""Stand between links without being text."""
_WHITE = re.compile(r"[ \t\n]+")
_WRAP = re.compile(r"[ \t]*\n[ \t\n]*")


def load_html(raw: bytes, name: str) -> Parsed:
    """Read a web page: headings, paragraphs, list items and tables of its article; menus, scripts and footers are left out."""
    decoded = decode_page(raw, name)
    soup = BeautifulSoup(decoded.text, "lxml")
    drop_page_parts(soup)
    pieces = outlined(list(without_furniture(_Reader().read(_article(soup)))))
    return Parsed(pieces=tuple(pieces), encoding=decoded.encoding, warnings=decoded.warnings)


def decode_page(raw: bytes, name: str) -> Decoded:
    """Decode the page, with the charset that its head declares as a hint."""
    head = raw[:_DECLARED_WITHIN_BYTES]
    found = _DECLARED.search(head) or _DECLARED_XML.search(head)
    return decode(raw, name, declared=found.group(1).decode("ascii", "strict") if found else None)


def _article(soup: BeautifulSoup) -> Tag:
    """The element that holds the article: the only <main> or <article> with text, else the body."""
    for name in ("article", "main"):
        found = [tag for tag in soup.find_all(name, limit=_MOST_ARTICLES) if tag.get_text(strip=True)]
        if len(found) == 1:
            return found[0]
    return soup.body or soup


@dataclass(frozen=True, slots=True)
class _Open:
    """An element being read: what of it is still to come, and what its text is."""

    children: Iterator[PageElement]
    kind: BlockKind
    level: int
    block: bool
    linked: bool
    """Whether it is part of a link to another page."""


class _Reader:
    """Walks the elements in reading order and yields their texts as pieces."""

    def __init__(self) -> None:
        self._words: list[tuple[str, bool]] = []
        self._paragraphs = 0
        self._tables = 0

    def read(self, root: Tag) -> Iterator[Found]:
        """The pieces below an element. A stack, not recursion: pages with unclosed tags nest a thousand deep."""
        stack = [_Open(iter(root.children), "paragraph", 0, block=True, linked=False)]
        while stack:
            here = stack[-1]
            child = next(here.children, None)
            if child is None:
                stack.pop()
                if here.block:
                    yield from self._flush(here.kind, here.level)
            elif isinstance(child, Tag):
                yield from self._element(child, stack)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._words.append((_unwrapped(clean(str(child))), here.linked))

    def _element(self, tag: Tag, stack: list[_Open]) -> Iterator[Found]:
        """Begin an element: its content comes next, unless it is a table."""
        here = stack[-1]
        linked = here.linked or (tag.name == "a" and tag.has_attr("href") and not is_attachment(tag))
        if tag.name == "br":
            self._words.append(("\n", True))
        elif tag.name not in _BLOCKS:
            stack.append(_Open(iter(tag.children), here.kind, here.level, block=False, linked=linked))
        else:
            yield from self._flush(here.kind, here.level)
            if tag.name == "table" and _is_data_table(tag):
                self._tables += 1
                yield from map(Found, self._caption(tag))
                yield from map(Found, table_pieces(_grid(tag), self._tables))
            else:
                kind, level = _kind_of(tag, here.kind, here.level)
                stack.append(_Open(iter(tag.children), kind, level, block=True, linked=linked))

    def _caption(self, table: Tag) -> Iterator[Piece]:
        caption = table.find("caption")
        if caption is not None:
            yield Piece(text=_cell_text(caption), position=Position(table=self._tables))

    def _flush(self, kind: BlockKind, level: int) -> Iterator[Found]:
        """The words gathered so far; a <br> parts paragraphs, except within a heading."""
        text = "".join(word for word, _ in self._words)
        linked = all(is_link or not word.strip(_LINK_MARKS) for word, is_link in self._words)
        self._words = []
        lines = [text.replace("\n", " ")] if kind == "heading" else text.split("\n")
        for line in lines:
            squeezed = " ".join(_WHITE.split(line.strip()))
            if squeezed:
                self._paragraphs += 1
                position = Position(paragraph=self._paragraphs)
                yield Found(Piece(text=squeezed, kind=kind, level=level, position=position), linked)


def _kind_of(tag: Tag, kind: BlockKind, level: int) -> tuple[BlockKind, int]:
    if tag.name in _HEADINGS:
        return "heading", _HEADINGS[tag.name]
    if tag.name == "li":
        return "list_item", 0
    return kind, level


def _unwrapped(text: str) -> str:
    """Text of the page's source without its line ends: nothing in their place between Chinese characters, else a space."""
    words = _WRAP.split(text)
    joined = words[0]
    for word in words[1:]:
        between = "" if joined and word and is_cjk(joined[-1]) and is_cjk(word[0]) else " "
        joined += between + word
    return joined


def _is_data_table(table: Tag) -> bool:
    """False for a table that only lays out the page: one column, or tables and headings inside."""
    if table.find(["table", "h1", "h2", "h3"]) is not None:
        return False
    return any(len(_cells(row)) > 1 for row in table.find_all("tr"))


def _grid(table: Tag) -> list[list[Cell]]:
    """The table's rows with merged areas filled and short rows padded with empty cells."""
    filled: dict[tuple[int, int], Cell] = {}
    rows = table.find_all("tr")
    area = 0
    for y, row in enumerate(rows):
        x = 0
        for tag in _cells(row):
            while (y, x) in filled:
                x += 1
            area += 1
            cell = Cell(_cell_text(tag), area, tag.name == "th" or tag.find_parent("thead") is not None)
            for down in range(min(_span(tag, "rowspan"), len(rows) - y)):
                for right in range(min(_span(tag, "colspan"), _MOST_COLUMNS - x)):
                    filled.setdefault((y + down, x + right), cell)
    width = max((x for _, x in filled), default=-1) + 1
    return [[filled.get((y, x)) or Cell("", -(y * width + x) - 1) for x in range(width)] for y in range(len(rows))]


def _cells(row: Tag) -> list[Tag]:
    """A row's own cells: a bad page has rows within cells of rows."""
    return row.find_all(["td", "th"], recursive=False)


def _span(tag: Tag, name: str) -> int:
    value = str(tag.get(name) or "1").strip()
    return max(1, min(int(value), 1000)) if value.isdecimal() else 1


def _cell_text(tag: Tag) -> str:
    return _joined_words(clean(tag.get_text("\n")).split("\n"))


def _joined_words(words: list[str]) -> str:
    text = ""
    for word in (each.strip() for each in words):
        if word:
            between = "" if not text or is_cjk(text[-1]) or is_cjk(word[0]) else " "
            text += between + word
    return text
