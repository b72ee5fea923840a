"""Totals in tables: what adds up, what doesn't, and tables whose rows aren't parts of a whole."""

import pytest

from knowledge.audited_sums import sum_findings
from knowledge.types import Document
from tests.knowledge.audited import table

TOWNS = ("乡镇 | 户数 | 人数", "青禾镇 | 12 | 40", "石桥镇 | 8 | 25", "白鹿乡 | 5 | 16")


def said(document: Document) -> list[tuple[str, str, str]]:
    return [(row.about, row.stated, row.other) for row in sum_findings(document)]


@pytest.mark.parametrize("total", ["合计", "总计", "全县合计", "小计", "合 计"])
def test_a_total_row_that_is_no_sum(total: str) -> None:
    assert said(table(*TOWNS, f"{total} | 25 | 81")) == []
    assert said(table(*TOWNS, f"{total} | 25 | 18")) == [("人数", "18", "81")]


def test_a_total_above_its_parts() -> None:
    assert said(table(TOWNS[0], "合计 | 52 | 81", *TOWNS[1:])) == [("户数", "52", "25")]


def test_the_finding_stands_at_the_cell() -> None:
    document = table(*TOWNS, "合计 | 25 | 18")
    (row,) = sum_findings(document)
    assert document.text[row.start : row.end].strip() == "18"
    assert row.position.row is not None and row.severity == "error"


def test_groups_with_subtotals() -> None:
    rows = ("乡镇 | 户数", "甲镇 | 3", "乙镇 | 4", "东片小计 | 7", "丙镇 | 5", "丁镇 | 6", "西片小计 | 11", "合计 | 18")
    assert said(table(*rows)) == []
    assert said(table(*rows[:-2], "西片小计 | 12", "合计 | 18"))[0] == ("户数", "12", "11")
    assert said(table(*rows[:-1], "合计 | 81")) == [("户数", "81", "18")]


def test_rows_that_are_part_of_another_row_are_not_added() -> None:
    assert said(table("项目 | 户数", "低保 | 30", "其中：一类 | 10", "其中：二类 | 20", "特困 | 5", "合计 | 35")) == []


def test_rates_and_prices_are_not_added() -> None:
    rows = ("镇 | 户数 | 覆盖率（%） | 户均（元）", "甲镇 | 2 | 90 | 100", "乙镇 | 3 | 80 | 120", "合计 | 5 | 84 | 112")
    assert said(table(*rows)) == []


def test_rounded_parts_may_be_off_by_their_rounding() -> None:
    rows = ("镇 | 万元", "甲镇 | 1.3", "乙镇 | 1.3", "丙镇 | 1.3")
    assert said(table(*rows, "合计 | 4.0")) == []
    assert said(table(*rows, "合计 | 4.9")) == [("万元", "4.9", "3.9")]


def test_a_column_that_most_rows_show_to_be_a_sum() -> None:
    rows = ("镇 | 合计 | 一季度 | 二季度", "甲镇 | 30 | 10 | 20", "乙镇 | 50 | 25 | 25", "丙镇 | 70 | 30 | 40")
    assert said(table(*rows, "丁镇 | 90 | 40 | 50")) == []
    assert said(table(*rows, "丁镇 | 90 | 40 | 60")) == [("丁镇 合计", "90", "100")]


def test_words_among_the_numbers_make_no_sum() -> None:
    assert said(table("镇 | 户数", "甲镇 | 2", "乙镇 | 约30", "合计 | 9")) == []
