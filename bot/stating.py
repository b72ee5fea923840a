"""The figures that an answer's quotes show, the same thing's figures in all documents, and what an answer quotes for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.asked import fits_unit
from bot.changed import asks_earlier
from bot.extractive import Quote
from bot.same_figure import Stated, may_be_one, name, same_place, same_thing
from bot.types import Query
from bot.weighing import content_weights, coverage
from knowledge.assembly import KnowledgeBase
from knowledge.lexical import terms
from knowledge.sentences import clause_spans
from knowledge.tables import cells_between
from knowledge.types import DocumentCard, Figure, Level, SearchHit
from knowledge.units import ratio

_LEVELS: tuple[Level | None, ...] = ("国家", "省", "市", "县", "乡镇", "村", None)
_GRADE = re.compile("[A-Za-z一二三四五六七八九][级类档]")
_MOST_WORDS = 24
_QUOTE_CHARS = 100
_RESULTS = ("%", "百分点", "倍")


def asked_figures(query: Query, quotes: Sequence[Quote], knowledge: KnowledgeBase) -> list[Stated]:
    """The figures of the quotes that the question asks for: of each asked unit, else at all, the one whose name says most of it."""
    weights = content_weights(query, knowledge)
    held = [_stated(figure, quote.hit.document, knowledge) for quote in quotes for figure in _quoted(quote, knowledge)]
    found = [s for s in held if s is not None and _of_asked_year(query, s)]
    if not asks_earlier(query.resolved):
        found = [s for s in found if not s.changed] or found
    chosen = []
    for unit in query.units or ("",):
        fitting = [s for s in found if (fits_unit(unit, s.figure.unit) if unit else _counts(query, s))]
        if fitting:
            chosen.append(max(fitting, key=lambda s: _said(weights, s)))
    return list(dict.fromkeys(chosen))


def _counts(query: Query, stated: Stated) -> bool:
    return query.kind == "ratio" or stated.figure.unit not in _RESULTS


def _of_asked_year(query: Query, stated: Stated) -> bool:
    return not query.years or any(stated.period.startswith(str(year)) for year in query.years)


def _said(weights: Mapping[str, float], stated: Stated) -> float:
    figure = stated.figure
    return coverage(weights, f"{figure.subject} {''.join(figure.qualifiers)} {figure.indicator}")


def _quoted(quote: Quote, knowledge: KnowledgeBase) -> Iterator[Figure]:
    """The figures that a quote shows; of a row those of the cells that it reads."""
    for figure in knowledge.catalogue.figures_between(quote.hit.document.id, quote.start, quote.end):
        if not quote.reading or figure.said.replace(",", "") in quote.reading.replace(",", ""):
            yield figure


def _stated(figure: Figure, card: DocumentCard, knowledge: KnowledgeBase) -> Stated | None:
    chunk = knowledge.catalogue.chunk_at(figure.document_id, figure.start)
    return Stated(figure, card, chunk) if chunk is not None else None


def same_elsewhere(asked: Stated, knowledge: KnowledgeBase) -> list[Stated]:
    """The figures of all documents that count the same for the same place, of whatever period; superseded documents left out.

    Nothing where the asked figure's place or period isn't known.
    """
    catalogue = knowledge.catalogue
    own = name(asked.figure, asked.card)
    pairs = sorted({t for t in terms(own) if len(t) > 1})
    words = [*_GRADE.findall(own), *pairs][:_MOST_WORDS] if asked.period else []
    units = [unit for unit in catalogue.figure_units() if ratio(unit, asked.figure.unit) is not None]
    found = []
    for figure in catalogue.figures_about(_written_places(asked), units, words):
        card = catalogue.card(figure.document_id)
        replaced = card.repealed_by and card.id != asked.card.id
        if replaced or not may_be_one(own, name(figure, card)):
            continue
        stated = _stated(figure, card, knowledge)
        if stated is None or stated.changed:
            continue
        if same_thing(asked, stated) and same_place(asked, stated):
            found.append(stated)
    return found


def called(words: str, asked: Stated, knowledge: KnowledgeBase) -> list[Stated]:
    """The figures of the asked one's place and measure that are called `words` and nothing more; superseded documents left out."""
    catalogue = knowledge.catalogue
    units = [unit for unit in catalogue.figure_units() if ratio(unit, asked.figure.unit) is not None]
    found = []
    for figure in catalogue.figures_about(_written_places(asked), units, [words]):
        card = catalogue.card(figure.document_id)
        if not card.repealed_by and figure.indicator == words:
            stated = _stated(figure, card, knowledge)
            if stated is not None and same_place(asked, stated):
                found.append(stated)
    return found


