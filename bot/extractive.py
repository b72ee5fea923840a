"""Answers with no language model: verbatim parts of the best sentences, each with its citation.

A question for one value (figure, date, office, yes or no) gets the clauses that carry it; a question for more (list, steps,
definition, measures) gets whole sentences of one passage. What is quoted is never altered; what stands between quotes is a
template of the program's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.asked import asked_quantities, asks_several, holds_asked
from bot.candidates import without_tail
from bot.clause_choice import Choice, best_clauses
from bot.in_force import standing_notices
from bot.scope import MEASURED
from bot.statements import ReadSentence
from bot.times_asked import stands_alone
from bot.types import Answer, AskedKind, Citation, Query
from bot.weighing import coverage
from knowledge.sentences import clause_spans, sentence_spans
from knowledge.types import DocumentCard, SearchHit

_VALUE_CHARS = 100  # of a quote that carries one value: what a person reads at a glance
_SEVERAL_CHARS = 190
_STATEMENT_CHARS = 150
_DEFINING_CHARS = 40  # a sentence of that length says what a thing is; a shorter one needs what follows
_WORTH_ADDING = 0.04  # of the question's content: a clause that adds less is another matter
_LONG_CHARS = 380
_GOES_ON = "：:；;"
_EXACT = 0.4  # of the reader's span: from here on it is shown alone
_INSIDE = 0.9  # of the span, that the chosen statement holds
_SAID_ALONE = 0.5
"""Of the question's content, that a statement says for some of its words to be shown without the rest: of one that says less, a person has
to see what its value is of (自收到答复之日起30日内请求复查).
"""
_SURE = 0.1  # of the reader's span: below, the neighbouring sentences are shown, too
_TOGETHER_CHARS = 195
_EACH_ROW = re.compile(
    r"哪.{0,12}最|最[多少高低大小快慢].{0,12}[哪谁]|各(?:个|乡|镇|村|县|区|街道)|每个(?:乡|镇|村|县|区)"
)
_AND = re.compile(r"[一-龥][、，,和与及].{0,12}(?:什么|哪|几|多|谁|啥)|哪[两三四五六七八九十]")
"""More than one thing is asked: no short answer is whole."""
_EXACT_KINDS: frozenset[AskedKind] = frozenset({"passage", "when", "where", "contact"})
"""Kinds that a few words answer; a list, its steps or a definition are more than what the reader points at."""
_STATEMENT_KINDS: frozenset[AskedKind] = frozenset({"when", "who", "where", "yes_no", "contact"})
_PART_KINDS = _EXACT_KINDS | {"list"}
"""Kinds that a part of a clause may answer: a place, a day, names; an office says what it does by its clause."""
_CLAUSE_KINDS: frozenset[AskedKind] = frozenset({"passage", "list", "when", "where", "contact"})
"""Kinds that some clauses of a report answer: its clauses are each another matter, and a part of a step or a definition is neither."""
_ANSWERS = 0.4  # of the reader's verdict on a report's passage: below, it points somewhere all the same
_SEVERAL_NAMES = re.compile(r"哪些|哪几|哪[两三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of a document that an answer shows."""

    hit: SearchHit
    start: int
    end: int
    reading: str = ""
    """How it reads where it isn't prose (a table cell with its label and header); its figures are the quote's."""

    @property
    def text(self) -> str:
        """`Document.text[start:end]`, verbatim."""
        offset = self.hit.chunk.start
        return self.hit.chunk.text[self.start - offset : self.end - offset]


def choose_quotes(query: Query, sentences: Sequence[ReadSentence], weights: Mapping[str, float]) -> list[Quote]:
    """What to show for the question: the quote of its best usable sentence, or nothing.

    Args:
        query: The question.
        sentences: Judged sentences, best first; those out of scope or without what is asked are passed over.
        weights: The question's content terms with their weights.
    """
    usable = [s for s in sentences if s.holds and s.in_scope]
    if not usable:
        return []
    return [_column(query, usable[0], sentences) or _quote(query, usable[0], weights)]


