"""Learning paths: a document's own headings in order, each with its terms and items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.training.cards import TermCard
from bot.training.items import Item
from bot.training.library import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One heading of a document: what is learned below it."""

    heading: str
    """Empty for a document without headings: its whole text is one step."""
    topics: tuple[tuple[str, ...], ...]
    """The heading paths that belong to it."""
    start: int
    """Where it begins in the document."""
    terms: tuple[TermCard, ...]
    items: tuple[Item, ...]


def path_of(reading: Reading, cards: Sequence[TermCard], items: Sequence[Item]) -> list[Step]:
    """The steps of a document in reading order: its headings of the first level, those without anything to learn left out."""
    firsts: dict[str, int] = {}
    for sentence in reading.sentences:
        firsts.setdefault(sentence.headings[0] if sentence.headings else "", sentence.start)
    for item in items:  # a section that is only a table has no sentences
        firsts.setdefault(item.topic[0] if item.topic else "", item.cited.start)
    steps = []
    for heading, start in sorted(firsts.items(), key=lambda pair: pair[1]):
        held = [item for item in items if (item.topic[0] if item.topic else "") == heading]
        terms = tuple(card for card in cards if (card.topic[0] if card.topic else "") == heading)
        if held or terms:
            topics = tuple(dict.fromkeys(item.topic for item in held))
            in_order = sorted(held, key=lambda item: (item.cited.start, item.id))
            steps.append(Step(heading=heading, topics=topics, start=start, terms=terms, items=tuple(in_order)))
    return steps
