"""Answers with no language model: verbatim parts of the best sentences, each with its citation.

A question for one value (figure, date, office, yes or no) gets the clauses that carry it; a question for more (list, steps,
definition, measures) gets whole sentences of one passage. What is quoted is never altered; what stands between quotes is a
template of the program's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.asked import holds_asked
from bot.reading import ReadSentence, coverage
from bot.types import Answer, AskedKind, Citation, Query
from knowledge.sentences import clause_spans, sentence_spans
from knowledge.types import SearchHit

_VALUE_CHARS = 100  # of a quote that carries one value: what a person reads at a glance
_STATEMENT_CHARS = 150
_LONG_CHARS = 380
_VALUE_KINDS: frozenset[AskedKind] = frozenset({"figure", "ratio", "sum", "difference"})
_STATEMENT_KINDS: frozenset[AskedKind] = frozenset({"when", "who", "where", "yes_no", "contact", "comparison"})


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
    """What to show for the question, best first; at most two quotes, the second only where it adds asked words.

    Args:
        query: The question.
        sentences: Judged sentences, best first; those that don't hold what is asked are passed over.
        weights: The question's content terms with their weights.
    """
    usable = [s for s in sentences if s.holds and s.in_scope]
    if not usable:
        return []
    return [_quote(query, usable[0], weights)]


def _quote(query: Query, sentence: ReadSentence, weights: Mapping[str, float]) -> Quote:
    if sentence.reading:
        return Quote(sentence.hit, sentence.start, sentence.end, sentence.reading)
    if query.kind in _VALUE_KINDS:
        return _window(query, sentence, weights, _VALUE_CHARS)
    if query.kind in _STATEMENT_KINDS:
        return _window(query, sentence, weights, _STATEMENT_CHARS)
    return _stretch(sentence)


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
    return Quote(sentence.hit, sentence.start + best[1], sentence.start + _without_tail(sentence.text, best[1], best[2]))


def _without_tail(text: str, start: int, end: int) -> int:
    """`end` without a closing comma, colon or semicolon."""
    while end > start and text[end - 1] in "，,、；;：: \n":
        end -= 1
    return end


def _stretch(sentence: ReadSentence) -> Quote:
    """The sentence and those after it in its passage, as long as they fit; the whole passage where it fits."""
    chunk = sentence.hit.chunk
    if len(chunk.text) <= _LONG_CHARS:
        return Quote(sentence.hit, chunk.start, chunk.end)
    end = sentence.end
    for span in sentence_spans(chunk.text):
        stop = chunk.start + span[1]
        if stop > end and stop - sentence.start <= _LONG_CHARS:
            end = stop
    return Quote(sentence.hit, sentence.start, end)


def cite(number: int, quote: Quote) -> Citation:
    """The citation of a quote."""
    chunk = quote.hit.chunk
    return Citation(
        number=number, document=quote.hit.document, quote=quote.text, start=quote.start, end=quote.end,
        passage=chunk.text, passage_start=chunk.start, heading=" > ".join(chunk.heading_path),
        page=chunk.position.page, line=chunk.position.line,
    )  # fmt: skip


def compose(query: Query, quotes: Sequence[Quote]) -> Answer:
    """The answer that shows the quotes, each with its mark."""
    citations = tuple(cite(number, quote) for number, quote in enumerate(quotes, 1))
    text = "\n".join(f"{q.reading or q.text}[{number}]" for number, q in enumerate(quotes, 1))
    return Answer(status="answered", text=text, citations=citations, query=query, notices=_repealed(query, citations))


def _repealed(query: Query, citations: Sequence[Citation]) -> tuple[str, ...]:
    notices = []
    for document in {c.document.id: c.document for c in citations}.values():
        if document.repealed_by:
            title, newer = document.metadata.title, document.repealed_by
            notices.append(
                f"“{title}” is superseded by “{newer}”."
                if query.language == "en"
                else f"注意:《{title}》已被《{newer}》替代,以新文件为准。"
            )
    return tuple(notices)
