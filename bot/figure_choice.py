"""Which of the figures that an answer quotes is the asked one: by its name, its place and period, and what kind of figure it is. Pure.

A sentence that answers often states more than was asked: a whole and its parts, what is new and what there is in all, a value and
how far it rose. A figure that another word of the question rules out is never taken; one that shares too little with it isn't either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.asked import fits_unit
from bot.changed import changed_on
from bot.gazetteer import short_form
from bot.types import Citation, Query
from bot.weighing import coverage
from knowledge.lexical import terms
from knowledge.types import Figure
from knowledge.units import WEAK

_LEAST_OWN = 0.3  # of what the quote says of the question, a figure's name says so much itself
_LEAST_BARE = 0.12  # of the question itself
_BEFORE = 0.5
_PRECISE, _NARROWED, _ELSEWHERE = 0.2, 0.06, 0.15
_COUNTED, _REACH_CHARS = 0.1, 2
_SHARES = ("%", "百分点", "倍", "成", "折")
_EVENTS = ("批", "期", "场", "届", "轮", "种", "类", "组")

_CHANGE = re.compile(r"^(?:比|较|同比|增[加长减幅]|涨|提高|上升|下?降|减少|降低|高于|低于|多于|少于)")
_ASKS_CHANGE = re.compile(
    r"增[加长幅减速](?![到至])|涨|提高(?![到至了]*[到至])|上升|下降|降低|减少|[多少高低]了|(?<![占同对环])[比较](?![例重率]).{1,12}[多少高低]|变化|增减"
)
_NEW = re.compile(r"新增|新识别|新纳入|新认定|当年(?!度)")
_ASKS_NEW = re.compile(r"新[增识纳消]|新认定|当年(?!度)|不要累计")
_LEFT = re.compile(r"剩余|其余|尚未|还有|未(?!成年|来)|没有")
_ASKS_LEFT = re.compile(r"剩|未(?!成年|来)|没(?!几)|还[有欠差]|尚|其余")
_ASKS_DONE = re.compile(r"已|改[好完掉]|改了|整改(?!问题)|到位|完工|销号|办结|解决")
_ASKS_RATE = re.compile(r"率|占|比例|比重|百分|几成|percent|rate")
_NARROWING = re.compile(r"其中|已|占|合计|超过部分")
_PER = (("月", re.compile(r"每?个?月(?!份|底|末|\d)")), ("年", re.compile(r"[一每]年|全年能|整年|年(?=多少|补|发|领)")))
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MARK = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Found:
    """A stated figure with the citation whose quote holds it."""

    figure: Figure
    citation: Citation
    before: str = ""
    """The words of its sentence before it, from the figure before; empty for a cell."""
    after: str = ""
    """The words after it up to the next mark or figure."""
    whole: str = ""
    """What it is a part of (其中……), by name; empty where it is none."""

    @property
    def name(self) -> str:
        """Whose and what it is."""
        return f"{self.figure.subject} {self.figure.indicator}".strip()


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a question asks a figure of."""

    words: str
    """The question's words for it."""
    weights: Mapping[str, float]
    """Its content terms with their weights."""
    units: tuple[str, ...] = ()
    """Asked units, in order; empty where none is."""
    share: bool = False
    """Whether a share, a rate or a multiple is asked."""


@dataclass(frozen=True, slots=True)
class Scope:
    """An asked place and year; empty and 0 where none is asked."""

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def fits_ask(ask: Ask, found: Found) -> bool:
    """Whether a figure is of the asked unit and kind: a level or a change, what is new or in all, what is left, a month's or a year's."""
    figure = found.figure
    if ask.units and not ask.share and not any(of_unit(unit, figure) for unit in ask.units):
        return False
    if ask.share and figure.unit not in _SHARES:
        return False
    name = named(figure)
    if changes(figure) and not _ASKS_CHANGE.search(ask.words):
        return False
    if bool(_NEW.search(f"{name} {found.before}")) is not bool(_ASKS_NEW.search(ask.words)):
        return False
    if bool(_LEFT.search(f"{name} {found.before} {found.after}")) is not bool(_ASKS_LEFT.search(ask.words)):
        return False
    rate = figure.unit.partition("/")[2].split("·")
    wanted = [part for part, pattern in _PER if pattern.search(_YEAR.sub("", ask.words))]
    others = [part for part, _ in _PER if part in rate]
    return not wanted or not others or bool(set(wanted) & set(others))


