"""The answer without a language model: verbatim, computed, or a refusal that says what is missing; the steps in their order."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.checking import blank_marks, support_text, unsupported_figures
from bot.computed import Computed
from bot.computing import compute
from bot.conflicts import elsewhere
from bot.desk import Case
from bot.enumerations import holds_list, in_its_list
from bot.extractive import Quote, choose_quotes, cite, clauses_to_choose, compose, joined, likeliest, shown_text
from bot.guide_asked import asked_parts
from bot.newer_version import newer_first
from bot.offering import helped, said_elsewhere
from bot.other_articles import in_article, other_article, see_also, with_as_good, with_the_rest
from bot.premises import Premise, check_premise, corrected
from bot.raised import raised
from bot.ranking import Ranked, readings_of
from bot.refusing import Refusal, assess, certainty, refuse
from bot.register_answers import over_register
from bot.reversing import reversed_figure
from bot.scope import MEASURED, stated_years
from bot.statements import ReadSentence
from bot.types import Answer, Query
from bot.understanding import confirmed_unit, parts
from bot.verdicts import verdict
from bot.weighing import content_weights
from knowledge.assembly import KnowledgeBase
from knowledge.lexical import terms
from knowledge.types import SearchHit

_TERM_PASSAGES = 50
_PART_PASSAGES = 12
_log = logging.getLogger(__name__)


def direct_answer(case: Case) -> Answer:
    """The answer: what is computed, else what the best statements say or why they don't."""
    answer = _computed(case) or _quoted(case)
    return (_reversed(case) or answer) if answer.status == "no_evidence" else answer


def _reversed(case: Case) -> Answer | None:
    """The figure of a year before, worked out of the next year's; None where that can't be done."""
    desk = case.desk

    def search(query: Query) -> Sequence[SearchHit]:
        return desk.retriever.search(query, top_k=_TERM_PASSAGES)

    made = reversed_figure(case.query, search, desk.knowledge, desk.places)
    return _of_computed(case, made) if made is not None else None


def _quoted(case: Case) -> Answer:
    """The best statements verbatim, or a refusal that says what is missing."""
    knowledge = case.desk.knowledge
    quotes: list[Quote] = []
    refusal: Refusal | None = None
    open_parts: list[str] = []
    sure = 0.0
    asked = parts(case.query, case.desk.context())
    for part in asked:
        found = case.found if len(asked) == 1 else _reread(case, part)
        sentences = _in_force(case, part, found)
        missing = assess(part, found.hits, sentences)
        if missing is not None and (named := _named(case, part, found, missing)) is not None:
            sentences, missing = named, None
        if missing is None:
            missing = said_elsewhere(case, part, next(s for s in sentences if s.holds and s.in_scope))
        sure = max(sure, certainty(part, missing, sentences))
        more = [] if missing is not None else _chosen(case, part, sentences)
        if quotes and not _says_own_words(part, more, knowledge):
            missing = missing or Refusal("subject")
        if missing is not None:
            refusal = refusal or missing
            open_parts.append(part.own or part.resolved)
        else:
            quotes = joined(quotes, more) if quotes else more
    if refusal is not None and not quotes:
        refusal = refusal if refusal.neighbours else helped(case, refusal)
        cards = knowledge.catalogue.cards()
        return replace(refuse(case.query, refusal, cards, case.desk.known_places), confidence=sure)
    quotes = with_the_rest(case.query, quotes)
    # a guide shows the rules' articles part by part
    alone = len(asked) == 1 and not asked_parts(case.query.resolved)
    others = _other_article(case, quotes, sentences) if alone else []
    # the verdict is of what was chosen: what stands beside it may be another case
    evidence = "\n".join(quote.text for quote in quotes)
    if alone and not others:
        quotes = with_as_good(case.query, quotes, sentences)
    answer = replace(_led(case, quotes, sentences, evidence) or _beside_others(case, quotes), confidence=sure)
    answer = see_also(answer, others)
    return with_notices(answer, tuple(_unanswered(part, case.query) for part in open_parts))


