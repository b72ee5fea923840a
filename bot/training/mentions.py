"""Which options are surely wrong: other values of the base that no sentence or figure of it states for what is asked.

A value is an option only where it stands somewhere in the base, in the same unit, for something else. It is refused as soon as
any sentence or figure says it in words like those around the blank, unless that figure's place or period is surely another one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log

from bot.training.blanks import Blank
from bot.training.library import Reading
from knowledge.numbers import Quantity, find_quantities, same_quantity
from knowledge.sentences import clause_spans
from knowledge.types import Figure
from knowledge.units import ratio

ALIKE = 0.34
"""Of the pairs of characters around a blank: from here on a clause may speak of the same."""
_FAR = log(6)  # an option that is six times the key is no temptation
_STYLE = re.compile(r"[万亿]")
_FILLERS = re.compile(r"[\s，。；：、,;:（）()“”《》的了和与及在为是达到共有全县全市全镇全年]|截至|累计|目前")


Elsewhere = Callable[[Sequence[str], Sequence[str], Sequence[str]], Sequence[Figure]]
"""Figures of all documents by places, units and words, as the catalogue has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A quantity somewhere in the base."""

    quantity: Quantity
    said: str
    document_id: str
    start: int
    """Of its clause, in the document."""
    words: str
    """Its clause or row, without numbers."""
    near: str
    """The words beside it."""
    figure: Figure | None
    """As the catalogue typed it."""


class Mentions:
    """All quantities of the base by value."""

    def __init__(
        self,
        readings: Sequence[Reading],
        figures: Mapping[str, Sequence[Figure]],
        *,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """Take the documents as read, each document's figures and, where not all documents are read, the catalogue's `figures_about`."""
        self._elsewhere = elsewhere
        self._of_value: dict[Decimal, list[Mention]] = defaultdict(list)
        self._of_unit: dict[str, list[Mention]] = defaultdict(list)
        self._figures = {key: {f.start: f for f in found} for key, found in figures.items()}
        self._documents: dict[str, set[str]] = defaultdict(set)
        for document_id, found in figures.items():
            for figure in found:
                self._documents[figure.indicator].add(document_id)
        for reading in readings:
            for mention in _mentions(reading, figures.get(reading.document.id, ())):
                self._of_value[mention.quantity.value.normalize()].append(mention)
                self._of_unit[mention.quantity.unit.partition("/")[0]].append(mention)

    def figure_of(self, blank: Blank) -> Figure | None:
        """The figure that the catalogue holds at a blank."""
        found = self._figures.get(blank.sentence.document_id, {})
        assert blank.quantity is not None
        return found.get(blank.sentence.start + blank.quantity.start)

    def documents_of(self, indicator: str) -> int:
        """How many documents state a figure of that name."""
        return len(self._documents[indicator])

    def untrue(self, option: Quantity, blank: Blank) -> bool:
        """Whether nothing in the base states `option` for what the blank asks."""
        assert blank.quantity is not None
        if same_quantity(option, blank.quantity) or ratio(option.unit, blank.quantity.unit) is None:
            return False
        figure, words = self.figure_of(blank), blank.words
        same = [
            m
            for m in self._of_value[option.value.normalize()]
            if ratio(m.quantity.unit, option.unit) is not None and not _beside(m, blank)
        ]
        return not any(_may_state(mention, figure, words) for mention in same) and not self._stated_elsewhere(
            option, figure
        )

    def _stated_elsewhere(self, option: Quantity, figure: Figure | None) -> bool:
        """Whether a figure of a document that isn't read has the value for the same indicator and place."""
        if self._elsewhere is None or figure is None:
            return False
        found = self._elsewhere([figure.place], [figure.unit], [figure.indicator])
        return any(other.value == option.value and not surely_apart(figure, other) for other in found)

    def options(self, blank: Blank) -> list[str]:
        """Values of the base, as written, that are surely wrong at a blank; the most tempting first."""
        quantity = blank.quantity
        assert quantity is not None
        figure, words = self.figure_of(blank), blank.words
        found: dict[str, float] = {}
        values = {quantity.value}
        ranked = sorted(
            self._of_unit[quantity.unit.partition("/")[0]], key=lambda m: -_temptation(m, blank, figure, words)
        )
        for mention in ranked:
            other = mention.quantity
            if other.value in values or other.value <= 0 or quantity.value <= 0 or other.upper is not None:
                continue
            if ("," in mention.said) != ("," in blank.text) and other.value >= 1000:
                continue
            alike_scale = bool(_STYLE.search(mention.said)) == bool(_STYLE.search(blank.text))
            if (
                not alike_scale
                or abs(log(float(other.value / quantity.value))) > _FAR
                or not _same_style(mention.said, blank.text)
            ):
                continue
            if self.untrue(other, blank):
                found[mention.said] = 0.0
                values.add(other.value)
            if len(found) >= 9:
                break
        return list(found)


