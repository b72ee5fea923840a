"""Reading: which statement of the retrieved passages answers, and how sure that is.

A statement is a sentence, an item of a list with the sentence that leads it in, a question with its answer, or a table cell with
its label and header. Without a reader model it is judged by what can be counted: how much of the question's content it says (rare
terms count more), how much its passage, heading and title say, how well the passage was found, whether it holds what is asked for
(a number with the asked unit, a date, an office), and whether it is about the asked place and time.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.announcing import announces
from bot.asked import VALUED, holds_asked, speaks_as_asked
from bot.asked_of import asked_whole, says_head, says_inside, says_measure, says_noun, says_rate, says_whole
from bot.candidates import Candidate, candidates
from bot.ranking import Readings
from bot.reading import Reading
from bot.rule_asked import rules_asked_act
from bot.scope import (
    DATED,
    MEASURED,
    Neighbourhood,
    about_asked_years,
    neighbourhood,
    preference,
    states_asked_period,
    states_asked_place,
)
from bot.types import AskedKind, Query
from bot.weighing import content_weights, coverage, coverage_of_act
from knowledge.assembly import KnowledgeBase
from knowledge.lexical import terms
from knowledge.types import SearchHit

_PASSAGES_READ = 12
# Fitted (listwise logistic, one half of the questions at a time, shown on the other) on the report, laws and policies questions
# and rounded; adding the cosine of each single sentence gave nothing beyond noise and costs an embedding each.
_OWN, _AROUND, _HOLDS, _PASSAGE = 0.22, 0.30, 0.13, 0.35
_SPOKEN = 0.03
# Of the answer's span, which counts as far as the passage answers at all (the reader points somewhere in any passage), and of the
# reader's order; fitted like the others.
_POINTED, _PLACE = 0.2, 0.03
_HEADED = 0.5  # of what only the section's heading says: it is meant in each of its sentences, yet said once
_OF_THE_MATTER: frozenset[AskedKind] = frozenset({"yes_no", "passage"})
"""Kinds that one clause of a rule answers: its matter is in the title and the heading, and the clause says only what sets it apart."""
_SETS_APART = 0.02  # of the question's content, that the clause has to say beside them
_SAID_BEFORE = 0.12
_OUTSIDE = 0.15  # of prose that doesn't name what is asked inside: the sentence before may
_NAMED = 0.06  # of what is counted, said in one: 驻村干部 is no 驻村不实的干部
_BESIDE = 0.01  # of the content that stands in the figure's own clause: between two as good, the nearer

_UNREAD: Readings = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A statement of a passage, judged."""

    hit: SearchHit
    start: int
    end: int
    text: str
    """`Document.text[start:end]`."""
    own: float
    """Share of the question's content that the statement says itself, in [0, 1], rare terms weighing more."""
    around: float
    """The same with its passage, headings and title, in [0, 1]."""
    shares_word: bool
    """Whether the statement, its passage or headings hold a word (two characters or more) of the question."""
    holds: bool
    """Whether it holds what is asked for."""
    in_scope: bool
    """Whether it is about the asked place and, for measured kinds, the asked years."""
    score: float
    """Relevance in [0, 1]."""
    reading: str = ""
    """How a table cell reads with its label and header; empty for prose, which reads as it stands."""
    in_words: str = ""
    """How the first rows of a table read, where rows are offered as they stand."""
    answerable: float | None = None
    """The reader model's verdict on the passage, in [0, 1]; None where none read it."""
    answer: tuple[int, int] | None = None
    """The answer's span in the document, where the reader model found one in the passage."""
    sure: float = 0.0
    """How sure the reader is of it, in [0, 1]."""
    likely: Sequence[tuple[int, int, float]] = ()
    """Spans of the passage's text that the reader takes for possible answers, with their shares of belief."""

    @property
    def pointed(self) -> float:
        """How surely the statement holds the answer's span, in [0, 1]: the reader's certainty times the share of the span."""
        if self.answer is None:
            return 0.0
        first, last = self.answer
        return self.sure * max(0, min(last, self.end) - max(first, self.start)) / (last - first)


def read(
    query: Query,
    hits: Sequence[SearchHit],
    knowledge: KnowledgeBase,
    places: Collection[str],
    readings: Readings = _UNREAD,
) -> list[ReadSentence]:
    """The statements of the best passages, best first.

    Args:
        query: The question.
        hits: Passages, best first.
        knowledge: The base they come from.
        places: Places that the base is about.
        readings: What the reader model said of the passages; empty without one.
    """
    weights = content_weights(query, knowledge)
    known = tuple(dict.fromkeys((*places, *query.places, *query.mentioned_places)))
    beside = neighbourhood(query, hits)
    statements = [
        _judge(query, weights, hit, candidate, known, beside)
        for hit in _reports_first(query, hits)[:_PASSAGES_READ]
        for candidate in candidates(query, hit, knowledge)
    ]
    if readings:
        order = {hit.chunk.id: place for place, hit in enumerate(hits, 1)}
        statements = [_read_by_model(s, readings.get(s.hit.chunk.id), order[s.hit.chunk.id]) for s in statements]
    # by what lies beyond 0 and 1, too: a malus counts there as well
    ordered = sorted(statements, key=lambda s: -s.score)
    return [replace(s, score=min(1.0, max(0.0, s.score))) for s in ordered]


