"""Conversations kept for windows that come back."""

from __future__ import annotations

from web.conversation import Conversation
from web.kept import KeptConversations

ONE, TWO = "1" * 32, "2" * 32


def test_a_window_finds_its_own_conversation_only() -> None:
    kept = KeptConversations()
    asked = Conversation().begun("低保标准？")
    kept.keep(ONE, asked)
    assert kept.newest(ONE, Conversation()) is asked
    assert kept.newest(TWO, Conversation()) == Conversation()


def test_a_late_answer_doesnt_bring_back_what_was_left_behind() -> None:
    kept = KeptConversations()
    first = Conversation().begun("甲？")
    second = first.begun("乙？")
    kept.keep(ONE, second)
    kept.keep(ONE, first)
    assert kept.newest(ONE, Conversation()) is second
    kept.keep(ONE, second.emptied())
    kept.keep(ONE, second)
    assert kept.newest(ONE, Conversation()).exchanges == ()
    third = second.emptied().begun("丙？")
    kept.keep(ONE, third)
    assert kept.newest(ONE, Conversation()) is third


def test_the_pages_own_state_wins_where_it_is_as_new() -> None:
    kept = KeptConversations()
    asked = Conversation().begun("甲？")
    kept.keep(ONE, asked)
    stopped = asked.stopped()
    assert kept.newest(ONE, stopped) is stopped


def test_the_longest_silent_window_goes_first_and_other_keys_are_not_kept() -> None:
    kept = KeptConversations(most=2)
    asked = Conversation().begun("甲？")
    for key in (ONE, TWO, ONE, "3" * 32, "", "x" * 32, "1" * 33):
        kept.keep(key, asked)
    found = [key for key in (ONE, TWO, "3" * 32, "", "x" * 32, "1" * 33) if kept.newest(key, Conversation()).exchanges]
    assert found == [ONE, "3" * 32]
