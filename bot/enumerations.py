"""A quoted item of a list with what leads the list in, and with its other items where the question asks for them all.

（四）在境外就医的 says nothing by itself: 下列医疗费用不纳入支付范围 stands above it. Quotes stay verbatim: the lead and items that
don't follow one another in a passage are quotes of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.announcing import is_preamble
from bot.asked import asked_quantities, asks_several
from bot.extractive import Quote
from bot.scope import MEASURED
from bot.types import AskedKind, Query
from knowledge.catalogue import Catalogue
from knowledge.lexical import pairs
from knowledge.types import Chunk

_NEAR = 3  # passages above and below that a long list may reach into
_WHOLE_CHARS = 380  # of a list that is shown whole
_WITH_LEAD_CHARS = 170  # of an item with its lead, where one thing is asked
_ALL: frozenset[AskedKind] = frozenset({"list", "steps", "passage", "reason"})
_SEVERAL = re.compile(r"哪些|哪几|哪[两三四五六七八九十]")
_STYLES = (
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\s*[（(]\d{1,2}[)）]"),
    re.compile(r"\s*\d{1,2}[.．、](?!\d)"),
    re.compile(r"\s*[①-⑳]"),
    re.compile(r"\s*[-*•]\s"),
    re.compile(r"[^|]{1,20} \| "),  # a row of a table in a passage of prose, as a PDF has it
)
_ROW = len(_STYLES) - 1
_ROW_LABEL = re.compile(r"(?P<label>[^|]{1,20}?) \|")
_LABEL = re.compile(
    rf"(?:{'|'.join(style.pattern for style in _STYLES[:3])})\s*(?P<label>[^：:。；，,\d]{{2,30}}?)(?:[：:]|的[，,])"
)
"""An item that begins with the case that it is for."""
_GOES_ON = "；;，,、"
_LEADS_IN = re.compile(r"[：:]\s*$|(?:下列|如下|以下)[^。]{0,40}[。；]?\s*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a passage, in offsets of the document."""

    chunk: Chunk
    start: int
    end: int
    style: int
    """Index of its item mark in `_STYLES`; -1 where it is no item."""
    leads: bool


def in_its_list(query: Query, quotes: Sequence[Quote], catalogue: Catalogue) -> list[Quote]:
    """The quotes with the lists that the first of them is an item, or the lead, of; as they are where it is neither.

    Args:
        query: What is asked: all items, or the one that was found.
        quotes: What was chosen; only a single quote of prose is looked at.
        catalogue: Where the neighbouring passages are.
    """
    if len(quotes) != 1 or quotes[0].reading:
        return list(quotes)
    quote = quotes[0]
    lines = _lines(catalogue.neighbours(quote.hit.chunk.id, _NEAR, _NEAR))
    held = [i for i, line in enumerate(lines) if line.start < quote.end and quote.start < line.end]
    if query.kind in MEASURED:
        alike = _alternatives(query, lines, held, quote.hit.document.metadata.title)
        if alike and set(alike) != set(held[:1]):
            return _as_quotes(quote, lines, alike)
    found = _list_of(lines, held[0], held[-1]) if held else None
    if found is None or (found[0] not in held and not _leans(lines, found[1])):
        return [quote]
    if query.kind in MEASURED:
        return _measured(query, quote, lines, found[1])
    if query.kind == "definition" and found[0] not in held:
        return [quote]  # an item that says what a thing is says it by itself
    return _with_lead(query, quote, lines, held, found)


def _alternatives(query: Query, lines: Sequence[_Line], held: Sequence[int], title: str) -> list[int]:
    """Of a list of cases (D级重建：…；C级维修：…) the one that the question names, or all that state an asked value where it names none.

    One of them by itself would say that it holds for the asker. A case is named by a pair of characters of its label that the
    title and the headings, which speak of all cases, don't hold.
    """
    pattern = _ROW_LABEL if held and lines[held[0]].style == _ROW else _LABEL
    if not held or lines[held[0]].style < 0 or not pattern.match(_text(lines[held[0]])):
        return []
    first = last = held[0]
    while first and lines[first - 1].style == lines[held[0]].style:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].style == lines[held[0]].style:
        last += 1
    heading = lines[held[0]].chunk.heading_path
    above = "".join((title, *heading))
    alike = [i for i in range(first, last + 1) if lines[i].chunk.heading_path == heading]
    labels = {i: match["label"] for i in alike if (match := pattern.match(_text(lines[i])))}
    valued = [i for i in labels if asked_quantities(query, _text(lines[i]))]
    asked = "\n".join((query.resolved, *query.expansions))
    common = {pair for pair in pairs("".join(labels.values())) if all(pair in label for label in labels.values())}
    named = [i for i, label in labels.items() if any(p in asked and p not in above for p in pairs(label) - common)]
    if named:
        return named if len(named) == 1 and named[0] in valued else []
    if pattern is _ROW_LABEL and valued and valued[0] == first + 1:
        valued = [first, *valued]  # with the header
    return valued if len(valued) > 1 and _chars(lines, valued) <= _WHOLE_CHARS else []