def _read_by_model(statement: ReadSentence, reading: Reading | None, place: int) -> ReadSentence:
    """The statement with the reader's verdict on its passage, which stands at `place`, and on where the answer is in it."""
    lowered = statement.score - _PLACE * math.log(place)
    if reading is None:
        return replace(statement, score=lowered)
    offset = statement.hit.chunk.start
    judged = replace(
        statement,
        answerable=reading.answerable,
        answer=(offset + reading.start, offset + reading.end) if reading.start < reading.end else None,
        sure=reading.span,
        likely=reading.likely,
    )
    score = lowered + _POINTED * reading.answerable * judged.pointed
    return replace(judged, score=score)


def _reports_first(query: Query, hits: Sequence[SearchHit]) -> list[SearchHit]:
    """For a figure of a year the passages that name it or whose document reports on it, then the rest; each part in its order."""
    if query.kind not in MEASURED or not query.years:
        return list(hits)
    return sorted(hits, key=lambda hit: not about_asked_years(query, hit))


def _said_before(query: Query, text: str) -> bool:
    """Whether a follow-up was just told this: who asks on wants something else."""
    bare = re.sub(r"\s", "", text)
    return bool(query.carried) and bare in re.sub(r"\s", "", query.carried)


def _judge(
    query: Query,
    weights: Mapping[str, float],
    hit: SearchHit,
    candidate: Candidate,
    places: Sequence[str],
    beside: Neighbourhood,
) -> ReadSentence:
    headings = "\n".join((hit.document.metadata.title, *hit.chunk.heading_path))
    whole = says_whole(query, candidate.reading or candidate.said)
    counted = asked_whole(query) if whole else ""  # 脱贫户840户2611人 says 脱贫人口 in another word
    around = "\n".join((headings, hit.chunk.context, hit.chunk.text, counted))
    told = f"{candidate.said} {candidate.named} {counted} {_members_named(query, candidate.said)}"
    own, wide = coverage_of_act(query, weights, told), coverage(weights, around)
    if hit.chunk.heading_path:
        own += _HEADED * (coverage(weights, f"{hit.chunk.heading_path[-1]}\n{told}") - own)
    held = set(terms(around))
    holds = holds_asked(query, candidate.held) if candidate.held else query.kind not in VALUED
    holds = holds and not announces(query, candidate.held or candidate.said)
    under = " ".join((*hit.chunk.heading_path[-1:], candidate.said))
    inside = says_inside(query, under)
    holds = (
        holds
        and whole
        and says_rate(query, candidate.held)
        and says_measure(query, hit, candidate.said)
        and (inside or not candidate.reading)
    )
    holds = holds and says_head(query, f"{under} {candidate.named}") and rules_asked_act(query, told, around)
    in_scope = states_asked_place(query, candidate.said, hit, places) and (
        query.kind not in DATED or states_asked_period(query, candidate.said, hit)
    )
    spoken = speaks_as_asked(query, candidate.said)
    meant = _meant(query, weights, headings, told, own)
    score = _OWN * meant + _AROUND * wide + _HOLDS * holds + _SPOKEN * spoken + _PASSAGE * hit.score
    named = says_noun(query, candidate.said if candidate.reading else f"{candidate.held} {candidate.named}")
    beside_it = coverage(weights, candidate.held) if query.kind in MEASURED else 0.0
    score += _NAMED * named + _BESIDE * beside_it - _OUTSIDE * (not inside)
    offset = hit.chunk.start
    text = hit.chunk.text[candidate.start - offset : candidate.end - offset]
    return ReadSentence(
        hit=hit, start=candidate.start, end=candidate.end, text=text,
        own=own, around=wide, shares_word=any(len(t) > 1 and t in held for t in weights), holds=holds, in_scope=in_scope, reading=candidate.reading,
        in_words=candidate.in_words,
        score=score - preference(query, candidate.said, hit, beside) - _SAID_BEFORE * _said_before(query, text),
    )  # fmt: skip


def _members_named(query: Query, said: str) -> str:
    """The asker's word for members of a group that a statement names: of 二类对象 those who said 低保户 are members."""
    named = any(group in said for group in query.groups)
    official = (term for folk, term in query.mapped if folk in query.members)
    return " ".join((*query.members, *official)) if named else ""


def _meant(query: Query, weights: Mapping[str, float], headings: str, told: str, own: float) -> float:
    """What share of the question a statement says with its title and headings, where it sets itself apart in them; else `own`."""
    if query.kind not in _OF_THE_MATTER:
        return own
    with_it = coverage(weights, f"{headings}\n{told}")
    return max(own, with_it) if with_it > coverage(weights, headings) + _SETS_APART else own
