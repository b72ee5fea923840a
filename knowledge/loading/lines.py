"""From the lines of a plain text to its paragraphs.

Three kinds of file are met: a paragraph a line (most Chinese reports); lines wrapped at a fixed width, which are joined;
and a whole document in one line, where the paragraphs stand apart by runs of spaces or by a space before "一、" or after a
sentence's end, which is cut there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.loading.outline import heading_level, is_item
from knowledge.loading.text import join_lines

LONG_LINE_CHARS = 200
"""From this length on a line is looked at as perhaps a whole document."""
_HEAD_CHARS = 80
_HEAD_PARTS = 14
_GAP = re.compile(r"[ \u3000\t\u2000-\u200a]+")
_END = re.compile("[。！？!?；;…][”」』]?$|[。！？；][（(][^（）()]*[）)]$|.{12}[：:]$")
_FULL_END = "。！？!?；;：:"
_OPENER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十百零\d]{1,5}[条章节编]|附件|附[:：]"
)
_BARE_NUMBER = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,5}[条章节编篇款]$|[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)]$"
)


def unwrapped(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Paragraphs of a text file as (line number, text), from its lines, blank ones included."""
    if not is_wrapped([text for _, text in lines]):
        return [(number, text.strip()) for number, text in lines if text.strip()]
    width = _wrap_width([text for _, text in lines])
    paragraphs: list[tuple[int, str]] = []
    open_line = False
    for number, text in lines:
        stripped = text.strip()
        if stripped and open_line and not begins_paragraph(text):
            first, before = paragraphs[-1]
            paragraphs[-1] = (first, join_lines(before, stripped))
        elif stripped:
            paragraphs.append((number, stripped))
        # A line that reaches the margin runs on; a shorter one ends its paragraph.
        open_line = bool(stripped) and display_width(text.rstrip()) >= 0.85 * width and not heading_level(stripped)
    return paragraphs


def begins_paragraph(line: str) -> bool:
    """True where a line opens a paragraph by indent, number or heading."""
    return (
        line.startswith(("　", "  ", "\t"))
        or bool(heading_level(line.strip()))
        or is_item(line.strip())
        or bool(re.match(r"第[一二三四五六七八九十百零\d]{1,5}条", line))
    )


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines were cut at a fixed width: most are about equally long and end inside a sentence."""
    full = [line for line in lines if line.strip()]
    if len(full) < 6:
        return False
    width = _wrap_width(full)
    if not 30 <= width <= 120:
        return False
    at_margin = [line for line in full if 0.85 * width <= display_width(line.rstrip()) <= 1.05 * width]
    open_ended = [line for line in at_margin if line.rstrip()[-1] not in _FULL_END]
    return len(at_margin) >= 0.5 * len(full) and len(open_ended) >= 0.6 * len(at_margin)


def _wrap_width(lines: Sequence[str]) -> int:
    """Width that nine in ten lines keep within, in half-width columns."""
    widths = sorted(display_width(line.rstrip()) for line in lines if line.strip())
    return widths[min(len(widths) - 1, int(len(widths) * 0.9))] if widths else 0


def display_width(line: str) -> int:
    """Columns that a line takes: two for a Chinese character, one for others."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in line)


def split_long(line: str) -> list[str]:
    """The paragraphs of a line that may hold a whole document; a short line, or one without such gaps, comes back whole."""
    line = line.strip()
    if len(line) < LONG_LINE_CHARS or not _GAP.search(line):
        return [line]
    head, body = _split_head(line)
    return head + _split_body(body)


def _split_head(line: str) -> tuple[list[str], str]:
    """Title, 文号, addressee and the like that stand before the first sentence, each apart; and the rest."""
    parts: list[str] = []
    rest = line
    while rest and len(parts) < _HEAD_PARTS:
        gap = _GAP.search(rest)
        if gap is None:
            break
        part = rest[: gap.start()]
        if len(part) == 1 and (wide := re.match(r"(?:\S[ \u3000]+){1,3}\S(?=[ \u3000]|$)", rest)):
            part = wide.group()  # a word written wide: 通  告
            gap = _GAP.search(rest, wide.end())
            if gap is None:
                break
        if len(part) > _HEAD_CHARS or re.search("[。；]|，.*，", part) or _OPENER.match(part) or _unclosed(part):
            break
        parts.append(part)
        rest = rest[gap.end() :]
        if part.endswith(("：", ":")):
            break
    return parts, rest


def _unclosed(part: str) -> bool:
    return part.count("（") + part.count("(") > part.count("）") + part.count(")")


def _split_body(body: str) -> list[str]:
    paragraphs: list[str] = []
    start = 0
    for gap in _GAP.finditer(body):
        before = body[start : gap.start()]
        if before and _breaks(before, gap.group(), body[gap.end() : gap.end() + 12]):
            paragraphs.append(before)
            start = gap.end()
    paragraphs.append(body[start:])
    return [paragraph for paragraph in map(str.strip, paragraphs) if paragraph]


def _breaks(before: str, gap: str, after: str) -> bool:
    """Whether a gap ends a paragraph, given the text since the last break and what follows."""
    if _BARE_NUMBER.search(before) or _unclosed(before):
        return False
    if _END.search(before) or heading_level(before):
        return True
    last_word = re.split(r"[\s，。；：、（(]", before)[-1]
    wide = len(gap) >= 2 or "\u3000" in gap
    if wide and len(last_word) > 1:  # "账    号" is one word written wide
        return True
    return bool(_OPENER.match(after)) and len(last_word) > 1
