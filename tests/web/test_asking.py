"""Asking: seats, streaming, failures; with the canned bot, no browser."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterator

import pytest

from bot.types import Answer, DocumentView, Question
from tests.coroutines import completed
from tests.web.canned import CannedBot
from web.asking import UNEXPECTED, answers, converse
from web.conversation import Conversation
from web.seats import Seats, TooManyQuestions


class Talker:
    """A bot that says given (pause in s, text) pieces; the last is final unless it breaks off."""

    def __init__(self, *pieces: tuple[float, str], breaks_off: bool = False) -> None:
        self._pieces = pieces
        self._breaks_off = breaks_off

    def stream(self, question: Question) -> Iterator[Answer]:
        for number, (pause_s, text) in enumerate(self._pieces, 1):
            time.sleep(pause_s)
            yield Answer(status="answered", text=text, final=number == len(self._pieces) and not self._breaks_off)

    def document(self, document_id: str) -> DocumentView:
        raise NotImplementedError


async def _all(bot: Talker | CannedBot, question: str, seats: Seats | None = None) -> list[Conversation]:
    return [c async for c in converse(bot, seats or Seats(), Conversation(), question, language="zh")]


def test_a_conversation_begins_grows_and_settles() -> None:
    grown = completed(_all(Talker((0, "一"), (0.2, "一二"), (0.2, "一二三")), "问"))
    assert [c.exchanges[-1].answer.text if c.exchanges[-1].answer else None for c in grown] == [
        None,
        "一",
        "一二",
        "一二三",
    ]
    assert [c.exchanges[-1].progress for c in grown] == ["running", "running", "running", "done"]


def test_a_fast_stream_is_thinned_but_never_loses_its_end() -> None:
    async def run() -> list[str]:
        pieces = [(0.001, str(n)) for n in range(200)]
        return [a.text async for a in answers(Talker(*pieces), Question(text="问"))]

    said = completed(run())
    assert said[0] == "0"
    assert said[-1] == "199"
    assert len(said) < 20


def test_the_newest_words_are_shown_while_the_bot_thinks_on() -> None:
    async def run() -> list[tuple[str, float]]:
        began, said = time.monotonic(), []
        async for answer in answers(Talker((0, "一"), (0.01, "一二"), (0.6, "一二三")), Question(text="问")):
            said.append((answer.text, time.monotonic() - began))
        return said

    said = completed(run())
    assert [text for text, _ in said] == ["一", "一二", "一二三"]
    assert said[2][1] - said[1][1] > 0.3


def test_a_stopped_bot_is_stopped_at_its_next_word() -> None:
    closed = threading.Event()

    class Endless(Talker):
        def stream(self, question: Question) -> Iterator[Answer]:
            try:
                while True:
                    time.sleep(0.02)
                    yield Answer(status="answered", text="又", final=False)
            finally:
                closed.set()

    async def run() -> None:
        asking = asyncio.create_task(_all(Endless(), "问"))
        await asyncio.sleep(0.2)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await asyncio.to_thread(closed.wait, 5)

    completed(run())
    assert closed.is_set()


def test_a_stream_without_an_end_is_a_failure_not_a_finished_answer(caplog: pytest.LogCaptureFixture) -> None:
    last = completed(_all(Talker((0, "半句"), breaks_off=True), "问"))[-1].exchanges[-1]
    assert last.progress == "failed"
    assert last.answer is None
    assert "without a final answer" in caplog.text


def test_an_unexpected_error_is_a_sentence_and_its_traceback_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        last = completed(_all(CannedBot(), "出错"))[-1].exchanges[-1]
    assert last.failure == UNEXPECTED
    assert "ZeroDivisionError" in caplog.text


def test_a_question_error_is_its_own_sentence() -> None:
    last = completed(_all(CannedBot(), "？"))[-1].exchanges[-1]
    assert last.failure is not None
    assert last.failure.chinese.startswith("请输入问题")


def test_other_coroutines_run_while_the_bot_works() -> None:
    async def run() -> int:
        asking = asyncio.create_task(_all(Talker((0.5, "慢")), "问"))
        ticks = 0
        while not asking.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return ticks

    assert completed(run()) > 10


def test_the_waiting_are_told_how_many_are_before_them() -> None:
    async def run() -> list[Conversation]:
        seats = Seats(running=1, waiting=5)
        first = asyncio.create_task(_all(Talker((1.5, "甲")), "问", seats))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(_all(Talker((0, "乙")), "问", seats))
        await asyncio.sleep(0.1)
        third = await _all(Talker((0, "丙")), "问", seats)
        await asyncio.gather(first, second)
        return third

    third = completed(run())
    assert [(c.exchanges[-1].progress, c.exchanges[-1].ahead) for c in third] == [
        ("waiting", 2),
        ("running", 0),
        ("done", 0),
    ]


def test_one_too_many_is_refused_with_a_sentence() -> None:
    async def run() -> Conversation:
        seats = Seats(running=1, waiting=1)
        others = [asyncio.create_task(_all(Talker((1.5, "甲")), "问", seats)) for _ in range(2)]
        await asyncio.sleep(0.1)
        refused = await _all(Talker((0, "丙")), "问", seats)
        await asyncio.gather(*others)
        return refused[-1]

    failure = completed(run()).exchanges[-1].failure
    assert failure is not None
    assert failure.chinese == TooManyQuestions().chinese


def test_a_cancelled_question_gives_its_seat_back() -> None:
    async def run() -> str:
        seats = Seats(running=1, waiting=0)
        for _ in range(3):
            asking = asyncio.create_task(_all(Talker((0.2, "甲")), "问", seats))
            await asyncio.sleep(0.05)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        return (await _all(Talker((0, "终")), "问", seats))[-1].exchanges[-1].progress

    assert completed(run()) == "done"
