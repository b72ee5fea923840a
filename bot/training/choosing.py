"""Which items a round or a sheet asks: deterministic by seed, spread over kinds and documents, none about the same words twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from random import Random

from bot.training.base import TrainingBase
from bot.training.cases import case_items
from bot.training.clozes import cloze_items
from bot.training.items import Item
from bot.training.library import Reading
from bot.training.lists import list_items
from bot.training.matched import matched_items
from bot.training.tabled import tabled_items
from bot.training.terms_asked import term_items

_LEAST_WORTH = 0.3
_MAKERS = (term_items, list_items, case_items, matched_items, tabled_items, cloze_items)


def items_of(base: TrainingBase, reading: Reading) -> list[Item]:
    """All items of a document, those most worth knowing first; always the same for the same base."""
    made: list[Item] = []
    for maker in _MAKERS:
        made += maker(base, reading, Random(f"{reading.document.id} {maker.__name__}"))
    unique = {item.id: item for item in made if item.worth >= _LEAST_WORTH}
    return sorted(unique.values(), key=lambda item: (-item.worth, item.cited.start, item.id))


def choose(
    pool: Sequence[Item], count: int, *, seed: int, kinds: Collection[str] = (), without: Collection[str] = ()
) -> list[Item]:
    """Up to `count` items of a pool, mixed.

    Kinds take turns, and within a kind documents; the more worth an item has the sooner it comes. As long as others are left no
    two items quote the same place.

    Args:
        pool: What there is to choose from.
        count: How many.
        seed: The same seed chooses the same items in the same order.
        kinds: Only these; all where empty.
        without: Ids that are not to be asked.
    """
    random = Random(seed)
    usable = [item for item in pool if (not kinds or item.kind in kinds) and item.id not in without]
    ranked = sorted(usable, key=lambda item: -(item.worth + 0.35 * random.random()))
    chosen: list[Item] = []
    again: list[Item] = []
    seen: set[tuple[str, int]] = set()
    for item in _in_turn(ranked):
        if len(chosen) == count:
            break
        place = item.cited.document_id, item.cited.start
        (again if place in seen else chosen).append(item)
        seen.add(place)
    chosen += again[: count - len(chosen)]
    random.shuffle(chosen)
    return chosen


def _in_turn(ranked: Sequence[Item]) -> Iterator[Item]:
    """The items kind by kind and, of each kind, document by document, each in the order given."""
    queues: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in ranked:
        queues[item.kind][item.cited.document_id].append(item)
    while queues:
        for kind in list(queues):
            documents = queues[kind]
            first = next(iter(documents))
            queue = documents.pop(first)
            yield queue.pop(0)
            if queue:
                documents[first] = queue  # at the end: the next document is next
            if not documents:
                del queues[kind]