def _column(query: Query, best: ReadSentence, sentences: Sequence[ReadSentence]) -> Quote | None:
    """Every row's cell beside the best one, where the question is about each row (各镇) or which of them (哪个镇最多)."""
    if not best.reading or not _EACH_ROW.search(query.resolved):
        return None
    beside = [s for s in sentences if s.holds and s.hit.chunk.id == best.hit.chunk.id and _header(s) == _header(best)]
    rows = sorted(beside, key=lambda s: s.start)
    if len(rows) < 2:
        return None
    return Quote(best.hit, rows[0].start, rows[-1].end, "；".join(s.reading for s in rows))


def _header(cell: ReadSentence) -> str:
    return cell.reading.partition("：")[0].partition(" ")[2]


def _quote(query: Query, sentence: ReadSentence, weights: Mapping[str, float]) -> Quote:
    if sentence.reading:
        return Quote(sentence.hit, sentence.start, sentence.end, sentence.reading)
    if query.kind in MEASURED:
        return _grown(query, sentence, weights, _SEVERAL_CHARS if asks_several(query) else _VALUE_CHARS)
    if (exact := _exact(query, sentence)) is not None:
        return exact
    if query.kind in _STATEMENT_KINDS:
        return _window(query, sentence, weights, _STATEMENT_CHARS)
    if query.kind == "definition" and sentence.end - sentence.start >= _DEFINING_CHARS:
        return Quote(sentence.hit, sentence.start, sentence.end)
    return _pointed(sentence) or _stretch(sentence)


def _exact(query: Query, statement: ReadSentence) -> Quote | None:
    """The words that answer, shown alone beside the sentence that is cited, where the reader is sure of them; else None."""
    single = query.kind in _EXACT_KINDS and not asks_several(query) and not _AND.search(query.resolved)
    if not single or statement.answer is None or statement.sure < _EXACT:
        return None
    if statement.pointed < statement.sure * _INSIDE or statement.own < _SAID_ALONE:
        return None
    chunk = statement.hit.chunk
    first, last = (place - chunk.start for place in statement.answer)
    text = chunk.text[first:last].strip()
    if not text or not holds_asked(query, text):
        return None
    spans = [span for span in sentence_spans(chunk.text) if span[0] < last and span[1] > first]
    if query.kind == "when" and not stands_alone(query.resolved, text, chunk.text[spans[0][0] : spans[-1][1]]):
        return None
    return Quote(statement.hit, chunk.start + spans[0][0], chunk.start + spans[-1][1], text)


def likeliest(query: Query, quote: Quote, choice: Choice | None) -> Quote:
    """The quote with those clauses of its passage alone shown that are likeliest the answer; cited is all of both."""
    if choice is None:
        return quote
    chunk = quote.hit.chunk
    start, end = best_clauses(choice)
    shown = chunk.text[start : without_tail(chunk.text, end)].strip()
    if (start, end) == choice.shown or not shown or not holds_asked(query, shown):
        return quote
    return Quote(quote.hit, min(quote.start, chunk.start + start), max(quote.end, chunk.start + end), shown)


def clauses_to_choose(
    query: Query, quote: Quote, sentences: Sequence[ReadSentence], weights: Mapping[str, float]
) -> Choice | None:
    """What there is to choose among for the quote; None where the reader sees no answer in its passage, or it is to be shown as it is."""
    chunk = quote.hit.chunk
    said = next((s for s in sentences if s.hit.chunk.id == chunk.id), None)
    shown = _shown_span(quote)
    if said is None or shown is None or not said.likely or chunk.position.table is not None:
        return None
    reports = bool(quote.hit.document.metadata.years)
    if reports and (quote.reading or query.kind not in _CLAUSE_KINDS or (said.answerable or 0.0) < _ANSWERS):
        return None
    if query.kind in MEASURED or query.kind == "yes_no" or asks_several(query):
        return None
    return Choice(
        text=chunk.text, shown=shown, likely=said.likely, weights=weights,
        parts=query.kind in _PART_KINDS and not reports, several=bool(_SEVERAL_NAMES.search(query.resolved)), reports=reports,
    )  # fmt: skip


