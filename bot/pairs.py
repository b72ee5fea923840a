"""Figures asked one after another, asked for together: 这两个加起来, 一共呢, 哪个多, 差多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.thread import State, Thread, with_place, with_time
from bot.utterance import HOW_MANY, Senses, Utterance

Slot = Literal["time", "place", "matter"]
_THESE = r"(?:这|那|它们)?(?:(?P<count>[两二三四五六几])(?P<of>[一-龥]{1,2}?)|二者|两者|它们)?(?:之间|里头?|中|当中|的|人数|户数)?"
_TOGETHER = re.compile(
    rf"{_THESE}(?:全部|都)?(?:加起来|加一起|加在一起|加一块|合起来|一共|总共|合计|总和|总数)(?:算)?(?:[有是])?(?:多少\D{{0,3}})?"
)
_APART = re.compile(
    rf"{_THESE}(?:相比|同比)?(?:相差|差了?|增加了?|减少了?|[多少高低涨增减]了?|变化了?)(?:多少|几)\D{{0,3}}"
)
_WHICH = re.compile(
    rf"{_THESE}(?P<which>(?:哪(?:[个一]?(?P<kind>[镇乡村年县类级边])|一?个|一?边)|谁)的?(?:更|最|比较)?[多少高低大小长短强](?:一?[些点])?)"
)
_SLOT_OF: dict[str, Slot] = {
    "年": "time",
    "镇": "place",
    "乡": "place",
    "村": "place",
    "县": "place",
    "地": "place",
    "级": "matter",
    "类": "matter",
    "档": "matter",
    "项": "matter",
    "种": "matter",
}
_NUMBER = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}


def asked_together(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """The sum, difference or comparison of the thread's last figures; None where it isn't asked, or they aren't there."""
    if said.time or said.place:
        return None
    thread = tuple(replace(state, question=state.base) if state.base else state for state in thread)
    for pattern, operation in ((_TOGETHER, "一共"), (_APART, "相差"), (_WHICH, "")):
        match = pattern.fullmatch(said.rest)
        if match is None:
            continue
        asked = HOW_MANY.search(said.rest)
        if operation == "一共" and asked and asked["unit"] not in (None, "", _unit(thread[-1])):
            return None
        noun = (match["of"] or "") + (match.groupdict().get("kind") or "")
        slot = next((_SLOT_OF[c] for c in noun if c in _SLOT_OF), None)
        states, slot = _beside(thread, slot, _NUMBER.get(match["count"] or "", 0 if operation == "一共" else 2))
        if slot == "matter" and operation == "一共" and not re.search("加|合起|[两三四二]|这", said.rest):
            return None  # 一共多少 after a whole and its part asks for neither's sum
        if slot is not None:
            return paired(states, slot, operation or match["which"], senses)
    return None


def _unit(state: State) -> str:
    asked = HOW_MANY.search(state.question)
    return (asked["unit"] or "") if asked else ""


def _beside(thread: Thread, slot: Slot | None, count: int) -> tuple[tuple[State, ...], Slot | None]:
    """The last questions that differ in one slot only, oldest first, at most `count` (0: all), and the slot."""
    last = thread[-1]
    found = [last]
    for state in reversed(thread[:-1]):
        differing = _differing(last, state)
        if not differing or not state.measured:
            continue
        if slot is None and len(differing) == 1:
            slot = differing[0]
        if slot is None:
            break
        if slot not in differing:
            continue
        if all(_value(state, slot) != _value(other, slot) for other in found):
            found.append(state)
        if len(found) == count:
            break
    return (tuple(reversed(found)), slot) if len(found) > 1 else ((), None)


def _differing(one: State, other: State) -> list[Slot]:
    slots: tuple[Slot, ...] = ("time", "place", "matter")
    return [
        slot for slot in slots if _value(one, slot) and _value(other, slot) and _value(one, slot) != _value(other, slot)
    ]


def _value(state: State, slot: Slot) -> str:
    return {"time": state.time, "place": state.place, "matter": f"{state.subject}{state.part}"}[slot]


def paired(states: Sequence[State], slot: Slot, operation: str, senses: Senses) -> State:
    """One question for all `states`, which differ in `slot`.

    Args:
        states: Questions of the thread, oldest first; the last one is changed.
        slot: Where they differ.
        operation: 一共 or 相差, which take 多少 and the unit; else the asking words as they stand.
        senses: What places are found with.
    """
    last = states[-1]
    values = [_value(state, slot) for state in states]
    joined = "和".join(sorted(values) if slot == "time" else values)
    asked = HOW_MANY.search(last.question)
    bare = re.sub(r"[是有,，]$", "", HOW_MANY.sub("", last.question))
    if slot == "time":
        bare = with_time(bare, joined)
    elif slot == "place":
        bare = with_place(bare, joined, senses)
    elif _value(last, slot) in bare:
        bare = bare.replace(_value(last, slot), joined, 1)
    else:
        bare = f"{last.scope()}{joined}"
    unit = (asked["unit"] or "") if asked else ""
    ending = f"{operation}多少{unit}" if operation in ("一共", "相差") else operation
    return replace(last, question=f"{bare}{ending}", shown="", base=last.question, measured=True, follows=True)