def tells_cases(text: str) -> bool:
    """Whether an answer tells several cases of a list or rows of a table, none of which is surely the asked one."""
    lines = text.split("\n")
    return any(sum(bool(pattern.match(line)) for line in lines) > 1 for pattern in (_LABEL, _ROW_LABEL))


def holds_list(text: str) -> bool:
    """Whether a text holds a list with the line that leads it in: its items answer together."""
    lines = [line for line in text.split("\n") if line.strip()]
    styles = [_style(line) for line in lines]
    return any(
        _LEADS_IN.search(line) and styles[i + 1] >= 0 and styles[i + 1] == styles[i + 2]
        for i, line in enumerate(lines[:-2])
    )


def _leans(lines: Sequence[_Line], items: Sequence[int]) -> bool:
    """Whether items need what leads them in: items that are sentences of their own don't."""
    return any(_text(lines[i])[-1] in _GOES_ON for i in items[:-1])


def _with_lead(
    query: Query, quote: Quote, lines: Sequence[_Line], held: Sequence[int], found: tuple[int, Sequence[int]]
) -> list[Quote]:
    """The whole list where all of it is asked and it is short enough, else the lead and what was found."""
    lead, items = found
    all_asked = query.kind in _ALL or bool(_SEVERAL.search(query.resolved))
    if all_asked and _chars(lines, (lead, *items)) <= _WHOLE_CHARS:
        return _as_quotes(quote, lines, (lead, *items))
    kept = [lead, *(i for i in held if i != lead)]
    if kept == held or _chars(lines, kept) > (_WHOLE_CHARS if all_asked else _WITH_LEAD_CHARS):
        return [quote]
    return [*_as_quotes(quote, lines, [lead]), quote] if lead not in held else _as_quotes(quote, lines, kept)


def _measured(query: Query, quote: Quote, lines: Sequence[_Line], items: Sequence[int]) -> list[Quote]:
    """Of a question for several values the items that hold one each; else the quote alone."""
    if not asks_several(query):
        return [quote]
    valued = [i for i in items if asked_quantities(query, _text(lines[i]))]
    if len(valued) < 2 or _chars(lines, valued) > _WITH_LEAD_CHARS:
        return [quote]
    return _as_quotes(quote, lines, valued)


def _lines(chunks: Sequence[Chunk]) -> list[_Line]:
    found: list[_Line] = []
    for chunk in chunks:
        for match in re.finditer(r"[^\n]*\S", chunk.text):
            style = _style(match[0])
            place = chunk.start + match.start() + len(match[0]) - len(match[0].lstrip())
            leads = bool(_LEADS_IN.search(match[0])) and not is_preamble(match[0])
            found.append(_Line(chunk, place, chunk.start + match.end(), style, leads))
    return found


def _style(line: str) -> int:
    """Index of a line's item mark in `_STYLES`; -1 where it is no item."""
    return next((n for n, pattern in enumerate(_STYLES) if pattern.match(line)), -1)


def _list_of(lines: Sequence[_Line], first: int, last: int) -> tuple[int, list[int]] | None:
    """The lead and the items (deeper ones with them) of the list that lines `first` to `last` stand in or lead in."""
    style = lines[first].style
    if style < 0:
        lead = last
        if not lines[last].leads or last + 1 >= len(lines) or lines[last + 1].style < 0:
            return None
        style = lines[last + 1].style
    else:
        lead = first
        while lead >= 0 and lines[lead].style >= 0 and (lines[lead].style == style or not lines[lead].leads):
            lead -= 1  # an item of another style that leads in is the one that this list belongs to
        if lead < 0 or not lines[lead].leads:
            return None
    end = lead + 1
    while end < len(lines) and lines[end].style >= 0 and (lines[end].style == style or lines[end].style > style):
        end += 1
    items = list(range(lead + 1, end))
    return (lead, items) if len(items) > 1 else None


def _chars(lines: Sequence[_Line], chosen: Sequence[int]) -> int:
    return sum(lines[i].end - lines[i].start for i in chosen)


def _text(line: _Line) -> str:
    offset = line.chunk.start
    return line.chunk.text[line.start - offset : line.end - offset]


def _as_quotes(quote: Quote, lines: Sequence[_Line], chosen: Sequence[int]) -> list[Quote]:
    """One quote for each run of lines that follow one another in a passage."""
    quotes: list[Quote] = []
    for n, i in enumerate(chosen):
        line = lines[i]
        if n and chosen[n - 1] == i - 1 and quotes[-1].hit.chunk.id == line.chunk.id:
            quotes[-1] = replace(quotes[-1], end=line.end)
        else:
            quotes.append(Quote(replace(quote.hit, chunk=line.chunk), line.start, line.end))
    return quotes
