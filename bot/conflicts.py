"""What other documents state for the figure of an answer: other values for the same place and period, or the values of other years.

Looked for among all figures of the catalogue, not among the passages found. Where documents contradict each other, every value is
shown, the newest document and the highest issuer first, and the difference is named. Where a question names no year and several
years are stated, they make a small table in the order of the years.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.arithmetic import Term, formula
from bot.extractive import Quote
from bot.same_figure import Stated, agree, name, rougher, same_scope, same_thing
from bot.stating import asked_figures, called, holds, likeness, newest_first, number_of, quote_of, same_elsewhere
from bot.types import Conflict, Language, Query
from bot.weighing import counted_noun
from knowledge.assembly import KnowledgeBase
from knowledge.types import SearchHit
from knowledge.units import ratio

_KINDS = ("figure", "ratio")
_MOST_DOCUMENTS, _MOST_YEARS = 4, 6
_YEAR = re.compile(r"\d{4}")
_ASKS_PLAN = re.compile("计划|目标|打算|安排|任务|力争|预计|[要将]|准备|争取|指标|应")
_NARROWS = re.compile("新增|净增|[比较].+|增[加长发]|减少|下降|提高|剩余|其余|尚未")
_ASKS_NARROW = re.compile("[新增减升涨降差剩没未变超]|[多少]了|还有|其余|提高|比")
_BY_YEAR: dict[Language, str] = {"zh": "各年的数：", "en": "By year:"}
_LEAST_NAME = 3
_NOW = re.compile("目前|现在|如今|眼下|最新|最近一|现行|当前")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The answer's quotes with what other documents add."""

    quotes: tuple[Quote, ...]
    """All quotes of the answer, in the order of their numbers."""
    shown: int
    """How many of them are shown verbatim, from the first; the others are cited in `text` only."""
    text: str = ""
    """Lines to add, with marks [n] of `quotes`."""
    conflicts: tuple[Conflict, ...] = ()


def elsewhere(query: Query, quotes: Sequence[Quote], knowledge: KnowledgeBase) -> Elsewhere:
    """The quotes of an answer with what other documents state for their figures; as they are where that adds nothing.

    Args:
        query: The question; only one for a figure or a share is looked at.
        quotes: What answers it.
        knowledge: The base they come from.
    """
    others: dict[Stated, list[Stated]] = {}
    for asked in asked_figures(query, quotes, knowledge) if query.kind in _KINDS and not query.plan else ():
        if asked.card.repealed_by:
            continue  # the old rule was asked for: what is said today isn't
        whole = _named_exactly(query, _unnarrowed(query, asked, knowledge), knowledge)
        same = same_elsewhere(whole, knowledge)
        better = _exact(_of_scope(query, whole, same), same)
        quotes = quotes if better is asked else _replaced(quotes, asked, better, knowledge)
        others[better] = same
    found = _contradicted(query, quotes, others, knowledge)
    if found is None and len(query.years) != 1 and not (query.months or _NOW.search(query.resolved)):
        found = _over_years(query, quotes, others, knowledge)
    return found or Elsewhere(tuple(quotes), len(quotes))


def without_years(text: str) -> str:
    """An answer's text without its table of the years."""
    lines = text.split("\n")
    heads = [i for i, line in enumerate(lines) if line in _BY_YEAR.values()]
    return "\n".join(lines[: heads[0]]) if heads else text


def _replaced(quotes: Sequence[Quote], asked: Stated, better: Stated, knowledge: KnowledgeBase) -> list[Quote]:
    """The quotes with one that shows `better` in the stead of those that show `asked`."""
    place = next((i for i, quote in enumerate(quotes) if holds(quote, asked)), len(quotes))
    kept = [quote for quote in quotes if not holds(quote, asked)]
    new = [] if any(holds(quote, better) for quote in kept) else [quote_of(better, knowledge)]
    return [*kept[:place], *new, *kept[place:]]


def _unnarrowed(query: Query, asked: Stated, knowledge: KnowledgeBase) -> Stated:
    """The asked figure, or the one of all where that one is of the new or remaining ones only, which nobody asked for."""
    narrowing = [q for q in asked.figure.qualifiers if _NARROWS.search(q)]
    if not narrowing or _ASKS_NARROW.search(query.resolved):
        return asked
    rest = tuple(q for q in asked.figure.qualifiers if q not in narrowing and q != "其中")
    whole = replace(asked, figure=replace(asked.figure, qualifiers=rest))
    named = name(whole.figure, whole.card)
    same = (s for s in same_elsewhere(whole, knowledge) if same_scope(whole, s))
    of_all = [s for s in same if name(s.figure, s.card) == named]
    return min(of_all, key=newest_first, default=asked)


