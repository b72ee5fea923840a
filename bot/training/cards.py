"""Term cards: what a term is, what belongs to it, its figures, and where the documents say so. Every word is verbatim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.training.base import TrainingBase
from bot.training.definitions import Definition
from bot.training.items import Cited
from bot.training.library import Reading, Sentence
from bot.training.wording import cited
from knowledge.types import Figure

_FIGURES, _SAID = 6, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A group of things that belong to a term."""

    name: str
    """四大举措; empty where the document doesn't name the group."""
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFigure:
    """A figure that a document states with a term."""

    words: str
    """全市新建改建村卫生室469个: the indicator and the value as the document says them."""
    place: str
    period: str
    cited: Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCard:
    """A term with what the documents say about it."""

    term: str
    means: str
    """The defining words; for a practice the rest of the sentence that describes it."""
    practice: bool
    parts: tuple[Part, ...]
    figures: tuple[TermFigure, ...]
    cited: Cited
    also: tuple[Cited, ...]
    """Other sentences that name the term."""
    topic: tuple[str, ...]


def term_cards(base: TrainingBase, reading: Reading) -> list[TermCard]:
    """The cards of the terms that a document defines or describes, in reading order."""
    return [_card(base, reading, definition) for definition in base.definitions[reading.document.id]]


def _card(base: TrainingBase, reading: Reading, definition: Definition) -> TermCard:
    sentence = definition.sentence
    return TermCard(
        term=definition.term,
        means=definition.means,
        practice=definition.practice,
        parts=tuple(Part(name=_group(part.named), members=part.members) for part in definition.parts),
        figures=tuple(_figures(base, reading, definition)),
        cited=cited(sentence, base.names[sentence.document_id]),
        also=tuple(_also(base, definition)),
        topic=sentence.headings,
    )


def _group(named: str) -> str:
    return "" if named.endswith(("是指", "包括", "分为", "为")) else named


def _figures(base: TrainingBase, reading: Reading, definition: Definition) -> Iterator[TermFigure]:
    """The newest figures of the term itself; of a practice those that its paragraph states."""
    document = reading.document
    found: list[tuple[Figure, str]] = []
    if definition.practice:
        block = next((b for b in document.blocks if b.start <= definition.sentence.start < b.end), None)
        if block is not None:
            found = [
                (f, document.id)
                for f in base.figures(document.id)
                if block.start <= f.start < block.end and not f.header
            ]
    else:
        for card in base.cards:
            found += [
                (f, card.id)
                for f in base.figures(card.id)
                if f.indicator == definition.term and card.id not in base.repealed
            ]
    found = [pair for pair in found if not _planned(base, pair[0])]
    found.sort(key=lambda pair: (len(pair[0].qualifiers) > 1, -_year(pair[0])))
    for figure, document_id in found[:_FIGURES]:
        text = base.text(document_id)
        quote = text[figure.sentence_start : figure.sentence_end]
        narrowed = f"（{'、'.join(figure.qualifiers)}）" if figure.qualifiers else ""
        words = f"{figure.indicator}{narrowed} {figure.said}"
        place = Cited(
            document_id=document_id,
            title=base.names[document_id],
            start=figure.sentence_start,
            end=figure.sentence_end,
            quote=quote,
            place="",
        )
        yield TermFigure(words=words, place=figure.place, period=figure.period, cited=place)


def _year(figure: Figure) -> int:
    return int(figure.period[:4]) if figure.period[:4].isdigit() else 0


def _planned(base: TrainingBase, figure: Figure) -> bool:
    """Whether a figure is of a year after those that its document reports on: a plan, not a fact."""
    years = next(card.metadata.years for card in base.cards if card.id == figure.document_id)
    return bool(years) and _year(figure) > max(years)


def _also(base: TrainingBase, definition: Definition) -> Iterator[Cited]:
    """Sentences of documents in force that name the term, the defining one left out."""
    term, given = definition.term, 0
    for reading in base.readings:
        if reading.document.id in base.repealed:
            continue
        for sentence in reading.sentences:
            if given >= _SAID:
                return
            if _names(sentence, term) and sentence.start != definition.sentence.start:
                given += 1
                yield cited(sentence, base.names[sentence.document_id])


def _names(sentence: Sentence, term: str) -> bool:
    return term in sentence.text or (term.startswith("“") and term.partition("”")[0] + "”" in sentence.text)
