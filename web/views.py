"""One update of the page: what each component shows next; a component that isn't named stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import gradio as gr

from bot.types import Language
from web.conversation import Conversation, Exchange
from web.evidence import earlier_evidence_html, latest_evidence_html
from web.rendering import audience_html, earlier_html, footnote_html, latest_html, welcome_html
from web.texts import TEXTS


def _unchanged() -> Any:
    return field(default_factory=gr.skip)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Updates by component name; the page's components bear the same names."""

    conversation: Any = _unchanged()
    switch: Any = _unchanged()
    welcome: Any = _unchanged()
    welcome_words: Any = _unchanged()
    residents: Any = _unchanged()
    staff: Any = _unchanged()
    trainers: Any = _unchanged()
    earlier: Any = _unchanged()
    latest: Any = _unchanged()
    evidence: Any = _unchanged()
    earlier_evidence: Any = _unchanged()
    question: Any = _unchanged()
    send: Any = _unchanged()
    stop: Any = _unchanged()
    new: Any = _unchanged()
    retry: Any = _unchanged()
    footnote: Any = _unchanged()

    def row(self) -> list[Any]:
        """Return the updates in the order of `VIEWED`."""
        return [getattr(self, name) for name in VIEWED]


VIEWED = tuple(entry.name for entry in fields(View))
"""Names of all components that events write, in the order of every event's outputs."""


def whole(conversation: Conversation, language: Language, *, question: Any = None) -> View:
    """Return the conversation as it stands, buttons included; `question` is what the input field gets, if anything."""
    texts, latest = TEXTS[language], conversation.latest
    running = latest is not None and not latest.settled
    return View(
        conversation=conversation,
        earlier=earlier_html(conversation, texts),
        latest=latest_html(conversation, texts),
        evidence=latest_evidence_html(conversation, texts),
        earlier_evidence=earlier_evidence_html(conversation, texts),
        question=gr.skip() if question is None else question,
        send=gr.update(visible=not running),
        stop=gr.update(visible=running),
        new=gr.update(interactive=latest is not None),
        retry=gr.update(interactive=latest is not None and not running),
        switch=gr.update(interactive=not running),
        welcome=gr.update(visible=latest is None),
    )


def growth(conversation: Conversation, before: Exchange, language: Language) -> View:
    """Return what a partial answer changes: its text, and its evidence only where that has changed."""
    texts, latest = TEXTS[language], conversation.exchanges[-1]
    same = _cited(latest) == _cited(before)
    return View(
        conversation=conversation,
        latest=latest_html(conversation, texts),
        evidence=gr.skip() if same else latest_evidence_html(conversation, texts),
    )


def _cited(exchange: Exchange) -> object:
    return (exchange.answer.citations, exchange.answer.nearby) if exchange.answer else None


def wording(conversation: Conversation, language: Language) -> View:
    """Return all words of the page in the language, the conversation's included."""
    texts = TEXTS[language]
    return View(
        welcome_words=welcome_html(texts),
        residents=audience_html(texts.residents),
        staff=audience_html(texts.staff),
        trainers=audience_html(texts.trainers),
        earlier=earlier_html(conversation, texts),
        latest=latest_html(conversation, texts),
        evidence=latest_evidence_html(conversation, texts),
        earlier_evidence=earlier_evidence_html(conversation, texts),
        question=gr.update(label=texts.question_label, placeholder=texts.question_placeholder),
        send=gr.update(value=texts.send),
        stop=gr.update(value=texts.stop),
        new=gr.update(value=texts.new),
        retry=gr.update(value=texts.retry),
        footnote=footnote_html(texts),
    )
