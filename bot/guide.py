"""How to apply, in lists: conditions, materials, steps, where and within what time, each item verbatim and cited.

The lists stand beside the answer's text. Where the text found otherwise says nothing of what is asked, the guide's first statements
become the text: who asks what to bring is answered with the list of what to bring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.desk import Case
from bot.extractive import Quote, cite
from bot.guide_asked import PARTS, WHOLE, asked_parts
from bot.guide_document import Ruling, ruling
from bot.guide_lines import Said
from bot.in_force import standing_notices
from bot.leading import MOST_SENTENCES
from bot.types import Answer, AskedKind, Citation, Guide, GuideItem, GuidePart, GuideSection, Query
from bot.utterance import content_of
from knowledge.types import DocumentCard, SearchHit

_TEXT_CHARS = 300
_APART_CHARS = 3  # a line's end and its indent: what follows a quote so near is one quote with it
_IN_ALL = re.compile(r"从[^，。；]{2,12}到|全程|总(?:时限|时长|计)|合计|一般不超过|办结")
"""Of a time limit: how long the whole takes."""
_EXACT: frozenset[AskedKind] = frozenset({"yes_no", "contact", "who"})
"""Kinds whose answer stays as it was found: of 家里有车能吃低保吗 the clause that decides it; the lists stand beside it."""
_SAYS_MORE = 0.3  # of the question's own words: 低保边缘家庭 is more than 低保
_ANY_DOES: tuple[GuidePart, ...] = ("time", "place")
"""Parts of which any statement answers; of the others it has to be the first."""
_STATED_ONLY: tuple[GuidePart, ...] = ("exclusions", "contact")
"""Parts that nobody misses where they aren't stated."""


def guided(answer: Answer, case: Case) -> Answer:
    """The answer with the lists of how to apply, where the question asks for that and a document rules it; else as it is."""
    asked = asked_parts(case.query.resolved)
    found = ruling(case, answer, asked) if asked and not case.query.unknown_places else None
    exact = case.query.kind in _EXACT and not (case.query.kind == "who" and asked[:1] == ("conditions",))
    if found is None or (exact and answer.status != "answered"):
        return answer
    if answer.mode == "extractive" and not exact and not _answers(case, answer, found, asked):
        answer = _led_by(case, found, asked)
    evidence = _Evidence(list(answer.citations), found.document)
    order = (*asked, *(part for part in PARTS if part not in asked))
    sections = tuple(
        GuideSection(part=part, items=tuple(evidence.items(found.parts.get(part, ()))), asked=part in asked)
        for part in order
        if part in found.parts or part not in _STATED_ONLY
    )
    answer = replace(
        answer, citations=tuple(evidence.citations), guide=Guide(document=found.document, sections=sections)
    )
    cards = case.desk.knowledge.catalogue.cards()
    cited = {c.document.id: c.document for c in answer.citations}.values()
    standing = standing_notices(cited, cards, case.query.language, date.today())
    return replace(answer, notices=tuple(dict.fromkeys((*answer.notices, *standing))))


def _answers(case: Case, answer: Answer, found: Ruling, asked: Sequence[GuidePart]) -> bool:
    """Whether the answer quotes the first of what the document says on what is asked, or says more of the question than that does."""
    if answer.status != "answered":
        return False
    wanted = asked[:2] if asked == WHOLE else asked
    first = [s for part in wanted for s in found.parts.get(part, ())[: None if part in _ANY_DOES else 1]]
    if any(_quoted(citation, said) for citation in answer.citations for said in first):
        return True
    query = case.query
    if answer.citations and answer.citations[0].document.metadata.years and not found.document.metadata.years:
        return False  # a report tells what was done, a rule how it is done
    cited = "\n".join(f"{c.document.metadata.title}\n{c.heading}\n{c.quote}" for c in answer.citations)
    return _said(query, cited) > _said(query, _around(found, first)) + _SAYS_MORE


def _around(found: Ruling, stated: Sequence[Said]) -> str:
    passages = (f"{' '.join(said.chunk.heading_path)}\n{said.chunk.text}" for said in stated)
    return "\n".join((found.document.metadata.title, *passages))


def _said(query: Query, text: str) -> float:
    """Share of the pairs of characters of the question's own words that a text says, in [0, 1]; an official term says its folk term."""
    text = "\n".join((text, *(folk for folk, official in query.mapped if official in text)))
    pairs = [word[i : i + 2] for word in content_of(query.resolved) for i in range(len(word) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 1.0


def _quoted(citation: Citation, said: Said) -> bool:
    same = citation.document.id == said.chunk.document_id
    return same and citation.start < said.last and said.start < citation.end


def _led_by(case: Case, found: Ruling, asked: Sequence[GuidePart]) -> Answer:
    """The answer made of the document's first statements on what is asked."""
    evidence = _Evidence([], found.document)
    chosen: list[Said] = []
    for said in _first(found, asked):
        if chosen and sum(s.last - s.start for s in (*chosen, said)) > _TEXT_CHARS:
            break  # in their order, none left out
        if not any(s.chunk.id == said.chunk.id and s.start < said.last and said.start < s.last for s in chosen):
            chosen.append(said)
    lines = [line for item in evidence.items(chosen) for line in _as_lines(item)]
    return Answer(
        status="answered", text="\n".join(lines), citations=tuple(evidence.citations), query=case.query, confidence=0.5
    )


def _first(found: Ruling, asked: Sequence[GuidePart]) -> Iterator[Said]:
    """Of one part all that is stated, of several the first of each."""
    stated = [found.parts[part] for part in asked if part in found.parts]
    if len(stated) == 1:
        if stated[0][0].part == "steps" and (whole := [said for said in stated[0] if said.points]):
            yield from whole[:1]  # the way as the document itself lists it
            return
        in_time = stated[0][0].part == "time"
        ordered = sorted(stated[0], key=lambda said: in_time and not _IN_ALL.search(_text(said)))
        yield from ordered[:MOST_SENTENCES] if in_time else ordered
    else:
        yield from (part[0] for part in stated)


def _text(said: Said) -> str:
    return said.chunk.text[said.start - said.chunk.start : said.end - said.chunk.start]


def _as_lines(item: GuideItem) -> list[str]:
    *most, last = (item.text, *item.points)
    return [*most, f"{last}[{item.number}]"]


@dataclass(slots=True)
class _Evidence:
    """Citations as they grow: what is already cited isn't cited again."""

    citations: list[Citation]
    document: DocumentCard

    def items(self, stated: Sequence[Said]) -> Iterator[GuideItem]:
        """Each statement as an item with the number of its citation."""
        for said in stated:
            offset = said.chunk.start
            points = tuple(said.chunk.text[start - offset : end - offset] for start, end in said.points)
            yield GuideItem(text=_text(said), number=self._number(said), points=points)

    def _number(self, said: Said) -> int:
        hit = SearchHit(chunk=said.chunk, document=self.document, score=0.0)
        for place, citation in enumerate(self.citations):
            if citation.document.id != said.chunk.document_id:
                continue
            if citation.start <= said.start and said.last <= citation.end:
                return citation.number
            follows = citation.passage_start == said.chunk.start and 0 <= said.start - citation.end <= _APART_CHARS
            if follows and not said.chunk.text[citation.end - said.chunk.start : said.start - said.chunk.start].strip():
                self.citations[place] = cite(citation.number, Quote(hit, citation.start, said.last))
                return citation.number
        number = len(self.citations) + 1
        self.citations.append(cite(number, Quote(hit, said.start, said.last)))
        return number
