"""Questions that one may ask next, made from what the documents state near an answer: each with what would prove it answered.

Another part of how to apply for the same matter, the same figure of another year or place, a figure beside it, a term that the
passage uses. None is shown before it is proven: `bot.suggesting` asks each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.defined_terms import Definition
from bot.guide_lines import stated_parts
from bot.terms import folk_terms
from bot.types import Answer, Citation, GuidePart, Query
from bot.utterance import content_of
from knowledge.assembly import KnowledgeBase
from knowledge.types import Chunk, DocumentCard, Figure

_ASKED: Mapping[GuidePart, str] = {
    "materials": "申请{matter}要交哪些材料？",
    "conditions": "{matter}要符合什么条件？",
    "steps": "{matter}的办理流程是什么？",
    "time": "{matter}多久能办好？",
    "place": "到哪里申请{matter}？",
}
_PARTS: tuple[GuidePart, ...] = ("materials", "conditions", "steps", "time", "place")
_INDICATOR = re.compile(r"[一-龥A-Z0-9]{2,12}")
_COUNTED = frozenset("户人个座所名家支件盏次") | {"人次", "户次"}
_ODD = re.compile(r"(?<!新)增(?!收)|提高|提升|[下]?降|减少|占|其中|比|合计|共有|用于|分别|约")
"""In the name of a figure that makes no question of its own: a change, a share, a part."""
_YEAR = re.compile(r"(?:19|20)\d{2}$")
_MOST_PLACES = 60
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+[章节条部分]+|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、])\s*"
)
_TOPIC = re.compile(r"[“”一-龥]{3,10}")
_GENERAL = re.compile(r"总则|附则|其他|说明|工作要求|组织领导|保障措施|总体要求|指导思想|任务|安排|附：")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and what an answer to it must hold to count."""

    text: str
    document_id: str
    start: int
    end: int
    """Where its answer stands: a citation must overlap [start, end) of the document, or, of a figure, say its value."""
    value: str = ""
    """Of a figure as written; empty for other questions."""


def candidates(
    answer: Answer, knowledge: KnowledgeBase, defined: Sequence[Definition], places: Sequence[str]
) -> Iterator[Candidate]:
    """Candidates near an answer or, of a refusal, near what stands nearby; the most useful first.

    Args:
        answer: What was answered.
        knowledge: The base that answered.
        defined: The base's definitions.
        places: Places that its documents are about.
    """
    shown = answer.citations or answer.nearby
    about = list({c.document.id: c.document for c in shown}.values())
    kinds = [
        list(_figures(answer, shown, knowledge, places)),
        [c for card in about[:2] for c in _of_matter(answer, card, knowledge)],
        list(_terms(shown, defined)),
    ]
    yield from _in_turn(kinds)
    if not shown:  # nothing nearby either: what the base can surely tell
        yield from (_definition(d) for d in defined[:3])


def _in_turn(kinds: Sequence[Sequence[Candidate]]) -> Iterator[Candidate]:
    for turn in range(max((len(kind) for kind in kinds), default=0)):
        yield from (kind[turn] for kind in kinds if turn < len(kind))


def _of_matter(answer: Answer, card: DocumentCard, knowledge: KnowledgeBase) -> Iterator[Candidate]:
    """The parts of how to apply that a document states, without those that the answer was asked for; then what its headings name."""
    if card.repealed_by:
        return
    chunks = knowledge.catalogue.chunks_of(card.id)
    matter = matter_of(card, answer.query, "\n".join(chunk.text for chunk in chunks))
    told = {section.part for section in answer.guide.sections if section.asked} if answer.guide else set()
    parts = stated_parts(chunks)
    matter = matter if "conditions" in parts or "materials" in parts else ""
    if matter:
        for part in _PARTS:
            if part in parts and part not in told:
                yield Candidate(_ASKED[part].format(matter=matter), card.id, parts[part][0].start, parts[part][-1].last)
    yield from _headed(card, matter, chunks, answer.citations)


def matter_of(card: DocumentCard, query: Query | None, written: str) -> str:
    """What a document is on: the question's own word where the document writes it, else the official one; empty where its title names none.

    Args:
        card: The document.
        query: The question, as it was understood.
        written: The document's text.
    """
    title, table = card.metadata.title, folk_terms()
    for folk, official in query.mapped if query else ():
        if official in title and content_of(official):
            own = [word for word in table if word in folk and word in written and _short_for(word, official)]
            return max(own, key=len, default=official)
    known = {t for official in table.values() for t in official if len(t) > 2 and t in title and content_of(t)}
    return max(sorted(known), key=len, default="")


def _short_for(word: str, official: str) -> bool:
    """Whether a word is made of characters of an official term in their order: 低保 of 最低生活保障."""
    rest = iter(official)
    return all(char in rest for char in word)


