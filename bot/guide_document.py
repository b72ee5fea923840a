"""The document, or the part of one, that rules what a question of how to apply is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from bot.desk import Case
from bot.guide_lines import Said, stated_parts
from bot.in_force import yielding
from bot.scope import asks_superseded
from bot.types import Answer, GuidePart, Query
from bot.utterance import content_of
from bot.weighing import content_weights, coverage
from knowledge.types import Chunk, DocumentCard

_LEAST_RUN, _MOST_OF_NAME = 4, 0.6  # characters of an own name, share of it, that a title must say in a row
_LEAST_OFFICIAL_CHARS = 3  # 救助 for 补贴 names no matter
_HEADED = 0.5  # of the question's content, that the headings above a passage must say
_ACT = re.compile(r"^(?:申请|办理|领取|享受|参加|认定)")
_SECTION_LEVELS = 2
"""Headings above a passage, from the outermost, that may name the matter of all below them."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What rules a matter: a document, with what it says on each part of how to apply."""

    document: DocumentCard
    parts: Mapping[GuidePart, Sequence[Said]]


def ruling(case: Case, answer: Answer, asked: Sequence[GuidePart]) -> Ruling | None:
    """The document that names the matter in its title or a heading and states the most of the asked parts; None without one.

    Args:
        case: The question with what was found for it.
        answer: What is answered without a guide: of equals the document that it cites goes first.
        asked: Parts that the question asks for; at least one has to be stated.
    """
    query = case.query
    cited = [citation.document.id for citation in answer.citations[:1]]
    names = _names(query)
    best: tuple[tuple[int, ...], Ruling] | None = None
    cards = _in_force(case)
    branches = {card.metadata.places[0] for card in cards if card.metadata.places}
    anywhere = len(branches) > 1 and not (query.places or query.mentioned_places)
    for rank, card in enumerate(cards):
        named, parts = _stated(case, card, names)
        held = sum(part in parts for part in asked)
        if not held or (asked[0] not in parts and held < 2):
            continue
        listed = any(said.points for said in parts.get(asked[0], ()))
        whole = (
            anywhere and not card.metadata.places
        )  # of rules of several places that of the whole country, where none is asked
        own = bool(
            set(query.places) & set(card.metadata.places)
        )  # the asked place's before those of the places it lies in
        key = (int(own), int(whole), held, int(listed), named, int(card.id in cited), -rank)
        if best is None or key > best[0]:
            best = key, Ruling(card, parts)
    found = best[1] if best else None
    if found is None or (anywhere and not found.document.metadata.places):
        return found
    return None if _told_elsewhere(case, answer, asked, found) else found


def _told_elsewhere(case: Case, answer: Answer, asked: Sequence[GuidePart], found: Ruling) -> bool:
    """Whether the answer itself quotes what another document, as good a rule, states on what is asked: that one isn't overruled."""
    for citation in answer.citations[:1]:
        if answer.status != "answered" or citation.document.id == found.document.id or citation.document.repealed_by:
            continue
        parts = stated_parts(case.desk.knowledge.catalogue.chunks_of(citation.document.id))
        said = [statement for part in asked for statement in parts.get(part, ())]
        if any(citation.start < each.last and each.start < citation.end for each in said):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Names:
    """What the question calls its matter, without words said of any matter."""

    own: tuple[str, ...]
    official: tuple[str, ...]

    def length_in(self, title: str) -> int:
        """Length of the longest name that a title says, an own one at least most of it; 0 where it says none."""
        whole = [len(name) for name in (*self.own, *self.official) if name in title]
        most = [run for name in self.own if (run := _run(name, title)) >= max(_LEAST_RUN, _MOST_OF_NAME * len(name))]
        return max([*whole, *most], default=0)


def _names(query: Query) -> _Names:
    terms = (_ACT.sub("", term) for term in query.expansions if content_of(term))
    official = (term for term in terms if len(term) >= _LEAST_OFFICIAL_CHARS)
    return _Names(content_of(query.resolved), tuple(dict.fromkeys(official)))


def _in_force(case: Case) -> list[DocumentCard]:
    """Documents of the passages found, best first, without those of other places and those that another version replaces unless the question asks for it."""
    cards = tuple({hit.document.id: hit.document for hit in case.found.hits}.values())
    void = yielding(tuple(case.desk.knowledge.catalogue.cards()), date.today())
    asked = {*case.query.places, *case.query.above}
    there = [c for c in cards if not asked or not c.metadata.places or asked & set(c.metadata.places)]
    return [card for card in there if card.id not in void or asks_superseded(case.query, card)]


def _stated(case: Case, card: DocumentCard, names: _Names) -> tuple[int, Mapping[GuidePart, Sequence[Said]]]:
    """How long a name of the matter its title says, with what it states; of a document on more, what stands under headings that name it."""
    chunks = case.desk.knowledge.catalogue.chunks_of(card.id)
    if named := names.length_in(card.metadata.title):
        return named, stated_parts(chunks)
    held = list(_headed(case, chunks, names))
    return 0, stated_parts(held) if held else {}


def _headed(case: Case, chunks: Sequence[Chunk], names: _Names) -> Iterator[Chunk]:
    weights = content_weights(case.query, case.desk.knowledge)
    for chunk in chunks:
        above = chunk.heading_path[:_SECTION_LEVELS]
        if any(names.length_in(heading) for heading in above) or coverage(weights, " ".join(above)) >= _HEADED:
            yield chunk


def _run(name: str, title: str) -> int:
    """Length of the longest run of characters that both hold."""
    return SequenceMatcher(None, name, title, autojunk=False).find_longest_match().size
