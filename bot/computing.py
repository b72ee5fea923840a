"""A computed answer from passages: which figures, which formula, which words; or why nothing can be computed.

What a document says itself (比上年增加764人, a total row) comes first; where the formula gives the same, it is shown beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from bot.alike_tables import column_over_tables
from bot.arithmetic import Term, formula, marks_of, value_in
from bot.choosing import Chooser, Chosen
from bot.computed import Computed, apart, cannot, different_units, label_of, missing, open_between, which_way
from bot.extractive import Quote
from bot.forms import Apart
from bot.operations import Operation, asked_operation
from bot.row_answers import answer_rows, list_rows
from bot.said_figures import SaidFigure, said_figures
from bot.said_results import agrees, said_result
from bot.sides import Side, Sides, asked_places, asked_years, bare, named_unit, sides_of, since_newest
from bot.types import Query
from bot.understanding import asked_units
from bot.whole_tables import Column, column_asked, of_named_kind
from knowledge.assembly import KnowledgeBase
from knowledge.sentences import sentence_spans
from knowledge.types import SearchHit
from knowledge.units import ratio

_LEAST_SAID = 0.6
_STATED_CHARS = 110
_MONEY_LAST = re.compile(r"(?:收入|支出|金额|资金|产值|经费|工资|存款|贷款额)[的是\s]*$")
"""What is ranked is an amount: 脱贫人口收入最高的镇 isn't the one with most of them."""
_SUPERLATIVE = re.compile(r"最[多少高低大小]的?(?:是|为)?[一-龥]{2,3}(?:镇|乡|街道)(?![一-龥]{2,3}村)")
_A_MEAN = re.compile("[人户]均|平均")
_RESULT_UNITS = ("倍", "%", "百分点", "成")
_PAIRS = ("each", "remaining", "completion")
"""Operations whose two figures are found together."""
Search = Callable[[Query], Sequence[SearchHit]]


@dataclass(frozen=True, slots=True)
class _Work:
    """A computation under way."""

    query: Query
    operation: Operation
    hits: tuple[SearchHit, ...]
    knowledge: KnowledgeBase
    chooser: Chooser
    units: tuple[str, ...]


def compute(query: Query, search: Search, knowledge: KnowledgeBase, places: Collection[str]) -> Computed | None:
    """The computed answer to a question, or why there is none; None where it asks for none, or another step knows better.

    Args:
        query: The question.
        search: Finds the passages of one term.
        knowledge: The base they come from.
        places: Places that documents are about.
    """
    operation = asked_operation(query.resolved)
    if (
        operation is not None
        and operation.kind in ("sum", "average")
        and len(asked_places(operation.sides[0], query)) > 1
    ):
        operation = replace(operation, rows="")  # 甲镇、乙镇两个镇: the named ones, not all
    if operation is None or query.unknown_places:
        return None
    query = since_newest(query, operation, knowledge.catalogue.cards())
    if operation.kind in ("each", "average") and any(_A_MEAN.search(term) for term in query.expansions):
        return None  # 人均挣多少 asks for 人均纯收入, which documents state
    text = " ".join(operation.sides)
    sides = None if operation.rows or operation.kind in _PAIRS else sides_of(query, operation)
    if sides is not None and (reason := cannot(operation, sides)):
        return Computed("", (), reason=reason[0], reason_english=reason[1])
    if sides is None and not operation.rows and operation.kind not in _PAIRS:
        return None
    if operation.kind in ("listing", "comparison") and sides is not None and not _several(operation, sides, query):
        return None
    asked = sides.each if sides is not None else (_whole_side(text, query),)
    hits = _passages(query, asked, search)
    figures = [
        figure
        for figure in said_figures(hits, knowledge, {*places, *query.places, *query.mentioned_places})
        if figure.person in query.resolved  # one household's figure is nobody else's
    ]
    units = tuple(unit for unit in query.units if unit not in _RESULT_UNITS)
    if operation.kind == "difference" and (
        "百分点" in query.units or (not units and all(s.words.endswith("率") for s in asked))
    ):
        units = ("%",)
    work = _Work(query, operation, hits, knowledge, Chooser(query, knowledge, figures), units)
    if operation.rows:
        return _rows(work, asked[0])
    if sides is None:
        return _pair(work, asked[0])
    return _terms(work, sides)


