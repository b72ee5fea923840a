"""The evidence panel as HTML: each citation with its document and its sentence highlighted in its passage. Pure functions."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import quote as url_quote

from bot.types import Answer, Citation
from knowledge.types import DocumentCard
from web.ask_texts import ask_texts
from web.conversation import Conversation, Exchange
from web.escaping import day, safe
from web.positions import position_words
from web.texts import Texts

_MARK = re.compile(r"\[(\d{1,3})\]")


def evidence_id(message: int, number: int, *, nearby: bool = False) -> str:
    """Return the id of an evidence card: of the message and the number, so that no [1] opens another answer's [1]."""
    return f"{'nearby' if nearby else 'evidence'}-m{message}-{number}"


def group_id(message: int) -> str:
    """Return the id of all evidence of one message."""
    return f"group-m{message}"


def earlier_evidence_html(conversation: Conversation, texts: Texts) -> str:
    """Return the evidence of all exchanges but the newest, hidden until one of their marks is clicked."""
    return "".join(group_html(exchange, texts, hidden=True) for exchange in conversation.earlier if _has_any(exchange))


def latest_evidence_html(conversation: Conversation, texts: Texts) -> str:
    """Return the newest exchange's evidence, or a line that says what would stand here."""
    latest = conversation.latest
    if latest is not None and _has_any(latest):
        return group_html(latest, texts, hidden=False)
    words = texts.evidence_none if latest is not None and latest.settled and latest.answer else texts.evidence_hint
    return f'<section class="group empty"><h2>{safe(texts.evidence)}</h2><p>{safe(words)}</p></section>'


def _has_any(exchange: Exchange) -> bool:
    return exchange.answer is not None and bool(exchange.answer.citations or exchange.answer.nearby)


def group_html(exchange: Exchange, texts: Texts, *, hidden: bool) -> str:
    """Return all evidence of one exchange; `hidden` for an earlier one, which then also offers the way back."""
    answer = exchange.answer
    assert answer is not None
    told: set[str] = set()
    drawn = [card_html(exchange.number, c, texts, again=_again(told, c)) for c in answer.citations]
    first = _of_text(answer)
    cards = "".join(card for card, c in zip(drawn, answer.citations, strict=True) if c.number in first)
    listed = [card for card, c in zip(drawn, answer.citations, strict=True) if c.number not in first]
    if listed:
        words = safe(ask_texts(texts).listed_evidence.format(count=len(listed)))
        cards += f'<details class="listed"><summary>{words}</summary>{"".join(listed)}</details>'
    if answer.nearby:
        cards += f'<h3 class="apart">{safe(texts.nearby_heading)}</h3>'
        cards += "".join(card_html(exchange.number, citation, texts, nearby=True) for citation in answer.nearby)
    back = f'<button type="button" class="action latest">{safe(texts.latest_evidence)}</button>' if hidden else ""
    question = safe(texts.evidence_of.format(question=exchange.question.strip()[:60]))
    return (
        f'<section class="group" id="{group_id(exchange.number)}" tabindex="-1"{" hidden" if hidden else ""}>'
        f'<h2>{safe(texts.evidence)}</h2><p class="of">{question}{back}</p>{cards}</section>'
    )


def _of_text(answer: Answer) -> frozenset[int]:
    """Numbers of the citations that the text and the explanations show; all of them where there are no lists beside."""
    if answer.guide is None:
        return frozenset(c.number for c in answer.citations)
    said = {int(number) for number in _MARK.findall(answer.text)}
    return frozenset(said | {item.number for item in answer.explained})


def _again(told: set[str], citation: Citation) -> bool:
    """Whether a card above has told of the document."""
    again = citation.document.id in told
    told.add(citation.document.id)
    return again


