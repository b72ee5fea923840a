"""Results that a document states itself: 比上年增加764人, 增长13.7%, 占全县的17.0%, 剩余3个, 平均每村22.25万元."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from bot.asked import fits_unit
from bot.choosing import Chooser, Chosen
from bot.operations import Operation, OperationKind
from bot.said_figures import Result, SaidFigure
from bot.sides import Side, Sides

_STATES: dict[OperationKind, Result] = {
    "growth": "change", "difference": "change", "share": "share", "remaining": "rest", "each": "mean",
}  # fmt: skip
_LEAST = 0.6
_NEAR = 0.15
_LEAST_SCORE = 0.55


def said_result(operation: Operation, sides: Sides, chooser: Chooser, units: Sequence[str]) -> Chosen | None:
    """The figure with which a document states the result; None where none surely does.

    A change counts where two years are compared; what it is a change of is the figure before it in its sentence.
    """
    wanted = _STATES.get(operation.kind)
    if wanted is None or (wanted == "change" and sides.axis != "years"):
        return None
    if wanted == "change" and abs(sides.each[0].year - sides.each[-1].year) != 1:
        return None
    found = []
    for figure in chooser.figures:
        if figure.result == wanted and _of_kind(operation, figure, units):
            score = _score(operation, sides, chooser, figure)
            if score >= _LEAST_SCORE:
                found.append(Chosen(sides.each[0], figure, score))
    found = sorted(found if sides.each[0].year else _of_the_newest_year(found), key=lambda c: -c.score)
    if len({(c.figure.quantity.value, c.figure.quantity.unit) for c in found if c.score == found[0].score}) > 1:
        return None
    return found[0] if found else None


def _of_the_newest_year(found: Sequence[Chosen]) -> list[Chosen]:
    """Of results that are about as sure as the best, those of the newest year: a question that names none means it."""
    best = max((c.score for c in found), default=0.0)
    near = [c for c in found if c.score >= best - _NEAR]
    newest = max((year for c in near for year in c.figure.years), default=0)
    return [c for c in near if not newest or newest in c.figure.years]


def _of_kind(operation: Operation, figure: SaidFigure, units: Sequence[str]) -> bool:
    unit = figure.quantity.unit
    if figure.plan or figure.quantity.qualifier not in ("exact", "about"):
        return False
    if operation.kind in ("growth", "share"):
        return unit == "%"
    if operation.kind == "difference" and "%" in units:
        return unit == "百分点"
    return unit not in ("%", "百分点") and (not units or any(fits_unit(asked, unit) for asked in units))


def _score(operation: Operation, sides: Sides, chooser: Chooser, figure: SaidFigure) -> float:
    side = sides.each[0]
    if not chooser.in_scope(side, figure):
        return 0.0
    if operation.kind == "remaining":
        words = f"{side.words}{operation.done}"
        said = f"{figure.name} {figure.lead}"
        near = not operation.done or chooser.says(operation.done, said) >= _LEAST
        return chooser.says(words, said) if near and chooser.says(side.words, said) >= _LEAST else 0.0
    base = chooser.base_of(figure)
    if base is None:
        return 0.0
    if operation.kind == "share" and not _whole_said(chooser, sides.each[1], side, figure):
        return 0.0
    return chooser.score(side, base)


def _whole_said(chooser: Chooser, whole: Side, part: Side, figure: SaidFigure) -> bool:
    """Whether the share is said of the asked whole: its words name it, or name none."""
    named = figure.name.partition("占")[2].strip("的比总 ")
    if not named:
        return whole.place == part.place
    same_words = (
        not whole.words or chooser.says(whole.words, named) >= _LEAST or chooser.says(part.words, named) >= _LEAST
    )
    return same_words and ("全" in named) == (whole.place != part.place)


def agrees(operation: OperationKind, stated: SaidFigure, exact: Decimal) -> bool:
    """Whether a stated result is the computed one, rounded as it is stated.

    Args:
        operation: What was computed.
        stated: The figure.
        exact: The computed value; a share or a change as a fraction of 1.
    """
    value = stated.quantity.value / stated.quantity.scale
    computed = abs(exact) * 100 if operation in ("growth", "share") else abs(exact)
    exponent = value.as_tuple().exponent
    places = Decimal(1).scaleb(min(0, int(exponent)))
    return computed.quantize(places, ROUND_HALF_UP) == abs(value)