def _shown_span(quote: Quote) -> tuple[int, int] | None:
    """Where in its passage what the quote shows stands; None where it reads otherwise (a table cell)."""
    start, end = quote.start - quote.hit.chunk.start, quote.end - quote.hit.chunk.start
    if not quote.reading:
        return start, end
    start = quote.hit.chunk.text.find(quote.reading, start, end)
    return (start, start + len(quote.reading)) if start >= 0 else None


def _pointed(statement: ReadSentence) -> Quote | None:
    """The sentences that the reader's span stands in, with the list that they lead in; None where it isn't sure of one."""
    if statement.answer is None or statement.sure < _SURE or statement.pointed <= 0:
        return None
    chunk = statement.hit.chunk
    first, last = (place - chunk.start for place in statement.answer)
    spans = sentence_spans(chunk.text)
    held = [i for i, (start, end) in enumerate(spans) if start < last and end > first]
    if not held:
        return None
    start, end = spans[held[0]][0], spans[held[-1]][1]
    for _, stop in spans[held[-1] + 1 :]:
        if chunk.text[end - 1] not in _GOES_ON or stop - start > _LONG_CHARS:
            break
        end = stop
    return Quote(statement.hit, chunk.start + start, chunk.start + end)


def _grown(query: Query, statement: ReadSentence, weights: Mapping[str, float], limit_chars: int) -> Quote:
    """The statement's clauses with those beside them, in its sentence, that add asked words or, where several are asked, values."""
    chunk = statement.hit.chunk
    offset = chunk.start
    start, end = statement.start - offset, statement.end - offset
    span = next((s for s in sentence_spans(chunk.text) if s[0] <= start and end <= s[1]), (start, end))
    clauses = [(span[0] + s, span[0] + e) for s, e in clause_spans(chunk.text[slice(*span)])]
    inside = [i for i, (s, e) in enumerate(clauses) if s < end and e > start] or [0]
    first, last = inside[0], inside[-1]
    while step := _next_step(query, chunk.text, clauses, (first, last), weights, limit_chars):
        first, last = step
    if (first, last) != (inside[0], inside[-1]):
        start, end = clauses[first][0], clauses[last][1]
    return Quote(statement.hit, offset + start, offset + without_tail(chunk.text, end))


def _next_step(
    query: Query,
    text: str,
    clauses: Sequence[tuple[int, int]],
    held: tuple[int, int],
    weights: Mapping[str, float],
    limit_chars: int,
) -> tuple[int, int] | None:
    """`held` (first and last clause) with the neighbour that adds most; None where none adds enough or fits."""

    def worth(first: int, last: int) -> float:
        shown = text[clauses[first][0] : clauses[last][1]]
        values = len(asked_quantities(query, shown)) if asks_several(query) else 0
        return coverage(weights, shown) + _WORTH_ADDING * values

    now = worth(*held)
    steps = [
        (worth(first, last), (first, last))
        for first, last in (
            (held[0] - 1, held[1]),
            (held[0], held[1] + 1),
            (held[0] - 2, held[1]),
            (held[0], held[1] + 2),
        )
        if first >= 0 and last < len(clauses) and clauses[last][1] - clauses[first][0] <= limit_chars
    ]
    best = max(steps, default=(0.0, held))
    return best[1] if best[0] >= now + _WORTH_ADDING else None


