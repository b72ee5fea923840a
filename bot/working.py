"""Arithmetic that a sentence shows (2209户+662户=2871户): where it stands, and whether it is right. Pure."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, DivisionByZero, InvalidOperation

from knowledge.numbers import Quantity
from knowledge.units import ratio

_EQUALS = re.compile(r"\s*([=＝≈])\s*(?:约|人民币)?\s*([-−－]?)\s*")
_OPERATORS = re.compile(r"[\s()（）]*[+＋\-−－×xX*÷/][\s()（）]*[一-鿿]{0,12}[\s()（）]*")
_LABEL = re.compile("[一-鿿]+")
_PLAIN = str.maketrans({"＋": "+", "−": "-", "－": "-", "×": "*", "x": "*", "X": "*", "÷": "/", "（": "(", "）": ")"})
_CONSTANTS = {("100", "%"), ("12", "个月"), ("1", "")}
"""Factors that no document has to state."""
_MOST_TERMS = 130  # more can't be followed by a reader, and would nest too deeply here
_RESTATES = re.compile(
    r"\s*[，,]\s*(?:即|也就是)?(?:(?P<rise>增长|增加|上升|提高|多)|(?P<fall>下降|减少|降低|少))了?\s*"
)
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
    places: int = 0
    """Decimals that the result shows."""
    restated: Quantity | None = None
    """The result said again right after it in words of change (≈−14.15%，下降14.15%)."""

    def needed(self) -> list[Quantity]:
        """Return the terms that a document has to state, a bare term of a sum with the result's unit."""
        stated = self.terms[:-1] if self._mean() else self.terms  # how many are summed, nobody has to say
        constant = [t for t in stated if (f"{t.value.normalize():f}", t.unit) not in _CONSTANTS]
        return [self._measured(term) for term in constant]

    def _mean(self) -> bool:
        """Tell whether it divides a sum by the number of its terms."""
        count = len(self.terms) - 1
        summed = "+".join(f"t{number}" for number in range(count))
        divisor = self.terms[-1]
        return (
            count > 1
            and re.sub(r"\s", "", self.expression) == f"({summed})/t{count}"
            and not divisor.unit
            and divisor.value == count
        )

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
        half = Decimal(5).scaleb(-self.places - 1) * self.result.scale
        return half / 100 if self.result.unit in ("%", "百分点") else half

    def _unit_fits(self) -> bool:
        units = [t.unit for t in self.terms if t.unit]
        result = self.result.unit
        if self._sum():
            points = {("%", "百分点"), ("百分点", "%")} if units[:1] == ["%"] else set()  # 98.5%−2.3个百分点=96.2%
            return all(ratio(u, result) is not None or (u, result) in points for u in units)
        if self._mean():
            return all(ratio(u, result) is not None for u in units)
        units = [u for u in units if u != "%"]
        base = result.partition("/")[0]
        if self.expression.replace(" ", "") == "t0/t1" and len(units) == 2 and ratio(units[0], units[1]) is None:
            return ratio(units[0].partition("/")[0], base) is not None  # 户均: what is shared out keeps its unit
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
            found.append(_working(text, quantities, index, equals))
    return found


def _closed(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the equals sign of a gap that first closes brackets."""
    brackets = re.compile(r"[\s)）]*").match(text, start, end)
    return _EQUALS.fullmatch(text, brackets.end(), end) if brackets else None


def _working(text: str, quantities: Sequence[Quantity], index: int, equals: re.Match[str]) -> Working:
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
    result = quantities[index]
    if equals.group(2):
        result = replace(result, start=result.start, value=-result.value)
    decimals = re.search(r"\.(\d+)", text[result.start : result.end])
    return Working(
        tuple(terms), _LABEL.sub("", expression).translate(_PLAIN).strip(), result, equals.group(1) == "≈",
        len(decimals.group(1)) if decimals else 0, _restated(text, quantities, index, result),
    )  # fmt: skip


def _restated(text: str, quantities: Sequence[Quantity], index: int, result: Quantity) -> Quantity | None:
    """Return the figure that says the result again as a rise or fall of the right direction, if one does."""
    if index + 1 >= len(quantities):
        return None
    again = quantities[index + 1]
    said = _RESTATES.fullmatch(text, quantities[index].end, again.start)
    if said is None or again.unit != result.unit or again.value != abs(result.value):
        return None
    return again if bool(said["rise"]) == (result.value > 0) and result.value else None


def counted(text: str, quantities: Sequence[Quantity]) -> set[int]:
    """Return the starts of the numbers that say how many a list right after them names: 有2个：甲镇218户、乙镇203户.

    Only a number that is right is returned; each item has to hold a figure.
    """
    found = set()
    for quantity in quantities:
        lead, rest = text[: quantity.start], text[quantity.end :]
        if quantity.unit != "个" or not lead.endswith("有") or not rest.startswith("："):
            continue
        items = re.split("、", re.split(r"[（。；\n]", rest[1:], maxsplit=1)[0])
        if len(items) == quantity.value and all(re.search(r"\d", item) for item in items):
            found.add(quantity.start)
    return found