def _named_exactly(query: Query, asked: Stated, knowledge: KnowledgeBase) -> Stated:
    """The asked figure, or the newest one that is called just what is asked, where that one's name says more.

    脱贫人口多少人 is not answered with the 脱贫人口务工就业, nor with those among the 吸纳就业, where a table counts the 脱贫人口.
    """
    counted = counted_noun(query)
    own = asked.figure.indicator
    more = counted in own and (own != counted or "其中" in asked.figure.qualifiers)
    if len(counted) < _LEAST_NAME or not more:
        return asked
    exact = [s for s in called(counted, asked, knowledge) if not s.planned and "其中" not in s.figure.qualifiers]
    if any(same_thing(asked, s) for s in exact):
        return asked  # 累计监测对象 are the 监测对象
    years = {str(year) for year in query.years}
    fitting = [s for s in exact if not years or s.period in years]
    return min(fitting, key=lambda s: (-int(s.period[:4] or 0), newest_first(s)), default=asked)


def _of_scope(query: Query, asked: Stated, same: Sequence[Stated]) -> Stated:
    """The asked figure, or one of the same thing that is rather asked for.

    Where a year is asked, one of that whole year instead of its half's or a planned one; where none is asked, the newest one.
    """
    if _ASKS_PLAN.search(query.resolved) or query.months or not asked.period:
        return asked
    years = {str(year) for year in query.years} or {s.period for s in same if _YEAR.fullmatch(s.period)}
    done = [s for s in same if not s.planned and s.period in years]
    newest = max((s.period for s in done), default="")
    better = asked.planned or (asked.period not in years if query.years else asked.period < newest)
    return min((s for s in done if s.period == newest), key=newest_first) if done and better else asked


def _exact(asked: Stated, same: Sequence[Stated]) -> Stated:
    """The asked figure, or where it is a rounded one (约1300户) the exact one that it stands for."""
    exact = (s for s in same if same_scope(asked, s) and rougher(asked, s))
    return min(exact, key=newest_first, default=asked)


def differing(asked: Stated, same: Sequence[Stated]) -> list[Stated]:
    """Of each other document the figure that contradicts the asked one, and the asked one itself; nothing where none does.

    A document that states the asked value, too, contradicts nothing, and a value that the asked figure's document knows is no news.
    """
    alike = [s for s in same if same_scope(asked, s)]
    own = [asked, *(s for s in alike if s.card.id == asked.card.id)]
    found: dict[str, Stated] = {}
    for stated in alike:
        document = [s for s in alike if s.card.id == stated.card.id]
        if stated.card.id == asked.card.id or any(agree(asked, s) for s in document):
            continue
        if not any(agree(mine, stated) for mine in own):
            best = found.get(stated.card.id)
            if best is None or likeness(asked, stated) > likeness(asked, best):
                found[stated.card.id] = stated
    agreeing = [s for s in alike if s.card.id != asked.card.id and agree(asked, s)]
    kept = [asked, *found.values(), *_one_each(agreeing)][:_MOST_DOCUMENTS]
    return sorted(kept, key=newest_first) if found else []


def _one_each(stated: Sequence[Stated]) -> list[Stated]:
    """The first of each document."""
    return list({s.card.id: s for s in reversed(stated)}.values())


def _contradicted(
    query: Query, quotes: Sequence[Quote], others: Mapping[Stated, Sequence[Stated]], knowledge: KnowledgeBase
) -> Elsewhere | None:
    """Every value with its quote, the newest first, and a line a figure that names the difference; None where none differs."""
    contradicted = {asked: group for asked, same in others.items() if (group := differing(asked, same))}
    if not contradicted:
        return None
    stated = sorted((s for group in contradicted.values() for s in group), key=newest_first)
    placed: list[Quote] = []
    for each in stated:
        if not any(holds(quote, each) for quote in placed):
            own = next((quote for quote in quotes if holds(quote, each)), None)
            placed.append(own or quote_of(each, knowledge))
    every = (*placed, *(quote for quote in quotes if quote not in placed))
    lines, conflicts = [], []
    for asked, group in contradicted.items():
        numbers = [number_of(every, s) for s in group]
        lines.append(_difference(query, group, numbers))
        said = tuple((s.figure.said, number) for s, number in zip(group, numbers, strict=True))
        indicator = group[0].figure.indicator
        conflicts.append(Conflict(indicator=indicator, place=asked.figure.place, period=asked.period, stated=said))
    return Elsewhere(every, len(every), "\n".join(lines), tuple(conflicts))


