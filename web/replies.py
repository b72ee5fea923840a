"""What the events of the desk 问政策 answer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import gradio as gr
from anyio import to_thread

from bot.types import Answer, Language
from knowledge.errors import KnowledgeError
from web.after_answer import next_html
from web.asking import converse
from web.conversation import Conversation, Exchange
from web.feedback import JUDGEMENTS, Feedback, FeedbackKeeper
from web.kept import KeptConversations
from web.protocols import Bot
from web.rendering import earlier_html, latest_html
from web.seats import Seats
from web.texts import TEXTS, language_of
from web.views import View, growth, whole, wording

Row = list[Any]
"""One update for each component of `views.VIEWED`, in that order."""


Checks = Callable[[Answer], Sequence[tuple[str, str]]]
"""Gives (policy's name, address relative to the page) of each walk through conditions that fits an answer."""


def _no_checks(answer: Answer) -> Sequence[tuple[str, str]]:
    return ()


class Replies:
    """The functions behind the desk's events; shared by all sessions, whose conversations it keeps apart by their window."""

    def __init__(
        self, bot: Bot, seats: Seats, kept: KeptConversations, feedback: FeedbackKeeper, *, checks: Checks = _no_checks
    ) -> None:
        """Take what the events need; `checks` gives the walks through conditions that fit an answer."""
        self._bot = bot
        self._seats = seats
        self._kept = kept
        self._feedback = feedback
        self._checks = checks

    async def ask(self, question: str, conversation: Conversation, language: str, window: str) -> AsyncIterator[Row]:
        """Yield the page while the question is being answered; a question that could not be taken comes back to its field."""
        spoken, before = language_of(language), None
        conversation = self._kept.newest(window, conversation)
        async for grown in converse(self._bot, self._seats, conversation, question, language=spoken):
            latest = grown.exchanges[-1]
            self._kept.keep(window, grown)
            if before is None:
                yield whole(grown, spoken, question="").row()
            elif latest.settled:
                yield whole(grown, spoken, question=question if latest.progress == "failed" else None).row()
            else:
                yield growth(grown, before, spoken).row()
            before = latest

    async def retry(self, conversation: Conversation, language: str, window: str) -> AsyncIterator[Row]:
        """Ask the newest question again, in the place of its exchange."""
        latest = conversation.latest
        if latest is None:
            yield whole(conversation, language_of(language)).row()
            return
        async for row in self.ask(latest.question, conversation.without_latest(), language, window):
            yield row

    def stop(self, conversation: Conversation, language: str, window: str) -> Row:
        """Return the desk with the running answer stopped where it stands; the asking events are cancelled beside this."""
        return self._whole(conversation.stopped(), language, window)

    def new(self, conversation: Conversation, language: str, window: str) -> Row:
        """Return the desk with an empty conversation."""
        return self._whole(conversation.emptied(), language, window, question="")

    def _whole(self, conversation: Conversation, language: str, window: str, question: str | None = None) -> Row:
        self._kept.keep(window, conversation)
        return whole(conversation, language_of(language), question=question).row()

    def reword(self, conversation: Conversation, language: str) -> Row:
        """Return all words in the language that was chosen."""
        return wording(conversation, language_of(language)).row()

    async def restore(self, _: Conversation, language: str, window: str) -> AsyncIterator[Row]:
        """Yield the conversation that this window had before it went away; an answer that was broken off is asked for again."""
        conversation = self._kept.newest(window, Conversation())
        if conversation.latest is None:  # nothing is written then: a first question may already be running
            yield View().row()
            return
        yield whole(conversation, language_of(language)).row()
        if not conversation.latest.settled:
            async for row in self.retry(conversation, language, window):
                yield row

    async def ask_chosen(
        self, chosen: str, conversation: Conversation, language: str, window: str
    ) -> AsyncIterator[Row]:
        """Ask a suggested question; `chosen` is JSON with the question under "ask"."""
        async for row in self.ask(str(_told(chosen).get("ask", "")), conversation, language, window):
            yield row

    async def suggest(self, conversation: Conversation, language: str, window: str) -> Any:
        """Return the next questions after the newest answer; nothing while others wait for their answers."""
        conversation = self._kept.newest(window, conversation)
        latest = conversation.latest
        if latest is None or latest.progress != "done" or latest.answer is None or self._seats.ahead:
            return gr.skip()
        asked = [exchange.question for exchange in conversation.exchanges]
        try:
            checks = await to_thread.run_sync(self._checks, latest.answer)
            found = await to_thread.run_sync(self._bot.suggestions, latest.answer, asked)
        except KnowledgeError:
            return gr.skip()
        if self._kept.newest(window, conversation).asked != conversation.asked:
            return gr.skip()  # something else was asked meanwhile
        return next_html(found, TEXTS[language_of(language)], checks)

    def judge(self, judged: str, conversation: Conversation, language: str, window: str) -> list[Any]:
        """Keep, change or take back what was said of an answer; returns the conversation with its exchanges.

        `judged` is JSON: "judge" (a judgement, "note" or "take_back"), "message" (the exchange's number) and "note" (a line).
        """
        spoken, told = language_of(language), _told(judged)
        conversation = self._kept.newest(window, conversation)
        exchange = next((e for e in conversation.exchanges if str(e.number) == str(told.get("message"))), None)
        if exchange is None or exchange.answer is None:
            return [gr.skip()] * 3
        try:
            said = self._judged(exchange, told, spoken)
        except KnowledgeError as error:
            gr.Warning(error.english if spoken == "en" else error.chinese)
            return [gr.skip()] * 3
        conversation = conversation.with_feedback(exchange.number, said)
        self._kept.keep(window, conversation)
        texts = TEXTS[spoken]
        return [conversation, earlier_html(conversation, texts), latest_html(conversation, texts)]

    def _judged(self, exchange: Exchange, told: dict[str, Any], language: Language) -> Feedback | None:
        before, judge = exchange.feedback, told.get("judge")
        if judge == "take_back" and before is not None:
            self._feedback.take_back(before)
            return None
        if judge == "note" and before is not None:
            return self._feedback.note(before, str(told.get("note", "")))
        if judge not in JUDGEMENTS or exchange.answer is None:
            return before
        if before is not None:
            return self._feedback.change(before, judge)
        return self._feedback.keep(judge, exchange.question, exchange.answer, language)


def _told(payload: str) -> dict[str, Any]:
    """What the page's script hands over; anything else is nothing."""
    try:
        told = json.loads(payload)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