def _window(query: Query, sentence: ReadSentence, weights: Mapping[str, float], limit_chars: int) -> Quote:
    """The whole sentence where it is short enough, else the neighbouring clauses that say most and hold what is asked."""
    if sentence.end - sentence.start <= limit_chars:
        return Quote(sentence.hit, sentence.start, sentence.end)
    spans = clause_spans(sentence.text)
    best: tuple[float, int, int] | None = None
    for first in range(len(spans)):
        for last in range(first, len(spans)):
            start, end = spans[first][0], spans[last][1]
            if end - start > limit_chars and last > first:
                break
            text = sentence.text[start:end]
            value = coverage(weights, text) + 0.5 * holds_asked(query, text) - 0.1 * (end - start) / limit_chars
            if best is None or value > best[0]:
                best = (value, start, end)
    assert best is not None  # a sentence has at least one clause
    return Quote(sentence.hit, sentence.start + best[1], sentence.start + without_tail(sentence.text, best[2]))


def _stretch(sentence: ReadSentence) -> Quote:
    """The sentence and those after it in its passage, as long as they fit; the whole passage where it fits.

    A question of the document goes with its answer only, up to the next question.
    """
    chunk = sentence.hit.chunk
    answers = any(mark in sentence.text[:-1] for mark in "？?")
    if not answers and len(chunk.text) <= _LONG_CHARS:
        return Quote(sentence.hit, chunk.start, chunk.end)
    end = sentence.end
    for span in sentence_spans(chunk.text):
        stop = chunk.start + span[1]
        if stop <= end:
            continue
        if stop - sentence.start > _LONG_CHARS or (answers and chunk.text[span[1] - 1] in "？?"):
            break
        end = stop
    return Quote(sentence.hit, sentence.start, end)


def joined(quotes: Sequence[Quote], more: Sequence[Quote]) -> list[Quote]:
    """`quotes` and those of `more` that say something else, from the same documents, as long as a person still calls it an answer.

    One that overlaps a quote of its passage becomes one with it.
    """
    kept = list(quotes)
    documents = {quote.hit.document.id for quote in quotes}
    for quote in more:
        place = next((i for i, q in enumerate(kept) if _united(q, quote)), len(kept))
        whole = _united(kept[place], quote) if place < len(kept) else None
        grown = [*kept[:place], whole or quote, *kept[place + 1 :]]
        elsewhere = bool(documents) and quote.hit.document.id not in documents
        if not kept or (not elsewhere and sum(len(q.text) for q in grown) <= _TOGETHER_CHARS):
            kept = grown
    return kept


def _united(one: Quote, other: Quote) -> Quote | None:
    """Both as one quote where they overlap; None where they are apart or read different cells of a row."""
    apart = one.hit.document.id != other.hit.document.id or one.end <= other.start or other.end <= one.start
    if apart or one.reading != other.reading:
        return None
    chunk = one.hit.chunk
    if one.reading or other.start < chunk.start or other.end > chunk.end:
        return one
    return Quote(one.hit, min(one.start, other.start), max(one.end, other.end))


def cite(number: int, quote: Quote) -> Citation:
    """The citation of a quote."""
    chunk = quote.hit.chunk
    return Citation(
        number=number, document=quote.hit.document, quote=quote.text, start=quote.start, end=quote.end,
        passage=chunk.text, passage_start=chunk.start, heading=" > ".join(chunk.heading_path), reading=quote.reading,
    )  # fmt: skip


def shown_text(quotes: Sequence[Quote]) -> str:
    """The quotes as a person reads them, a line each, with marks [1], [2], … in order."""
    return "\n".join(f"{q.reading or q.text}[{number}]" for number, q in enumerate(quotes, 1))


def compose(query: Query, quotes: Sequence[Quote], *, text: str = "", cards: Sequence[DocumentCard] = ()) -> Answer:
    """The answer that shows the quotes, each with its mark; or `text`, whose marks [n] are theirs in order.

    `cards` are all documents of the base: with them it is known from when a newer version is applied.
    """
    citations = tuple(cite(number, quote) for number, quote in enumerate(quotes, 1))
    cited = {c.document.id: c.document for c in citations}.values()
    notices = standing_notices(cited, cards, query.language, date.today())
    text = text or shown_text(quotes)
    return Answer(status="answered", text=text, citations=citations, query=query, notices=notices)
