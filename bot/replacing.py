"""Words of a question replaced: its unit, its step or measure, the part or the matter that it is about."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.kinship import PART_KINS, kin, kin_span
from bot.thread import State
from bot.utterance import CLAUSE, HOW_MANY, Senses, aspect_span, predicate_span, without_measure

_ACTIVITY = re.compile(
    r"(?:改造|救助|报销|补贴|补助|保险|培训|搬迁|贷款|资助|医保|救济|保障)(?:[A-Z一-龥]级|[一-龥]{1,3}[型类档])?$"
)
_MOST = re.compile("最[多少高低大小长短]")
_LEAST_CHARS, _LONGEST_CHARS = 3, 6
_MEASURE = re.compile(r"[天日月年岁钱元%]|小时|百分点|分钟")
_COUNTS = re.compile(r"[户人名位个家]|人次")


def with_unit(state: State, unit: str) -> State:
    """The question asked in `unit`: 多少户多少人 becomes 多少人."""

    def counted(match: re.Match[str]) -> str:
        return match[0][: match.start("unit") - match.start()] + unit

    units = HOW_MANY.findall(state.question)
    question = (
        HOW_MANY.sub("\0", state.question, count=len(units) - 1).replace("\0", "") if len(units) > 1 else state.question
    )
    return replace(state, question=HOW_MANY.sub(counted, re.sub(r"[,，、]+$", "", question)), shown="", follows=True)


def other_step(last: State, word: str) -> State:
    """The word of procedure or measure in the question replaced by `word`, else set after the subject."""
    span = (aspect_span if aspect_span(f"某{word}") else predicate_span)(last.question)
    measure = bool(aspect_span(f"某{word}"))
    most = _MOST.search(word)
    hidden = last.question.find(last.subject) if last.subject else -1
    if span and not (0 <= hidden <= span[0] and span[1] <= hidden + len(last.subject)):
        question = last.question[: span[0]] + word + last.question[span[1] :]
    elif measure and HOW_MANY.search(last.question):
        question = f"{last.scope()}{last.subject}{last.part}{word}是多少"
    elif most and _MOST.search(last.question):
        question = _MOST.sub(most[0], last.question, count=1)
    elif most and not HOW_MANY.search(last.question):
        question = f"{last.scope()}{last.subject}{last.part}{word}是多少"
    else:
        question = _after_subject(last, word)
    return replace(last, question=_unit_free(question) if measure else question)


def of_kin(last: State, name: str) -> State | None:
    """`name` for the name of its kind in the question (B类 for A类), else beside the subject where it only names a part."""
    kind = kin(name)
    if not kind:
        return None
    if kind in ("people", "group"):
        return _of_people(last, name, kind)
    if kind == "level":
        beside = bool(last.part) and last.part in last.question and kin_span(last.part, kind) is not None
        return _in_part(last, name) if beside else of_part(last, name)
    span = kin_span(last.question, kind, [m.span() for m in HOW_MANY.finditer(last.question)])
    if span is None:
        return of_part(last, name)
    old = last.question[span[0] : span[1]]
    return replace(
        last, question=last.question[: span[0]] + name + last.question[span[1] :],
        subject=last.subject.replace(old, name), part=last.part.replace(old, name) or (name if kind in PART_KINS and old not in last.subject else ""),
    )  # fmt: skip


def _of_people(last: State, name: str, kind: str) -> State | None:
    """Other people in the stead of those asked about, or beside the matter; None where neither fits."""
    if kind == "group" and not _counts(last.question):
        return _in_part(last, name) if kin(last.part) == kind and last.part in last.question else of_part(last, name)
    if kin(last.part) == kind and last.part in last.question:
        return _in_part(last, name)
    whose = kin_span(last.subject, kind)
    if whose and whose[1] - whose[0] < len(last.subject):  # 低保户住院 after 监测对象住院
        return _in_subject(last, last.subject[slice(*whose)], name)
    if _ACTIVITY.search(last.subject) and not _counts(last.question):
        return of_part(last, name)
    return None


def of_other(last: State, name: str, is_part: bool, senses: Senses) -> State:
    """`name` for the part or the subject that it stands beside; a part named by a bare 的 is set after the subject."""
    if last.part and last.part in last.question and (_alike(name, last.part) or (is_part and _counts(last.question))):
        return _in_part(last, name)
    if last.aside and name[-1] == last.aside[-1]:
        return replace(last, question=last.question.replace(last.aside, name, 1), aside=name)
    owner = re.match(r"(?P<which>.+)的.{1,4}$", last.subject)
    if is_part and owner:
        old = owner["which"]
        return replace(last, question=last.question.replace(old, name, 1), subject=last.subject.replace(old, name, 1))
    name = _compound(last, name, senses) or name
    if is_part and senses.named(name) != name and senses.matter(name) != name:
        return of_part(last, f"{name}的" if not last.part else name)
    return _in_the_matters_stead(last, name, senses)


def _in_the_matters_stead(last: State, name: str, senses: Senses) -> State:
    """`name` for what it is a sibling of, as a case or a part of the matter, or for the matter itself."""
    sibling = _sibling(last, name)
    if sibling and sibling in last.part:
        return _in_part(last, last.part.replace(sibling, name))
    if sibling:
        return _in_subject(replace(last, question=last.question.replace(last.part, "", 1), part=""), sibling, name)
    if CLAUSE.search(name) or name.endswith(("的话", "的时候")):
        return replace(last, question=f"{name}，{last.question}")
    subject = without_measure(name)
    if senses.matter(last.subject) and not (
        senses.matter(name)
        or (_counts(last.question) and senses.counts(subject))
        or _alike(subject, last.subject)
        or kin(name)
    ):
        return of_part(last, name)
    question = last.question.replace(last.part, "", 1) if last.part else last.question
    measure = name[len(subject) :]
    span = aspect_span(question)
    step = predicate_span(measure) if measure else None
    span = predicate_span(question) if step else span
    if measure and span:
        question = question[: span[0]] + measure.lstrip("的") + question[span[1] :]
        name = subject
    if last.subject and last.subject in question:
        question = re.sub(rf"吃?{re.escape(last.subject)}", lambda _: name, question, count=1)  # 吃低保 -> 特困人员
    else:
        asked = HOW_MANY.search(question)
        question = f"{last.scope()}{name}{asked[0] if asked else ''}"
    alike = kin(name) == kin(last.subject) != "" or name[-2:] == last.subject[-2:]
    return replace(last, question=question if alike else _unit_free(question, name), subject=name, part="")


def _in_subject(last: State, old: str, name: str) -> State:
    return replace(last, question=last.question.replace(old, name, 1), subject=last.subject.replace(old, name, 1))


def _compound(last: State, name: str, senses: Senses) -> str:
    """What the base knows that `name` is short for beside the last subject: 驻村干部 after 驻村工作队; empty where nothing."""
    if senses.matter(name) == name:
        return ""
    whole = (last.subject[:end] + name for end in range(len(last.subject) - 1, 1, -1))
    return next((each for each in whole if senses.matter(each) == each), "")


def _alike(name: str, other: str) -> bool:
    """Whether two names begin or end alike: 县内 and 县外, 集中供养 and 分散供养."""
    least = 1 if max(len(name), len(other)) < 4 else 2
    return name[-least:] == other[-least:] or name[:least] == other[:least]


def _sibling(last: State, name: str) -> str:
    """What stands in the matter or its part in the length of `name`, and ends alike: 全护理 for 半护理."""
    if not _LEAST_CHARS <= len(name) <= _LONGEST_CHARS:
        return ""
    found = re.search(f".{{{len(name) - 2}}}{re.escape(name[-2:])}", f"{last.subject}\0{last.part}")
    return found[0] if found and "\0" not in found[0] and found[0] in last.question and found[0] != name else ""


def _in_part(last: State, name: str) -> State:
    return replace(last, question=last.question.replace(last.part, name, 1), part=name)


def of_part(last: State, part: str) -> State:
    """`part` set after the subject; another 其中… is replaced."""
    question = last.question.replace(last.part, "", 1) if last.part.startswith("其中") else last.question
    state = replace(last, question=question)
    return replace(last, question=_after_subject(state, part), part=part.removesuffix("的"))


def _after_subject(last: State, words: str) -> str:
    at = last.question.find(last.subject) if last.subject else -1
    if at < 0:
        asked = HOW_MANY.search(last.question)
        cut = asked.start() if asked else len(last.question)
    else:
        cut = at + len(last.subject)
    return last.question[:cut] + words + last.question[cut:]


def _counts(question: str) -> bool:
    asked = HOW_MANY.search(question)
    if asked is None or asked["unit"]:
        return bool(asked and _COUNTS.fullmatch(asked["unit"]))
    return not aspect_span(question) and question[asked.start() - 1 : asked.start()] not in tuple("补给发领报拿罚交花")


def _unit_free(question: str, name: str = "") -> str:
    """Without the classifier counted in, which is another's: 多少户 -> 多少; days and money stay."""

    def counted(match: re.Match[str]) -> str:
        unit = match["unit"] or ""
        if not unit or _MEASURE.search(unit) or name.endswith(unit):
            return match[0]
        return re.sub("几$", "多少", match[0].removesuffix(unit))

    return HOW_MANY.sub(counted, question)
