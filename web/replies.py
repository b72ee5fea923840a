"""What the events of the desk 问政策 answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from web.asking import converse
from web.conversation import Conversation
from web.kept import KeptConversations
from web.protocols import Bot
from web.seats import Seats
from web.texts import language_of
from web.views import View, growth, whole, wording

Row = list[Any]
"""One update for each component of `views.VIEWED`, in that order."""


class Replies:
    """The functions behind the desk's events; shared by all sessions, whose conversations it keeps apart by their window."""

    def __init__(self, bot: Bot, seats: Seats, kept: KeptConversations) -> None:
        self._bot = bot
        self._seats = seats
        self._kept = kept

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
