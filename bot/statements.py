"""Reading: which statement of the retrieved passages answers, and how sure that is.

A statement is a sentence, an item of a list with the sentence that leads it in, a question with its answer, or a table cell with
its label and header. Without a reader model it is judged by what can be counted: how much of the question's content it says (rare
terms count more), how much its passage, heading and title say, how well the passage was found, whether it holds what is asked for
(a number with the asked unit, a date, an office), and whether it is about the asked place and time.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from bot.asked import VALUED, holds_asked, holds_each_unit, speaks_as_asked
from bot.asked_of import says_head, says_inside, says_measure, says_noun
from bot.columns import asked_cells, asked_headers, in_a_part, of_another_person, row_of_a_part
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
from knowledge.sentences import clause_spans, sentence_spans
from knowledge.tables import Cell, cells_between, rows_between
from knowledge.types import Chunk, Figure, SearchHit

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
_LEAD_CHARS = 120
_ANSWER_CHARS = 220
_ROWS_READ = 3

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


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    said: str
    """What counts as said by it: its text, with the sentence that leads it in."""
    held: str
    """Where the asked value must stand."""
    reading: str = ""
    in_words: str = ""
    named: str = ""
    """What its figures are of, as the catalogue has read them; says nothing of place and time."""


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
        for candidate in _candidates(query, hit, knowledge)
    ]
    if readings:
        order = {hit.chunk.id: place for place, hit in enumerate(hits, 1)}
        statements = [_read_by_model(s, readings.get(s.hit.chunk.id), order[s.hit.chunk.id]) for s in statements]
    ordered = sorted(
        statements, key=lambda s: -s.score
    )  # by what lies beyond 0 and 1, too: a malus counts there as well
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


def _candidates(query: Query, hit: SearchHit, knowledge: KnowledgeBase) -> Iterator[_Candidate]:
    chunk = hit.chunk
    if chunk.position.table is not None:
        if query.kind in VALUED:
            yield from _cell_candidates(query, hit, knowledge)
        yield from _rows_candidate(query, hit, knowledge)
        return
    lead = chunk.context
    spans = sentence_spans(chunk.text)
    measured = query.kind in MEASURED
    figures = knowledge.catalogue.figures_between(chunk.document_id, chunk.start, chunk.end) if measured else []
    for index, (start, end) in enumerate(spans):
        text = chunk.text[start:end]
        if text[-1] in "？?":
            yield from _answered_question(chunk, spans[index:])
        elif query.kind in MEASURED:
            yield from _measured_candidates(query, chunk, (start, end), lead, figures)
        else:
            yield _Candidate(chunk.start + start, chunk.start + end, f"{lead}{text}", text)
        if text[-1] in "：:":
            lead = text[:_LEAD_CHARS]
        elif text[-1] not in "；;":
            lead = chunk.context


def _answered_question(chunk: Chunk, spans: Sequence[tuple[int, int]]) -> Iterator[_Candidate]:
    """A question of the document with the sentences that answer it: those before its next question, as long as they are short."""
    start, end = spans[0]
    for _, stop in spans[1:]:
        if chunk.text[stop - 1] in "？?" or stop - start > _ANSWER_CHARS:
            break
        end = stop
    if end > spans[0][1]:
        said = chunk.text[start:end]
        yield _Candidate(chunk.start + start, chunk.start + end, said, chunk.text[spans[0][1] : end])


def _measured_candidates(
    query: Query, chunk: Chunk, span: tuple[int, int], lead: str, figures: Sequence[Figure]
) -> Iterator[_Candidate]:
    """The parts of a sentence that hold an asked quantity: its clause, the clause before, and the sentence's first as subject.

    What the catalogue has read its figures to be of counts as said: 集体经济 of 槐荫村38.6万元, which the sentence before names.
    """
    sentence = chunk.text[span[0] : span[1]]
    clauses = clause_spans(sentence)
    if not holds_each_unit(query, sentence):
        return
    first = sentence[slice(*clauses[0])] if clauses else ""
    for index, (start, end) in enumerate(clauses):
        clause = sentence[start:end]
        if not holds_asked(query, clause):
            continue
        begin = clauses[index - 1][0] if index else start
        stated = [f.indicator for f in figures if begin <= f.start - chunk.start - span[0] < end]
        said = f"{lead}{first}{sentence[begin:end]}"
        at = chunk.start + span[0]
        yield _Candidate(at + begin, at + without_tail(sentence, end), said, clause, named=" ".join(stated))


def without_tail(text: str, end: int) -> int:
    """`end` without a closing comma, colon or semicolon."""
    while end and text[end - 1] in "，,、；;：: \n":
        end -= 1
    return end


def _cell_candidates(query: Query, hit: SearchHit, knowledge: KnowledgeBase) -> Iterator[_Candidate]:
    if in_a_part(query, hit):
        return
    document = knowledge.catalogue.document(hit.chunk.document_id)
    cells = [
        c for c in cells_between(document, hit.chunk.start, hit.chunk.end)
        if not row_of_a_part(query, c) and not of_another_person(query, c)
    ]  # fmt: skip
    asked = asked_headers(query, [cell.header for cell in cells])
    cells = asked_cells(query, cells)
    for _, row in groupby(cells, key=lambda cell: cell.row_start):
        yield from _row_candidates(query, list(row), asked)


def _rows_candidate(query: Query, hit: SearchHit, knowledge: KnowledgeBase) -> Iterator[_Candidate]:
    """The rows of a passage as they stand; of a list of names only the rows of those whom the question names."""
    chunk = hit.chunk
    document = knowledge.catalogue.document(chunk.document_id)
    rows = list(rows_between(document, chunk.start, chunk.end))
    if not any(row.person for row in rows):
        words = "；".join(_reading(cells) for row in rows[:_ROWS_READ] if (cells := list(row.cells())))
        yield _Candidate(chunk.start, chunk.end, f"{chunk.context}\n{chunk.text}", "", in_words=words)
    for row in rows:
        cells = list(row.cells())
        if cells and row.person and row.person in query.resolved:
            said = f"{chunk.context}\n{chunk.text[row.start - chunk.start : row.end - chunk.start]}"
            yield _Candidate(row.start, row.end, said, "", _reading(cells))


def _row_candidates(query: Query, row: Sequence[Cell], asked: Collection[str]) -> Iterator[_Candidate]:
    """What a row's cells say; of several that stand together (多少户多少人), those with most of the asked headers."""
    count = max(1, len(query.units))
    found: list[tuple[int, _Candidate]] = []
    for last in range(1, len(row) + 1):
        together = row[max(0, last - count) : last]
        measured = "，".join(cell.measured for cell in together)
        named = sum(cell.header in asked for cell in together)
        if named and holds_each_unit(query, measured):
            first = together[0]
            headers = " ".join(cell.header for cell in together)
            said = f"{first.caption} {''.join(first.parents)}{first.label} {headers} {measured}"
            found.append((named, _Candidate(first.row_start, first.row_end, said, measured, _reading(together))))
    most = max((named for named, _ in found), default=0)
    yield from (candidate for named, candidate in found if named == most)


