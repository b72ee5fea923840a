"""Items about terms: what a term means, and which term is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from bot.training.base import TrainingBase
from bot.training.definitions import Definition
from bot.training.items import BLANK, Item
from bot.training.library import Reading
from bot.training.mentions import pairs_shared
from bot.training.wording import cited

_CHOICES = 3
_MOST_CHARS = 90
_SAME = 0.4


def term_items(base: TrainingBase, reading: Reading, random: Random) -> Iterator[Item]:
    """One single choice for each defined term: its meaning among others', or the term among others."""
    for definition in base.definitions[reading.document.id]:
        if definition.practice or len(definition.means) > _MOST_CHARS:
            continue
        others = _others(base, definition)
        if len(others) < _CHOICES:
            continue
        chosen = random.sample(others[: _CHOICES + 3], _CHOICES)
        asks_term = definition.term not in definition.means and random.random() < 0.5 and not _shared_end(definition)
        yield _item(base, definition, chosen, random, asks_term=asks_term)


def _shared_end(definition: Definition) -> bool:
    return any(definition.term[i : i + 3] in definition.means for i in range(len(definition.term) - 2))


def _others(base: TrainingBase, definition: Definition) -> list[Definition]:
    """Definitions of other terms that say something else, those of the same document first."""
    every = [d for found in base.definitions.values() for d in found if not d.practice and len(d.means) <= _MOST_CHARS]
    same = [d for d in every if d.term == definition.term]
    others = [
        d for d in every
        if d.term != definition.term and d.term not in definition.means
        and not any(_alike(d, known) for known in same) and definition.term not in d.means
    ]  # fmt: skip
    here, last = definition.sentence.document_id, definition.term[-1]
    return sorted(
        others,
        key=lambda d: (d.term[-1] != last, d.sentence.document_id != here, abs(len(d.means) - len(definition.means))),
    )


def _alike(one: Definition, other: Definition) -> bool:
    return max(pairs_shared(one.means, other.means), pairs_shared(other.means, one.means)) >= _SAME


def _item(
    base: TrainingBase, definition: Definition, others: Sequence[Definition], random: Random, *, asks_term: bool
) -> Item:
    sentence = definition.sentence
    name = base.names[sentence.document_id]
    if asks_term:
        question = f"根据{name}，“{definition.means}”说的是（　　）。"
        options, key = [definition.term, *(d.term for d in others)], definition.term
        shown = definition.means
    else:
        question = f"根据{name}，“{definition.term}”是指{BLANK}。"
        options, key = [definition.means, *(d.means for d in others)], definition.means
        shown = definition.term
    random.shuffle(options)
    return Item(
        kind="single", question=question, options=tuple(options), key=(key,), shown=shown,
        cited=cited(sentence, name), topic=sentence.headings, worth=1.0,
    )  # fmt: skip
