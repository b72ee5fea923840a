"""Which stated figures an answer shows: those of its quotes that its text says beside their marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.figure_choice import Found
from bot.types import Answer, Citation
from knowledge.numbers import Quantity, find_quantities
from knowledge.types import Figure
from knowledge.units import ratio

_MARKS = re.compile(r"(?:\[\d{1,3}\])+")
_OPERATOR = re.compile(r"\s*[+＋−－×÷=＝≈/]")
_PARTS = re.compile("其中|[（(]")
LISTED = re.compile(r"(?:[^，,；;。\d]{0,8})?、[^，,；;。、\d]{1,16}")
"""What stands between two figures of a list: 、省级资金."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What the answer says before a mark, and whether it stands there as a term of a working."""

    text: str
    citations: tuple[Citation, ...]
    term: bool


def pieces_of(answer: Answer) -> Iterator[Piece]:
    """The pieces of an answer's text that have marks, in order."""
    cited = {citation.number: citation for citation in answer.citations}
    for line in answer.text.split("\n"):
        at = 0
        for marks in _MARKS.finditer(line):
            numbers = [int(number) for number in re.findall(r"\d+", marks.group())]
            before = line[at : marks.start()]
            operator = _OPERATOR.match(before)
            term = bool(operator or _OPERATOR.match(line, marks.end()))
            before = before[operator.end() :] if operator else before
            yield Piece(before, tuple(cited[n] for n in numbers if n in cited), term)
            at = marks.end()


def shown_figures(piece: Piece, held: Mapping[int, Sequence[Figure]]) -> list[Found]:
    """The figures of the quotes that the piece itself says."""
    quantities = find_quantities(piece.text)
    return [
        found
        for citation in piece.citations
        for found in quoted_figures(citation, held.get(citation.number, ()))
        if found.figure.said in piece.text or any(says(quantity, found.figure) for quantity in quantities)
    ]


def quoted_figures(citation: Citation, figures: Sequence[Figure]) -> Iterator[Found]:
    """The figures of a quote with the words before and after each in its sentence, and what each is a part of."""
    text, offset = citation.quote, citation.start
    told: list[Found] = []
    for figure in figures:
        if figure.header:
            yield Found(figure, citation)
            continue
        told = [found for found in told if found.figure.sentence_start == figure.sentence_start]
        begin = max(told[-1].figure.end if told else 0, figure.sentence_start, offset)
        before = text[begin - offset : figure.start - offset] or (told[-1].before if told else "")
        after = re.match(r"[^，,；;。、\d]*", text[figure.end - offset :])
        found = Found(figure, citation, before, after.group() if after else "", _whole(told, before, figure.unit))
        told.append(found)
        yield found


def _whole(told: Sequence[Found], before: str, unit: str) -> str:
    """The name of what a figure is a part of: the last of its unit before 其中 or a bracket, or the whole of the list it goes on with."""
    if _PARTS.search(before):
        wholes = [found for found in told if not found.whole and ratio(found.figure.unit, unit) is not None]
        return wholes[-1].name if wholes else ""
    goes_on = bool(told) and LISTED.fullmatch(before) is not None
    return told[-1].whole if goes_on else ""


def says(quantity: Quantity, figure: Figure) -> bool:
    """Whether a quantity of the answer's text is the figure, in this notation or another."""
    factor = ratio(quantity.unit, figure.unit)
    if quantity.kind != "quantity" or factor is None or quantity.value * factor != figure.value:
        return False
    if quantity.upper is None or figure.upper is None:
        return quantity.upper == figure.upper
    return quantity.upper * factor == figure.upper
