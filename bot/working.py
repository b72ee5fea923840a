"""Arithmetic that a sentence shows (2209户+662户=2871户): where it stands, and whether it is right. Pure."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation

from knowledge.numbers import Quantity
from knowledge.units import ratio

_EQUALS = re.compile(r"\s*([=＝≈])\s*(?:约|人民币)?\s*")
_OPERATORS = re.compile(r"[\s()（）]*[+＋\-−－×xX*÷/][\s()（）]*[一-鿿]{0,12}[\s()（）]*")
_LABEL = re.compile("[一-鿿]+")
_PLAIN = str.maketrans({"＋": "+", "−": "-", "－": "-", "×": "*", "x": "*", "X": "*", "÷": "/", "（": "(", "）": ")"})
_CONSTANTS = {("100", "%"), ("12", "个月"), ("1", "")}
"""Factors that no document has to state."""
_MOST_TERMS = 40  # more can't be followed by a reader, and would nest too deeply here
_SHARES = ("%", "百分点", "倍", "")


@dataclass(frozen=True, slots=True)
class Working:
    """A shown calculation: terms, the operators between them, the result."""

    terms: tuple[Quantity, ...]
    expression: str
    """Python arithmetic over t0, t1, ... in the order of `terms`."""
    result: Quantity
    rounded: bool
    """Whether it stands after ≈."""

    def needed(self) -> list[Quantity]:
        """Return the terms that a document has to state, a bare term of a sum with the result's unit."""
        constant = [t for t in self.terms if (f"{t.value.normalize():f}", t.unit) not in _CONSTANTS]
        return [self._measured(term) for term in constant]

    def _measured(self, term: Quantity) -> Quantity:
        if term.unit or not self._sum() or self.result.unit == "百分点":
            return term
        return Quantity(term.start, term.end, term.value, self.result.unit, scale=term.scale)

    def _sum(self) -> bool:
        return not re.search("[*/]", self.expression)

    def right(self) -> bool:
        """Tell whether the result is what the terms give, in a unit that they can give."""
        computed = self._computed()
        if computed is None or not self._unit_fits():
            return False
        shown = self.result.value / 100 if self.result.unit == "%" else self.result.value
        if self.result.unit == "百分点":
            shown = shown / 100
        return abs(computed - shown) <= (self._half_place() if self.rounded else Decimal(0))

    def _half_place(self) -> Decimal:
        """Return half a unit of the last decimal shown."""
        surface = self.result.value / self.result.scale
        exponent = surface.normalize().as_tuple().exponent
        places = min(int(exponent), 0) if isinstance(exponent, int) else 0
        half = Decimal(5).scaleb(places - 1) * self.result.scale
        return half / 100 if self.result.unit in ("%", "百分点") else half

    def _unit_fits(self) -> bool:
        units = [t.unit for t in self.terms if t.unit]
        result = self.result.unit
        if self._sum():
            return all(ratio(u, result) is not None or (u, result) == ("%", "百分点") for u in units)
        units = [u for u in units if u != "%"]
        base = result.partition("/")[0]
        return not units or result in _SHARES or any(ratio(u.partition("/")[0], base) is not None for u in units)

    def _computed(self) -> Decimal | None:
        if len(self.terms) > _MOST_TERMS:
            return None
        values = []
        for term in self.terms:
            factor = ratio(term.unit, self.result.unit) if self._sum() else None
            values.append(term.value / 100 if term.unit in ("%", "百分点") else term.value * (factor or 1))
        try:
            return _value(ast.parse(self.expression, mode="eval").body, values)
        except (SyntaxError, DivisionByZero, InvalidOperation):
            return None


def _value(node: ast.expr, values: Sequence[Decimal]) -> Decimal:
    if isinstance(node, ast.Name):
        return values[int(node.id[1:])]
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, values), _value(node.right, values)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div):
            return left / right
    raise SyntaxError("not plain arithmetic")


def workings(text: str, quantities: Sequence[Quantity]) -> list[Working]:
    """Return the calculations shown in `text`, whose quantities are given in reading order."""
    found = []
    for index in range(1, len(quantities)):
        equals = _EQUALS.fullmatch(text, quantities[index - 1].end, quantities[index].start)
        if equals is None and (closed := _closed(text, quantities[index - 1].end, quantities[index].start)):
            equals = closed
        if equals is not None:
            found.append(_working(text, quantities, index, rounded=equals.group(1) == "≈"))
    return found


def _closed(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the equals sign of a gap that first closes brackets."""
    brackets = re.compile(r"[\s)）]*").match(text, start, end)
    return _EQUALS.fullmatch(text, brackets.end(), end) if brackets else None


def _working(text: str, quantities: Sequence[Quantity], index: int, *, rounded: bool) -> Working:
    first = index - 1
    while first > 0 and _OPERATORS.fullmatch(text, quantities[first - 1].end, quantities[first].start):
        first -= 1
    terms = quantities[first:index]
    opening = re.search(r"[(（\s]*$", text[: terms[0].start])
    expression = opening.group() if opening else ""
    for number, term in enumerate(terms):
        following = quantities[first + number + 1].start
        gap = text[term.end : following] if number + 1 < len(terms) else text[term.end : following].split("=")[0]
        expression += f"t{number}" + re.split("[=＝≈]", gap)[0]
    return Working(tuple(terms), _LABEL.sub("", expression).translate(_PLAIN).strip(), quantities[index], rounded)
