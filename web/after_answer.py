"""What stands under an answer as HTML: read aloud, feedback, next questions. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.types import Answer
from web.answer_parts import spoken_text
from web.ask_texts import ask_texts
from web.conversation import Exchange
from web.escaping import safe
from web.feedback import NOTE_CHARS, Feedback
from web.texts import Texts


def speak_html(answer: Answer, texts: Texts) -> str:
    """Return the buttons that read the answer aloud; the page's script shows them where the browser has a voice."""
    words = ask_texts(texts)
    return (
        f'<button type="button" class="action speak" hidden data-speak="{safe(spoken_text(answer, texts))}" '
        f'data-speak-label="{safe(words.speak)}" data-stop-label="{safe(words.stop_speaking)}">{safe(words.speak)}</button>'
        f'<button type="button" class="action pause" hidden data-pause-label="{safe(words.pause)}" '
        f'data-resume-label="{safe(words.resume)}">{safe(words.pause)}</button>'
    )


def judging_html(exchange: Exchange, texts: Texts) -> str:
    """Return the feedback bar of an answered exchange."""
    words, number, given = ask_texts(texts), exchange.number, exchange.feedback
    buttons = "".join(
        f'<button type="button" class="judge" data-judge="{judgement}" data-message="{number}" '
        f'aria-pressed="{"true" if given and given.judgement == judgement else "false"}">{safe(label)}</button>'
        for judgement, label in words.verdicts
    )
    said = _said(given, number, texts) if given else ""
    return (
        f'<div class="judging" role="group" aria-label="{safe(words.judge)}"><span class="made">{safe(words.judge)}</span>'
        f"{buttons}{said}</div>"
    )


def _said(given: Feedback, number: int, texts: Texts) -> str:
    """Return what was kept, with the way to add a line and the way to take it back."""
    words = ask_texts(texts)
    label = dict(words.verdicts)[given.judgement]
    told = words.judged.format(verdict=label) + (f" · {words.noted}" if given.note else "")
    return (
        f'<div class="judged"><p role="status">{safe(told)} <button type="button" class="action take-back" data-judge="take_back" '
        f'data-message="{number}">{safe(words.take_back)}</button></p>'
        f'<p class="note"><label for="note-{number}">{safe(words.note)}</label>'
        f'<input type="text" id="note-{number}" maxlength="{NOTE_CHARS}" value="{safe(given.note)}" '
        f'placeholder="{safe(words.note_placeholder)}"><button type="button" class="judge" data-judge="note" '
        f'data-message="{number}">{safe(words.send_note)}</button></p>'
        f'<p class="kept">{safe(words.kept)}</p></div>'
    )


def next_html(questions: Sequence[str], texts: Texts, checks: Sequence[tuple[str, str]] = ()) -> str:
    """Return the next questions as buttons, and links to walks through the conditions; empty without any.

    Args:
        questions: As they are asked when pressed.
        texts: The page's words.
        checks: (policy's name, address of its walk, relative to the page).
    """
    words = ask_texts(texts)
    links = "".join(
        f'<a class="check" href="{safe(address)}">{safe(words.self_check.format(policy=name))}</a>'
        for name, address in checks
    )
    buttons = "".join(
        f'<button type="button" class="suggested" data-ask="{safe(question)}">{safe(question)}</button>'
        for question in questions
    )
    head = f'<h3 id="next-heading">{safe(words.next_questions)}</h3>' if buttons else ""
    if not links and not buttons:
        return ""
    return f'<section class="next">{links}{head}<div class="suggestions">{buttons}</div></section>'
