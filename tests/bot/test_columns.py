"""Which column of a table a question asks for."""

import pytest

from bot.columns import asked_cells, asked_headers, headed_place, of_a_part, row_of_a_part
from bot.types import Query
from knowledge.tables import Cell

HEADERS = (
    "脱贫人口（人）",
    "务工就业（人）",
    "监测对象户数（户）",
    "当年新增户数（户）",
    "累计消除风险户数（户）",
    "户用卫生厕所（座）",
)


@pytest.mark.parametrize(
    ("question", "header"),
    [
        ("脱贫人口务工就业多少人", "务工就业（人）"), ("务工就业的脱贫人口有多少人", "务工就业（人）"), ("脱贫人口多少人", "脱贫人口（人）"),
        ("当年新增监测对象多少户", "当年新增户数（户）"), ("累计监测对象有多少户", "监测对象户数（户）"), ("卫生厕所建了多少座", "户用卫生厕所（座）"),
    ],
)  # fmt: skip
def test_the_header_of_what_is_counted(question: str, header: str) -> None:
    assert header in asked_headers(Query(text=question, resolved=question, kind="figure"), HEADERS)
    others = {"脱贫人口（人）", "务工就业（人）", "监测对象户数（户）", "当年新增户数（户）"} - {header}
    assert not others & asked_headers(Query(text=question, resolved=question, kind="figure"), HEADERS)


def test_how_it_is_counted_says_not_what() -> None:
    question = "低保人数是多少"
    headers = ("监测对象人数（人）", "农村低保（人）")
    assert asked_headers(Query(text=question, resolved=question, kind="figure"), headers) == {"农村低保（人）"}


def test_a_column_of_what_only_modifies_is_not_asked() -> None:
    question = "发放脱贫人口小额信贷多少万元"
    assert asked_headers(Query(text=question, resolved=question, kind="figure"), HEADERS) == set()


def test_other_kinds_and_other_words_ask_for_every_column() -> None:
    for kind, question in (("list", "脱贫人口有哪些"), ("figure", "茶园面积多少亩")):
        assert asked_headers(Query(text=question, resolved=question, kind=kind), HEADERS) == set(HEADERS)  # type: ignore[arg-type]


def test_a_townships_row_is_a_part() -> None:
    query = Query(text="", resolved="全县危房改造多少户", kind="figure")
    assert of_a_part(query, "白鹭镇") and not of_a_part(query, "合计")
    assert not of_a_part(Query(text="", resolved="白鹭危房改造多少户", kind="figure"), "白鹭镇")


@pytest.mark.parametrize(
    ("headings", "place"),
    [
        (("白鹭镇",), "白鹭镇"),
        (("2022", "澄江县白鹭镇2022年监测对象统计表"), "白鹭镇"),
        (("澄江县2022年监测对象统计表",), "澄江县"),
        (("白鹭镇", "表1 危房改造"), "白鹭镇"),
        (("老旧小区改造",), ""),
        ((), ""),
    ],
)
def test_the_place_that_headings_are_about(headings: tuple[str, ...], place: str) -> None:
    assert headed_place(headings) == place


def test_a_row_of_a_part_by_its_label_its_column_or_whose_subtotal_it_is() -> None:
    query = Query(text="", resolved="澄江县低保多少户", kind="figure")

    def cell(label: str, header: str, *parents: str) -> Cell:
        return Cell(0, 9, 0, 9, label, "户数", "3", "户", "", parents, header)

    assert row_of_a_part(query, cell("白鹭", "乡镇"))
    assert row_of_a_part(query, cell("小计", "村", "白鹭镇"))
    assert not row_of_a_part(query, cell("合计", "乡镇"))
    assert not row_of_a_part(query, cell("危房", "指标"))
    assert not row_of_a_part(Query(text="", resolved="白鹭镇低保多少户", kind="figure"), cell("小计", "村", "白鹭镇"))


def cells_of(caption: str, *columns: tuple[str, str]) -> list[Cell]:
    """The cells of 白鹭镇's row under a caption that names every matter of the table."""
    return [Cell(0, 9, 0, 9, "白鹭镇", name, value, name[-2], caption, (), "乡镇") for name, value in columns]


@pytest.mark.parametrize(
    ("question", "headers"),
    [
        ("白鹭镇改厕多少", []),
        ("白鹭镇改厕多少座", ["户用卫生厕所（座）"]),
        ("白鹭镇卫生院几所", []),
        ("白鹭镇低保对象多少人", ["农村低保（人）"]),
        ("白鹭镇卫生厕所多少座", ["户用卫生厕所（座）"]),
    ],
)
def test_a_places_row_answers_by_its_headers(question: str, headers: list[str]) -> None:
    units = tuple(unit for unit in ("座", "所", "人") if question.endswith(unit))
    query = Query(text=question, resolved=question, kind="figure", mentioned_places=("白鹭镇",), units=units)
    cells = cells_of("各乡镇社会救助和改厕情况", ("农村低保（人）", "120"), ("户用卫生厕所（座）", "41"))
    assert [cell.header for cell in asked_cells(query, cells)] == headers


def test_other_kinds_keep_every_cell() -> None:
    cells = cells_of("情况", ("农村低保（人）", "120"), ("户用卫生厕所（座）", "41"))
    assert asked_cells(Query(text="", resolved="有哪些乡镇", kind="list"), cells) == cells