def _difference(query: Query, group: Sequence[Stated], numbers: Sequence[int]) -> str:
    """Which document says what, and by how much they differ, in one unit."""
    marked = sorted(zip(group, numbers, strict=True), key=lambda pair: -_common(group[0], pair[0]))
    ends = (marked[0], marked[-1])
    made = formula("difference", [_term(s) for s, _ in ends], [number for _, number in ends])
    pairs = list(zip(group, numbers, strict=True))
    if query.language == "en":
        said = "; ".join(f"“{s.card.metadata.title}”{_issued(s, query)} says {s.figure.said}[{n}]" for s, n in pairs)
        return f"The documents don't agree: {said}" + (f"; the difference is {made.text}." if made else ".")
    said = "，".join(f"《{s.card.metadata.title}》{_issued(s, query)}为{s.figure.said}[{n}]" for s, n in pairs)
    apart = "相差" if len(group) == 2 else "最多与最少相差"
    return f"文件之间的数不一致：{said}" + (f"，{apart}{made.text}。" if made else "。")


def _common(one: Stated, other: Stated) -> Decimal:
    """The value of `other` in the unit of `one`."""
    return other.figure.value * (ratio(other.figure.unit, one.figure.unit) or 1)


def _term(stated: Stated) -> Term:
    figure, hit = stated.figure, SearchHit(chunk=stated.chunk, document=stated.card, score=0.0)
    return Term(figure.indicator, Quote(hit, figure.start, figure.end), stated.quantity, figure.said)


def _issued(stated: Stated, query: Query) -> str:
    """When its document was issued, in brackets; empty where that isn't known."""
    day = stated.card.metadata.issued
    if day is None:
        return ""
    return f" ({day.isoformat()})" if query.language == "en" else f"（{day.year}年{day.month}月{day.day}日）"


def _over_years(
    query: Query, quotes: Sequence[Quote], others: Mapping[Stated, Sequence[Stated]], knowledge: KnowledgeBase
) -> Elsewhere | None:
    """The quotes and a line a year, of those asked where some are, with what documents state for it; None where that is one year only."""
    if any(asked.planned for asked in others):
        return None
    columns = [_by_year(asked, same) for asked, same in others.items()]
    complete = set(columns[0]).intersection(*columns[1:]) if columns else set()
    if query.years:
        complete &= {str(year) for year in query.years}
        told = [any(holds(quote, column[year]) for quote in quotes) for column in columns for year in complete]
        if all(told):
            return None  # the quotes say it all: 2021年：702户，2022年：946户
    if len(complete) < 2:
        return None
    every, lines = list(quotes), []
    for year in sorted(complete)[-_MOST_YEARS:]:
        stated = [column[year] for column in columns]
        every += [quote_of(s, knowledge) for s in stated if not any(holds(quote, s) for quote in every)]
        said = "、".join(f"{s.figure.said}[{number_of(every, s)}]" for s in stated)
        lines.append(_year_line(query, year, said, newest=not query.years and year == max(complete)))
    head = _BY_YEAR[query.language]
    return Elsewhere(tuple(every), len(quotes), "\n".join((head, *lines)))


def _by_year(asked: Stated, same: Sequence[Stated]) -> dict[str, Stated]:
    """The figure of each whole year: the asked one, else the newest document's, of one document the one named most alike.

    Of two named alike the one nearer to the asked value: of 驻村干部180名 and, among those honoured, 17名 beside 186名 the 180.
    """
    done = sorted(
        (s for s in same if _YEAR.fullmatch(s.period) and not s.planned),
        key=lambda s: (*newest_first(s), -likeness(asked, s), _apart(asked, s)), reverse=True,
    )  # fmt: skip
    return {s.period: s for s in done} | ({asked.period: asked} if _YEAR.fullmatch(asked.period) else {})


def _apart(one: Stated, other: Stated) -> Decimal:
    """How far two values are apart, as a share of the greater, in [0, 1] for values of one sign."""
    first, second = one.figure.value, other.figure.value * (ratio(other.figure.unit, one.figure.unit) or 1)
    return abs(first - second) / max(abs(first), abs(second), Decimal(1))


def _year_line(query: Query, year: str, said: str, *, newest: bool) -> str:
    if query.language == "en":
        return f"{year}{' (newest)' if newest else ''}: {said}"
    return f"{year}年{'（最新）' if newest else ''}：{said}"
