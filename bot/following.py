"""What a turn means after the turns before it: one self-contained question, by slots and not by gluing texts.

A question with a subject of its own and something asked is never joined to what came before, however short it is: its Query is the
same with and without a history. Whether it has one is `bot.going_on`'s to decide, by its form and by where the base answers it.
Otherwise what it lacks (subject, thing asked, place, time) is taken from the question before, which is already self-contained, so a
subject lives through any number of follow-ups. Only where a whole question opens as a continuation (那…, 再…), or is of the same
talk, and asks for a measure are place and time carried; whatever is carried stands in the question shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.asking_on import LONGEST_NOUN_CHARS, asked_on
from bot.bare_names import asked_in_full
from bot.going_on import LEAST, SAME_MATTER, SAME_TALK, likely
from bot.kinship import PART_KINS, kin
from bot.pairs import asked_together, paired
from bot.replacing import of_kin, of_other, of_part, other_step, with_unit
from bot.scope import MEASURED
from bot.thread import State, Thread, time_of, with_place, with_time
from bot.utterance import (
    COURTESY,
    HOW_MANY,
    Senses,
    Utterance,
    among,
    aspect_span,
    headless,
    heard,
    subject_of,
    without_pronoun,
)

_NEW_TOPIC = re.compile(
    r"^(?:好的?|嗯|那)?[,，]?(?:我们?)?(?:换个话题|换一?个(?:问题)?|另外问(?:一?下)?|问个别的|不说这个了?|说点别的)[吧了]?[,，。:：\s]*"
)
_MORE = re.compile(r"(?:还有|其他的?|别的|然后|接着|接下来|继续说?|除此之外)(?:吗|没有|别的吗?|什么|哪些|其他的?吗?)?")
_CLOSER = re.compile(
    r"(?:能不能|可以)?(?:再)?(?:说|讲|介绍)?(?:得)?(?:再)?(?:具体|详细|展开)(?:一?[点些下]|说说|讲讲|说明|介绍|内容)*(?:是什么)?吗?"
)
_ORDINAL = re.compile(
    r"(?P<which>第[一二三四五六七八九十\d]+[条个项步点款种类级档]|最后(?:一|那)[条个项步点款种类级档])(?P<asked>.*)"
)
_COMPARED = re.compile(
    r"(?:[比较和跟与同]|相比)\s*(?:相?比较?|对比)?(?:怎么样|如何|有什么变化|多少|是?[高低多少大小]还是[高低多少大小])?"
)
_UNIT_ONLY = re.compile(r"(?:按|问的?是)?(?P<unit>户|人次|人|元|个|亩|座|家)(?:数|的)?")
_SAME_ASKED = re.compile(r"[又各]?[是有](?:多少|几)$")
_EDITION = re.compile(
    r"(?:那|这)?(?:个|份|版)?(?:办法|文件|通知|规定|政策|版本?|数据|数字|平均(?:数|水平)?|情况|数|一共|总共|合计|加起来)$"
)
_ANEW = re.compile(r"(?P<name>.{1,8}?)(?:又|则|的话|的)*(?:[是有])(?:多少|几)")
_THESE_PLACES = re.compile("(?:[这那]|^(?=.{3,}的))([两二三四])个?[镇乡村县](?!.*(?:差|合计|[一总]共|加))")
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4}
_MOST_TURNS = 24


@dataclass(frozen=True, slots=True)
class Resolved:
    """The self-contained question."""

    text: str
    asked: str
    """The question whose kind and units are asked; `text` but for 具体说说 and the like, which ask the same once more."""
    follows: bool
    """Whether anything of it comes from the turns before."""


def resolve(said: str, earlier: Sequence[str], senses: Senses, *, joined: bool = False) -> Resolved:
    """What `said` asks after the user's `earlier` turns. Linear in their number.

    Args:
        said: The turn.
        earlier: Those before it, oldest first.
        senses: What they are read with.
        joined: Whether it stands in one message with them, so that place and time go on.
    """
    state = _next(said, _thread(earlier, senses), senses, joined=joined)
    if state is None or not state.follows:
        alone = _NEW_TOPIC.sub("", said) or said
        return Resolved(alone, alone, follows=False)
    return Resolved(state.shown or state.question, state.question, follows=True)


def undecided(said: str, earlier: Sequence[str], senses: Senses) -> tuple[Utterance, State] | None:
    """The turn taken apart and the question before it, where `bot.going_on` decides whether it goes on; else None."""
    thread = _thread(earlier, senses)
    opened = _opened(said, senses)
    if opened is None or not thread or _places_named(said, thread) != said:
        return None
    utterance, anew = opened
    certain = anew or any(move(utterance, thread, senses) for move in _CERTAIN)
    return (utterance, thread[-1]) if not certain and utterance.asks else None


def _thread(earlier: Sequence[str], senses: Senses) -> Thread:
    thread: Thread = ()
    for turn in earlier[-_MOST_TURNS:]:
        state = _next(turn, thread, senses)
        if state is not None:
            thread = (*thread, state) if state.follows else (state,)
    return thread


def _opened(said: str, senses: Senses) -> tuple[Utterance, bool] | None:
    """The turn taken apart, and whether it says that it begins anew; None where it says nothing (谢谢)."""
    said = COURTESY.sub("", said.strip()) or said
    fresh = _NEW_TOPIC.sub("", said)
    utterance = heard(fresh, senses)
    return (utterance, fresh != said or bool(re.search(r"[A-Za-z]{2}", utterance.rest))) if utterance.text else None


def _next(said: str, thread: Thread, senses: Senses, *, joined: bool = False) -> State | None:
    """The state after `said`; None where it says nothing."""
    named = _places_named(said, thread)
    if named != said:
        state = _next(named, thread, senses, joined=joined)
        timed = state is not None and state.measured and not state.time
        return state and replace(
            state, question=with_time(state.question, thread[-1].time) if timed else state.question, follows=True
        )
    opened = _opened(said, senses)
    if opened is None:
        return None
    utterance, anew = replace(opened[0], joined=joined), opened[1]
    for move in () if anew or not thread else _MOVES:
        state = move(utterance, thread, senses)
        if state is not None:
            return state
    return _alone(utterance, senses)


def _places_named(said: str, thread: Thread) -> str:
    """`said` with the places asked about last for 这两个镇; as it is where it names none, or the thread fewer."""
    these = _THESE_PLACES.search(said)
    if these is None:
        return said
    places = tuple(dict.fromkeys(state.place for state in thread if state.place))[-_NUMBERS[these[1]] :]
    return said.replace(these[0], "和".join(places), 1) if len(places) == _NUMBERS[these[1]] else said


def _alone(said: Utterance, senses: Senses) -> State:
    told = not said.asks and len(said.text) > LONGEST_NOUN_CHARS
    subject = subject_of(said.text, senses)
    known = senses.matter(said.text)
    if subject not in known and not senses.matter(subject):  # 小轿车, of 低保家庭买了小轿车会取消吗
        subject = known or subject
    clauses = re.split("[,，]", said.text)
    if len(clauses) > 1 and kin(subject) in ("people", "group") and subject in clauses[0]:  # 我是监测户,住院能报几成
        subject += subject_of(clauses[-1], senses)
    return State(
        question=said.text if said.asks else asked_in_full(said.text), subject=said.text if told else subject, time=said.time, place=said.place,
        measured=senses.kind(said.text) in MEASURED or (not said.asks and aspect_span(said.text) is not None), follows=False,
    )  # fmt: skip


def _instead(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """不是户,是人: the one for the other."""
    if said.instead is None:
        return None
    wrong, right = said.instead
    last = thread[-1]
    if (unit := _UNIT_ONLY.fullmatch(right)) and HOW_MANY.search(last.question):
        return with_unit(last, unit["unit"])
    if wrong in last.question:
        return replace(
            last, question=last.question.replace(wrong, right), subject=last.subject.replace(wrong, right), follows=True
        )
    return _next(f"{right}呢", thread, senses)


def _closer(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """还有呢, 具体点, 第二条呢: the same question, asked on."""
    last = thread[-1]
    if _MORE.fullmatch(said.text):
        return replace(last, shown=f"{last.question}，除此之外还有哪些", follows=True)
    if _CLOSER.fullmatch(said.text):
        return replace(last, shown=f"{last.question}，请具体说明", follows=True)
    if ordinal := _ORDINAL.fullmatch(said.text):
        return replace(
            last, shown=f"{last.question}，其中{ordinal['which']}{ordinal['asked'] or '是什么'}", follows=True
        )
    return None


def _whole(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """A question that stands on its own; opened by 那 and asking for a measure, it keeps the place and time it doesn't name."""
    last = thread[-1]
    bare = not said.asks and said.text == said.rest and not (said.linked or said.corrects or said.elliptic)
    if bare and said.content and last.question != last.scope() and not _replaces(said, last, senses):
        return _alone(said, senses)
    if (
        not said.asks
        and not said.elliptic
        and len(said.text) > LONGEST_NOUN_CHARS
        and asked_in_full(said.text) != said.text
    ):
        return _alone(said, senses)  # a measure named at length
    if not said.asks or _shortens(said, last, senses):
        return None
    goes_on = likely(said, last, senses)
    if goes_on >= LEAST or (said.joined and not senses.named(said.rest)):
        return None
    alone = _alone(said, senses)
    same_talk = goes_on >= SAME_TALK
    if goes_on >= SAME_MATTER and not _names_matter(alone, senses):
        alone = replace(alone, subject=last.subject)
    if (said.linked or said.joined or same_talk) and alone.measured and last.measured and not (said.time or said.place):
        question = with_time(with_place(alone.question, last.place, senses), last.time)
        return replace(alone, question=question, time=last.time, place=last.place, follows=question != alone.question)
    return alone