def _named(case: Case, part: Query, found: Ranked, refusal: Refusal) -> list[ReadSentence] | None:
    """What the passages say that state a figure by the question's words, where the best found don't; None where it is no answer either."""
    if part.kind != "figure" or refusal.missing not in ("value", "subject", "period"):
        return None
    named = case.desk.naming(part, found)
    if named is None:
        return None
    sentences = case.desk.statements(part, named)
    return sentences if assess(part, named.hits, sentences) is None else None


def _chosen(case: Case, part: Query, sentences: Sequence[ReadSentence]) -> list[Quote]:
    knowledge = case.desk.knowledge
    weights = content_weights(part, knowledge)
    quotes = choose_quotes(part, sentences, weights)
    listed = in_its_list(part, quotes, knowledge.catalogue)
    if listed != quotes or any(in_article(quote.hit.chunk) or holds_list(quote.text) for quote in quotes):
        return listed  # an article's sentence is its shortest whole: what a clause leaves out may be its condition
    return [likeliest(part, quote, clauses_to_choose(part, quote, sentences, weights)) for quote in quotes]


def _other_article(case: Case, quotes: Sequence[Quote], sentences: Sequence[ReadSentence]) -> list[Quote]:
    knowledge = case.desk.knowledge
    return other_article(case.query, quotes, sentences, content_weights(case.query, knowledge), knowledge.catalogue)


def _led(case: Case, quotes: Sequence[Quote], sentences: Sequence[ReadSentence], evidence: str) -> Answer | None:
    """The quotes led by a word on the figure that the question takes for granted, or by the verdict that `evidence` bears; None without one."""
    told = {quote.hit.document.id for quote in quotes}  # another document's figure is another matter's
    premise = check_premise(case.query, [s for s in sentences if s.hit.document.id in told])
    shown = list(quotes)
    if premise is not None and (not premise.holds or confirmed_unit(case.query.resolved)):
        place = next((i for i, q in enumerate(shown) if _holds(q, premise)), len(shown))
        if place == len(shown):
            shown.append(Quote(premise.statement.hit, premise.start, premise.end))
        said = corrected(premise.asked, premise.said, place + 1, holds=premise.holds, language=case.query.language)
        return _locked(case, shown, text=f"{said}\n{shown_text(shown)}")
    said = verdict(case.query, evidence, content_weights(case.query, case.desk.knowledge))
    mark = "。" if case.query.language == "zh" else "."
    return _locked(case, shown, text=f"{said}{mark}\n{shown_text(shown)}") if said else None


def _beside_others(case: Case, quotes: Sequence[Quote]) -> Answer:
    """The quotes with what other documents state for their figures: other values, or those of other years."""
    found = elsewhere(case.query, quotes, case.desk.knowledge)
    if (
        not found.text and tuple(quotes) != found.quotes
    ):  # of a list's cases the one that is called as asked is no surer
        listed = in_its_list(case.query, found.quotes, case.desk.knowledge.catalogue)
        found = replace(found, quotes=tuple(listed), shown=len(listed))
    text = f"{shown_text(found.quotes[: found.shown])}\n{found.text}" if found.text else ""
    answer = _locked(case, found.quotes, text=text)
    if answer.status != "answered":
        return answer
    return with_notices(
        replace(answer, conflicts=found.conflicts), () if found.text else _of_an_earlier_year(case, quotes)
    )


def _of_an_earlier_year(case: Case, quotes: Sequence[Quote]) -> tuple[str, ...]:
    """A word on the year of a figure, where the question names none and documents report on a later one."""
    query, first = case.query, quotes[0]
    if query.kind not in MEASURED or query.years or not first.hit.document.metadata.years:
        return ()
    year = max(stated_years(first.reading or first.text, first.hit), default=0)
    if not 0 < year < case.desk.newest:
        return ()
    return (f"This is the figure of {year}." if query.language == "en" else f"这是{year}年的数。",)


