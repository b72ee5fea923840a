"""Sums, differences and comparisons of two or more cited figures, with the working shown.

A question is taken apart into one question a term: by its years (2021年和2022年), its places (石桥镇和白鹿镇) or its indicators
(危房改造和抗震改造). Each term is answered as a figure of its own; where one isn't found, or units differ, nothing is computed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

from bot.asked import asked_quantities
from bot.extractive import Quote
from bot.gazetteer import short_form
from bot.statements import ReadSentence
from bot.types import AskedKind, Query
from knowledge.numbers import Quantity
from knowledge.sentences import clause_spans
from knowledge.units import ratio

COMPUTED: frozenset[AskedKind] = frozenset({"sum", "difference", "comparison"})
_OWN_FLOOR = 0.3  # of a term's content that its statement must say itself: a wrong term makes a wrong sum
_MOST_TERMS = 5
_YEARS = re.compile(r"(?:(?:19|20)\d{2}年?(?:度|底)?[和与跟、至]?)+(?:这?两年)?")
_OPERATION = re.compile(
    r"[,，]?(?:(?:这?[两三四五几]样|两项|三项|[两三]者)?(?:加起来|加一起|加一块|合[计在]|总和|之和|相加|相差|差多少|差了)|(?:哪|谁|孰)[^,，]{0,8}[多少高低大小]).*$"
)
"""Words that compute, with what follows them: the terms stand before."""
_ASKING = re.compile(
    r"(?:这?[两三四五]年|两个?[镇乡县村])|哪[个些一]?[镇乡县村区年项种类边]?|一共|总共|合计|分别|相比|各?[是有为]?(?:多少|几)(?:万|亿)?(?:元|[户人名个座家次件亩所处眼条项](?=多少|几|[^一-龥]|$))?"
    r"|[比较](?=[,，]|$|[多少高低大小增减])|(?:增加|减少|[多少高低增减涨降])了|[多少高低大小](?=[?？。]?$)|[?？。]"
)
"""Words that ask, of no term's content."""
_ASKED_WHICH = re.compile(r"(?:[,，]?[多少高低大小])+$")
_HAN = re.compile(r"[一-龥]+")
_SAME_THING_CHARS = 3
_JOINTS = re.compile(r"[、和与跟]|以及")


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that a computation uses."""

    label: str
    quote: Quote
    quantity: Quantity
    shown: str
    """The figure as its source writes it, e.g. 8.91亿元."""
    said: str
    """The Han characters of the clause or cell that holds it, without its unit: what it is a figure of."""


def terms_asked(query: Query) -> tuple[Query, ...]:
    """One figure question a term, in the order of the question; empty where it can't be taken apart into at least two."""
    own = query.resolved
    if len(query.years) > 1:
        return tuple(
            _term(query, f"{year}年{_bare(_YEARS.sub('', own))}", years=(year,)) for year in sorted(query.years)
        )
    places = (*query.places, *query.mentioned_places)
    if len(places) > 1:
        rest = own
        for place in places:
            rest = rest.replace(place, "").replace(short_form(place), "")
        rest = _YEARS.sub("", rest)
        subject = _bare(rest) or _bare(re.sub(r"^.*?哪[^,，]{0,2}", "", rest))
        return tuple(_term(query, f"{place}{subject}", places=(place,)) for place in places)
    pieces = [p for p in (_bare(piece) for piece in _JOINTS.split(_OPERATION.sub("", own))) if len(p) >= 2]
    return tuple(_term(query, piece) for piece in pieces) if 1 < len(pieces) <= _MOST_TERMS else ()


def _bare(text: str) -> str:
    """`text` without the words that ask and compute."""
    said = _ASKING.sub("", _OPERATION.sub("", text))
    return _ASKED_WHICH.sub("", _ASKING.sub("", said)).strip(" ,，的和与跟比较、")


def _term(query: Query, text: str, *, years: tuple[int, ...] = (), places: tuple[str, ...] = ()) -> Query:
    return replace(
        query, resolved=text, kind="figure", years=years or query.years, places=places or query.places,
        mentioned_places=() if places else query.mentioned_places, carried="",
    )  # fmt: skip


