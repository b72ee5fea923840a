"""The figures as columns: what they find, count and sort is what going through all of them gives."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.figure_index import COLUMNS, FigureIndex, FigureLine
from knowledge.units import ratio

PLACES = ["青禾镇", "临溪县青禾镇", "石桥镇", "临溪县", "桃花村", ""]
PERIODS = ["2021", "2022", "2022-06", "2022上半年", "2021/2025", ""]
UNITS = ["户", "人", "米", "公里", "元", ""]
NAMES = ["农村低保对象", "农村低保、特困供养对象", "监测对象", "新增 监测对象", "道路 硬化里程"]

LINES = st.lists(
    st.builds(
        FigureLine, ordinal=st.just(0), document_id=st.sampled_from(["a", "b"]), name=st.sampled_from(NAMES),
        place=st.sampled_from(PLACES), period=st.sampled_from(PERIODS), unit=st.sampled_from(UNITS),
        value=st.integers(-500, 500).map(str),
    ),
    max_size=30,
)  # fmt: skip


def numbered(lines: list[FigureLine]) -> list[FigureLine]:
    return [replace(line, ordinal=number) for number, line in enumerate(lines, 1)]


def index(lines: list[FigureLine]) -> FigureIndex:
    return FigureIndex(lines, {"a": "乙文件", "b": "甲文件"})


@given(LINES)
def test_filters_keep_the_rows_that_fit(made: list[FigureLine]) -> None:
    lines = numbered(made)
    found = index(lines)

    def kept(rows: np.ndarray) -> list[int]:
        return found.ordinals[rows].tolist()

    assert kept(found.of_place("青禾镇")) == [line.ordinal for line in lines if line.place == "青禾镇"]
    assert kept(found.of_places(["青禾镇"])) == [line.ordinal for line in lines if line.place.endswith("青禾镇")]
    in_2022 = ("2022", "2022-06", "2022上半年", "2021/2025")
    assert kept(found.of_year(2022)) == [line.ordinal for line in lines if line.period in in_2022]
    assert kept(found.of_year(2024)) == [line.ordinal for line in lines if line.period == "2021/2025"]
    assert kept(found.of_year(0)) == [line.ordinal for line in lines if not line.period]
    assert kept(found.of_level("乡镇")) == [line.ordinal for line in lines if line.place.endswith("镇")]
    assert kept(found.of_document("b") & found.of_units(["户"])) == [
        line.ordinal for line in lines if line.document_id == "b" and line.unit == "户"
    ]
    assert kept(found.of_ordinals([1, 3, 999])) == [line.ordinal for line in lines if line.ordinal in (1, 3)]


@given(LINES)
def test_counts_are_what_counting_gives(made: list[FigureLine]) -> None:
    lines = numbered(made)
    found = index(lines)
    assert found.counts(found.all(), "place") == Counter(line.place for line in lines)
    assert found.counts(found.of_units(["户"]), "document") == Counter(x.document_id for x in lines if x.unit == "户")
    years = found.counts(found.all(), "year")
    assert list(years) == sorted(years, reverse=True)
    for year, number in years.items():
        assert number == int(found.of_year(int(year)).sum())


@given(LINES, st.booleans())
def test_values_are_sorted_in_one_unit(made: list[FigureLine], descending: bool) -> None:
    """1公里 is more than 500米, and equal ones keep the documents' order either way."""
    lines = numbered(made)
    found = index(lines)
    order = found.ordered(found.all(), "value", descending=descending, scores=np.zeros(len(lines)))

    def metres(line: FigureLine) -> Decimal:
        return Decimal(line.value) * (ratio(line.unit, "米") or 1)

    wanted = sorted(lines, key=lambda line: -metres(line) if descending else metres(line))
    assert order.tolist() == [line.ordinal for line in wanted]


@given(LINES, st.sampled_from(COLUMNS), st.booleans())
def test_sorting_neither_loses_nor_doubles_a_row(made: list[FigureLine], column: str, descending: bool) -> None:
    found = index(numbered(made))
    order = found.ordered(found.all(), column, descending=descending, scores=np.zeros(found.size))  # type: ignore[arg-type]
    assert sorted(order.tolist()) == found.ordinals.tolist()


def line(ordinal: int, name: str, **changed: str) -> FigureLine:
    fields = {"document_id": "a", "place": "青禾镇", "period": "2022", "value": "1", "unit": "户"} | changed
    return FigureLine(ordinal=ordinal, name=name, **fields)


def test_a_name_that_says_just_the_word_comes_first_and_a_part_counts_as_much_as_it_says() -> None:
    found = index(
        [
            line(1, "农村低保、特困供养对象"),
            line(2, "农村低保对象"),
            line(3, "农村低保对象 其中 新增"),
            line(4, "监测对象"),
        ]
    )
    scores = found.said(["农村低保对象"])
    assert scores[1] > scores[2] > 1 > scores[0] > scores[3] > 0
    order = found.ordered(scores > 0, None, descending=False, scores=scores)
    assert order.tolist() == [2, 3, 1, 4]


def test_of_several_words_the_best_counts() -> None:
    found = index([line(1, "最低生活保障对象"), line(2, "低保对象")])
    assert (found.said(["吃低保", "最低生活保障", "低保"]) >= 1).tolist() == [True, True]
    assert (found.said(["吃低保"]) >= 1).tolist() == [False, False]


def test_places_and_titles_are_in_the_order_of_their_sound() -> None:
    found = index(
        [line(1, "a", place="石桥镇"), line(2, "a", place="白鹿镇", document_id="b"), line(3, "a", place="青禾镇")]
    )
    zero = np.zeros(3)
    assert found.ordered(found.all(), "place", descending=False, scores=zero).tolist() == [2, 3, 1]
    assert found.ordered(found.all(), "document", descending=False, scores=zero).tolist() == [2, 1, 3]


def test_no_figures_at_all() -> None:
    found = index([])
    assert found.said(["低保"]).tolist() == [] and found.counts(found.all(), "year") == {}
