"""What an official term means, in the documents' own words: the sentence that defines it, for who asked in a folk term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.desk import Case
from bot.extractive import Quote, cite
from bot.types import Answer, Citation, GuideItem
from bot.utterance import content_of
from knowledge.sentences import sentence_spans
from knowledge.types import Chunk, SearchHit

_PASSAGES = 12
_MOST = 2
_MOST_CHARS = 200


def explained(answer: Answer, case: Case) -> Answer:
    """The answer with the sentences that say what the official terms for its question's folk terms are; as it is where none does."""
    if answer.status != "answered":
        return answer
    citations = list(answer.citations)
    items: list[GuideItem] = []
    for term in _official(case)[:_MOST]:
        found = next(_defining(case, term), None)
        if found is None or any(
            c.document.id == found.hit.document.id and c.start < found.end and found.start < c.end
            for c in answer.citations
        ):
            continue  # the answer says it itself
        citation = _cited(citations, found)
        items.append(GuideItem(text=found.text, number=citation.number))
    return replace(answer, citations=tuple(citations), explained=tuple(items)) if items else answer


def _cited(citations: list[Citation], quote: Quote) -> Citation:
    for citation in citations:
        if citation.document.id == quote.hit.document.id and (citation.start, citation.end) == (quote.start, quote.end):
            return citation
    citations.append(cite(len(citations) + 1, quote))
    return citations[-1]


def _official(case: Case) -> list[str]:
    """Official terms that name a matter, the first of each folk term."""
    first: dict[str, str] = {}
    for folk, official in case.query.mapped:
        if content_of(official):
            first.setdefault(folk, official)
    return list(dict.fromkeys(first.values()))


def _defining(case: Case, term: str) -> Iterator[Quote]:
    """Sentences that say what `term` is, best first; of documents that hold today and before those that don't."""
    query = replace(
        case.query,
        resolved=f"{term}是指什么",
        kind="definition",
        mapped=(),
        expansions=(),
        own="",
        carried="",
        aspects=(),
        units=(),
        years=(),
        months=(),
    )
    hits = case.desk.retriever.search(query, top_k=_PASSAGES)
    for pattern in (_is(term), _short_for(term, case.query.resolved)):
        for hit in hits:
            if hit.chunk.position.table is None and not hit.document.repealed_by:
                yield from _sentences(hit, pattern)


def _is(term: str) -> re.Pattern[str]:
    name = re.escape(term)
    return re.compile(
        rf"(?:^|所称的?|[。：\s、“]){name}[”」]?(?:[，,]?是指|[，,]?指的是|[，,]指|[：:](?=[^\n]{{6,}}。))"
    )


def _short_for(term: str, question: str) -> re.Pattern[str]:
    """农村最低生活保障（以下简称农村低保): that the two words mean the same, where the short one is the question's."""
    return re.compile(
        rf"{re.escape(term)}(?:制度|家庭|对象)?[（(](?:以下|下)?简?称[“]?(?=[^）)]*)(?P<short>[^）)”]{{2,8}})"
    )


def _sentences(hit: SearchHit, pattern: re.Pattern[str]) -> Iterator[Quote]:
    chunk: Chunk = hit.chunk
    for start, end in sentence_spans(chunk.text):
        text = chunk.text[start:end]
        if end - start <= _MOST_CHARS and pattern.search(text) and text[-1] not in "？?：:":
            yield Quote(hit, chunk.start + start, chunk.start + end)
