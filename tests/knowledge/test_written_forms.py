"""Every written form of `written_forms.tsv` is read with its span, value, unit, qualifier and kind, alone and inside a sentence."""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.numbers import Quantity, find_quantities

_TABLE = Path(__file__).with_name("written_forms.tsv")
Form = tuple[str, Decimal, Decimal | None, str, str, str]


def _number(text: str) -> Decimal:
    above, _, below = text.partition("/")
    return Decimal(above) / Decimal(below or 1)


def _form(column: str) -> Form:
    """Read `surface|value|unit|qualifier|kind`; raises ValueError for another shape."""
    surface, value, unit, qualifier, kind = (*column.split("|"), *("",) * 5)[:5]
    low, _, high = value.partition("..")
    upper = _number(high) if high else None
    return surface, _number(low), upper, unit, qualifier or ("range" if high else "exact"), kind or "quantity"


def _rows() -> list[tuple[str, list[Form]]]:
    lines = [line for line in _TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]
    return [(columns[0], [_form(c) for c in columns[1:]]) for columns in (line.split("\t") for line in lines)]


def _read(text: str, quantity: Quantity) -> Form:
    surface = text[quantity.start : quantity.end]
    return surface, quantity.value, quantity.upper, quantity.unit, quantity.qualifier, quantity.kind


ROWS = _rows()


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_form_is_read_as_written(text: str, expected: list[Form]) -> None:
    assert [_read(text, q) for q in find_quantities(text)] == expected


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_form_is_read_the_same_in_a_line_of_its_own(text: str, expected: list[Form]) -> None:
    around = f"工作情况如下：\n{text}\n以上情况属实。"
    assert [_read(around, q) for q in find_quantities(around)] == expected


def test_table_is_wide_and_its_surfaces_stand_in_order() -> None:
    assert len(ROWS) >= 250 and len({text for text, _ in ROWS}) == len(ROWS)
    for text, expected in ROWS:
        position = 0
        for surface, *_ in expected:
            position = text.index(surface, position) + len(surface)
