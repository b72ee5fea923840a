"""The parts of an answer as HTML: the short answer, the rest of the text, what the official term is, how to apply in lists. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.guide_wording import PART_NAMES, source_line, unstated_line
from bot.terms import first_officials
from bot.types import Answer, GuideItem, GuideSection
from web.ask_texts import ask_texts
from web.escaping import safe
from web.texts import Texts, language_of

Marked = Callable[[str], str]
"""Gives a line as HTML, its marks [n] as links to their evidence."""

_ITEM = re.compile(r"^\s*(?:[-·•]|\d{1,2}[.、)）]|[（(][一二三四五六七八九十\d]{1,3}[)）])\s*")
_CLOSED = re.compile(r"\s+|\[\d+\]")


def understood_html(answer: Answer, typed: str, texts: Texts) -> str:
    """Return how the question was understood, where that differs from what was typed; else an empty string."""
    query, lines = answer.query, []
    if query is None:
        return ""
    if query.resolved.strip() != typed.strip():
        lines.append(safe(texts.understood.format(question=query.resolved)))
    pairs = [(folk, official) for folk, official in first_officials(query.mapped) if folk not in official]
    if pairs:
        arrows = "".join(f"<span>{safe(folk)} → {safe(official)}</span>" for folk, official in pairs)
        lines.append(f"{safe(ask_texts(texts).searched_as)}{arrows}")
    return "".join(f'<p class="understood">{line}</p>' for line in lines)


def text_html(answer: Answer, texts: Texts, marked: Marked) -> str:
    """Return the answer's text: its short part, then the rest folded where the lists don't hold it anyway."""
    start, end = answer.lead if answer.final and answer.lead[1] else (0, len(answer.text))
    short = f'<div class="text">{_paragraphs(answer.text[start:end], marked)}</div>'
    rest = answer.text[end:] if not start else answer.text
    if not rest.strip() or _listed(answer, rest):
        return short
    words = ask_texts(texts).whole if start else ask_texts(texts).more
    return f'{short}<details class="more"><summary>{safe(words)}</summary><div class="text">{_paragraphs(rest, marked)}</div></details>'


def _paragraphs(text: str, marked: Marked) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    return "".join(f"<p{' class=item' if _ITEM.match(line) else ''}>{marked(line)}</p>" for line in lines)


def _listed(answer: Answer, rest: str) -> bool:
    """Whether the lists of how to apply hold all of the rest."""
    if answer.guide is None:
        return False
    items = (item for section in answer.guide.sections for item in section.items)
    held = _CLOSED.sub("", "".join("".join((item.text, *item.points)) for item in items))
    return all(_CLOSED.sub("", line) in held for line in rest.split("\n"))


def explained_html(answer: Answer, texts: Texts, marked: Marked) -> str:
    """Return the sentences that say what official terms are."""
    words = safe(ask_texts(texts).explained)
    return "".join(
        f'<p class="explained"><b>{words}</b>{marked(f"{item.text}[{item.number}]")}</p>' for item in answer.explained
    )


def guide_html(answer: Answer, texts: Texts, marked: Marked) -> str:
    """Return how to apply in lists: what is asked open, the rest folded, what the document doesn't state named."""
    guide = answer.guide
    if guide is None:
        return ""
    language = language_of(texts.language_tag)
    short = _CLOSED.sub("", answer.text[slice(*answer.lead)])
    sections = "".join(_section(section, short, texts, marked) for section in guide.sections if section.items)
    unstated = unstated_line(guide, language)
    return (
        f'<section class="guide" aria-label="{safe(source_line(guide, language))}">'
        f'<p class="guide-source">{safe(source_line(guide, language))}</p>{sections}'
        f"{f'<p class=unstated>{safe(unstated)}</p>' if unstated else ''}</section>"
    )


def _section(section: GuideSection, short: str, texts: Texts, marked: Marked) -> str:
    said = all(_CLOSED.sub("", "".join((item.text, *item.points))) in short for item in section.items)
    name = safe(PART_NAMES[section.part][language_of(texts.language_tag)])
    items = "".join(_item(item, marked) for item in section.items)
    opened = " open" if section.asked and not said else ""
    return f'<details class="part" data-part="{section.part}"{opened}><summary><h4>{name}</h4></summary><ul>{items}</ul></details>'


def _item(item: GuideItem, marked: Marked) -> str:
    mark = f"[{item.number}]"
    if not item.points:
        return f"<li>{marked(item.text + mark)}</li>"
    points = "".join(f"<li>{marked(point)}</li>" for point in item.points)
    return f"<li>{marked(item.text + mark)}<ul>{points}</ul></li>"


def spoken_text(answer: Answer, texts: Texts) -> str:
    """Return what is read aloud: the answer with what is asked of how to apply, without marks."""
    lines = [answer.text if answer.guide is None else answer.text[slice(*answer.lead)] or answer.text]
    if answer.guide is not None:
        short = _CLOSED.sub("", lines[0])
        for section in answer.guide.sections:
            texts_of = [text for item in section.items for text in (item.text, *item.points)]
            if section.asked and not all(_CLOSED.sub("", text) in short for text in texts_of):
                lines += [PART_NAMES[section.part][language_of(texts.language_tag)] + "。", *texts_of]
    return re.sub(r"\[\d{1,3}\]", "", "\n".join(lines))
