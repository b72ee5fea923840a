"""Something else asked of the matter that the question before was about: 要什么材料, 多久办完, 其中D级多少."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.kinship import PART_KINS, kin, kin_span
from bot.scope import MEASURED
from bot.thread import State, Thread, time_of
from bot.utterance import CLAUSE, Senses, Utterance, among, headless, stated, without_pronoun

LONGEST_NOUN_CHARS = 12
"""A longer text that asks nothing is what the user told, no name of a matter."""
_WHY = re.compile(r"(?:这是|那是)?(?:为什么|为何|为啥|什么原因|原因是?什么|怎么回事)(?:呢|会这样|这样)?")
_GRADED = re.compile(r"(?P<grade>[A-Za-z甲乙丙丁一二三四五六七八九十]+[级类档](?:对象)?)(?!分别|各|都)")
_STILL = re.compile(r"还(?:管不管|管吗|算不算|算吗|行不行|行吗|有吗|有没有)$")
"""Verbs that stand for the one asked before."""
_CONFIRMS = re.compile(r"(?P<part>.{2,8}?)(?:之内|左右)?(?:吗|对吧|对吗|是吧|是不是)$")
_WHICH_PLACE = re.compile(r"哪[个些一]?[镇乡村县]|各(?:镇|乡|村|县)")


def asked_on(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """要什么材料, 多久办完, 其中D级多少, 他们分哪几类: something else asked of the same matter."""
    last = thread[-1]
    if _WHY.fullmatch(said.text):
        why = f"为什么{stated(last.question)}" if last.measured else f"{last.subject}{last.part}为什么这样规定"
        return replace(last, question=why, shown="", follows=True, measured=False)
    inside = bool(said.time or said.place) and not said.text.startswith(
        (said.time or said.place, said.place or said.time)
    )
    time = "" if inside else time_of(said, last, senses)
    place = "" if inside else said.place
    measured = senses.kind(said.text) in MEASURED
    within, part = among(said.rest), headless(said.rest)
    tail = (
        without_pronoun(said.text) if inside else f"其中{within}" if within is not None else without_pronoun(said.rest)
    )
    own = stated(within) if within is not None else part or _part_named(said, tail)
    kept = "" if own or (last.part and last.part in tail) else last.part
    asks_place = _WHICH_PLACE.search(tail)
    scope = replace(
        last,
        time=time or (last.time if measured or not last.measured or "了" in tail else ""),
        place=place or ("" if asks_place else last.place),
    )
    matter = last.subject or stated(last.question)
    span = kin_span(matter, kin(own)) if kin(own) in PART_KINS else None
    if span and own in tail and within is None:  # 四类有没有门诊 after 一类对象
        matter, tail = matter[: span[0]] + own + matter[span[1] :], tail.replace(own, "", 1).lstrip("的")
        own = ""
    subject = "" if matter in tail else matter
    confirms = _CONFIRMS.fullmatch(tail)
    goes_on = (
        (confirms and kin(confirms["part"]) in ("span", "amount"))
        or (senses.kind(said.text) == "difference" and last.measured)
        or _STILL.search(tail)
    )
    head = stated(last.question) if goes_on else _opening(scope, subject, kept)
    return State(
        question=f"{head}{tail}", subject=matter, part=own or last.part, aside=re.sub(r".*有(?=.)", "", "".join(said.content)) if not measured and not own else "",
        time=time or last.time, place=scope.place, measured=measured, follows=True,
        base=(last.base or last.question) if last.measured and re.match("[比较]", said.text) else "",
    )  # fmt: skip


def _part_named(said: Utterance, tail: str) -> str:
    graded = _GRADED.match(tail)
    named = (word for word in said.content if kin(word) in (*PART_KINS, "group"))
    return graded["grade"] if graded else next(named, "")


def _opening(scope: State, subject: str, part: str) -> str:
    """Time, place and matter as they open a question; what the user told before (我家三口人,没有收入) is a clause of its own."""
    if len(subject) <= LONGEST_NOUN_CHARS or not CLAUSE.search(subject):
        return f"{scope.scope()}{subject}{part}"
    return "".join(piece for piece in (scope.time, scope.place) if piece not in subject) + f"{subject}{part}，"