def _names_matter(alone: State, senses: Senses) -> bool:
    """Whether a question names a matter that the base knows, or asks for a measure of what it knows by another name."""
    named = senses.counts(alone.subject) or senses.named(alone.subject) == alone.subject
    return bool(senses.matter(alone.question)) or (alone.measured and named)


def _replaces(said: Utterance, last: State, senses: Senses) -> bool:
    """Whether a bare noun, without 呢 or 那, takes the place of one of the last question: it is short and of a kind with it."""
    word = "".join(said.content)
    shared = any(word[i : i + 2] in last.question for i in range(len(word) - 1))
    counted = last.measured and senses.counts(word)
    return len(said.text) <= LONGEST_NOUN_CHARS and bool(kin(word) or shared or counted or headless(said.rest))


def _shortens(said: Utterance, last: State, senses: Senses) -> bool:
    """Whether all it names is the last subject cut short: 救助金 after 临时救助."""

    def short(word: str) -> bool:
        return (
            senses.named(word) != word
            and len(word) <= 3
            and last.subject not in word
            and any(word[i : i + 2] in last.subject for i in range(len(word) - 1))
        )

    return bool(last.subject and said.content) and all(short(word) for word in said.content)


def _compared(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """比上年呢, 和石桥镇比呢: how far the figures are apart."""
    last = thread[-1]
    if not (said.time or said.place) or not _COMPARED.fullmatch(said.rest.strip()):
        return None
    time, place = time_of(said, last, senses), said.place
    other = _moved(last, time=time, place=place, senses=senses)
    return paired((other, last), "time" if time else "place", "相差", senses)


def _pair(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """这两个加起来, 哪个多, 差多少: the figures asked before, together."""
    return asked_together(said, thread, senses)


def _moved(last: State, *, time: str, place: str, senses: Senses) -> State:
    """The last question for another time and place; empty ones stay."""
    question = with_place(with_time(last.base or last.question, time), place, senses)
    return replace(
        last, question=question, base="", shown="", time=time or last.time, place=place or last.place,
        measured=last.measured or bool(last.base), follows=True,
    )  # fmt: skip


def _slots(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """青禾镇呢, 2021年, 不对,是石桥镇的: the same asked elsewhere; 户, 多少人: the same in another unit."""
    last = thread[-1]
    rest = _EDITION.sub("", _SAME_ASKED.sub("", said.rest) if last.measured else said.rest).strip(" 的")
    moved = _moved(last, time=time_of(said, last, senses), place=said.place, senses=senses)
    if not rest:
        return moved
    unit = _UNIT_ONLY.fullmatch(rest) or HOW_MANY.fullmatch(rest)
    if unit and HOW_MANY.search(last.question):
        return with_unit(moved, unit["unit"] or "") if unit["unit"] else moved
    return None


def _renamed(said: Utterance, thread: Thread, senses: Senses) -> State | None:
    """特困人员呢, D级的呢, 当年新增呢: the same asked of another matter, of a part, of another step or measure."""
    other = _ANEW.fullmatch(said.rest)
    if other and kin(other["name"]) in PART_KINS and HOW_MANY.search(thread[-1].question):
        said = replace(said, rest=other["name"], asks=False)
    if said.asks:
        return None
    last = _moved(thread[-1], time=time_of(said, thread[-1], senses), place=said.place, senses=senses)
    within = among(said.rest)
    part = headless(said.rest)
    name = re.sub(r"^[对给跟]|的$", "", without_pronoun(within if within is not None else part or said.rest)).strip(
        " ,，"
    )
    if not name:
        return last
    if within is not None:
        return of_part(last, f"其中{name}")
    kindred = of_kin(last, name)
    if kindred is not None:
        return kindred
    return of_other(last, name, bool(part), senses) if said.content else other_step(last, name)


_CERTAIN: tuple[Callable[[Utterance, Thread, Senses], State | None], ...] = (_instead, _closer, _pair, _compared)
"""These go on by their form alone."""
_MOVES = (*_CERTAIN, _whole, _slots, _renamed, asked_on)
