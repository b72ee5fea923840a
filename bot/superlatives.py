"""最少的呢, 最高的是哪个乡: the one at the top or the bottom, of what was asked before."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.thread import State, Thread, time_of, with_place, with_time
from bot.utterance import Senses, Utterance, stated

_MOST = re.compile(
    r"(?:那|其中)?(?P<most>最[多少高低大小长短快慢好差])的?(?P<which>又?是?(?:哪(?:一?[个家])?[镇乡村县年]?(?:镇|县)?|谁))?"
)
_ASKED_MOST = re.compile(r"(?:最[多少高低大小长短快慢好差]|排第[一二三四五六七八九十几])")


def superlative(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """The one at the other end, or at an end of what was asked last; None where none is asked for without naming a matter."""
    most = _MOST.fullmatch(said.rest.strip())
    if most is None:
        return None
    asked = next((state for state in reversed(thread) if _ASKED_MOST.search(state.question)), None)
    if asked is not None:
        question = _ASKED_MOST.sub(most["most"], asked.question, count=1)
        return _elsewhere(replace(asked, question=question), said, senses)
    last = thread[-1]
    which = (most["which"] or "是哪个").removeprefix("又")
    which = which if which.startswith("是") else f"是{which}"
    bare = stated(last.question)
    if most["which"] and last.place:
        bare = bare.replace(last.place, "", 1)
    return _elsewhere(replace(last, question=f"{bare}{most['most']}的{which}"), said, senses)


def _elsewhere(state: State, said: Utterance, senses: Senses) -> State:
    time = time_of(said, state, senses)
    question = with_place(with_time(state.question, time), said.place, senses)
    return replace(
        state, question=question, shown="", base="", time=time or state.time, place=said.place or state.place, measured=True, follows=True
    )  # fmt: skip