def _written_places(asked: Stated) -> list[str]:
    """The figure's place as other documents may write it: alone, or after those that it lies in."""
    own = asked.figure.place
    chain = [p for p in asked.card.metadata.places if p != own]
    return list(dict.fromkeys((own, *("".join((*chain[i:], own)) for i in range(len(chain)))))) if own else []


def likeness(one: Stated, other: Stated) -> int:
    """How near two names are to each other; more is nearer."""
    first, second = name(one.figure, one.card), name(other.figure, other.card)
    alike = (first == second) + (one.figure.qualifiers == other.figure.qualifiers)
    return 10 * alike - abs(len(first) - len(second))


def newest_first(stated: Stated) -> tuple[int, int]:
    """A sorting key: the newest document first, of one day the highest issuer; what has no date comes last."""
    metadata = stated.card.metadata
    day = metadata.issued or metadata.effective or (date(max(metadata.years), 1, 1) if metadata.years else None)
    return -day.toordinal() if day else 0, _LEVELS.index(metadata.level)


def holds(quote: Quote, stated: Stated) -> bool:
    """Whether a quote shows a figure."""
    figure = stated.figure
    inside = quote.hit.document.id == figure.document_id and quote.start <= figure.start and figure.end <= quote.end
    return inside and (not quote.reading or _plain(figure.said) in _plain(quote.reading))


def _plain(text: str) -> str:
    return re.sub(r"[,，\s]", "", text)


def number_of(quotes: Sequence[Quote], stated: Stated) -> int:
    """The number, from 1, of the first quote that shows a figure; one of them does."""
    return next(number for number, quote in enumerate(quotes, 1) if holds(quote, stated))


def quote_of(stated: Stated, knowledge: KnowledgeBase) -> Quote:
    """The cell with its row, or the clauses from the figure's name to the figure."""
    figure, chunk = stated.figure, stated.chunk
    hit = SearchHit(chunk=chunk, document=stated.card, score=0.0)
    if chunk.position.table is not None:
        document = knowledge.catalogue.document(figure.document_id)
        for cell in cells_between(document, figure.sentence_start, figure.sentence_end):
            if cell.start <= figure.start < max(cell.end, cell.start + 1):
                return Quote(hit, cell.row_start, cell.row_end, cell.statement)
    start, end = max(chunk.start, figure.sentence_start), min(chunk.end, figure.sentence_end)
    text = chunk.text[start - chunk.start : end - chunk.start]
    clauses = [(start + a, start + b) for a, b in clause_spans(text)] or [(start, end)]
    last = next((i for i, (a, b) in enumerate(clauses) if a <= figure.start < b), len(clauses) - 1)
    first = last
    while first and not _named_in(figure, chunk.text[clauses[first][0] - chunk.start : clauses[last][1] - chunk.start]):
        if clauses[last][1] - clauses[first - 1][0] > _QUOTE_CHARS:
            break
        first -= 1
    stop = clauses[last][0] + len(text[clauses[last][0] - start : clauses[last][1] - start].rstrip("，,、；;：: \n"))
    return Quote(hit, clauses[first][0], stop)


def _named_in(figure: Figure, text: str) -> bool:
    """Whether a text names what a figure is of."""
    pairs = [figure.indicator[i : i + 2] for i in range(len(figure.indicator) - 1)]
    return not pairs or 2 * sum(pair in text for pair in pairs) >= len(pairs)
