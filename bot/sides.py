"""The terms of a computation as they are asked: each with its words, its place, its year; what one side leaves out is the other's. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.gazetteer import naming, short_form
from bot.operation_words import ROW_NOUN
from bot.operations import Operation
from bot.periods import newest_reported
from bot.types import Query
from knowledge.types import DocumentCard

MOST_SIDES = 8
_MODIFIER_CHARS = 3
_YEAR = re.compile(r"(?:(?:19|20)\d{2}|(?<!\d)2\d)年?(?:全年|度|末|底|的|这一年)?")
_YEAR_NAMED = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d|户|人|元|个)")
_SHORT_YEAR = re.compile(r"(?<!\d)([12]\d)年")
_YEARS_COUNTED = re.compile("[近两二三四五]年")
_BEFORE = re.compile(r"(?:比|较|跟|和|与|同)?(?:上一?年|去年|前一?年)(?:同期|末|底)?|同比")
_WHOLE = re.compile(r"全[县市省区镇乡]|整个[县市镇乡]")
_COUNT_OF = re.compile(
    rf"(?:这|近|前|后|以上)?[两二三四五六七八九十\d]+个?(?:大)?(?:项|样|者|年|类|部分|个|{ROW_NOUN})(?:的|里|中|间|之间|分别)?|{_WHOLE.pattern}(?:里|中)?"
)
_UNIT = r"(?:万元|亿元|千元|块钱|万块|个人|口人|人次|公里|万亩|平方米|户|人|名|个|座|盏|处|家|所|支|元|钱|万|亿|亩|件|次|条|位|批|期|袋|项|栋|套|间|岁|倍)"
_ASKS = re.compile(
    rf"(?:各?[有是为达]?)?(?:到底|究竟|大概|大约|一共|总共|共)?(?:是|有|为)?(?:多少|几|多大|多高){_UNIT}?(?!用)|(?:是|有|为)(?=$|[\s,，])|(?<=\s){_UNIT}(?![均次口员数群用])"
)
_NOISE = re.compile(
    r"[的了吗呢吧啊？?。！!]|请问|帮我|算一?下|算算|我想知道|想知道|咱们?|我们|按照?|要(?=20)|统计|(?<![一-龥])(?:的?是|有|做|来|都|全部|所有|总额|总数|总量|总共|一共|整体|全体|同期)(?![一-龥])|全部|所有|总额$|总数$|总量$|总投入$|之间|情况$|分别|目前|现在|其中"
)
_JOINTS = re.compile(
    r"、|以及|(?<![总饱温缓])和(?!谐|平)|与|跟|及(?!时|格)|比(?!例|重|率|较)|加上?(?!固|强|工|快|大)|同(?=[一-龥]{2,4}[镇乡村县])|[,，]"
)
_EDGE = re.compile(r"^(?:[,，\s、和与跟比是在]|相当于)+|(?:[,，\s、和与跟比较是里中在要算]|相当于)+$")
_HOUSEHOLDS = re.compile(r"[保测贫困难养]户(?!均|口|[一-龥]?人)")
_COUNTED = re.compile(r"\d+个([一-龥]{1,6}?)(?:里|中|当中|$)")
_UNIT_NAMED = (("人次", "人次"), ("户数", "户"), ("人数", "人"), ("座数", "座"), ("盏数", "盏"), ("公里数", "公里"), ("公里", "公里"), ("亩数", "亩"), ("元数", "元"), ("个数", "个"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One term as it is asked."""

    words: str
    """What is counted, without place and year."""
    place: str = ""
    """The place asked; empty for the whole that documents are about."""
    year: int = 0
    """The year asked; 0 where none is."""
    unit: str = ""
    """The unit that its own words name (户数); empty where they name none."""

    @property
    def label(self) -> str:
        """How the answer names it."""
        return f"{f'{self.year}年' if self.year else ''}{self.place}{self.words.replace(' ', '')}"


@dataclass(frozen=True, slots=True)
class Sides:
    """The terms of a computation."""

    each: tuple[Side, ...]
    axis: str
    """What tells them apart: years, places or parts."""
    mixed: bool = False
    """Whether they differ in place and year at once: then nothing can be computed of them."""
    whole: bool = False
    """Whether the last is what the first is a part of."""


def sides_of(query: Query, operation: Operation) -> Sides | None:
    """The terms of `operation`; None where the question names fewer than two."""
    if len(operation.sides) == 2:
        return _two(query, operation)
    text = operation.sides[0]
    years, places = asked_years(text, query), asked_places(text, query)
    if not years and _YEARS_COUNTED.search(text):
        years = query.years
    if operation.kind == "growth" or (operation.kind == "difference" and len(places) < 2 and _BEFORE.search(text)):
        years = (years[0], years[0] - 1) if len(years) == 1 else years
    if len(years) > 1 and len(places) > 1:
        return Sides((), "years", mixed=True)
    words = bare(text, query)
    place = places[0] if places else ""
    if len(years) > 1:
        order = sorted(years, reverse=operation.kind in ("growth", "difference"))
        return Sides(tuple(Side(words, place, year, named_unit(text)) for year in order), "years")
    year = years[0] if years else 0
    if places and len(places) == 1 and _WHOLE.search(text) and _JOINTS.search(text):
        return Sides((Side(words, places[0], year), Side(words, "", year)), "places")
    if len(places) > 1:
        return Sides(tuple(Side(words, each, year, named_unit(text)) for each in places), "places")
    pieces = [(bare(p, query), named_unit(p)) for p in _JOINTS.split(text)]
    pieces = _with_head([(words, unit) for words, unit in pieces if len(words) >= 2])
    if not 1 < len(pieces) <= MOST_SIDES:
        return None
    return Sides(tuple(Side(words, place, year, unit) for words, unit in pieces), "parts")


