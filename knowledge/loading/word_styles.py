"""Paragraph styles of a word-processor file: what a style is called and what it inherits."""

from __future__ import annotations

import re
from typing import Any

from knowledge.loading.outline import TITLE_LEVEL

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题|文档标题)$", re.IGNORECASE)
_LIST = re.compile(r"list|列表|列出段落", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:\d|heading|标题)", re.IGNORECASE)
_DEPTH = 12


class Styles:
    """The styles of one file, by id."""

    def __init__(self, element: Any) -> None:
        """Read the root of word/styles.xml."""
        self._styles = {str(style.get(f"{W}styleId") or ""): style for style in element.findall(f"{W}style")}
        self._default = next(
            (key for key, s in self._styles.items() if _is_default(s) and s.get(f"{W}type") == "paragraph"), ""
        )

    def of(self, paragraph: Any) -> str:
        """Id of a paragraph's style."""
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._default if found is None else str(found.get(f"{W}val") or "")

    def name(self, style: str) -> str:
        """The style's name; its id where it has none."""
        found = self._styles.get(style)
        name = found.find(f"{W}name") if found is not None else None
        return style if name is None else str(name.get(f"{W}val") or "")

    def heading_level(self, paragraph: Any) -> int | None:
        """Level by the style's name or by an outline level, the paragraph's or the style's; None for other paragraphs."""
        own = _outline(paragraph.find(f"{W}pPr"))
        if own is not None:
            return own + 1 if own < 9 else None
        for style in self._chain(self.of(paragraph)):
            name = self.name(style)
            found = _HEADING.match(name)
            if found:
                return int(found.group(1))
            if _TITLE.match(name):
                return TITLE_LEVEL
            outline = _outline(self._styles[style].find(f"{W}pPr")) if style in self._styles else None
            if outline is not None:
                return outline + 1 if outline < 9 else None
        return None

    def is_list(self, style: str) -> bool:
        """Whether the style is called a list's."""
        return _LIST.search(self.name(style)) is not None

    def is_contents(self, style: str) -> bool:
        """Whether paragraphs of the style make the table of contents, which only repeats the headings."""
        return _CONTENTS.match(self.name(style)) is not None

    def list_id(self, style: str) -> str:
        """Id of the list that the style belongs to; "" where it belongs to none."""
        return self.numbering(style)[0]

    def numbering(self, style: str) -> tuple[str, str, str]:
        """(list id, level or "", the style that says so) of a style or those that it is based on; all "" where none says."""
        for each in self._chain(style):
            found = self._styles[each].find(f"{W}pPr/{W}numPr") if each in self._styles else None
            if found is not None and (list_id := _value(found, "numId")):
                return list_id, _value(found, "ilvl"), each
        return "", "", ""

    def _chain(self, style: str) -> list[str]:
        """The style and those it is based on, nearest first."""
        chain: list[str] = []
        while style and style not in chain and len(chain) < _DEPTH:
            chain.append(style)
            found = self._styles.get(style)
            style = _value(found, "basedOn") if found is not None else ""
        return chain


def _is_default(style: Any) -> bool:
    return str(style.get(f"{W}default") or "") in {"1", "true", "on"}


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val") or "")


def _outline(properties: Any | None) -> int | None:
    value = "" if properties is None else _value(properties, "outlineLvl")
    return int(value) if value.isdecimal() and len(value) == 1 else None
