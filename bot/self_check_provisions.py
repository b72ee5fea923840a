"""What the provisions of one document give, withhold and ask for: grants with their conditions, exclusions. Pure.

A grant may have conditions of its own in its sentence, and items that it leads in. Spans are offsets of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.self_check_benefits import (
    BENEFIT,
    DEFERS,
    OFFICES,
    WRONGS,
    Granted,
    Slot,
    applied_for,
    granted,
    slot,
    withheld,
)
from bot.self_check_clauses import Segment, belongs, is_bare, segments
from bot.self_check_lines import Line, Provision
from bot.self_check_types import Logic
from knowledge.sentences import sentence_spans

_SUBJECT = re.compile("对象|条件|资格")
_HEADS = re.compile(r"[^，。；“”]{0,16}(?:对象|条件|资格)(?:[一二两三四五六七八九十\d]+[类种])?")
_ATTRIBUTES = re.compile(r"^[^，。]{2,16}(?:指出|要求|称|表示|明确|规定|提出)$")
_OTHER_LISTS = re.compile("材料|资料|程序|步骤|流程|方式|原则|职责|内容|标准|规定执行|措施|义务|责任|信息")
_BARE = re.compile(
    rf"^(?:申请[^，]*|应当?|须|必须|可以|的?(?:家庭|个人|人员|居民|公民|申请人|人|(?:{BENEFIT}|保障|享受)*对象|农户|家庭和个人|家庭或者个人)(?:，?应当?|可以)?)$"
)
_WITHHELD_FROM = re.compile(r"(?:不予|不得|不能|不)[^，。；：]{2,10}的?(?:情形|对象|人员|范围)$")
"""A heading over cases in which nothing is given: 不予补助的情形."""
_HOW_GIVEN = re.compile("由[^，]*(?:部门|政府|局)|按照|根据")
"""How much or by whom: no condition."""
_UNFIT = re.compile(r"(?:对)?(?:经[^，。]{1,12})?不(?:再)?符合[^，。；]{0,8}(?:条件|规定)的")
"""不符合条件的，不予批准: says nothing that the conditions don't."""
_STOPS = re.compile(r"[。；;，,、：:\s]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the document that state a condition or a part of one."""

    start: int
    end: int
    text: str
    joins: str = "and"


@dataclass(frozen=True, slots=True)
class Grant:
    """A benefit with its conditions."""

    name: str
    label: str
    defines: bool
    lead: Line
    """The sentence that gives it, a part of its line."""
    own: tuple[Piece, ...]
    items: tuple[Piece, ...] = ()
    logic: Logic = "any"
    """How many of the items are needed."""
    weak: bool = False
    """As `Granted.weak`."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Cases in which a benefit is withheld."""

    lead: Line
    cases: tuple[Piece, ...]
    object: str
    """What is withheld, in the words behind the verb."""
    whole: bool = False
    """Whether the case is the rule itself (6个月内不重复救助), not words before it."""


def sentences(line: Line) -> Iterator[Line]:
    """The sentences of a line; the halves of one (…的，享受…；…的，享受…) apart, where no list follows a colon."""
    for start, end in sentence_spans(line.text):
        for left, right in _halves(line.text[start:end]):
            text = line.text[start + left : start + right]
            yield Line(line.start + start + left, line.start + start + right, text, line.style, line.heading, line.path)


def _begins(line: Line) -> frozenset[int]:
    """Where the sentences of a line begin."""
    return frozenset(line.start + start for start, _ in sentence_spans(line.text))


def _halves(sentence: str) -> list[tuple[int, int]]:
    if "：" in sentence or "；" not in sentence:
        return [(0, len(sentence))]
    return [match.span() for match in re.finditer(r"[^；]+；?", sentence)]


def grants(provision: Provision) -> list[Grant]:
    """What a provision gives."""
    if provision.items:
        grant = _listed(provision)
        return [grant] if grant else []
    # a later half of a sentence may leave out whom the first one named
    begins = _begins(provision.line)
    found = [line for line in sentences(provision.line) if line.start in begins]
    return [grant for line in found if (grant := _said(line)) is not None]


def exclusions(provision: Provision) -> list[Exclusion]:
    """What a provision withholds."""
    line = provision.line
    if provision.items:
        found = withheld(line.text)
        kept = found or (_WITHHELD_FROM.search(line.text) if line.heading else None)
        cases = tuple(map(_item, provision.items_text()))
        return [Exclusion(line, cases, found["object"] if found else "")] if kept else []
    return [e for sentence in sentences(line) if (e := _kept_back(sentence)) is not None]


def _listed(provision: Provision) -> Grant | None:
    line = provision.line
    items = [text for text in provision.items_text() if not withheld(text.text) and not text.leads]
    if not items or withheld(line.text) or WRONGS.search(line.text) or _OTHER_LISTS.search(_tail(line.text)):
        return None
    if line.heading:
        heads = (
            _HEADS.fullmatch(line.text)
            and not OFFICES.search(line.text)
            and not any(granted(i.text) or "：" in i.text[20:] for i in items)
        )
        logic: Logic = "all" if "条件" in line.text else "any"
        return Grant("", "", False, line, (), tuple(map(_item, items)), logic) if heads else None
    place = slot(line.text)
    given = granted(line.text)
    name = given.name if given else applied_for(line.text)
    said = bool(re.search("下列|以下|如下", line.text)) and bool(line.path and _SUBJECT.search(line.path[-1]))
    under_subject = said or "对象" in line.text
    if place is None or not (name or given or under_subject):
        return None
    own = tuple(_own(line, place, given))
    logic = "any" if place.any_of else "all"
    return Grant(
        name, given.label if given else "", bool(given and given.defines), line, own, tuple(map(_item, items)), logic
    )


def _tail(lead: str) -> str:
    return lead[-12:]


def _own(line: Line, place: Slot, given: Granted | None) -> Iterator[Piece]:
    """Conditions in the lead itself, before and after its 下列条件."""
    begin, end = (given.start, given.end) if given else (0, len(line.text))
    end = max(end, place.end) if given and given.defines else end
    for start, stop in ((begin, min(place.start, end)), (place.end, end)):
        text = line.text[start:stop]
        for piece in segments(text):
            words = _STOPS.sub("", piece.text)
            if "申请" in words[2:] and not given:  # 脱贫户申请小额信贷，须…: what is applied for is no condition
                words = words[: words.index("申请", 2)]
                piece = Segment(piece.start, piece.start + len(words), words, piece.joins)
            named = re.fullmatch(
                r"[一二两三四五六七八九十\d]*[类种]?(?:情形|条件|困难|情况|对象|家庭|人员|个人)*(?:之一)?的?", words
            )
            if (
                len(words) > 1
                and not is_bare(words)
                and not named
                and not _BARE.fullmatch(words)
                and not re.search(rf"(?:{BENEFIT})对象$|[是指]$", words)
            ):
                yield _piece(line.start + start, piece)


def _said(line: Line) -> Grant | None:
    given = granted(line.text) or _named_by_heading(line)
    if given is None or DEFERS.search(line.text):
        return None
    text = line.text[given.start : given.end]
    pieces = segments(text)
    if any(_HOW_GIVEN.match(piece.text) for piece in pieces):
        return None
    if _tangled(pieces):
        pieces = [Segment(pieces[0].start, pieces[-1].end, text[pieces[0].start : pieces[-1].end])]
    own = tuple(_piece(line.start + given.start, piece) for piece in pieces if not _ATTRIBUTES.match(piece.text))
    return Grant(given.name, given.label, given.defines, line, own, weak=given.weak) if own else None


def _named_by_heading(line: Line) -> Granted | None:
    """Whom a section 补助对象 names in a bare sentence: 有劳动能力、有发展意愿的脱贫户."""
    words = _STOPS.sub("", line.text)
    heading = line.path[-1] if line.path and line.style <= 0 else ""  # an item is one of several
    named = _HEADS.fullmatch(heading) and "对象" in heading and not OFFICES.search(heading + words)
    return Granted("", 0, len(words), defines=True, weak=True) if named and belongs(words) else None


def _tangled(pieces: Sequence[Segment]) -> bool:
    """Whether 或者 joins more than two pieces: which of them it joins, only a reader can tell."""
    return len(pieces) > 2 and any(piece.joins == "or" and not belongs(piece.text) for piece in pieces)


def _piece(offset: int, segment: Segment) -> Piece:
    return Piece(offset + segment.start, offset + segment.end, segment.text, segment.joins)


def _item(line: Line) -> Piece:
    text = _STOPS.sub("", line.text)
    return Piece(line.start, line.start + len(text), text)


def _kept_back(line: Line) -> Exclusion | None:
    found = withheld(line.text)
    if found is None or granted(line.text) or _UNFIT.match(line.text) or "逾期" in line.text:
        return None
    after = line.text[found.end() :]
    if re.match("[：:]", after):  # 有下列情形的不予补助：…；…
        return Exclusion(line, tuple(_cut(line, found.end() + 1)), found["object"])
    before = re.search(
        r"^(?:[（(]?[^，。：]{2,10}[：:])?(?P<case>.*?的[^，。；]{0,60})[，,]?(?:[^，。]{0,8}[，,])?$",
        line.text[: found.start()],
    )
    if before is None:
        label = re.match("[^，。：]{0,8}(?:标准|要求|说明|注意|限制|其他|规定)[^，。：]{0,4}[：:]", line.text)
        start = label.end() if label else 0
        whole = _STOPS.sub("", line.text[start:])
        piece = Piece(line.start + start, line.start + start + len(whole), whole)
        return (
            Exclusion(line, (piece,), found["object"], True)
            if len(whole) < 60 and not re.search("[：:]", whole)
            else None
        )
    start, end = before.span("case")
    text = _STOPS.sub("", line.text[start:end])
    return Exclusion(line, (Piece(line.start + start, line.start + start + len(text), text),), found["object"])


def _cut(line: Line, start: int) -> Iterator[Piece]:
    for match in re.finditer(r"[^；;。]+", line.text[start:]):
        text = _STOPS.sub("", match[0])
        if text.strip():
            yield Piece(line.start + start + match.start(), line.start + start + match.start() + len(text), text)


def about_type(text: str, types: Sequence[str]) -> frozenset[str]:
    """Those of a document's types (急难型, 支出型) that a sentence names."""
    return frozenset(t for t in types if t in text)
