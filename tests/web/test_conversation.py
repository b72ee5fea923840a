"""A conversation's value: numbers never repeat, what is kept and handed on is bounded."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.types import Answer
from web.conversation import HISTORY_TURNS, SHOWN_EXCHANGES, Conversation, Sentence


def _settled(conversation: Conversation, text: str = "答") -> Conversation:
    exchange = replace(conversation.exchanges[-1], progress="done", answer=Answer(status="answered", text=text))
    return conversation.with_latest(exchange)


@given(st.lists(st.sampled_from(["ask", "retry"]), max_size=60))
def test_numbers_never_repeat_and_the_shown_are_bounded(acts: list[str]) -> None:
    conversation, seen = Conversation(), []
    for act in acts:
        if act == "retry":
            conversation = conversation.without_latest()
        conversation = _settled(conversation.begun("问"))
        seen.append(conversation.exchanges[-1].number)
    assert seen == sorted(set(seen))
    assert len(conversation.exchanges) <= SHOWN_EXCHANGES
    assert len(conversation.history()) <= HISTORY_TURNS


def test_history_is_the_newest_turns_in_order() -> None:
    conversation = Conversation()
    for number in range(10):
        conversation = _settled(conversation.begun(f"问{number}"), f"答{number}")
    assert [turn.content for turn in conversation.history()][:2] == ["问4", "答4"]
    assert [turn.content for turn in conversation.history()][-2:] == ["问9", "答9"]


def test_failed_and_running_exchanges_are_not_history() -> None:
    failed = Conversation().begun("问")
    why = Sentence(chinese="错", english="wrong")
    failed = failed.with_latest(replace(failed.exchanges[-1], progress="failed", failure=why))
    assert failed.history() == ()
    assert failed.begun("又问").history() == ()


def test_stopping_keeps_what_was_shown_and_leaves_a_settled_answer_alone() -> None:
    running = Conversation().begun("问")
    partial = Answer(status="answered", text="半句", final=False)
    running = running.with_latest(replace(running.exchanges[-1], answer=partial))
    stopped = running.stopped()
    assert stopped.exchanges[-1].progress == "stopped"
    assert stopped.exchanges[-1].answer == partial
    done = _settled(Conversation().begun("问"))
    assert done.stopped() == done
    assert Conversation().stopped() == Conversation()
