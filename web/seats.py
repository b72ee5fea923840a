"""How many questions are worked on at once, and how many may wait: the page's guard against overload."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import BotError


class TooManyQuestions(BotError):
    """All seats are taken and so is the waiting room."""

    def __init__(self) -> None:
        super().__init__(
            "现在提问的人太多，这个问题没有排上队。请过一会儿再试。",
            "Too many people are asking right now and this question could not be queued. Please try again in a moment.",
        )


class Seats:
    """Lets `running` questions run and `waiting` more wait; one more is refused at once.

    Used from one event loop, so the counts need no lock.
    """

    def __init__(self, *, running: int = 8, waiting: int = 32) -> None:
        self._free = asyncio.Semaphore(running)
        self._waiting = 0
        self._most_waiting = waiting

    @property
    def ahead(self) -> int:
        """Questions that a new one would wait for, itself not counted; 0 where a seat is free."""
        return self._waiting + 1 if self._free.locked() else 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Hold a seat, after waiting for one where none is free.

        Raises:
            TooManyQuestions: the waiting room is full.
        """
        if self._free.locked() and self._waiting >= self._most_waiting:
            raise TooManyQuestions
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()
