"""What a refusal offers: the same matter for another place or time, and the office that a document names for it.

Nothing of it is an answer. A neighbour answers the question once its month, year or place is left out, in this order, so that as much
as possible of what was asked still holds; what had to be left out is what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.desk import Case
from bot.refusing import Missing, Refusal, assess, nearest
from bot.scope import MEASURED, only_planned, stated_years
from bot.statements import ReadSentence, read
from bot.types import AskedKind, Query
from bot.weighing import without_slots

_PASSAGES = 50
_OFFICE_PASSAGES = 20
_MOST = 2
_OFFERED: frozenset[AskedKind] = frozenset({"figure", "ratio"})
_OWN_NEIGHBOUR = 0.5  # of the question's content that a neighbour must say: it has to be the same indicator
_OWN_ELSEWHERE, _MARGIN = (
    0.8,
    0.4,
)  # of the question's content: a statement elsewhere says at least so much, and the passage here less by so much
_OFFICE_OWN = 0.3  # of the question's content that the line of an office must say: it has to be this matter's


def helped(case: Case, refusal: Refusal) -> Refusal:
    """The refusal with what the documents offer instead, and with what is missing told by it."""
    if refusal.missing != "document":
        refusal = _with_neighbours(case, refusal)
    if refusal.missing in ("value", "subject") and case.query.kind != "contact":
        refusal = replace(refusal, office=_office(case))
    return refusal


def said_elsewhere(case: Case, query: Query, best: ReadSentence) -> Refusal | None:
    """The refusal where the asked figure is stated in the question's words for another place or time, and here only one near to it.

    Args:
        case: What answers.
        query: The question, or a part of it.
        best: The statement that would answer it.
    """
    if query.kind not in MEASURED or best.reading or best.around > 1 - _MARGIN:
        return None
    for missing, free in _loosened(query):
        sentences = _read(case, free, _PASSAGES)
        found = _neighbours(query, free, sentences)
        if found and found[0].own >= max(_OWN_ELSEWHERE, best.around + _MARGIN):
            return Refusal(missing, nearest(sentences), neighbours=found)
    return None


def _with_neighbours(case: Case, refusal: Refusal) -> Refusal:
    """The refusal with what the documents say of the same matter for another place or time; the scope is then what is missing."""
    nearby: tuple[ReadSentence, ...] = ()
    for missing, free in _loosened(case.query):
        sentences = _read(case, free, _PASSAGES)
        if found := _neighbours(case.query, free, sentences):
            return Refusal(missing, nearest(sentences), neighbours=found)
        nearby = nearest(sentences)
    return replace(refusal, nearby=nearby or refusal.nearby) if refusal.missing in ("place", "period") else refusal


def _loosened(query: Query) -> Iterator[tuple[Missing, Query]]:
    """The question with less and less of its scope, each with what is then missing."""
    named = bool(query.places or query.mentioned_places)
    anywhere = replace(
        query, places=(), mentioned_places=(), unknown_places=(),
        resolved=without_slots(query, query.resolved),
    )  # fmt: skip
    if query.unknown_places:
        yield "place", anywhere
    if query.months:
        yield "period", replace(query, months=())
    if query.years:
        yield "period", _any_time(query)
    if named:
        yield "place", anywhere
    if named and query.years:
        yield "period", _any_time(anywhere)


def _named(query: Query) -> tuple[str, ...]:
    return (*query.places, *query.mentioned_places, *query.unknown_places)


def _any_time(query: Query) -> Query:
    return replace(query, years=(), months=(), plan="")


def _neighbours(query: Query, free: Query, sentences: Sequence[ReadSentence]) -> tuple[ReadSentence, ...]:
    """The best statement, and the best of another year, nearest to the asked one first; none where the best is no answer."""
    if query.kind not in _OFFERED or not sentences or assess(free, [s.hit for s in sentences], sentences) is not None:
        return ()
    found: dict[tuple[int, ...], ReadSentence] = {}
    elsewhere = _named(query) != _named(free)
    best = next(s for s in sentences if s.holds and s.in_scope)
    if best.own < _OWN_NEIGHBOUR:
        return ()
    for sentence in sentences:
        fits = sentence.holds and sentence.in_scope and sentence.shares_word and sentence.own >= best.own
        if fits and not only_planned(query, sentence.reading or sentence.text, sentence.hit):
            years = stated_years(sentence.reading or sentence.text, sentence.hit)
            if elsewhere or query.months or not set(years) & set(query.years):
                found.setdefault(years, sentence)
    by_year = sorted(found.items(), key=lambda item: _distance(query, item[0]))
    return tuple(sentence for _, sentence in by_year)[:_MOST]


def _distance(query: Query, years: Sequence[int]) -> int:
    return min((abs(year - asked) for year in years for asked in query.years), default=0)


def _office(case: Case) -> ReadSentence | None:
    """The line that names a telephone or office for the asked matter; None where no document does."""
    query = replace(_any_time(case.query), kind="contact", units=())
    wanted = replace(query, resolved=f"{query.resolved} 咨询电话 受理 负责")
    hits = case.desk.retriever.search(wanted, top_k=_OFFICE_PASSAGES)
    found = read(query, hits, case.desk.knowledge, case.desk.places)
    return next((s for s in found if s.holds and s.in_scope and s.shares_word and s.own >= _OFFICE_OWN), None)


def _read(case: Case, query: Query, passages: int) -> list[ReadSentence]:
    """Statements found without the reader: they are offered, not answered with."""
    hits = case.desk.retriever.search(query, top_k=passages)
    return read(query, hits, case.desk.knowledge, case.desk.places)
