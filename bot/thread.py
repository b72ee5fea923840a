"""The thread of a conversation: its questions so far, each self-contained, with the slots that a follow-up may replace."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.utterance import MONTH, TIME, Senses, Utterance, place_spans

_RELATIVE = re.compile(r"上年度?|上一年度?|前一年|去年|次年|后一年")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One question of a conversation, self-contained."""

    question: str
    """Without final marks."""
    subject: str
    """The matter it is about, as written; empty where none was recognised."""
    part: str = ""
    """The part of the matter that it asks about: D级, 县外."""
    aside: str = ""
    """What it adds without naming a part (家里有车): a later noun may replace it, else it isn't kept."""
    time: str = ""
    """As written; kept through questions that have no use for it."""
    place: str = ""
    measured: bool
    """Whether it asks for a figure, which belongs to one place and time."""
    follows: bool
    base: str = ""
    """The single question that a working (相差, 一共) was made from: what is asked elsewhere next is asked of it."""
    shown: str = ""
    """What stands for `question` where the turn asked the same once more (具体点)."""

    def scope(self) -> str:
        """Time and place as they open a question."""
        return f"{self.time}{self.place}"


Thread = tuple[State, ...]
"""Oldest first; the first stood on its own."""


def with_time(question: str, time: str) -> str:
    """`question` for another time: in the place of its own, else at its beginning. 6月 goes with the year that is there."""
    found = next((m for m in TIME.finditer(question) if m.start() == 0 or question[m.start() - 1] not in "比较"), None)
    if not time:
        return question
    if found is None:
        return f"{time}{question}" if re.search("[一-龥]", question) else f"{question} in {time}"
    if MONTH.fullmatch(time):
        year = re.match(r"\D{0,2}(?:19|20)?\d{2}年?", found[0])
        time = f"{year[0] if year else found[0]}{time}"
    return question[: found.start()] + time + question[found.end() :]


def with_place(question: str, place: str, senses: Senses) -> str:
    """`question` for another place: in the place of its own, else at its beginning, after the time."""
    if not place:
        return question
    spans = [(s, e) for s, e in place_spans(question, senses) if s == 0 or question[s - 1] not in "比较"]
    if spans:
        start, end = spans[0]
        return question[:start] + place + question[end:]
    time = TIME.match(question)
    at = time.end() if time else 0
    return question[:at] + place + question[at:].removeprefix("的")


def time_of(said: Utterance, last: State, senses: Senses) -> str:
    """The time named; 上年 and 去年 counted from the year that the conversation is about, where it names a past one."""
    year = re.search(r"(?:19|20)\d{2}", last.time)
    if (
        said.time
        and _RELATIVE.fullmatch(said.time)
        and year
        and (int(year[0]) < senses.this_year or said.time != "去年")
    ):
        return f"{int(year[0]) + (1 if said.time in ('次年', '后一年') else -1)}年"
    return re.sub(r"(?<!\d)(?=2\d年)", "20", said.time)
