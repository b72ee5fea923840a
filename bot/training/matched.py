"""Items that match two columns: terms with their meanings, and things with what a sentence or list states of each in one unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from bot.training.base import TrainingBase
from bot.training.blanks import OWN_BUSINESS, readable
from bot.training.items import Cited, Item
from bot.training.library import Reading, Sentence
from bot.training.wording import cited
from knowledge.numbers import find_quantities

_TERMS, _MEANS_CHARS, _PAIRS = 4, 70, 5
_NEAR_CHARS = 700  # between the first term of a matching and its last: they are read together
_RULES, _FACTS = 0.9, 0.65


def matched_items(base: TrainingBase, reading: Reading, random: Random) -> Iterator[Item]:
    """Matchings over what the document's sentences and lists state side by side, and over its terms."""
    yield from _of_figures(base, reading, random)
    if (item := _of_terms(base, reading, random)) is not None:
        yield item


def _of_figures(base: TrainingBase, reading: Reading, random: Random) -> Iterator[Item]:
    """Matchings of things that a sentence or a list states in the same unit: 中央资金1.08亿元、省级资金0.42亿元、市级资金0.14亿元."""
    for listing in reading.listings:
        pairs = [pair for item in listing.items if (pair := _pair(item.text))]
        whole = reading.document.text[listing.lead.start : listing.items[-1].end]
        if len(pairs) == len(listing.items):
            place = cited(listing.lead, base.names[reading.document.id], end=listing.items[-1].end, text=whole)
            yield from _of_pairs(base, listing.lead, pairs, place, listing.items[0].lead, random)
    for sentence in reading.sentences:
        if readable(sentence) and (reading.binding or not OWN_BUSINESS.search(sentence.text)):
            opened = re.match(r"[^，。；：]{2,14}(?=：)", sentence.text)  # D级拆除重建：…
            told = opened[0] if opened else sentence.label or (sentence.headings[-1] if sentence.headings else "")
            place = cited(sentence, base.names[reading.document.id])
            yield from _of_pairs(base, sentence, _siblings(base, sentence), place, told, random)


def _pair(text: str) -> tuple[str, str] | None:
    """What a list's item names and the one value that it gives it: A类对象每人每月补助 and 490元."""
    found = [q for q in find_quantities(text) if q.kind == "quantity" and q.unit]
    if len(found) != 1 or text[found[0].end :].strip("。；;"):
        return None
    return re.sub(r"[，,]?每人每[月年]$|[，,]$", "", text[: found[0].start]), text[found[0].start :].rstrip("。；;")


def _siblings(base: TrainingBase, sentence: Sentence) -> list[tuple[str, str]]:
    """The figures of a sentence that are of one unit, by what each is a figure of; none where that isn't said right before it."""
    text = sentence.text
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for figure in base.figures(sentence.document_id):
        if not (sentence.start <= figure.start < sentence.end) or figure.header or figure.upper is not None:
            continue
        name = next(
            (
                n
                for n in (figure.subject, figure.indicator)
                if n and n in text[max(0, figure.start - sentence.start - 24) : figure.start - sentence.start]
            ),
            "",
        )
        if len(name) > 1:
            found[figure.unit].append((name, figure.said))
    return max(found.values(), key=len, default=[])


def _of_pairs(
    base: TrainingBase, source: Sentence, pairs: Sequence[tuple[str, str]], place: Cited, told: str, random: Random
) -> Iterator[Item]:
    """The matching of pairs that a sentence or a list states; nothing where names or values can be taken for one another."""
    names, values = [name for name, _ in pairs], [value for _, value in pairs]
    if (
        len(pairs) < 3
        or len(set(names)) < len(names)
        or len({v.rstrip("0") for v in values}) < len(values)
        or len(set(values)) < len(values)
    ):
        return
    if any(one != other and one in other for one in names for other in names):
        return
    chosen = list(pairs[:_PAIRS])
    key = tuple(value for _, value in chosen)
    options = sorted(key, key=lambda value: random.random())
    told = re.sub(
        r"^(?:第[一二三四五六七八九十]+[章节]\s*|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])", "", told
    )
    question = f"根据{base.names[source.document_id]}{f'“{told}”' if told else ''}，把下列各项与它的数值对应起来。"
    worth = _RULES if base.reading(source.document_id).binding else _FACTS
    yield Item(
        kind="matched", question=question, options=tuple(options), key=key, lefts=tuple(name for name, _ in chosen), cited=place,
        topic=source.headings, worth=worth,
    )  # fmt: skip


def _of_terms(base: TrainingBase, reading: Reading, random: Random) -> Item | None:
    """A matching of terms that are defined near each other."""
    usable = [d for d in base.definitions[reading.document.id] if not d.practice and len(d.means) <= _MEANS_CHARS]
    found = sorted((d for d in usable if d.term not in d.means), key=lambda d: (d.sentence.start, d.start))
    if len(found) < 3:
        return None
    first = random.randrange(max(1, len(found) - _TERMS + 1))
    chosen = found[first : first + _TERMS]
    text = reading.document.text
    start, end = chosen[0].sentence.start, chosen[-1].sentence.end
    if end - start > _NEAR_CHARS:
        return None
    place = cited(chosen[0].sentence, base.names[reading.document.id], start=start, end=end, text=text[start:end])
    key = tuple(d.means for d in chosen)
    options = sorted(key, key=lambda means: random.random())
    return Item(
        kind="matched", question=f"根据{base.names[reading.document.id]}，把下列名词与它的含义对应起来。", options=tuple(options),
        key=key, lefts=tuple(d.term for d in chosen), cited=place, topic=chosen[0].sentence.headings[:1], worth=1.0,
    )  # fmt: skip