def term_found(term: Query, sentences: Sequence[ReadSentence]) -> Term | None:
    """The figure for one term, from its best statement; None where none carries it surely."""
    best = next((s for s in sentences if s.holds and s.in_scope), None)
    if best is None or best.own < _OWN_FLOOR:
        return None
    text = best.reading or best.text
    last = clause_spans(text)[-1] if not best.reading else (0, len(text))
    found = asked_quantities(term, text[slice(*last)])
    if not found:
        return None
    quantity = found[-1] if best.reading else found[0]
    clause = text[slice(*last)]
    said = "".join(_HAN.findall(clause[: quantity.start] + clause[quantity.end :]))
    return Term(
        term.resolved, Quote(best.hit, best.start, best.end), quantity, clause[quantity.start : quantity.end], said
    )


def in_order(query: Query, terms: Sequence[Term]) -> list[Term]:
    """The terms in the order in which they are shown: of a difference the larger first, else as asked."""
    values = [_in_unit_of(terms[0], term) for term in terms]
    if query.kind != "difference" or len(terms) != 2 or None in values:
        return list(terms)
    pairs = sorted(zip(values, range(len(terms)), strict=True), key=lambda pair: -(pair[0] or 0))
    return [terms[index] for _, index in pairs]


def computed(query: Query, terms: Sequence[Term]) -> str:
    """The working and result as text with marks [1], [2], … for the terms in order; empty where it can't be computed.

    A sum is a + b = c in the first term's unit, a difference larger − smaller, a comparison both figures and which is larger.
    """
    values = [_in_unit_of(terms[0], term) for term in terms]
    places = [(t.quote.hit.document.id, t.quote.start, t.shown) for t in terms]
    if None in values or len(set(places)) < len(places) or not _alike(query, terms):
        return ""
    numbers = [value for value in values if value is not None]
    parts = [f"{term.label}：{term.shown}[{n}]" for n, term in enumerate(terms, 1)]
    if query.kind == "sum":
        return _equation(terms, numbers, "+", sum(numbers, Decimal(0)))
    order = sorted(range(len(numbers)), key=lambda i: -numbers[i])
    high, low = order[0], order[-1]
    if query.kind == "difference" and len(terms) == 2:
        return _equation(
            [terms[high], terms[low]], [numbers[high], numbers[low]], "−", numbers[high] - numbers[low], (high, low)
        )
    if numbers[high] == numbers[low]:
        return "；".join(parts) + "；两者相同。" if query.language == "zh" else "; ".join(parts) + "; they are equal."
    if len(terms) == 2:
        gap = _equation(
            [terms[high], terms[low]], [numbers[high], numbers[low]], "−", numbers[high] - numbers[low], (high, low)
        )
        parts.append(
            f"相差{gap.partition('：')[2]}" if query.language == "zh" else f"difference {gap.partition('：')[2]}"
        )
    most = f"{terms[high].label}最多" if len(terms) > 2 else f"{terms[high].label}较多"
    return "；".join(parts) + (f"；{most}。" if query.language == "zh" else f"; the larger: {terms[high].label}.")


def _alike(query: Query, terms: Sequence[Term]) -> bool:
    """Whether figures of several years or places are figures of the same thing: their clauses share a run of words."""
    if max(len(query.years), len((*query.places, *query.mentioned_places))) < 2:
        return True
    first = terms[0].said
    runs = (SequenceMatcher(None, first, term.said, autojunk=False).find_longest_match() for term in terms[1:])
    return all(run.size >= _SAME_THING_CHARS for run in runs)


def _in_unit_of(first: Term, term: Term) -> Decimal | None:
    factor = ratio(term.quantity.unit, first.quantity.unit)
    return None if factor is None else term.quantity.value * factor / first.quantity.scale


def _equation(
    terms: Sequence[Term], numbers: Sequence[Decimal], sign: str, result: Decimal, order: tuple[int, ...] = ()
) -> str:
    marks = [n + 1 for n in (order or range(len(terms)))]
    left = sign.join(f"{term.shown}[{mark}]" for term, mark in zip(terms, marks, strict=True))
    scale = {Decimal(1): "", Decimal(10000): "万", Decimal(100000000): "亿"}.get(terms[0].quantity.scale, "")
    unit = terms[0].quantity.unit.partition("/")[0]
    labels = "、".join(term.label for term in terms)
    return f"{labels}：{left}={_plain(result)}{scale}{unit}"


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
