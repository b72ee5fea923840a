"""A conversation as HTML: what was asked, what was said, with marks that lead to their evidence. Pure functions."""

from __future__ import annotations

import re

from bot.figure_wording import figure_lines
from bot.guide_wording import guide_lines
from bot.types import Answer, Citation
from web.after_answer import judging_html, speak_html
from web.answer_parts import explained_html, guide_html, text_html, understood_html
from web.conversation import Conversation, Exchange
from web.escaping import safe
from web.evidence import evidence_id, group_id
from web.figures import figures_html
from web.texts import Texts, language_of

QUESTION_CHARS = 500
"""Characters of a question shown; the bot refuses far longer ones anyway, with a sentence."""
SNIPPET_CHARS = 80
LEAST_SHOWN_MS = 50.0
"""Shorter answers don't say how long they took: "0.0 s" tells nobody anything."""

_MARK = re.compile(r"\[(\d{1,3})\]")


def earlier_html(conversation: Conversation, texts: Texts) -> str:
    """Return all settled exchanges but the newest."""
    return "".join(exchange_html(exchange, texts) for exchange in conversation.earlier)


def latest_html(conversation: Conversation, texts: Texts) -> str:
    """Return the newest exchange; empty before the first question."""
    latest = conversation.latest
    return exchange_html(latest, texts) if latest else ""


def exchange_html(exchange: Exchange, texts: Texts) -> str:
    """Return one exchange: the question as it was typed and its answer as far as it has come."""
    return (
        f'<article class="exchange" id="m{exchange.number}" data-progress="{exchange.progress}" '
        f'data-announce="{safe(_announcement(exchange, texts))}">'
        f"{_asked(exchange, texts)}"
        f'<div class="said"><span class="unseen">{safe(texts.assistant)}</span>{_said(exchange, texts)}</div>'
        "</article>"
    )


def _asked(exchange: Exchange, texts: Texts) -> str:
    question = exchange.question.strip()
    if not question:
        return ""
    shown = safe(question[:QUESTION_CHARS])
    if len(question) > QUESTION_CHARS:
        shown += safe(texts.cut.format(count=len(question)))
    return f'<div class="asked"><span class="unseen">{safe(texts.you)}</span><p>{shown}</p></div>'


def _said(exchange: Exchange, texts: Texts) -> str:
    if exchange.failure is not None:
        sentence = exchange.failure.english if texts.language_tag == "en" else exchange.failure.chinese
        return f'<p class="verdict failed">{safe(texts.failed)}</p><p class="sentence">{safe(sentence)}</p>'
    parts = [_answer(exchange.number, exchange.answer, exchange.question, texts)] if exchange.answer else []
    if exchange.progress == "stopped":
        parts.append(f'<ul class="notices"><li>{safe(texts.stopped)}</li></ul>')
    elif not exchange.settled:
        parts.append(f'<p class="searching"><span class="dots"></span>{safe(_pending(exchange, texts))}</p>')
    if exchange.settled and exchange.answer is not None:
        parts.append(_actions(exchange.number, exchange.answer, texts))
        parts.append(judging_html(exchange, texts) if exchange.progress == "done" else "")
    return "".join(parts)


def _pending(exchange: Exchange, texts: Texts) -> str:
    return texts.waiting.format(ahead=exchange.ahead) if exchange.progress == "waiting" else texts.searching


def _answer(message: int, answer: Answer, typed: str, texts: Texts) -> str:
    def marked(line: str) -> str:
        return _with_marks(message, answer, line, texts)

    verdicts = {"no_evidence": texts.no_evidence, "clarify": texts.clarify}
    parts = [understood_html(answer, typed, texts)]
    if answer.status in verdicts:
        parts.append(f'<p class="verdict {answer.status}">{safe(verdicts[answer.status])}</p>')
    parts.append(figures_html(answer, texts, lambda number: mark_html(message, number, texts)))
    parts += [
        text_html(answer, texts, marked),
        explained_html(answer, texts, marked),
        guide_html(answer, texts, marked),
    ]
    if answer.nearby:
        items = "".join(_nearby_item(message, citation, texts) for citation in answer.nearby)
        parts.append(f'<div class="nearby"><p>{safe(texts.nearby)}</p><ul>{items}</ul></div>')
    if answer.notices:
        items = "".join(f"<li>{marked(notice)}</li>" for notice in answer.notices)
        parts.append(f'<ul class="notices">{items}</ul>')
    return "".join(parts)


