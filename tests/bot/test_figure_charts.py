"""A chart holds what is comparable, and says what it leaves out."""

from decimal import Decimal

from bot.figure_charts import chart_of
from bot.figure_table import Chart, Told
from bot.same_figure import Stated
from tests.bot.stated_figures import stated, taken


def year(period: str, households: str, **changed: object) -> Stated:
    return stated(f"{households}户", households, "户", period=period, document=f"{period}年报告", **changed)


def town(place: str, households: str, **changed: object) -> Stated:
    return stated(f"{households}户", households, "户", place=place, places=("临溪县", place), **changed)


def drawn(*figures: Stated) -> Chart:
    chart = chart_of(taken(*figures))
    assert isinstance(chart, Chart), chart
    return chart


def reasons(chart: Chart) -> dict[int, str]:
    return {number: reason.zh for number, reason in chart.left_out}


def test_years_of_one_place_are_a_series_in_the_order_of_time() -> None:
    chart = drawn(year("2022", "1052"), year("2020", "1200"), year("2021", "1100"))
    assert (chart.kind, chart.scope, chart.unit, chart.left_out) == ("series", "青禾镇", "户", ())
    assert [(p.label, p.value, p.number) for p in chart.points] == [
        ("2020", 1200, 2),
        ("2021", 1100, 3),
        ("2022", 1052, 1),
    ]


def test_places_of_one_year_are_a_comparison_with_the_largest_first() -> None:
    chart = drawn(town("青禾镇", "218"), town("石桥镇", "187"), town("白鹿镇", "233"))
    assert (chart.kind, chart.scope) == ("comparison", "2022")
    assert [p.label for p in chart.points] == ["白鹿镇", "青禾镇", "石桥镇"]


def test_what_does_not_fit_is_left_out_and_said() -> None:
    chart = drawn(
        year("2022", "1052"), year("2021", "1100"), stated("2015人", "2015", "人"),
        stated("31户", "31", "户", indicator="危房改造"), town("石桥镇", "187"), year("2022-06", "1060"),
        year("2020", "1", upper=Decimal(5)), year("2021", "1101"), stated("9户", "9", "户", period=""),
    )  # fmt: skip
    assert [p.number for p in chart.points] == [2, 1]
    assert reasons(chart) == {
        3: "单位不同", 4: "不是同一个指标", 5: "不是同一个地区", 6: "时期长短不同", 7: "是一个范围", 8: "这一点已有另一个数",
        9: "文件没有写明时点",
    }  # fmt: skip


def test_a_plan_is_not_drawn_beside_what_was_done() -> None:
    planned = year("2023", "240", sentence="2023年，计划保障农村低保对象240户。")
    chart = drawn(year("2022", "1052"), year("2021", "1100"), planned)
    assert list(reasons(chart)) == [3] and "计划" in reasons(chart)[3]


def test_values_are_drawn_in_the_scale_of_the_largest() -> None:
    money = {"unit": "元", "indicator": "投入资金"}
    chart = drawn(
        stated("3200万元", "32000000", period="2021", **money), stated("1.5亿元", "150000000", period="2022", **money)
    )  # type: ignore[arg-type]
    assert chart.unit == "亿元"
    assert [(p.value, p.said) for p in chart.points] == [(Decimal("0.32"), "3200万元"), (Decimal("1.5"), "1.5亿元")]


def test_where_nothing_fits_together_there_is_no_chart_but_a_reason() -> None:
    assert isinstance(chart_of(taken(year("2022", "1052"), stated("2015人", "2015", "人"))), Told)
    assert isinstance(chart_of(taken(year("2022", "1", upper=Decimal(3)), year("2021", "1100"))), Told)


def test_no_more_points_than_one_can_read() -> None:
    chart = drawn(*(town(f"{chr(0x4E00 + n)}桥镇", "5") for n in range(35)))
    assert len(chart.points) == 30 and set(reasons(chart).values()) == {"图上最多 30 项"}