def of_unit(unit: str, figure: Figure) -> bool:
    """Whether a figure counts in the asked unit; one may say 个 for places and things, not for people asked by name or for batches."""
    if unit == "个人":
        return figure.unit == "个" or fits_unit("人", figure.unit)
    return figure.unit == unit if unit in _EVENTS else fits_unit(unit, figure.unit)


def in_asked_word(ask: Ask, found: Sequence[Found]) -> list[Found]:
    """The figures that are counted in the asked word itself, where some are: of 32项 and 2.47万件 the latter for 多少件."""
    own = [each for each in found if each.figure.unit in ask.units]
    counted = ask.units and all(unit in WEAK and unit != "个" for unit in ask.units)
    return own if counted and own else list(found)


def still_so(found: Sequence[Found]) -> list[Found]:
    """The figures without those that have changed into another (由7020元提高到7644元), where any are left."""
    return [each for each in found if not changed_on(each.before, each.after)] or list(found)


def changes(figure: Figure) -> bool:
    """Whether a figure says how far something rose or fell, or what it is compared with."""
    return any(_CHANGE.match(qualifier) for qualifier in figure.qualifiers)


def in_scope(query: Query, scope: Scope, found: Found) -> bool:
    """Whether a figure is of an asked place and year; a rule, which reports on no year, holds below its place and after its year."""
    figure, own = found.figure, found.citation.document.metadata
    rule = not figure.period or not own.years
    if scope.places and figure.place:
        near = {short_form(place) for place in scope.places}
        above = {short_form(place) for place in query.above} if rule or figure.place_from == "document" else set()
        if short_form(figure.place) not in near | (above if rule else set()):
            return False
    years = period_years(figure.period)
    if scope.years and years and not set(years) & set(scope.years):
        return not own.years and figure.period_from == "document"
    return True


def period_years(period: str) -> tuple[int, ...]:
    """The years of a period: both ends and what lies between of a span."""
    years = [int(year) for year in _YEAR.findall(period)]
    return tuple(range(min(years), max(years) + 1)) if years else ()


def named(figure: Figure) -> str:
    """All that a figure is called by."""
    narrowing = (
        q for q in figure.qualifiers if q != "其中" and not q.startswith("每")
    )  # 每人每月 is a part of the unit
    return " ".join((figure.subject, figure.indicator, *narrowing, figure.header))


def scored(ask: Ask, found: Sequence[Found], said: Mapping[int, str]) -> list[tuple[float, Found]]:
    """The figures that say enough of the question, best first; equal ones in reading order.

    Args:
        ask: What is asked.
        found: Figures that fit it.
        said: Citation number -> what the quote and its headings say.
    """
    rated = []
    last = max((_mentioned(ask, each) for each in found), default=0)
    for place, each in enumerate(found):
        own = _own(ask, each)
        whole = coverage(ask.weights, said[each.citation.number])
        if own < _LEAST_BARE or own < _LEAST_OWN * whole or not _shares_word(ask, each):
            continue
        if _beside(ask, each, found) or any(_rather(ask, other, each, own) for other in found):
            continue
        counted = last - _mentioned(ask, each) < _REACH_CHARS
        rated.append((own + _aside(ask, each) + _COUNTED * counted, place, each))
    return [(score, each) for score, _, each in sorted(rated, key=lambda entry: (-round(entry[0], 3), entry[1]))]


