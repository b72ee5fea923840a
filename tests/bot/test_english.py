"""English questions in Chinese: kinds, units, places, figures; the table's form."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.english import English, english_terms, is_english
from bot.errors import BotError
from bot.gazetteer import Gazetteer
from bot.types import Question
from bot.understanding import Understanding, asked_kind, asked_units, understand

TODAY = date(2023, 6, 1)
ENGLISH = English(("云岭市", "临溪县", "青禾镇", "梓坞乡", "槐荫村"))


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("How many households are monitored?", "监测对象多少户"),
        ("How many households are monitored in Linxi county in 2022?", "临溪县2022年监测对象多少户"),
        ("how many people are monitored in Lin Xi County", "临溪县监测对象多少人"),
        ("How many toilets were built in Qinghe Town in 2022?", "青禾镇2022年卫生厕所新建多少"),
        ("How many projects are there in Ziwu township?", "梓坞乡项目多少个"),
        ("What is the standard of the rural subsistence allowance in 2023?", "2023年农村低保标准是多少"),
        ("Who approves temporary assistance?", "临时救助由谁审批"),
        ("What documents are needed to apply for temporary assistance?", "申请临时救助提交哪些材料"),
        ("How many households are monitored in Hongshi town?", "Hongshi镇监测对象多少户"),
        ("How many people got 5,000 yuan or 3.5%?", "5,000元3.5%多少人"),
        ("Who approves it? When is it paid?", "由谁审批？发放什么时候"),
        ("Is there anything about blockchain?", "anything blockchain"),
    ],
)
def test_questions_in_chinese(text: str, chinese: str) -> None:
    assert ENGLISH.in_chinese(text) == chinese


@pytest.mark.parametrize(
    "text", ["监测对象多少户", "2022 KPI 是多少", "wence", "2022", "", "什么是 village 监测", "4G"]
)
def test_what_is_no_english_question_stays(text: str) -> None:
    assert not is_english(text)
    assert ENGLISH.in_chinese(text) == text


@pytest.mark.parametrize(
    ("text", "kind", "units"),
    [
        ("How many households are monitored?", "figure", ("户",)),
        ("How much money was spent on medical assistance?", "figure", ("元",)),
        ("When is the subsistence allowance paid?", "when", ()),
        ("Who approves temporary assistance?", "who", ()),
        ("What documents are needed?", "list", ()),
        ("Which conditions apply to temporary assistance?", "list", ()),
        ("What is the phone number of the civil affairs bureau?", "contact", ()),
        ("Where can I apply for temporary assistance?", "where", ()),
        ("Why was the subsistence allowance stopped?", "reason", ()),
        ("Can I apply for temporary assistance?", "yes_no", ()),
        ("What percentage of households has tap water?", "ratio", ()),
    ],
)
def test_kind_and_units_are_those_asked(text: str, kind: str, units: tuple[str, ...]) -> None:
    chinese = ENGLISH.in_chinese(text)
    assert asked_kind(chinese) == kind
    assert asked_units(chinese)[: len(units)] == units


def test_a_question_is_understood_in_chinese_and_shown() -> None:
    gazetteer = Gazetteer(("临溪县",), lambda name: False)
    context = Understanding(gazetteer, TODAY, ENGLISH.in_chinese)
    query = understand(Question(text="How many households are monitored in Linxi county in 2022?"), context)
    assert query.text == "How many households are monitored in Linxi county in 2022?"
    assert query.resolved == "临溪县2022年监测对象多少户"
    assert (query.places, query.years, query.units) == (("临溪县",), (2022,), ("户",))


def test_a_place_of_no_document_is_known_to_be_unknown() -> None:
    context = Understanding(Gazetteer(("临溪县",), lambda name: False), TODAY, ENGLISH.in_chinese)
    assert understand(Question(text="How many people live in Hongshi town?"), context).unknown_places == ("Hongshi镇",)


@given(
    st.lists(
        st.sampled_from(
            ["how many", "people", "in", "2022", "3,071", "of", "Linxi", "county", "74.8%", "5000", "yuan", "foo", "?"]
        ),
        max_size=10,
    )
)
def test_every_figure_stays(words: list[str]) -> None:
    text = " ".join(words)
    before = re.findall(r"\d[\d,.]*%?", text)
    after = ENGLISH.in_chinese(text)
    assert set(re.findall(r"\d[\d,.]*%?", after)) == set(before)


def test_the_shipped_table() -> None:
    assert len(english_terms()) >= 250
    assert all(re.search("[一-龥]", chinese) for chinese in english_terms().values())


@pytest.mark.parametrize("line", ["stove", "stove\t", "\t灶", "stove\t灶\t多", "one two three four five six seven\t七"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text(f"# x\nvillage stoves\t灶\n{line}\n", encoding="utf-8")
    with pytest.raises(BotError, match="第 3 行") as caught:
        english_terms(table)
    assert "Line 3" in caught.value.english


def test_a_table_in_another_encoding_is_said(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_bytes("stove\t灶头\n".encode("gb18030"))
    with pytest.raises(BotError, match="UTF-8"):
        english_terms(table)
