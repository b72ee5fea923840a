"""What the page's events answer. No state of its own: a session's state travels through."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from web.asking import converse
from web.conversation import Conversation
from web.protocols import Bot
from web.seats import Seats
from web.texts import language_of
from web.views import growth, whole, wording

Row = list[Any]
"""One update for each component of `views.VIEWED`, in that order."""


class Replies:
    """The functions behind the page's events; shared by all sessions, so it holds nothing of any."""

    def __init__(self, bot: Bot, seats: Seats) -> None:
        self._bot = bot
        self._seats = seats

    async def ask(self, question: str, conversation: Conversation, language: str) -> AsyncIterator[Row]:
        """Yield the page while the question is being answered; a question that could not be taken comes back to its field."""
        spoken, before = language_of(language), None
        async for grown in converse(self._bot, self._seats, conversation, question, language=spoken):
            latest = grown.exchanges[-1]
            if before is None:
                yield whole(grown, spoken, question="").row()
            elif latest.settled:
                yield whole(grown, spoken, question=question if latest.progress == "failed" else None).row()
            else:
                yield growth(grown, before, spoken).row()
            before = latest

    async def retry(self, conversation: Conversation, language: str) -> AsyncIterator[Row]:
        """Ask the newest question again, in the place of its exchange."""
        latest = conversation.latest
        if latest is None:
            yield whole(conversation, language_of(language)).row()
            return
        async for row in self.ask(latest.question, conversation.without_latest(), language):
            yield row

    def stop(self, conversation: Conversation, language: str) -> Row:
        """Return the page with the running answer stopped where it stands; the asking events are cancelled beside this."""
        return whole(conversation.stopped(), language_of(language)).row()

    def new(self, language: str) -> Row:
        """Return the page with an empty conversation."""
        return whole(Conversation(), language_of(language), question="").row()

    def switch(self, conversation: Conversation, language: str) -> Row:
        """Return all words in the other language."""
        return wording(conversation, "zh" if language_of(language) == "en" else "en").row()

    def restore(self, conversation: Conversation, language: str) -> Row:
        """Return all words in the language that the browser remembers."""
        return wording(conversation, language_of(language)).row()