def _several(operation: Operation, sides: Sides, query: Query) -> bool:
    """Whether figures that are listed or compared are of several years or places, or are compared as parts."""
    if operation.kind == "listing":
        return sides.axis != "parts" and query.kind == "figure"
    return sides.axis != "parts" or query.kind == "comparison"


def _whole_side(text: str, query: Query) -> Side:
    places, years = asked_places(text, query), asked_years(text, query)
    words = bare(text, query)
    words = "行政村" if words in ("村", "村子") else words
    return Side(words, places[0] if len(places) == 1 else "", years[0] if years else 0, named_unit(text))


def _passages(query: Query, sides: Sequence[Side], search: Search) -> tuple[SearchHit, ...]:
    """The passages of each term and of the whole question, each once, in turn."""
    queries = [replace(query, kind="figure", places=(), mentioned_places=(), years=())]
    for side in dict.fromkeys(sides):
        known = side.place in query.places
        queries.append(
            replace(
                query, kind="figure", resolved=side.label, carried="", units=(), years=(side.year,) if side.year else (),
                places=(side.place,) if side.place and known else (),
                mentioned_places=(side.place,) if side.place and not known else (),
            )
        )  # fmt: skip
    found: dict[str, SearchHit] = {}
    for each in queries:
        for hit in search(each):
            found.setdefault(hit.chunk.id, hit)
    return tuple(found.values())


def _rows(work: _Work, side: Side) -> Computed | None:
    """Over the rows of a table."""
    places = asked_places(" ".join(work.operation.sides), work.query)
    bound = work.operation.bound
    units = (bound.unit,) if bound is not None else _row_units(work, side)
    if work.operation.kind == "listing":
        return _listed(work, side, units)
    column = _column(work, side, units)
    side = replace(side, place="")
    if isinstance(column, Apart):
        return apart(column)
    if column is not None:
        column = of_named_kind(work.query.resolved, work.operation.rows, column)
    if column is None:
        if work.operation.kind == "average" and (shared := _shared_out(work, side)) is not None:
            return shared
        if work.operation.kind in ("sum", "average") and len(places) < 2:
            return missing(Side(f"各{work.operation.rows}{side.words}", "", side.year))
        return _no_rows(work, side)
    answer = answer_rows(work.operation, column, places)
    if answer is None:
        return None
    if answer.reason:
        return Computed("", (), reason=answer.reason, reason_english=answer.reason_english)
    return Computed(answer.text, answer.quotes, min(1.0, column.score), answer.counted)


def _column(work: _Work, side: Side, units: Sequence[str]) -> Column | Apart | None:
    """The rows of one table, else the tables of all places of the kind."""
    asked = side, work.operation.rows, units, work.hits, work.knowledge, work.chooser
    return column_asked(*asked) or column_over_tables(*asked)


def _listed(work: _Work, side: Side, units: Sequence[str]) -> Computed | None:
    """Every row's figure, a column for each unit asked; None where no table has one: what is asked may be said in words."""
    each: list[tuple[str, ...]] = [(unit,) for unit in units] or [()]
    found = [_column(work, side, asked) for asked in each]
    differing = [column for column in found if isinstance(column, Apart)]
    if differing:
        return apart(differing[0])
    columns = [column for column in found if isinstance(column, Column)]
    if not columns or len(columns) < len(found):
        return None
    answer = list_rows(columns)
    return Computed(answer.text, answer.quotes, min(1.0, *(column.score for column in columns)), answer.counted)


