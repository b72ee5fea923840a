"""The chart: its axis holds 0, bars are as long as their values, and it needs no colours."""

import re
from decimal import Decimal
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bot.figure_table import Chart, ChartKind, ChartPoint
from tests.web.canned import POISON_TEXT
from web.data_chart import chart_svg
from web.data_texts import CHINESE

NAMESPACE = "{http://www.w3.org/2000/svg}"


def chart(values: list[str], kind: ChartKind = "comparison", **changed: object) -> Chart:
    points = tuple(
        ChartPoint(label=f"{2000 + n}" if kind == "series" else f"镇{n}", value=Decimal(v), said=f"{v}户", number=n + 1)
        for n, v in enumerate(values)
    )
    fields = {"kind": kind, "indicator": "监测对象", "scope": "2022", "unit": "户", "points": points}
    return Chart(**(fields | changed))  # type: ignore[arg-type]


def parsed(drawn: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart_svg(drawn, CHINESE))


def bars(drawn: Chart, size: str) -> list[float]:
    return [float(bar.get(size) or 0) for bar in parsed(drawn).iter(f"{NAMESPACE}rect") if bar.get("class") == "bar"]


def words(drawn: Chart) -> list[str]:
    return [text.text or "" for text in parsed(drawn).iter(f"{NAMESPACE}text")]


def test_title_unit_axis_from_zero_and_every_value_as_written() -> None:
    said = words(chart(["218", "187"]))
    assert said[0] == "2022年各地监测对象（户）"
    assert {"0", "50", "100", "户", "镇0", "218户 [1]", "187户 [2]"} <= set(said)


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=2).filter(lambda v: not v or abs(v) >= 1), min_size=2, max_size=12),
    st.sampled_from(["series", "comparison"]),
)
def test_bars_are_as_long_as_their_values(values: list[Decimal], kind: ChartKind) -> None:
    sizes = bars(chart([f"{v:f}" for v in values], kind), "height" if kind == "series" else "width")
    largest = max(map(abs, values))
    if largest:
        longest = max(sizes)
        for value, size in zip(values, sizes, strict=True):
            assert abs(size - float(abs(value) / largest) * longest) <= 0.6
    numbers = [word for word in words(chart([f"{v:f}" for v in values], kind)) if re.fullmatch(r"-?[\d,.]+", word)]
    assert "0" in numbers


def test_it_is_black_grey_and_white_and_what_is_rough_is_hatched() -> None:
    rough = ChartPoint(label="镇", value=Decimal(5), said="5户", number=1, about=True)
    svg = chart_svg(chart([], points=(rough, ChartPoint(label="村", value=Decimal(4), said="4户", number=2))), CHINESE)
    for red, green, blue in re.findall(r"#(..)(..)(..)\b", svg):
        assert red == green == blue
    assert 'fill="url(#rough)"' in svg and "约5户 [1]" in svg and "约4户" not in svg


def test_many_years_stand_in_their_order_and_the_picture_grows() -> None:
    few, many = chart(["1", "2"], "series"), chart([str(n) for n in range(1, 21)], "series")
    assert [word for word in words(many) if word.endswith("年")] == [f"{2000 + n}年" for n in range(20)]
    assert float(parsed(many).get("width") or 0) > float(parsed(few).get("width") or 0)


def test_a_poisoned_label_stays_text() -> None:
    point = ChartPoint(label=POISON_TEXT, value=Decimal(1), said=POISON_TEXT, number=1)
    svg = chart_svg(
        chart([], points=(point, point), indicator=POISON_TEXT, scope=POISON_TEXT, unit=POISON_TEXT), CHINESE
    )
    assert {node.tag for node in ElementTree.fromstring(svg).iter()} <= {
        NAMESPACE + name for name in ("svg", "defs", "pattern", "rect", "text", "line")
    }
