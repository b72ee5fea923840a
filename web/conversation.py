"""One person's conversation: what was asked and said, as values that no other session can reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.types import Answer, Turn

Progress = Literal["waiting", "running", "done", "stopped", "failed"]

SHOWN_EXCHANGES = 20
"""Exchanges kept on the page; older ones scroll out for good, so that a long day stays fast."""
HISTORY_TURNS = 12
"""Turns handed to the bot with a question: six exchanges, more than a follow-up ever leans on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of the program's own, in both languages."""

    chinese: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question and what came of it."""

    number: int
    """From 1; never given twice in a conversation, so that its marks and evidence can't be taken for another's."""
    question: str
    """As typed."""
    progress: Progress = "running"
    ahead: int = 0
    """Questions of others that are before it, while it waits."""
    answer: Answer | None = None
    """The newest whole Answer; a partial one while it runs."""
    failure: Sentence | None = None
    """Why there is no answer, where it failed."""

    @property
    def settled(self) -> bool:
        """Whether nothing more will come."""
        return self.progress in ("done", "stopped", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Exchanges, oldest first."""

    exchanges: tuple[Exchange, ...] = ()
    asked: int = 0
    """Questions asked so far: the number of the newest exchange."""

    @property
    def latest(self) -> Exchange | None:
        """The newest exchange, or None."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def earlier(self) -> tuple[Exchange, ...]:
        """All but the newest."""
        return self.exchanges[:-1]

    def begun(self, question: str) -> Conversation:
        """Return the conversation with a new running exchange at its end, the oldest dropped where there are too many."""
        exchange = Exchange(number=self.asked + 1, question=question)
        return Conversation(exchanges=(*self.exchanges, exchange)[-SHOWN_EXCHANGES:], asked=exchange.number)

    def with_latest(self, exchange: Exchange) -> Conversation:
        """Return the conversation with its newest exchange replaced."""
        return replace(self, exchanges=(*self.earlier, exchange))

    def without_latest(self) -> Conversation:
        """Return the conversation without its newest exchange; its number isn't used again."""
        return replace(self, exchanges=self.earlier)

    def emptied(self) -> Conversation:
        """Return an empty conversation that goes on counting, so that no exchange of this one can be taken for one of it."""
        return Conversation(asked=self.asked)

    def stopped(self) -> Conversation:
        """Return the conversation with a running newest exchange stopped where it stands."""
        latest = self.latest
        if latest is None or latest.settled:
            return self
        return self.with_latest(replace(latest, progress="stopped"))

    def history(self) -> tuple[Turn, ...]:
        """Return the turns of the settled exchanges that have an answer, oldest first, at most `HISTORY_TURNS`."""
        turns: list[Turn] = []
        for exchange in self.exchanges:
            if exchange.settled and exchange.answer is not None:
                turns.append(Turn(role="user", content=exchange.question))
                turns.append(Turn(role="assistant", content=exchange.answer.text))
        return tuple(turns[-HISTORY_TURNS:])