def _headed(card: DocumentCard, matter: str, chunks: Sequence[Chunk], shown: Sequence[Citation]) -> Iterator[Candidate]:
    """What a rule says under each of its headings, those after what is shown first."""
    if card.metadata.years and not matter:
        return  # a report's headings name no rules
    last = max((c.end for c in shown if c.document.id == card.id), default=0)
    spans: dict[str, tuple[int, int]] = {}
    for chunk in chunks:
        name = _NUMBERING.sub("", chunk.heading_path[-1]) if chunk.heading_path else ""
        if _TOPIC.fullmatch(name) and not _GENERAL.search(name) and chunk.position.table is None:
            spans[name] = (spans.get(name, (chunk.start, 0))[0], chunk.end)
    for name, (start, end) in sorted(spans.items(), key=lambda item: item[1][0] <= last):
        if not any(c.document.id == card.id and c.start < end and start < c.end for c in shown):
            of = f"{matter}的" if matter and matter not in name else ""
            yield Candidate(f"{of}{name}是怎么规定的？", card.id, start, end)


def _terms(shown: Sequence[Citation], defined: Sequence[Definition]) -> Iterator[Candidate]:
    """Terms that the passages use and a document defines elsewhere."""
    for definition in defined:
        for citation in shown:
            inside = (
                citation.document.id == definition.chunk.document_id
                and citation.start < definition.end
                and definition.start < citation.end
            )
            if definition.name in citation.quote and not inside:
                yield _definition(definition)
                break


def _definition(definition: Definition) -> Candidate:
    return Candidate(f"什么是“{definition.name}”？", definition.chunk.document_id, definition.start, definition.end)


def _figures(
    answer: Answer, shown: Sequence[Citation], knowledge: KnowledgeBase, places: Sequence[str]
) -> Iterator[Candidate]:
    """The same figure of other years and places, and figures beside it."""
    catalogue = knowledge.catalogue
    carded = {(c.number, c.start) for c in answer.figures}
    seen: set[str] = set()
    for citation in shown[:2]:
        near = catalogue.figures_between(citation.document.id, citation.start, citation.end)
        own = [f for f in near if (citation.number, f.start) in carded] or near[:1]
        for figure in own[:2]:
            same = [
                f
                for f in catalogue.figures_about(_near(figure, places), [figure.unit], [figure.indicator])
                if _same_name(f, figure)
            ]
            for other in (
                *_other_years(figure, same),
                *_other_places(figure, same),
                *_beside(figure, citation, knowledge),
            ):
                found = _asked_figure(other)
                if found is not None and found.text not in seen:
                    seen.add(found.text)
                    yield found


def _same_name(one: Figure, other: Figure) -> bool:
    return one.indicator.endswith(other.indicator) or other.indicator.endswith(one.indicator)


def _near(figure: Figure, places: Sequence[str]) -> list[str]:
    return list(dict.fromkeys((figure.place, *places)))[:_MOST_PLACES] if figure.place else []


def _other_years(figure: Figure, same: Sequence[Figure]) -> list[Figure]:
    found = [f for f in same if f.place == figure.place and f.period[:4] != figure.period[:4]]
    return sorted(found, key=lambda f: (f.qualifiers == figure.qualifiers, f.period), reverse=True)[:2]


def _other_places(figure: Figure, same: Sequence[Figure]) -> list[Figure]:
    return [f for f in same if f.place != figure.place and f.period[:4] == figure.period[:4]][:2]


def _beside(figure: Figure, citation: Citation, knowledge: KnowledgeBase) -> list[Figure]:
    """Figures of the same passage, of other things."""
    end = citation.passage_start + len(citation.passage)
    found = knowledge.catalogue.figures_between(citation.document.id, citation.passage_start, end)
    return [f for f in found if f.indicator != figure.indicator and not citation.start <= f.start < citation.end][:3]


def _asked_figure(figure: Figure) -> Candidate | None:
    """A question for a stated figure; None where its name or period doesn't make one."""
    year = figure.period[:4]
    if _ODD.search("".join((*figure.qualifiers, figure.indicator))) or figure.indicator[0] in "镇乡县村各该":
        return None
    plain = _INDICATOR.fullmatch(figure.indicator) and _YEAR.match(year) and len(figure.period) in (4, 7, 10)
    if not plain or not figure.place or figure.subject or figure.qualifier != "exact" or figure.upper is not None:
        return None
    words = "".join(q for q in figure.qualifiers if len(q) < 5 and q not in figure.indicator)
    unit = figure.unit
    asks = f"有多少{unit}" if unit in _COUNTED else "是多少"
    text = f"{year}年{figure.place}{words}{figure.indicator}{asks}？"
    return Candidate(text, figure.document_id, figure.start, figure.end, value=figure.said)
