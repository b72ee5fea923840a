"""How the words of a term and the name of a figure are compared: variants, modifiers, likeness. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache

from bot.gazetteer import short_form
from bot.said_figures import SaidFigure
from bot.terms import folk_terms
from knowledge.lexical import terms

BESIDE = 0.85
"""What a term's words count where the name beside a figure says them, not its own."""
_NAMELESS = 0.6
_LEAST_CHARS, _LONG_CHARS = 2, 3
MARKS = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?")
_NUMBERED = re.compile(r"(?:人次|户|人|座|盏|个|件|公里|亩|名)数|人次|数量|规模|的|总共|一共")
_VERBS = re.compile(
    r"^(?:吃上?|领取?|拿|享受|参加|新建|改建|发放|安置|安装|完成|建成|建设|开展|实施|种植|投放|投入|选派|达到|新改建|动员|拿出|[改盖做建修发派装投给])+(?=[一-龥]{2})|(?:投放额|发放额|总额|额|种植|投放|投入|支出|发放|安置|达到|安装|实施|发|投|贷|派|建)$"
)


def alike(one: SaidFigure, other: SaidFigure) -> float:
    """How far two figures have the same name, in [0, 1]: without places and stock words, or a little less with the names before them."""
    first, second = without_place(one), without_place(other)
    if not first or not second:
        return _NAMELESS  # only the place is named
    fuller = SequenceMatcher(None, f"{one.subject}{first}", f"{other.subject}{second}", autojunk=False).ratio()
    return max(SequenceMatcher(None, first, second, autojunk=False).ratio(), BESIDE * fuller)


def marks_said(words: str, figure: SaidFigure) -> bool:
    """Whether a figure's name says the letters and numbers of a term: D级 is no 危房改造 at large."""
    said = f"{figure.whole} {figure.name} {figure.reading}"
    return all(mark in said for mark in MARKS.findall(words))


def of_another_kind(words: str, figure: SaidFigure) -> bool:
    """Whether a figure's name has another modifier where the term has its own: 医疗救助资金 is no 临时救助资金."""
    return all(_other_modifier(variant, figure) for variant in variants(words))


def _other_modifier(words: str, figure: SaidFigure) -> bool:
    name = without_place(figure)
    run = SequenceMatcher(None, words, name, autojunk=False).find_longest_match()
    asked, own = words[: run.a], name[: run.b]
    if run.size < _LEAST_CHARS or len(asked) < _LEAST_CHARS or len(own) < _LEAST_CHARS:
        return False
    said = f"{figure.subject} {figure.whole} {figure.name} {figure.reading}"
    sibling = f"{asked[-_LEAST_CHARS:]}{words[run.a : run.a + run.size]}"
    if sibling in figure.subject and sibling not in figure.name:
        return True  # 县外务工11438人、县内务工7202人: the asked one stands before this one
    return not any(asked[i : i + 2] in said for i in range(len(asked) - 1))


@cache
def variants(words: str) -> tuple[str, ...]:
    """The words of a term as they are matched: without what only asks for a number, each folk term also in official words."""
    plain = _VERBS.sub("", _NUMBERED.sub("", words))
    plain = plain if len(plain) >= _LEAST_CHARS else words
    if len(plain) >= _LONG_CHARS:
        plain = plain.removesuffix("人")  # 务工就业的人
    table = folk_terms()
    folk = [f for f in table if f in plain]
    return tuple(dict.fromkeys((plain, words, *(plain.replace(f, official) for f in folk for official in table[f]))))


def without_place(figure: SaidFigure) -> str:
    """A figure's name without stock words and the places that it is about."""
    core = figure.core
    for place in (figure.place, *figure.hit.document.metadata.places):
        core = core.replace(place, "").replace(short_form(place), "") if place else core
    return core


def precision(figure: SaidFigure, asked: str) -> float:
    """Share of the pairs of characters of a figure's name that the question says, in [0, 1]."""
    pairs = [t for t in terms(without_place(figure)) if len(t) > 1]
    said = set(terms(asked))
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.5