def _same_style(said: str, key: str) -> bool:
    """Whether a value is written as the key is: the same unit after digits, or numerals as numerals."""
    return (
        re.sub(r"[\d.,，一二两三四五六七八九十]+", "", said) == re.sub(r"[\d.,，一二两三四五六七八九十]+", "", key)
        and said[0].isdigit() == key[0].isdigit()
    )


def _temptation(mention: Mention, blank: Blank, figure: Figure | None, words: str) -> float:
    assert blank.quantity is not None
    scale = abs(log(float(abs(mention.quantity.value) or 1) / float(abs(blank.quantity.value) or 1)))
    alike = pairs_shared(words, mention.near)
    elsewhere = figure is not None and mention.figure is not None and figure.indicator == mention.figure.indicator
    pieces = ("." in mention.said) == ("." in blank.text)  # 20% among 15.4% and 17.1% gives itself away
    round_alike = (
        abs(_digits(mention.quantity.value) - _digits(blank.quantity.value)) < 2
    )  # 13937 beside 30000 is none of its kind
    told = mention.said in blank.sentence.text
    return (
        pieces
        + round_alike
        - 0.5 * told
        + alike
        + elsewhere
        + 0.2 * (mention.document_id == blank.sentence.document_id)
        - 0.4 * scale
    )


def _beside(mention: Mention, blank: Blank) -> bool:
    """Whether a mention stands in the blank's own sentence, which says what belongs there, for another thing."""
    sentence = blank.sentence
    inside = mention.document_id == sentence.document_id and sentence.start <= mention.start < sentence.end
    return inside and plain(mention.near) != plain(blank.words)


def _digits(value: Decimal) -> int:
    """How many digits a value has before its closing zeros."""
    return len(value.normalize().as_tuple().digits)


def _may_state(mention: Mention, figure: Figure | None, words: str) -> bool:
    """Whether a mention may speak of what is asked."""
    other = mention.figure
    if figure is not None and other is not None and surely_apart(figure, other):
        return False
    if (
        figure is not None
        and other is not None
        and (figure.indicator in other.indicator or other.indicator in figure.indicator)
        and len(min(figure.indicator, other.indicator, key=len)) > 1
    ):
        return True
    return pairs_shared(words, mention.near) >= ALIKE or pairs_shared(mention.near, words) >= ALIKE


def surely_apart(one: Figure, other: Figure) -> bool:
    """Whether two figures are of different places or of different periods by what the documents say."""
    places = bool(one.place and other.place) and one.place not in other.place and other.place not in one.place
    years = one.period[:4], other.period[:4]
    return places or (all(year.isdigit() for year in years) and years[0] != years[1])


def plain(words: str) -> str:
    """The words without marks and words that any sentence has."""
    return _FILLERS.sub("", words)


def pairs_shared(words: str, other: str) -> float:
    """Share of the pairs of characters of `words` that `other` says, in [0, 1]; 0 for no pairs."""
    own, said = plain(words), plain(other)
    pairs = {own[i : i + 2] for i in range(len(own) - 1)}
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0


def _mentions(reading: Reading, figures: Sequence[Figure]) -> Iterator[Mention]:
    """Every quantity of a document: those of its text, read clause by clause, and the cells of its tables."""
    text = reading.document.text
    by_start = {figure.start: figure for figure in figures}
    spans = clause_spans(text)
    starts = [span[0] for span in spans]
    for quantity in find_quantities(text):
        if quantity.kind != "quantity" or not quantity.unit:
            continue
        place = max(0, bisect_right(starts, quantity.start) - 1)
        first, last = spans[place]
        context = text[spans[max(0, place - 1)][0] : last] if last - first < 14 else text[first:last]
        before = text[max(first, quantity.start - 16) : quantity.start]
        near = re.split(r"\d[\d.,]*[万亿]?[户人名个%元、]*", before)
        said_near = (
            next((p for p in reversed(near) if len(p) > 1), before) + text[quantity.end : min(last, quantity.end + 8)]
        )
        if len(said_near) < 6:
            said_near = context[: max(0, len(context) - (last - quantity.start))][-12:] + said_near
        yield Mention(
            quantity=quantity, said=text[quantity.start : quantity.end], document_id=reading.document.id, start=first,
            words=context, near=said_near, figure=by_start.get(quantity.start),
        )  # fmt: skip
    for figure in figures:
        if figure.header:
            cell = Quantity(
                start=figure.start,
                end=figure.end,
                value=figure.value,
                unit=figure.unit,
                upper=figure.upper,
                qualifier="exact",
            )
            said = figure.indicator + figure.subject + "".join(figure.qualifiers) + figure.header
            yield Mention(
                quantity=cell, said=figure.said, document_id=figure.document_id, start=figure.sentence_start,
                words=said, near=said, figure=figure,
            )  # fmt: skip