def _with_head(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pieces that only modify the last one's noun with that noun: of 中央、省级衔接资金 the first is 中央衔接资金."""
    if len(pieces) < 2 or any(len(words) > _MODIFIER_CHARS for words, _ in pieces[:-1]):
        return pieces
    last = pieces[-1][0]
    size = len(pieces[0][0])
    if any(len(words) != size for words, _ in pieces[:-1]) or len(last) < size + 2:
        return pieces
    return [
        *((f"{words} {last[size:]}", unit) for words, unit in pieces[:-1]),
        (f"{last[:size]} {last[size:]}", pieces[-1][1]),
    ]


def since_newest(query: Query, operation: Operation, cards: Iterable[DocumentCard]) -> Query:
    """The question of a change since 上年 that names no year as one of the newest year that is reported on."""
    change = operation.kind in ("difference", "growth") and _BEFORE.search(query.resolved)
    newest = newest_reported(cards) if change and not query.years else 0
    return replace(query, years=(newest,)) if newest else query


def _two(query: Query, operation: Operation) -> Sides | None:
    """The terms of a question with two sides: 县外务工人数是县内务工的几倍, 青禾镇的…占全县的百分之几."""
    first, second = (_side(text, query) for text in operation.sides)
    counted = _COUNTED.search(operation.sides[1])
    if not second.words and counted:  # 16个村里，…的村占百分之几
        second = replace(second, words="行政村" if counted[1] == "村" else counted[1])
    if not first.words and not second.words:
        return None
    whole = bool(_WHOLE.search(operation.sides[1]))
    if operation.kind == "share" and len(asked_places(operation.sides[0], query)) > 1:
        return None
    if second.words in first.words and first.place != second.place:  # …任务占全县任务的几成
        second = replace(second, words=first.words)
    second = replace(second, words=second.words or first.words)
    first = replace(first, words=first.words or second.words)
    year = first.year or second.year or (query.years[0] if len(query.years) == 1 else 0)
    apart = bool(first.place and second.place and first.place != second.place)
    mixed = apart and bool(first.year and second.year and first.year != second.year)
    first, second = replace(first, year=first.year or year), replace(second, year=second.year or year)
    if not whole:
        second = replace(second, place=second.place or first.place)
        first = replace(first, place=first.place or second.place)
    if (first.words, first.place, first.year) == (second.words, second.place, second.year):
        return None
    axis = "years" if first.year != second.year else "places" if first.place != second.place else "parts"
    if (
        axis != "parts" and operation.kind == "times"
    ):  # C级 beside D级拆除重建 is named by its own words, a bare place by the other's
        second = replace(second, words=max(first.words, second.words, key=len))
        first = replace(first, words=second.words)
    return Sides(
        (first, second), axis, mixed, whole=operation.kind == "share" and not (second.place and axis == "places")
    )


def _side(text: str, query: Query) -> Side:
    years, places = asked_years(text, query), asked_places(text, query)
    return Side(bare(text, query), places[0] if places else "", years[0] if years else 0, named_unit(text))


def asked_places(text: str, query: Query) -> tuple[str, ...]:
    """The places that `text` names, in its order; of 青禾镇槐荫村 the village."""
    found = []
    for place in (*query.places, *query.mentioned_places):
        match = naming(place).search(text)
        if match:
            found.append((match.start(), match.end(), place))
    found.sort()
    starts = {start for start, _, _ in found}
    return tuple(place for _, end, place in found if end not in starts)


def asked_years(text: str, query: Query) -> tuple[int, ...]:
    """The years that `text` names, with the one before where it says 比上年 of a single one; else the query's."""
    full = [(m.start(), int(m[1])) for m in _YEAR_NAMED.finditer(text)]
    short = [(m.start(), 2000 + int(m[1])) for m in _SHORT_YEAR.finditer(text) if 2000 + int(m[1]) in query.years]
    named = tuple(dict.fromkeys(year for _, year in sorted([*full, *short])))
    if len(named) == 1 and _BEFORE.search(text):
        return (named[0], named[0] - 1)
    if named or len(query.years) != 1:
        return named
    return query.years


def bare(text: str, query: Query) -> str:
    """The words of what is counted: `text` without places, years, what asks and what joins."""
    for place in (*query.places, *query.mentioned_places):
        text = text.replace(place, " ").replace(short_form(place), " ")
    text = _BEFORE.sub(" ", text)
    text = _YEAR.sub(" ", text)
    text = _COUNT_OF.sub(" ", text)
    text = _ASKS.sub(" ", f" {text}")
    text = _NOISE.sub("", text)
    text = _EDGE.sub("", text)
    return re.sub(r"\s*[、和与跟比]?\s+", "", text).strip(" ,，、")


def named_unit(text: str) -> str:
    """The unit that the words of a term name: 户 of 户数; empty where they name none or several."""
    found = [unit for word, unit in _UNIT_NAMED if word in text]
    if found:
        return found[0]
    return "户" if _HOUSEHOLDS.search(text) else ""
