"""The figure desk over a real base: what is found, marked, selected and computed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import PolicyBot
from bot.figure_desk import FigureDesk
from bot.figure_table import NONE, FigureTable, TableRequest
from bot.types import Question
from knowledge.figure_index import COLUMNS
from tests.bot.contradictions import PRIVATE


@pytest.fixture(scope="module")
def desk(contradicting_bot: PolicyBot) -> FigureDesk:
    contradicting_bot.figure_desk.every(TableRequest())  # the documents have been compared
    return contradicting_bot.figure_desk


def said(table: FigureTable) -> list[str]:
    return [row.card.said for row in table.rows]


def key(desk: FigureDesk, value: str, **request: str) -> str:
    return next(row.key for row in desk.table(TableRequest(**request)).rows if row.card.said == value)


def test_without_a_request_every_figure_stands_there_in_the_documents_order(desk: FigureDesk) -> None:
    table = desk.table(TableRequest())
    every, version = desk.every(TableRequest())
    assert table.total == len(every) == 45 and table.pages == 1
    assert [row.key for row in table.rows] == [row.key for row in every]
    assert [row.card.number for row in table.rows] == list(range(1, 46))
    assert table.version == version and table.conflicts == 9


def test_peoples_words_find_the_documents_and_it_is_said_how(desk: FigureDesk) -> None:
    table = desk.table(TableRequest(words="岚湾县危房改造了多少户"))
    assert table.read.places == ("岚湾县",) and table.read.units == ("户",)
    assert {row.card.indicator for row in table.rows} == {"改造农村危房"}
    mapped = desk.table(TableRequest(words="茅草屋改造"))
    assert not mapped.rows or mapped.read.nearest or mapped.read.mapped


def test_a_place_that_no_document_names_gets_no_other_places_figures(desk: FigureDesk) -> None:
    table = desk.table(TableRequest(words="石岭镇监测对象"))
    assert table.total == 0 and table.read.unknown_places == ("石岭镇",)


def test_each_town_means_towns(desk: FigureDesk) -> None:
    table = desk.table(TableRequest(words="各乡镇监测对象多少户"))
    assert {row.card.place for row in table.rows} == {"青汀镇", "白渡乡"}


def test_filters_hold_together_and_each_says_what_it_could_be_set_to(desk: FigureDesk) -> None:
    request = TableRequest(place="岚湾县", year="2022", unit="户")
    table = desk.table(request)
    assert table.total == 7
    assert {(row.card.place, row.card.unit) for row in table.rows} == {("岚湾县", "户")}
    assert all(row.card.period.startswith("2022") for row in table.rows)
    for column, field in (("place", "place"), ("year", "year"), ("unit", "unit"), ("document", "document_id")):
        for choice, number in table.choices[column].items():
            asked = {"place": "岚湾县", "year": "2022", "unit": "户"} | {field: choice}
            assert desk.table(TableRequest(**asked)).total == number
    assert desk.table(TableRequest(year=NONE)).total == 5


@given(
    words=st.sampled_from(["", "监测对象", "危房", "zzz", "多少", "\x00", "各村", "岚湾县", "%_'\""]),
    sort=st.sampled_from([None, *COLUMNS]), descending=st.booleans(), page=st.integers(-3, 99), conflicts=st.booleans(),
)  # fmt: skip
def test_any_request_gives_a_page_of_what_it_asks(
    contradicting_bot: PolicyBot, words: str, sort: str | None, descending: bool, page: int, conflicts: bool
) -> None:
    request = TableRequest(words=words, sort=sort, descending=descending, page=page, conflicts=conflicts)  # type: ignore[arg-type]
    table = contradicting_bot.figure_desk.table(request)
    assert 1 <= table.request.page <= table.pages and len(table.rows) <= 50
    assert len({row.key for row in table.rows}) == len(table.rows) == min(50, table.total)
    if conflicts:
        assert all(row.conflicting for row in table.rows)


def test_values_sort_in_one_unit(desk: FigureDesk) -> None:
    values = said(desk.table(TableRequest(unit="亩", sort="value", descending=True)))
    assert values == ["3.4万亩", "34000亩", "3.1万亩"]


def test_contradictions_are_marked_and_can_be_seen_alone(desk: FigureDesk) -> None:
    table = desk.table(TableRequest(conflicts=True, place="岚湾县", unit="户"))
    assert said(table) == ["1037户", "1031户"] and all(row.conflicting for row in table.rows)
    assert not any(row.conflicting for row in desk.table(TableRequest(unit="亩")).rows)


def test_only_what_says_that_it_is_planned_is_marked_so(desk: FigureDesk) -> None:
    assert [row.card.said for row in desk.every(TableRequest())[0] if row.planned] == ["240户"]


def test_a_bare_unit_narrows_to_it(desk: FigureDesk) -> None:
    table = desk.table(TableRequest(words="监测对象 户"))
    assert table.read.units == ("户",) and table.rows and {row.card.unit for row in table.rows} == {"户"}
    assert set(said(desk.table(TableRequest(words="贷款 万元")))) == {"4216万元", "3870万元", "902万元", "4185万元"}


def test_an_answers_figure_comes_first_and_is_marked(contradicting_bot: PolicyBot, desk: FigureDesk) -> None:
    answer = contradicting_bot.answer(Question(text="2022年岚湾县改造农村危房多少户"))
    (card,) = answer.figures
    (document,) = {c.document.id for c in answer.citations if c.number == card.number}
    marked = f"{document}.{card.start}.{card.end}"
    table = desk.table(TableRequest(words=card.indicator, place=card.place, marked=(marked,)))
    first = table.rows[0]
    assert (first.key, first.marked, first.card.said) == (marked, True, "286户")
    assert [row.marked for row in table.rows].count(True) == 1


def test_selected_rows_are_computed_and_drawn(desk: FigureDesk) -> None:
    keys = [key(desk, "620户"), key(desk, "411户")]
    chosen = desk.selection(keys)
    assert [row.key for row in chosen.rows] == keys and chosen.gone == 0
    assert chosen.workings[0].formulas == ("620户[1]+411户[2]=1031户",)
    assert chosen.chart is not None and [p.label for p in chosen.chart.points] == ["青汀镇", "白渡乡"]
    assert desk.selection(keys[::-1]).rows[0].key == keys[1]


def test_two_documents_figure_of_one_thing_is_not_added(desk: FigureDesk) -> None:
    chosen = desk.selection([key(desk, "1037户"), key(desk, "1031户")])
    assert chosen.workings[0].refused is not None and chosen.workings[1].formulas == ("1037户[1]−1031户[2]=6户",)


@pytest.mark.parametrize(
    "bad", ["", "x", "zz.1.2", "..", "a.1", "a.-1.2", "a.1.2.3", "²³.²³.²³", "a.999999999999999999999999999999.1"]
)
def test_a_key_of_nothing_is_told_and_breaks_nothing(desk: FigureDesk, bad: str) -> None:
    chosen = desk.selection([bad, key(desk, "620户")])
    assert len(chosen.rows) == 1 and chosen.gone == 1
    assert desk.alike(bad, "series") == ()


def test_a_figure_is_put_beside_its_other_years(desk: FigureDesk) -> None:
    keys = desk.alike(key(desk, "286户"), "series")
    chosen = desk.selection(keys)
    assert [(row.card.period, row.card.said) for row in chosen.rows] == [("2022", "286户"), ("2021", "305户")]
    assert chosen.chart is not None and chosen.chart.kind == "series"
    growth = chosen.workings[3]
    assert growth.formulas == ("(286户[1]−305户[2])÷305户[2]≈−6.23%，下降6.23%",)


def test_a_figure_is_put_beside_other_places_of_its_level(desk: FigureDesk) -> None:
    towns = desk.selection(desk.alike(key(desk, "620户"), "comparison"))
    assert {row.card.place for row in towns.rows} == {"青汀镇", "白渡乡"}
    counties = desk.selection(desk.alike(key(desk, "3870万元"), "comparison"))
    assert {row.card.place for row in counties.rows} == {"石屏县", "岚湾县"}


def test_sentences_are_the_documents_own_with_what_is_covered_covered(
    contradicting_bot: PolicyBot, desk: FigureDesk
) -> None:
    rows, _ = desk.every(TableRequest())
    assert not any(number in f"{row.card}" for row in rows for number in PRIVATE)
    assert not any(number in sentence for sentence in desk.sentences(rows) for number in PRIVATE)
    catalogue = contradicting_bot._desk().knowledge.catalogue
    for row, sentence in zip(rows, desk.sentences(rows), strict=True):
        assert sentence in catalogue.document(row.document.id).text
        assert row.card.in_table or row.card.said in sentence