def _own(ask: Ask, found: Found) -> float:
    """How much of the question a figure's name says, in [0, 1]; the words before it, which an item of a list is told by, count half."""
    name = f"{found.whole} {named(found.figure)}"
    said = coverage(ask.weights, name)
    return said + _BEFORE * (coverage(ask.weights, f"{name} {found.before} {found.after}") - said)


def _mentioned(ask: Ask, found: Found) -> int:
    """Where the question last says a word of a figure's name; what stands last before 多少 is what is counted."""
    return max(
        (ask.words.rfind(word) + len(word) for word in _words(named(found.figure)) if word in ask.words), default=0
    )


def _shares_word(ask: Ask, found: Found) -> bool:
    """Whether what is counted says a word of the question itself, not only the words around it or its verb (发放)."""
    return bool(_words(f"{found.whole} {found.name} {found.figure.header}") & set(ask.weights))


def _beside(ask: Ask, found: Found, others: Sequence[Found]) -> bool:
    """Whether a figure is the whole where a part of it or what is done of it is asked, or a part that isn't asked beside its whole."""
    done = bool(_ASKS_DONE.search(ask.words))
    if done is not _done(found) and any(o.name == found.name and done is _done(o) for o in others):
        return True
    if found.whole:
        whole = next((other for other in others if other.name == found.whole and not other.whole), None)
        return whole is not None and not _adds(ask, found)
    return any(other.whole == found.name and _adds(ask, other) for other in others)


def _rather(ask: Ask, rival: Found, found: Found, own: float) -> bool:
    """Whether another figure is rather asked: the question names it in full, and later (A的B多少 counts B), or it says more that this one doesn't."""
    related = rival.whole == found.name or found.whole == rival.name or rival.name == found.name
    if related or found.figure.header:  # a cell's neighbours are the other columns
        return False
    if rival.name in ask.words and _mentioned(ask, rival) >= _mentioned(ask, found) + _REACH_CHARS:
        return True
    around = _surroundings(found)
    return coverage(ask.weights, f"{around} {_surroundings(rival)}") - coverage(ask.weights, around) > own


def _surroundings(found: Found) -> str:
    return f"{found.whole} {named(found.figure)} {found.before} {found.after}"


def _done(found: Found) -> bool:
    return any("已" in qualifier or "到位" in qualifier for qualifier in found.figure.qualifiers)


def _adds(ask: Ask, part: Found) -> bool:
    """Whether a part's own name says a word of the question that its whole doesn't say."""
    return bool((_words(named(part.figure)) - _words(part.whole)) & (set(ask.weights) | _words(ask.words)))


def _words(text: str) -> set[str]:
    return {term for term in terms(text) if len(term) > 1 or term.isascii()}


def _aside(ask: Ask, found: Found) -> float:
    """What speaks for a figure beside what it says of the question, and against it: words of its name that nobody asked for."""
    figure = found.figure
    pairs = [term for term in terms(f"{figure.subject} {figure.indicator}") if len(term) > 1]
    asked = set(terms(ask.words)) | set(ask.weights)
    precise = sum(pair in asked for pair in pairs) / len(pairs) if pairs else 0.0
    narrowed = sum(bool(_NARROWING.match(q)) and q not in ask.words for q in figure.qualifiers)
    own = found.citation.document.metadata
    elsewhere = bool(own.places) and figure.place_from == "sentence" and figure.place != own.places[-1]
    former = (
        bool(own.years) and figure.period_from == "sentence" and not set(period_years(figure.period)) & {*own.years}
    )
    rate = (figure.unit in _SHARES) is not bool(_ASKS_RATE.search(ask.words)) and not ask.units
    changed = bool(_ASKS_CHANGE.search(ask.words)) is not changes(figure)
    marks = _MARK.findall(_YEAR.sub("", ask.words))
    unsaid = sum(mark not in _surroundings(found) for mark in marks)  # D级 is no 危房改造 at large
    against = _NARROWED * narrowed + _ELSEWHERE * (elsewhere + former + rate + changed + unsaid)
    return _PRECISE * precise - against