def _holds(quote: Quote, premise: Premise) -> bool:
    same = quote.hit.document.id == premise.statement.hit.document.id
    return same and quote.start < premise.end and premise.start < quote.end and premise.said in quote.text


def _in_force(case: Case, part: Query, found: Ranked) -> list[ReadSentence]:
    """What the passages say, led by the document in force where a superseded one says it best and that one answers as well."""
    desk = case.desk
    sentences = desk.statements(part, found)
    newer = newer_first(part, sentences, desk.knowledge, desk.places, desk.reader)
    return newer if assess(part, found.hits, newer) is None else sentences


def _reread(case: Case, part: Query) -> Ranked:
    """The passages as one part of the question finds them: the best ones read again for it alone."""
    best = case.found.hits[:_PART_PASSAGES]
    return Ranked(
        case.found.hits, {**case.found.readings, **readings_of(part, best, case.desk.reader, case.desk.knowledge)}
    )


def _says_own_words(part: Query, quotes: Sequence[Quote], knowledge: KnowledgeBase) -> bool:
    """Whether the quotes say a word of a later part itself, not only of the first part's matter."""
    own = content_weights(replace(part, resolved=part.own or part.resolved, aspects=()), knowledge)
    words = {term for term in own if len(term) > 1}
    said = {term for quote in quotes for term in terms(f"{quote.text} {quote.reading}")}
    return not words or not words.isdisjoint(said)


def _unanswered(part: str, query: Query) -> str:
    return f"Nothing was found for “{part}”." if query.language == "en" else f"“{part}”这一问，文件里没有找到依据。"


def _computed(case: Case) -> Answer | None:
    """What is computed of cited figures, or why it can't be; None where nothing is to be computed, or another step knows better."""
    desk = case.desk

    def search(query: Query) -> Sequence[SearchHit]:
        return desk.retriever.search(query, top_k=_TERM_PASSAGES)  # unread: a working has up to eight terms

    made = over_register(case.query, case.found.hits, desk.knowledge)
    made = made or compute(case.query, search, desk.knowledge, desk.places)
    if made is None or made.reason:
        made = raised(case.query, search, desk.knowledge, desk.places) or made
    if made is None:
        return None
    if made.reason:
        text = made.reason_english if case.query.language == "en" else made.reason
        nearby = tuple(cite(number, quote) for number, quote in enumerate(made.quotes, 1))
        return Answer(status="no_evidence", text=text, nearby=nearby, query=case.query)
    return _of_computed(case, made)


def _of_computed(case: Case, made: Computed) -> Answer:
    answer = _locked(case, made.quotes, text=made.text, counted=made.counted)
    return replace(answer, confidence=made.confidence) if answer.status == "answered" else answer


def _locked(case: Case, quotes: Sequence[Quote], *, text: str = "", counted: Sequence[str] = ()) -> Answer:
    """The answer that shows the quotes, where the number lock passes it; else a refusal. A model's sentences pass the same lock."""
    answer = compose(case.query, quotes, text=text, cards=case.desk.knowledge.catalogue.cards())
    supports = [f"{support_text(quote.hit)}\n{quote.text}\n{quote.reading}" for quote in quotes]
    asked = [case.question.text, *counted] if text else []  # a working names its terms in the question's words
    loose = unsupported_figures(blank_marks(answer.text), [*supports, *asked])
    if not loose:
        return answer
    _log.error("the number lock stopped an extractive answer: %r has %r", answer.text, loose)
    return refuse(case.query, Refusal("value"), ())


def with_notices(answer: Answer, notices: Sequence[str]) -> Answer:
    """The answer with more to know, first."""
    return replace(answer, notices=(*notices, *answer.notices)) if notices else answer