def _shared_out(work: _Work, side: Side) -> Computed | None:
    """平均每个村 where no table has a row a village: what all have together by their number."""
    noun = "行政村" if work.operation.rows == "村" else work.operation.rows
    each = replace(work, operation=replace(work.operation, kind="each", rows="", per="个", of=noun))
    return _pair(each, side)


def _row_units(work: _Work, side: Side) -> tuple[str, ...]:
    """The units asked of the figures: not those in which rows or ranks are counted (哪几个乡镇, 第几名)."""
    ranks = work.operation.kind == "extreme" and work.operation.top != 1
    rows = ("个", "个人", "人") if ranks else ("个", "个人")
    asked = tuple(unit for unit in work.units if unit not in rows)
    if not asked and _MONEY_LAST.search(side.words):
        return ("元",)
    return (side.unit,) if side.unit and (not asked or side.unit in asked) else asked  # 脱贫户一共多少人: 人


def _no_rows(work: _Work, side: Side) -> Computed | None:
    """A superlative that no table answers may stand in the text itself; else it is said that there is nothing."""
    towns = work.operation.rows in ("乡镇", "镇", "乡")
    if not towns or (work.operation.kind == "extreme" and _says_superlative(work, side)):
        return None
    return missing(replace(side, words=f"各{work.operation.rows}{side.words}"))


def _says_superlative(work: _Work, side: Side) -> bool:
    """Whether a sentence says of a township that it has the most or least of what is asked."""
    for hit in work.hits:
        for start, end in sentence_spans(hit.chunk.text):
            sentence = hit.chunk.text[start:end]
            if _SUPERLATIVE.search(sentence) and work.chooser.says(side.words, sentence) >= _LEAST_SAID:
                return True
    return False


def _pair(work: _Work, side: Side) -> Computed | None:
    """户均, what remains and what is done: two figures said together."""
    if work.operation.kind == "completion" and _says_rate(work, side):
        return None
    stated = said_result(work.operation, Sides((side,), "parts"), work.chooser, work.units)
    found = work.chooser.pair(side, work.operation, _numerator_units(work))
    if stated is not None:
        return _stated(work, stated, found)
    if not found:
        left = work.operation.kind == "remaining" and work.operation.named
        return missing(replace(side, words=f"{side.words}剩余数")) if left else None
    return _worked(work, found)


def _says_rate(work: _Work, side: Side) -> bool:
    """Whether a document states the rate itself: then its own word is quoted."""
    words = f"{side.words}{work.operation.done}率"
    return any(
        f.quantity.unit == "%" and "率" in f.name and work.chooser.in_scope(side, f)
        and work.chooser.says(words, f"{f.name} {f.lead}") >= _LEAST_SAID
        for f in work.chooser.figures
    )  # fmt: skip


def _numerator_units(work: _Work) -> tuple[str, ...]:
    if work.operation.kind != "each":
        return work.units
    return tuple(u for u in asked_units(" ".join(work.operation.sides)) if u != work.operation.per)


def _terms(work: _Work, sides: Sides) -> Computed | None:
    """Named terms."""
    stated = said_result(work.operation, sides, work.chooser, work.units)
    listed = work.operation.kind == "listing"  # 各多少户多少人: both stand in the clause that is quoted
    choice = work.chooser.choose(sides, work.units[:1] if listed else work.units)
    if stated is not None:
        return _stated(work, stated, choice.chosen)
    if choice.missing is None:
        return _worked(work, choice.chosen)
    if choice.rivals and work.operation.kind not in ("listing", "comparison"):
        return open_between(choice.rivals)
    return _of_other_units(work, sides) or (missing(choice.missing) if _explicit(work, sides) else None)


def _explicit(work: _Work, sides: Sides) -> bool:
    """Whether the question names two years or places to compute with: then nothing else answers it."""
    if work.operation.kind in ("listing", "comparison"):
        return False
    return sides.axis == "places" or (sides.axis == "years" and len(work.query.years) > 1)


