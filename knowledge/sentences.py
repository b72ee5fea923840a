"""Where Chinese sentences and clauses begin and end: pure spans over text.

A sentence ends at 。！？ (with the closing quotes and brackets that follow), at an ASCII ! or ? and at a line's end. A
clause also ends at ； ， and at a colon. Marks inside a number ("1,027", "8：30"), and sentence marks inside a quotation that goes on,
don't end anything: “……。”他说 is one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_CLOSERS = "”’」』）)】》\"'"
_SENTENCE_END = re.compile(rf"[。！？!?]+[{_CLOSERS}]*|\n+")
_CLAUSE_END = re.compile(rf"(?:[。！？!?]+|[；;，]|(?<!\d)：|：(?!\d))[{_CLOSERS}]*|(?<!\d),|,(?!\d)|:(?!\d)|\n+")
_OPENERS = {"“": "”", "（": "）", "《": "》", "(": ")"}
_QUOTE_LIMIT_CHARS = 200  # an opening mark that nothing closes must not swallow the rest of the text


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _open_until(text: str, opened_at: int) -> int:
    """Offset of the mark that closes the one at `opened_at`, inner pairs of the same kind passed over, or -1 within the same line and limit."""
    opener, depth = text[opened_at], 0
    closer = _OPENERS[opener]
    for position in range(opened_at, min(opened_at + _QUOTE_LIMIT_CHARS, len(text))):
        mark = text[position]
        if mark == "\n":
            return -1
        depth += (mark == opener) - (mark == closer)
        if depth == 0:
            return position
    return -1


def _protected(text: str) -> list[Span]:
    """Spans of quotations, brackets and titles, in order, within which nothing ends."""
    spans: list[Span] = []
    position = 0
    for match in re.finditer(r"[“（《(]", text):
        if match.start() < position:
            continue
        closed_at = _open_until(text, match.start())
        if closed_at >= 0:
            spans.append((match.start(), closed_at))
            position = closed_at
    return spans


def _cut(text: str, ends: re.Pattern[str]) -> Iterator[Span]:
    protected = _protected(text)
    start, index = 0, 0
    for match in ends.finditer(text):
        while index < len(protected) and protected[index][1] < match.start():
            index += 1
        if index < len(protected) and protected[index][0] < match.start() < protected[index][1]:
            continue
        span = _trim(text, start, match.end())
        start = match.end()
        if span:
            yield span
    last = _trim(text, start, len(text))
    if last:
        yield last


def sentence_spans(text: str) -> list[Span]:
    """Half-open spans of the sentences of `text`, in order, without the white space between them."""
    return list(_cut(text, _SENTENCE_END))


def clause_spans(text: str) -> list[Span]:
    """Half-open spans of the clauses of `text`, in order; every sentence end is a clause end too."""
    return list(_cut(text, _CLAUSE_END))