def _with_marks(message: int, answer: Answer, line: str, texts: Texts) -> str:
    """Return the line with each [n] that has evidence as a link; any other [n] stays what it was: text."""
    cited = {citation.number for citation in answer.citations}
    nearby = {citation.number for citation in answer.nearby} - cited
    html, at = [], 0
    for found in _MARK.finditer(line):
        number = int(found[1])
        if number not in cited and number not in nearby:
            continue
        html += [safe(line[at : found.start()]), mark_html(message, number, texts, nearby=number in nearby)]
        at = found.end()
    return "".join([*html, safe(line[at:])])


def mark_html(message: int, number: int, texts: Texts, *, nearby: bool = False) -> str:
    """Return the mark [n] as a link to its evidence card."""
    target = evidence_id(message, number, nearby=nearby)
    label = safe(texts.open_mark.format(number=number))
    return f'<a class="mark" href="#{target}" data-opens="{target}" aria-label="{label}">[{number}]</a>'


def _nearby_item(message: int, citation: Citation, texts: Texts) -> str:
    said = citation.reading or citation.quote
    quote = said if len(said) <= SNIPPET_CHARS else said[:SNIPPET_CHARS] + "……"
    title = safe(citation.document.metadata.title)
    return f"<li>{mark_html(message, citation.number, texts, nearby=True)} 《{title}》：{safe(quote)}</li>"


def _actions(message: int, answer: Answer, texts: Texts) -> str:
    facts = [texts.generative if answer.mode == "generative" else texts.extractive] if answer.citations else []
    if answer.elapsed_ms >= LEAST_SHOWN_MS:
        facts.append(texts.seconds.format(seconds=f"{answer.elapsed_ms / 1000:.1f}"))
    evidence = ""
    if answer.citations:
        label = safe(texts.evidence_count.format(count=len(answer.citations)))
        evidence = f'<a class="action" href="#{group_id(message)}" data-opens="{group_id(message)}">{label}</a>'
    return (
        '<p class="actions">'
        f'<button type="button" class="action copy" data-copy="{safe(copy_text(answer, texts))}" '
        f'data-done="{safe(texts.copied)}">{safe(texts.copy)}</button>{speak_html(answer, texts)}{evidence}'
        f'<span class="made">{safe(" · ".join(facts))}</span></p>'
    )


def copy_text(answer: Answer, texts: Texts) -> str:
    """Return the answer as plain text, its figures above and its sources under it, for pasting into a document."""
    figures = figure_lines(answer.figures, language_of(texts.language_tag))
    sources = [_source_line(citation) for citation in answer.citations]
    lists = ["", *guide_lines(answer.guide, language_of(texts.language_tag))] if answer.guide else []
    return "\n".join([*figures, *([""] if figures else []), answer.text, *lists, *([""] if sources else []), *sources])


def _source_line(citation: Citation) -> str:
    metadata = citation.document.metadata
    number = f"（{metadata.number}）" if metadata.number else ""
    return f"[{citation.number}] 《{metadata.title}》{number}：“{citation.quote}”"


def _announcement(exchange: Exchange, texts: Texts) -> str:
    """Return what a screen reader says when this state is reached: partial answers are not read out again and again."""
    if exchange.failure is not None:
        return exchange.failure.english if texts.language_tag == "en" else exchange.failure.chinese
    if exchange.progress == "stopped":
        return texts.stopped
    if not exchange.settled or exchange.answer is None:
        return _pending(exchange, texts)
    figures = figure_lines(exchange.answer.figures, language_of(texts.language_tag))
    return texts.complete + "\n".join([*figures, exchange.answer.text])


def welcome_html(texts: Texts) -> str:
    """Return the words above the example questions."""
    return f"<h2>{safe(texts.welcome)}</h2><p>{safe(texts.welcome_body)}</p>"


def audience_html(label: str) -> str:
    """Return the heading of one audience's example questions."""
    return f"<h3>{safe(label)}</h3>"


def degraded_html(line: str) -> str:
    """What the program does without."""
    return f'<p class="footnote" role="note">{safe(line)}</p>'


def footnote_html(texts: Texts) -> str:
    """Return the words under the input."""
    return f'<p class="footnote">{safe(texts.footnote)}</p>'


def client_texts(texts: Texts) -> dict[str, str]:
    """Return the words that the page's script says itself."""
    wanted = (
        "language_tag",
        "name",
        "ask_desk",
        "check_desk",
        "data_desk",
        "learn_desk",
        "close_reader",
        "reader",
        "reader_failed",
        "loading",
    )
    return {name: getattr(texts, name) for name in wanted}