def card_html(message: int, citation: Citation, texts: Texts, *, nearby: bool = False, again: bool = False) -> str:
    """Return one citation's card; what it tells of a document that a card above has told of is folded."""
    card_id = evidence_id(message, citation.number, nearby=nearby)
    return (
        f'<article class="card" id="{card_id}" tabindex="-1" aria-labelledby="{card_id}-title">'
        f'<header><span class="number">{citation.number}</span>'
        f'<h3 id="{card_id}-title">{safe(citation.document.metadata.title)}</h3></header>'
        f"{standing_html(citation.document, texts)}{_facts(citation.document, texts, folded=again)}"
        f"{_heading(citation)}<blockquote>{passage_html(citation)}</blockquote>"
        f'<footer><a class="action open" href="{reader_url(citation, texts)}">{safe(texts.open_document)}</a>'
        f'<a class="action back" href="#m{message}" data-mark="{card_id}">{safe(texts.back_to_answer)}</a>'
        f'<span class="where">{safe(where(citation, texts))}</span></footer></article>'
    )


def _facts(card: DocumentCard, texts: Texts, *, folded: bool) -> str:
    facts = facts_html(card, texts)
    if not folded or not facts:
        return facts
    return f'<details class="again"><summary>{safe(ask_texts(texts).same_document)}</summary>{facts}</details>'


def _heading(citation: Citation) -> str:
    return f'<p class="heading">{safe(citation.heading)}</p>' if citation.heading else ""


def reader_url(citation: Citation, texts: Texts) -> str:
    """Return the reader view's address, relative to the page, as an attribute value."""
    document = url_quote(citation.document.id, safe="")
    language = "en" if texts.language_tag == "en" else "zh"
    return safe(f"document/{document}?start={citation.start}&end={citation.end}&language={language}#cited")


def passage_html(citation: Citation) -> str:
    """Return the passage with the cited sentence in <mark>."""
    start, end = citation.start - citation.passage_start, citation.end - citation.passage_start
    passage = citation.passage
    if start < 0 or passage[start:end] != citation.quote:
        # A quote that reaches beyond its passage is still shown whole: what is cited matters more than what is around.
        return f"<mark>{safe(citation.quote)}</mark>"
    return f"{safe(passage[:start])}<mark>{safe(citation.quote)}</mark>{safe(passage[end:])}"


def standing_html(card: DocumentCard, texts: Texts, *, today: date | None = None) -> str:
    """Return the lines that say a document is no longer in force on `today`, by default this day; else an empty string."""
    words = []
    if card.repealed_by:
        words.append(texts.repealed.format(title=card.repealed_by))
    if card.metadata.repealed and card.metadata.repealed <= (today or date.today()):
        words.append(texts.repealed_on.format(date=day(card.metadata.repealed, texts)))
    return "".join(f'<p class="repealed">{safe(line)}</p>' for line in words)


def facts_html(card: DocumentCard, texts: Texts) -> str:
    """Return who issued the document, its 文号, dates and place: those that it states."""
    metadata, known = card.metadata, validity(card, texts)
    facts = [
        (texts.issuer, metadata.issuer),
        (texts.number, metadata.number),
        (texts.issued, day(metadata.issued, texts) if metadata.issued else None),
        (texts.effective, day(metadata.effective, texts) if metadata.effective else None),
        (texts.expires, day(metadata.repealed, texts) if metadata.repealed and not known else None),
        (texts.place, "".join(metadata.places)),
        (ask_texts(texts).validity, known),
    ]
    rows = "".join(f"<div><dt>{safe(name)}</dt><dd>{safe(value)}</dd></div>" for name, value in facts if value)
    return f'<dl class="facts">{rows}</dl>' if rows else ""


def validity(card: DocumentCard, texts: Texts, *, today: date | None = None) -> str:
    """Return what is known of a document's standing where nothing says that it is over: never more than the documents tell."""
    words, metadata, day_now = ask_texts(texts), card.metadata, today or date.today()
    if card.repealed_by or (metadata.repealed and metadata.repealed <= day_now):
        return ""  # `standing_html` says so
    known = []
    if metadata.effective and metadata.effective > day_now:
        known.append(words.not_yet.format(date=day(metadata.effective, texts)))
    if metadata.repealed:
        known.append(words.valid_until.format(date=day(metadata.repealed - timedelta(days=1), texts)))
    return (
        "；".join([*known, words.not_repealed])
        if texts.language_tag != "en"
        else "; ".join([*known, words.not_repealed])
    )


def where(citation: Citation, texts: Texts) -> str:
    """Return the file's name with where in it the quote begins, as plain text."""
    words = position_words(citation.position, texts)
    return " · ".join(filter(None, (citation.document.source.name, words)))
