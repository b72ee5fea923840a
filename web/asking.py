"""From a question to the growing conversation: one path for the page and its API."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

from anyio import to_thread

from bot.types import Answer, Language, Question
from knowledge.errors import KnowledgeError
from web.conversation import Conversation, Exchange, Sentence
from web.protocols import Bot
from web.seats import Seats

log = logging.getLogger(__name__)

LEAST_PAUSE_S = 0.1
"""Shortest time between two partial answers sent to a browser: faster than an eye reads, slow enough for many readers."""

UNEXPECTED = Sentence(
    chinese="程序出了点问题，这个问题没有答成。请点“重试”；还是不行，请把运行窗口里的提示告诉管理员。",
    english="Something went wrong and this question was not answered. Please press Retry; if it fails again, tell the administrator what the server's log says.",
)


async def converse(
    bot: Bot, seats: Seats, conversation: Conversation, question: str, *, language: Language
) -> AsyncIterator[Conversation]:
    """Yield the conversation with its newest exchange growing until it is settled; never raises for a failed answer."""
    history = conversation.history()
    conversation = conversation.begun(question)
    exchange = conversation.exchanges[-1]
    ahead = seats.ahead
    yield conversation.with_latest(replace(exchange, progress="waiting", ahead=ahead) if ahead else exchange)
    try:
        async with seats.taken():
            if ahead:
                yield conversation.with_latest(exchange)
            async for answer in answers(bot, Question(text=question, history=history, language=language)):
                exchange = replace(exchange, progress="done" if answer.final else "running", answer=answer)
                yield conversation.with_latest(exchange)
        if not exchange.settled:
            raise RuntimeError("the bot's stream ended without a final answer")
    except KnowledgeError as error:
        yield conversation.with_latest(_failed(exchange, Sentence(chinese=error.chinese, english=error.english)))
    except Exception:
        log.exception("question %d of a conversation failed", exchange.number)
        yield conversation.with_latest(_failed(exchange, UNEXPECTED))


async def answers(bot: Bot, question: Question) -> AsyncIterator[Answer]:
    """Yield the bot's answers without blocking the event loop, partial ones at most every `LEAST_PAUSE_S` seconds.

    Raises:
        What the bot raises.
    """
    ear = _Ear()
    work = asyncio.ensure_future(to_thread.run_sync(ear.listen, bot, question))
    work.add_done_callback(lambda done: done.cancelled() or done.exception())  # a stopped question's error is nobody's
    try:
        while not ear.ended or ear.newest is not None:
            await ear.heard.wait()
            ear.heard.clear()
            answer, ear.newest = ear.newest, None
            if answer is not None:
                yield answer
                if answer.final:
                    return
                await ear.pause()
        await work
    finally:
        ear.deaf = True


class _Ear:
    """Listens to the bot in a worker thread; everything but `listen` happens in the event loop."""

    def __init__(self) -> None:
        self.newest: Answer | None = None
        """What was said last and not yet passed on: what came before it is replaced, not queued."""
        self.heard = asyncio.Event()
        self.ended = False
        self.deaf = False
        """Set when nobody wants the answer any more: the bot is stopped at its next word."""
        self._hurry = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def listen(self, bot: Bot, question: Question) -> None:
        """Follow the bot's stream to its end, in the worker thread."""
        try:
            for answer in bot.stream(question):
                if self.deaf:
                    return
                self._loop.call_soon_threadsafe(self._take, answer)
        finally:
            self._loop.call_soon_threadsafe(self._end)

    async def pause(self) -> None:
        """Wait `LEAST_PAUSE_S`, or less where the final answer is there."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), LEAST_PAUSE_S)

    def _take(self, answer: Answer) -> None:
        self.newest = answer
        self.heard.set()
        if answer.final:
            self._hurry.set()

    def _end(self) -> None:
        self.ended = True
        self.heard.set()
        self._hurry.set()


def _failed(exchange: Exchange, why: Sentence) -> Exchange:
    # What was shown so far is taken back: a failed answer was never checked to its end.
    return replace(exchange, progress="failed", answer=None, failure=why)
