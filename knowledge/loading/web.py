"""Web pages: the article's text without the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from knowledge.loading.decoding import Decoded, decode
from knowledge.loading.grid import Cell, table_pieces
from knowledge.loading.outline import outlined
from knowledge.loading.pieces import Parsed, Piece
from knowledge.loading.text import clean, is_cjk
from knowledge.types import BlockKind, Position

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED_XML = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_DECLARED_WITHIN_BYTES = 4096
_DROPPED = (
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select", "iframe", "svg",
    "object", "audio", "video", "head",
)  # fmt: skip
_PAGE_PARTS = re.compile(
    r"^(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|sidebar|share|toolbar|search|copyright|pagination)$",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "tr",
        "ul",
        "details",
        "summary",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\n]+")
_WRAP = re.compile(r"[ \t]*\n[ \t\n]*")


def load_html(raw: bytes, name: str) -> Parsed:
    """Read a web page: headings, paragraphs, list items and tables of its article; menus, scripts and footers are left out."""
    decoded = decode_page(raw, name)
    soup = BeautifulSoup(decoded.text, "lxml")
    _drop_page_parts(soup)
    pieces = outlined(list(_Reader().read(_article(soup))))
    return Parsed(pieces=tuple(pieces), encoding=decoded.encoding, warnings=decoded.warnings)


def decode_page(raw: bytes, name: str) -> Decoded:
    """Decode the page, with the charset that its head declares as a hint."""
    head = raw[:_DECLARED_WITHIN_BYTES]
    found = _DECLARED.search(head) or _DECLARED_XML.search(head)
    return decode(raw, name, declared=found.group(1).decode("ascii", "strict") if found else None)


def _drop_page_parts(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for tag in soup.find_all("header"):
        if tag.find_parent(["article", "main"]) is None and tag.find("h1") is None:
            tag.decompose()
    for tag in soup.find_all(True):
        if not tag.decomposed and tag.name not in {"html", "body"} and _is_page_part(tag):
            tag.decompose()


def _is_page_part(tag: Tag) -> bool:
    if tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")):
        return True
    names = [
        str(name) for value in (*tag.get_attribute_list("class"), tag.get("id") or "") for name in str(value).split()
    ]
    return tag.name in {"div", "ul", "section", "table", "p", "span"} and any(
        _PAGE_PARTS.match(str(each)) for each in names
    )


def _article(soup: BeautifulSoup) -> Tag:
    """The element that holds the article: the only <main> or <article> with text, else the body."""
    for name in ("article", "main"):
        found = [tag for tag in soup.find_all(name) if tag.get_text(strip=True)]
        if len(found) == 1:
            return found[0]
    return soup.body or soup


class _Reader:
    """Walks the elements in reading order and yields their texts as pieces."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._paragraphs = 0
        self._tables = 0

    def read(self, root: Tag) -> Iterator[Piece]:
        yield from self._children(root, "paragraph", 0)
        yield from self._flush("paragraph", 0)

    def _children(self, tag: Tag, kind: BlockKind, level: int) -> Iterator[Piece]:
        for child in tag.children:
            if isinstance(child, Tag):
                yield from self._element(child, kind, level)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._words.append(_unwrapped(clean(str(child))))

    def _element(self, tag: Tag, kind: BlockKind, level: int) -> Iterator[Piece]:
        if tag.name == "br":
            self._words.append("\n")
        elif tag.name not in _BLOCKS:
            yield from self._children(tag, kind, level)
        else:
            yield from self._flush(kind, level)
            if tag.name == "table" and _is_data_table(tag):
                self._tables += 1
                yield from self._caption(tag)
                yield from table_pieces(_grid(tag), self._tables)
            else:
                inner, depth = _kind_of(tag, kind, level)
                yield from self._children(tag, inner, depth)
                yield from self._flush(inner, depth)

    def _caption(self, table: Tag) -> Iterator[Piece]:
        caption = table.find("caption")
        if caption is not None:
            yield Piece(text=_cell_text(caption), position=Position(table=self._tables))

    def _flush(self, kind: BlockKind, level: int) -> Iterator[Piece]:
        """The words gathered so far; a <br> parts paragraphs, except within a heading."""
        text = "".join(self._words)
        self._words = []
        lines = [text.replace("\n", " ")] if kind == "heading" else text.split("\n")
        for line in lines:
            squeezed = " ".join(_WHITE.split(line.strip()))
            if squeezed:
                self._paragraphs += 1
                yield Piece(text=squeezed, kind=kind, level=level, position=Position(paragraph=self._paragraphs))


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
    return any(len(row.find_all(["td", "th"])) > 1 for row in table.find_all("tr"))


def _grid(table: Tag) -> list[list[Cell]]:
    """The table's rows with merged areas filled and short rows padded with empty cells."""
    filled: dict[tuple[int, int], Cell] = {}
    rows = table.find_all("tr")
    area = 0
    for y, row in enumerate(rows):
        x = 0
        for tag in row.find_all(["td", "th"]):
            while (y, x) in filled:
                x += 1
            area += 1
            cell = Cell(_cell_text(tag), area, tag.name == "th" or tag.find_parent("thead") is not None)
            for down in range(min(_span(tag, "rowspan"), len(rows) - y)):
                for right in range(_span(tag, "colspan")):
                    filled.setdefault((y + down, x + right), cell)
    width = max((x for _, x in filled), default=-1) + 1
    return [[filled.get((y, x)) or Cell("", -(y * width + x) - 1) for x in range(width)] for y in range(len(rows))]


def _span(tag: Tag, name: str) -> int:
    value = str(tag.get(name) or "1").strip()
    return max(1, min(int(value), 1000)) if value.isdigit() else 1


def _cell_text(tag: Tag) -> str:
    return _joined_words(clean(tag.get_text("\n")).split("\n"))


def _joined_words(words: list[str]) -> str:
    text = ""
    for word in (each.strip() for each in words):
        if word:
            between = "" if not text or is_cjk(text[-1]) or is_cjk(word[0]) else " "
            text += between + word
    return text
