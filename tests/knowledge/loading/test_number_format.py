"""What a cell shows for a number: as its program shows it, without noise."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.number_format import plain, shown


@pytest.mark.parametrize(
    ("value", "code", "read"),
    [
        ("0.905", "0.0%", "90.5%"),
        ("0.90500000000000003", "0.00%", "90.50%"),
        ("0.905", "General", "0.905"),
        ("0.30000000000000004", "General", "0.3"),
        ("1027", "#,##0", "1,027"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("2.675", "0.00", "2.68"),
        ("3.1", "0.0#", "3.1"),
        ("1234", "#,##0.##", "1,234"),
        ("12000", "#,##0,", "12"),
        ("7", "000", "007"),
        ("203", '0"户"', "203户"),
        ("1234", '"￥"#,##0.00', "￥1,234.00"),
        ("1234", "[$¥-804]#,##0", "¥1,234"),
        ("-5", "[Red]0;[Green]-0", "-5"),
        ("-3", "0", "-3"),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        ("0", "0;-0;;@", ""),
        ("110101199003071234", "0", "110101199003071234"),
        ("44926", "yyyy/m/d", "2022/12/31"),
        ("44926", 'yyyy"年"m"月"d"日";@', "2022年12月31日"),
        ("44926.5", "yyyy-mm-dd hh:mm", "2022-12-31 12:00"),
        ("44926", "aaaa", "星期六"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("0.5", "# ?/?", "0.5"),
        ("12345", '0!.0,"万"', "12345"),
        ("12", '[>=10]"多"0;0', "12"),
    ],
)
def test_a_number_is_shown_by_its_format(value: str, code: str, read: str) -> None:
    assert shown(Decimal(value), code) == read


def test_days_may_be_counted_from_1904() -> None:
    assert shown(Decimal(1), "yyyy-mm-dd", since_1904=True) == "1904-01-02"


@given(value=st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4))
def test_a_plain_number_is_the_number(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert shown(value, "General") == plain(value)


@given(value=st.integers(-(10**12), 10**12), places=st.integers(0, 4))
def test_digits_and_thousands_say_the_same_number(value: int, places: int) -> None:
    code = "#,##0" + ("." + "0" * places if places else "")
    assert shown(Decimal(value), code) == f"{value:,.{places}f}"


@given(value=st.decimals(0, 10, allow_nan=False, allow_infinity=False, places=3), code=st.text(max_size=12))
def test_any_format_shows_something_or_nothing_but_never_fails(value: Decimal, code: str) -> None:
    assert isinstance(shown(value, code), str)
