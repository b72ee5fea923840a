"""A document's lines as provisions: a lead with the items that it leads in, and the sentences that stand alone. Pure.

Marks of articles and items (第四条, （一）, 1.) are no part of a span: what is left is what the document says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.types import Document

_STYLES = (
    re.compile(r"\s*第[一二三四五六七八九十百零〇\d]+条(?:[\s　:：]+|(?=[^之的、，。]))"),
    re.compile(r"\s*[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）]、?"),
    re.compile(r"\s*\d{1,2}[.．、](?!\d)\s*"),
    re.compile(r"\s*[（(]\d{1,2}[)）]、?"),
    re.compile(r"\s*[①-⑳]"),
    re.compile(r"\s*[-*•·]\s+"),
)
_ARTICLE, _SECTION = 0, 1
_BARE = len(_STYLES)
"""A list item that has no mark of its own, as in web pages."""
_ANNOUNCES = re.compile(
    r"(?:公告|通知|通告|规定|事项|办法|意见|要求|内容|标准|措施|步骤|程序|问题|说明)[^，。；]{0,6}如下[：:]$"
)
"""Announces a whole document's parts, which stand each alone."""
_LEADS = re.compile(r"[：:]\s*$|(?:下列|(?<![\d岁元米人%年月级档])以下(?=[^，。；]{2})|如下)[^。；]{0,40}[。；]?\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its mark, in offsets of the document."""

    start: int
    end: int
    text: str
    style: int
    """Index of its mark; -1 for none."""
    heading: bool = False
    path: tuple[str, ...] = ()
    """Headings above it, without the title."""

    @property
    def leads(self) -> bool:
        """Whether it announces what follows it."""
        return bool(_LEADS.search(self.text))


@dataclass(frozen=True, slots=True)
class Item:
    """An item with the deeper ones below it."""

    line: Line
    below: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """A line, with its items where it leads some in. A heading stands here only with items."""

    line: Line
    items: tuple[Item, ...] = ()

    def items_text(self) -> list[Line]:
        """The items' own lines."""
        return [item.line for item in self.items]


def provisions(document: Document) -> list[Provision]:
    """The document's provisions in reading order; an item that leads in others, or that no line leads in, is one of its own."""
    lines = list(_lines(document))
    found: list[Provision] = []
    covered = -1
    for place, line in enumerate(lines):
        items = _items(lines, place)
        if items and not line.heading and not _ANNOUNCES.search(line.text):
            covered = max(covered, lines.index(items[-1].below[-1] if items[-1].below else items[-1].line))
            found.append(Provision(line, tuple(items)))
        elif items and line.heading:
            found.append(Provision(line, tuple(items)))
        elif not line.heading and (place > covered or line.leads):
            found.append(Provision(line))
    return found


def _lines(document: Document) -> Iterator[Line]:
    path: list[tuple[int, str]] = []
    for block in document.blocks:
        if block.kind in ("table_row", "table_header") or block.repeats is not None:
            continue
        if block.kind == "heading":
            path = [(level, text) for level, text in path if level < block.level]
            if block.level > 1:
                path.append((block.level, document.text[block.start : block.end]))
        words = tuple(text for _, text in path)
        for match in re.finditer(r"[^\n]*\S", document.text[block.start : block.end]):
            yield _line(match, block.start, block.kind, words)


def _line(match: re.Match[str], offset: int, kind: str, path: tuple[str, ...]) -> Line:
    text = match[0]
    style, skipped = -1, len(text) - len(text.lstrip())
    for number, pattern in enumerate(_STYLES):
        if mark := pattern.match(text):
            style, skipped = number, mark.end()
            break
    else:
        style = _BARE if kind == "list_item" else -1
    start = offset + match.start() + skipped
    return Line(start, offset + match.end(), text[skipped:], style, kind == "heading", path)


def _items(lines: Sequence[Line], place: int) -> list[Item]:
    """What a line leads in; a heading leads in items that begin right below it, a line only where it says so."""
    lead = lines[place]
    if not (lead.leads or lead.heading) or place + 1 >= len(lines) or lead.style == _BARE:
        return []
    style = lines[place + 1].style
    if style <= _SECTION or style == lead.style or lines[place + 1].heading:
        return []
    items: list[Item] = []
    for line in lines[place + 1 :]:
        if line.heading or line.style <= _SECTION or (line.style == lead.style and not lead.heading):
            break
        if line.style == style:
            items.append(Item(line))
        else:
            items[-1] = Item(items[-1].line, (*items[-1].below, line))
    return items
