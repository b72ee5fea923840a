"""Another article of the same rules that answers about as well as the one that was quoted, shown after it and marked so.

Rules say one matter in several articles (who may apply, who decides, who pays), in nearly the same words, and often none of them in
the asker's. Where the best statement of another article comes close to the one that was chosen, which of them is meant can't be told
by words alone: where the second says no less of the question itself, both are shown, it as 另见. Only of one document, so that no older version and no other place gets beside
the answer, and never for figures: a second number would be taken for an answer, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.asked import asks_twice
from bot.enumerations import in_its_list
from bot.extractive import Quote, choose_quotes, cite
from bot.scope import MEASURED
from bot.spoken import in_standard_words
from bot.statements import ReadSentence
from bot.types import Answer, AskedKind, Query
from knowledge.catalogue import Catalogue
from knowledge.sentences import sentence_spans
from knowledge.types import Chunk

_AS_GOOD = 0.1
"""Of the statements' score: nearer than this, the right one was as often the second as a wrong one the first."""
_TOGETHER_CHARS = 195  # of both: what a person still calls an answer
_LISTS_CHARS = 380
_ONE_VALUE_CHARS = 150
_ONE_VALUE: frozenset[AskedKind] = frozenset({"who", "where", "when", "contact"})
_LISTED: frozenset[AskedKind] = frozenset({"list", "steps", "passage", "reason", "definition"})
_ARTICLE = re.compile(r"\s*第[零〇一二三四五六七八九十百千\d]{1,7}条[\s　之]")


def other_article(
    query: Query,
    quotes: Sequence[Quote],
    sentences: Sequence[ReadSentence],
    weights: Mapping[str, float],
    catalogue: Catalogue,
) -> list[Quote]:
    """What another article says, as one quote or, of a list, several; nothing where none comes close or it is too long.

    Args:
        query: The question; one for a figure gets nothing.
        quotes: What answers it.
        sentences: The statements that they were chosen from, best first.
        weights: The question's content terms with their weights.
        catalogue: Where the neighbouring passages are.
    """
    usable = [s for s in sentences if s.holds and s.in_scope and not s.reading]
    if query.kind in MEASURED or not usable or any(not in_article(quote.hit.chunk) for quote in quotes):
        return []
    document, shown = usable[0].hit.document.id, {quote.hit.chunk.id for quote in quotes}
    if any(quote.hit.document.id != document for quote in quotes):
        return []
    near = (s for s in usable if s.hit.document.id == document and s.score >= usable[0].score - _AS_GOOD)
    other = next((s for s in near if s.hit.chunk.id not in shown and in_article(s.hit.chunk)), None)
    if other is None or other.own < usable[0].own:
        return []
    added = in_its_list(query, choose_quotes(query, [other], weights), catalogue)
    if any(quote.hit.chunk.id in shown for quote in added):
        return []
    most = _LISTS_CHARS if query.kind in _LISTED else _TOGETHER_CHARS
    return added if sum(len(quote.text) for quote in (*quotes, *added)) <= most else []


def in_article(chunk: Chunk) -> bool:
    """Whether a passage is an article or, with the article's first sentence as its context, a part of one."""
    return bool(_ARTICLE.match(chunk.context or chunk.text))


def with_the_rest(query: Query, quotes: Sequence[Quote]) -> list[Quote]:
    """A single quote of an article with the rest of its sentence or, where that is whole, the next one, where two things are asked.

    What comes after the rule is its other half: 不足十五年的 after 满十五年的, 但延长不得超过 after 一般不超过.
    """
    if len(quotes) != 1 or not in_article(quotes[0].hit.chunk) or not asks_twice(query):
        return list(quotes)
    quote = quotes[0]
    text, offset = quote.hit.chunk.text, quote.hit.chunk.start
    if quote.reading:  # words of the cited sentence that are shown alone; a table cell's are no passage's
        whole = replace(quote, reading="")
        return [whole] if quote.reading in text and len(whole.text) <= _TOGETHER_CHARS else list(quotes)
    ends = (offset + stop for _, stop in sentence_spans(text))
    end = next((end for end in ends if end > quote.end), quote.end)
    return [replace(quote, end=end)] if end <= quote.start + _TOGETHER_CHARS else list(quotes)


def with_as_good(query: Query, quotes: Sequence[Quote], sentences: Sequence[ReadSentence]) -> list[Quote]:
    """A single quote of an article up to another sentence of it that answers about as well, where the question is in people's words.

    Their words don't tell which paragraph of the right article is meant: 投诉 or 举报 of 告他. What is shown stays short.
    """
    spoken = bool(query.mapped) or in_standard_words(query.text) != query.text
    if len(quotes) != 1 or quotes[0].reading or not spoken or query.kind in MEASURED:
        return list(quotes)
    quote = quotes[0]
    inside = [s for s in sentences if s.hit.chunk.id == quote.hit.chunk.id and s.holds and s.in_scope and not s.reading]
    if not inside or not in_article(quote.hit.chunk):
        return list(quotes)
    most = _ONE_VALUE_CHARS if query.kind in _ONE_VALUE else _TOGETHER_CHARS
    for other in inside:
        if other.score < inside[0].score - _AS_GOOD:
            break
        start, end = min(quote.start, other.start), max(quote.end, other.end)
        if quote.end - quote.start < end - start <= most:
            return [replace(quote, start=start, end=end)]
    return [quote]


def see_also(answer: Answer, added: Sequence[Quote]) -> Answer:
    """The answer with the added quotes after its text, marked as more to see."""
    if not added or answer.status != "answered":
        return answer
    first = len(answer.citations) + 1
    word = "See also: " if answer.query is not None and answer.query.language == "en" else "另见："
    said = "\n".join(f"{quote.text}[{number}]" for number, quote in enumerate(added, first))
    citations = (*answer.citations, *(cite(number, quote) for number, quote in enumerate(added, first)))
    return replace(answer, text=f"{answer.text}\n{word}{said}", citations=citations)
