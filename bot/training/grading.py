"""Whether what a learner answered is right. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.training.items import Item
from knowledge.numbers import find_quantities, same_quantity
from knowledge.numerals import normalised

_MARKS = re.compile(r"[\s，。；：、,;:“”\"'（）()《》]")


def is_right(item: Item, given: Sequence[str]) -> bool:
    """Whether an answer is the key.

    Args:
        item: The question.
        given: Options chosen in any order; what was filled in; of a matching the option for each of `item.lefts`, in their order.
    """
    if item.kind == "matched":
        return tuple(given) == item.key
    if item.kind == "filled":
        return len(given) == 1 and same_words(given[0], item.key[0])
    return bool(given) and set(given) == set(item.key)


def same_words(given: str, key: str) -> bool:
    """Whether what was filled in says the same as the key: the same value for a number, else the same characters without marks."""
    said, wanted = (_MARKS.sub("", normalised(text)) for text in (given, key))
    if said == wanted:
        return bool(said)
    one, other = find_quantities(given.strip()), find_quantities(key)
    if len(one) != 1 or len(other) != 1 or one[0].end - one[0].start < len(given.strip()):
        return False
    if not other[0].unit:  # the unit stands in the question: an answer with one says the same number
        return one[0].value / one[0].scale == other[0].value / other[0].scale and one[0].upper is None
    return same_quantity(one[0], other[0])
