"""The document, or the part of one, that rules what a question of how to apply is about."""

from __future__ import annotations

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
    best: tuple[tuple[int, int, int, int], Ruling] | None = None
    for rank, card in enumerate(_in_force(case)):
        named, parts = _stated(case, card, names)
        held = sum(part in parts for part in asked)
        if not held or (asked[0] not in parts and held < 2):
            continue
        key = (held, named, int(card.id in cited), -rank)
        if best is None or key > best[0]:
            best = key, Ruling(card, parts)
    return best[1] if best else None


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
    official = (term for term in query.expansions if content_of(term) and len(term) >= _LEAST_OFFICIAL_CHARS)
    return _Names(content_of(query.resolved), tuple(dict.fromkeys(official)))


def _in_force(case: Case) -> list[DocumentCard]:
    """Documents of the passages found, best first, without those that another version replaces unless the question asks for it."""
    cards = tuple({hit.document.id: hit.document for hit in case.found.hits}.values())
    void = yielding(tuple(case.desk.knowledge.catalogue.cards()), date.today())
    return [card for card in cards if card.id not in void or asks_superseded(case.query, card)]


def _stated(
    case: Case, card: DocumentCard, names: _Names
) -> tuple[int, Mapping[GuidePart, Sequence[Said]]]:
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
