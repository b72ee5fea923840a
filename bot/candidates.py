"""The statements of a passage that may answer: sentences, items with what leads them in, answered questions, cells and rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.announcing import ITEM_HEADING
from bot.asked import VALUED, holds_asked, holds_each_unit
from bot.columns import asked_cells, asked_headers, in_a_part, of_another_person, row_of_a_part
from bot.scope import MEASURED
from bot.types import Query
from knowledge.assembly import KnowledgeBase
from knowledge.sentences import clause_spans, sentence_spans
from knowledge.tables import Cell, cells_between, rows_between
from knowledge.types import Chunk, Figure, SearchHit

_LEAD_CHARS = 120
_ANSWER_CHARS = 220
_ROWS_READ = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may answer; `start` and `end` are offsets of the document."""

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


def candidates(query: Query, hit: SearchHit, knowledge: KnowledgeBase) -> Iterator[Candidate]:
    """What may answer in a passage, in reading order: for a value its clauses or cells that hold one, else its sentences, and rows."""
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
    headed = ""
    for index, (start, end) in enumerate(spans):
        text = chunk.text[start:end]
        headed = text if ITEM_HEADING.fullmatch(text) else "" if chunk.text[:start].endswith("\n") else headed
        if text[-1] in "？?":
            yield from _answered_question(chunk, spans[index:])
        elif query.kind in MEASURED:
            yield from _measured_candidates(query, chunk, (start, end), f"{lead}{headed}", figures)
        else:
            yield Candidate(chunk.start + start, chunk.start + end, f"{lead}{headed}{text}", text)
        if text[-1] in "：:":
            lead = text[:_LEAD_CHARS]
        elif text[-1] not in "；;":
            lead = chunk.context


def _answered_question(chunk: Chunk, spans: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """A question of the document with the sentences that answer it: those before its next question, as long as they are short."""
    start, end = spans[0]
    for _, stop in spans[1:]:
        if chunk.text[stop - 1] in "？?" or stop - start > _ANSWER_CHARS:
            break
        end = stop
    if end > spans[0][1]:
        said = chunk.text[start:end]
        yield Candidate(chunk.start + start, chunk.start + end, said, chunk.text[spans[0][1] : end])


def _measured_candidates(
    query: Query, chunk: Chunk, span: tuple[int, int], lead: str, figures: Sequence[Figure]
) -> Iterator[Candidate]:
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
        yield Candidate(at + begin, at + without_tail(sentence, end), said, clause, named=" ".join(stated))


def without_tail(text: str, end: int) -> int:
    """`end` without a closing comma, colon or semicolon."""
    while end and text[end - 1] in "，,、；;：: \n":
        end -= 1
    return end


def _cell_candidates(query: Query, hit: SearchHit, knowledge: KnowledgeBase) -> Iterator[Candidate]:
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


def _rows_candidate(query: Query, hit: SearchHit, knowledge: KnowledgeBase) -> Iterator[Candidate]:
    """The rows of a passage as they stand; of a list of names only the rows of those whom the question names."""
    chunk = hit.chunk
    document = knowledge.catalogue.document(chunk.document_id)
    rows = list(rows_between(document, chunk.start, chunk.end))
    if not any(row.person for row in rows):
        words = "；".join(_reading(cells) for row in rows[:_ROWS_READ] if (cells := list(row.cells())))
        yield Candidate(chunk.start, chunk.end, f"{chunk.context}\n{chunk.text}", "", in_words=words)
    for row in rows:
        cells = list(row.cells())
        if cells and row.person and row.person in query.resolved:
            said = f"{chunk.context}\n{chunk.text[row.start - chunk.start : row.end - chunk.start]}"
            yield Candidate(row.start, row.end, said, "", _reading(cells))


def _row_candidates(query: Query, row: Sequence[Cell], asked: Collection[str]) -> Iterator[Candidate]:
    """What a row's cells say; of several that stand together (多少户多少人), those with most of the asked headers."""
    count = max(1, len(query.units))
    found: list[tuple[int, Candidate]] = []
    for last in range(1, len(row) + 1):
        together = row[max(0, last - count) : last]
        measured = "，".join(cell.measured for cell in together)
        named = sum(cell.header in asked for cell in together)
        if named and holds_each_unit(query, measured):
            first = together[0]
            headers = " ".join(cell.header for cell in together)
            said = f"{first.caption} {''.join(first.parents)}{first.label} {headers} {measured}"
            found.append((named, Candidate(first.row_start, first.row_end, said, measured, _reading(together))))
    most = max((named for named, _ in found), default=0)
    yield from (candidate for named, candidate in found if named == most)


def _reading(cells: Sequence[Cell]) -> str:
    """The cells' statements with the row's label once."""
    first, *others = (cell.statement for cell in cells)
    named = "".join((*cells[0].parents, cells[0].label))
    return "，".join((first, *(other.removeprefix(named).strip() for other in others)))