def _of_other_units(work: _Work, sides: Sides) -> Computed | None:
    """That the terms are there but measure different things; None where they aren't all there."""
    chosen = work.chooser.choose(sides, work.units, compatible=False).chosen
    units = list(dict.fromkeys(c.figure.quantity.unit for c in chosen))
    if work.operation.kind in ("listing", "comparison") or all(ratio(unit, units[0]) is not None for unit in units):
        return None
    reason, english = different_units(units)
    return Computed("", tuple(c.figure.quote for c in chosen), reason=reason, reason_english=english)


def _in_order(work: _Work, chosen: Sequence[Chosen]) -> list[Chosen]:
    """The terms as they are shown and numbered: of a difference the larger first, else as asked."""
    if work.operation.kind != "difference" or len(chosen) != 2:
        return list(chosen)
    first, second = (c.figure.quantity for c in chosen)
    other = value_in(first, second)
    return list(chosen) if other is None or first.value / first.scale >= other else [chosen[1], chosen[0]]


def _way(work: _Work, asked: Sequence[Chosen]) -> str:
    return which_way(asked) if work.operation.kind == "difference" else ""


def _worked(work: _Work, asked: Sequence[Chosen]) -> Computed | None:
    chosen = _in_order(work, asked)
    quotes, marks = marks_of([c.figure.quote for c in chosen])
    sure = min(1.0, *(c.score for c in chosen))
    if work.operation.kind == "listing":
        distinct = len(quotes) == len(chosen) or all(quote.reading for quote in quotes)
        text = "\n".join(f"{q.reading or q.text}[{number}]" for number, q in enumerate(quotes, 1))
        return Computed(text, tuple(quotes), sure) if distinct else None
    made = formula(work.operation.kind, _as_terms(chosen), marks)
    if made is None:
        return None
    if work.operation.kind == "comparison":
        return Computed(f"{made.text}。", tuple(quotes), sure)
    names = "、".join(dict.fromkeys(label_of(c) for c in chosen))
    if work.operation.kind == "completion":
        names = f"{chosen[0].side.words}{work.operation.done}率"
    return Computed(f"{names}：{made.text}{_way(work, asked)}", tuple(quotes), sure)


def _as_terms(chosen: Sequence[Chosen]) -> list[Term]:
    return [Term(label_of(c), c.figure.quote, c.figure.quantity, c.figure.shown) for c in chosen]


def _stated(work: _Work, stated: Chosen, chosen: Sequence[Chosen]) -> Computed:
    """The result as a document says it, with the working where both terms were found and give the same."""
    whole = _with_base(work, stated.figure)
    asked, chosen = chosen, _in_order(work, chosen)
    quotes, marks = marks_of([whole, *(c.figure.quote for c in chosen)])
    said = (whole.reading or whole.text).rstrip("。；，") + _signed(stated.figure)
    made = formula(work.operation.kind, _as_terms(chosen), marks[1:]) if chosen else None
    if made is None or not agrees(work.operation.kind, stated.figure, made.value):
        return Computed(f"{said}[1]", (quotes[0],), min(1.0, stated.score))
    return Computed(
        f"{said}[1]；{made.text}{_way(work, asked)}", tuple(quotes), min(1.0, stated.score, *(c.score for c in chosen))
    )


def _signed(figure: SaidFigure) -> str:
    """What a column of changes says, in words: -57户 is 少57户."""
    if not figure.reading or figure.result != "change" or figure.quantity.value >= 0:
        return ""
    return f"（即少{figure.shown.lstrip('-−－')}）"


def _with_base(work: _Work, figure: SaidFigure) -> Quote:
    """The clauses from the figure that a result is about to the result itself."""
    base = work.chooser.base_of(figure)
    if figure.reading or base is None or figure.end - base.start > _STATED_CHARS:
        return figure.quote
    return Quote(figure.hit, min(base.start, figure.start), figure.end)