def _reading(cells: Sequence[Cell]) -> str:
    """The cells' statements with the row's label once."""
    first, *others = (cell.statement for cell in cells)
    named = "".join((*cells[0].parents, cells[0].label))
    return "，".join((first, *(other.removeprefix(named).strip() for other in others)))


def _said_before(query: Query, text: str) -> bool:
    """Whether a follow-up was just told this: who asks on wants something else."""
    bare = re.sub(r"\s", "", text)
    return bool(query.carried) and bare in re.sub(r"\s", "", query.carried)


def _judge(
    query: Query,
    weights: Mapping[str, float],
    hit: SearchHit,
    candidate: _Candidate,
    places: Sequence[str],
    beside: Neighbourhood,
) -> ReadSentence:
    headings = "\n".join((hit.document.metadata.title, *hit.chunk.heading_path))
    around = "\n".join((headings, hit.chunk.context, hit.chunk.text))
    told = f"{candidate.said} {candidate.named}"
    own, wide = coverage_of_act(query, weights, told), coverage(weights, around)
    if hit.chunk.heading_path:
        own += _HEADED * (coverage(weights, f"{hit.chunk.heading_path[-1]}\n{told}") - own)
    held = set(terms(around))
    holds = holds_asked(query, candidate.held) if candidate.held else query.kind not in VALUED
    under = " ".join((*hit.chunk.heading_path[-1:], candidate.said))
    inside = says_inside(query, under)
    holds = holds and says_measure(query, hit, candidate.said) and (inside or not candidate.reading)
    holds = holds and says_head(query, f"{under} {candidate.named}") and rules_asked_act(query, told, around)
    in_scope = states_asked_place(query, candidate.said, hit, places) and (
        query.kind not in DATED or states_asked_period(query, candidate.said, hit)
    )
    spoken = speaks_as_asked(query, candidate.said)
    meant = _meant(query, weights, headings, told, own)
    score = _OWN * meant + _AROUND * wide + _HOLDS * holds + _SPOKEN * spoken + _PASSAGE * hit.score
    named = says_noun(query, candidate.said if candidate.reading else candidate.held)
    score += _NAMED * named - _OUTSIDE * (not inside)
    offset = hit.chunk.start
    text = hit.chunk.text[candidate.start - offset : candidate.end - offset]
    return ReadSentence(
        hit=hit, start=candidate.start, end=candidate.end, text=text,
        own=own, around=wide, shares_word=any(len(t) > 1 and t in held for t in weights), holds=holds, in_scope=in_scope, reading=candidate.reading,
        in_words=candidate.in_words,
        score=score - preference(query, candidate.said, hit, beside) - _SAID_BEFORE * _said_before(query, text),
    )  # fmt: skip


def _meant(query: Query, weights: Mapping[str, float], headings: str, told: str, own: float) -> float:
    """What share of the question a statement says with its title and headings, where it sets itself apart in them; else `own`."""
    if query.kind not in _OF_THE_MATTER:
        return own
    with_it = coverage(weights, f"{headings}\n{told}")
    return max(own, with_it) if with_it > coverage(weights, headings) + _SETS_APART else own
