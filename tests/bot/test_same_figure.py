"""Whether two figures are of one thing, place and period, and whether their values agree."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.same_figure import Stated, agree, may_be_one, name, same_place, same_scope, same_thing
from knowledge.figures import figures_of
from knowledge.types import Block, Chunk, Document, DocumentCard, Metadata, Source


def of(
    sentence: str, said: str, *, title: str = "岚湾县2022年工作报告", issued: date | None = date(2023, 1, 9)
) -> Stated:
    """The figure `said` of a sentence in a document of that title."""
    places = ("岚湾县", "青汀镇") if title.startswith("青汀镇") else ("岚湾县",)
    metadata = Metadata(title=title, issued=issued, places=places, level="县", years=(2022,))
    source = Source(path="", name="a.md", format="md", sha256=title, size_bytes=0)
    document = Document(
        id=title, source=source, text=sentence, blocks=(Block(kind="paragraph", start=0, end=len(sentence)),), metadata=metadata
    )  # fmt: skip
    figure = next(f for f in figures_of(document) if f.said == said)
    chunk = Chunk(id="c", document_id=title, start=0, end=len(sentence), text=sentence)
    return Stated(figure, DocumentCard(id=title, source=source, metadata=metadata), chunk)


@pytest.mark.parametrize(
    ("one", "said", "other", "other_said"),
    [
        ("全县累计识别纳入监测对象903户。", "903户", "监测对象共有887户。", "887户"),
        ("全县实施农村危房改造286户。", "286户", "农村危房改造完成290户。", "290户"),
        ("支出医疗救助资金900万元。", "900万元", "医疗救助资金支出880万元。", "880万元"),
        ("投入财政衔接推进乡村振兴补助资金1.2亿元。", "1.2亿元", "财政衔接资金投入11800万元。", "11800万元"),
        ("全县新建、改建农村公路80公里。", "80公里", "农村公路新建改建里程82公里。", "82公里"),
        ("实施临时救助1825人次，支出资金312万元。", "312万元", "临时救助1830人次，支出资金309万元。", "309万元"),
    ],
)
def test_other_words_for_one_thing(one: str, said: str, other: str, other_said: str) -> None:
    first, second = of(one, said), of(other, other_said)
    assert same_thing(first, second)
    assert same_thing(second, first)


@pytest.mark.parametrize(
    ("one", "said", "other", "other_said"),
    [
        ("全县累计纳入监测对象903户。", "903户", "全县新增监测对象90户。", "90户"),
        ("全县累计纳入监测对象903户2914人。", "903户", "全县累计纳入监测对象903户2914人。", "2914人"),
        ("全县改造农村危房286户，其中D级重建95户。", "286户", "全县改造农村危房286户，其中D级重建95户。", "95户"),
        ("全县改造农村危房286户。", "286户", "农村危房改造尚未竣工12户。", "12户"),
        ("脱贫人口务工就业18640人。", "18640人", "其中县外务工11438人。", "11438人"),
        ("收到反馈问题46个，整改到位44个。", "46个", "收到反馈问题46个，整改到位44个。", "44个"),
        ("脱贫人口人均纯收入13487元。", "13487元", "脱贫人口人均纯收入比上年增加1625元。", "1625元"),
        ("发放小额信贷5316万元。", "5316万元", "收回到期小额信贷4020万元。", "4020万元"),
        ("实施临时救助1825人次，支出资金312万元。", "312万元", "医疗救助5210人次，支出资金987万元。", "987万元"),
        ("全县养老机构床位1200张。", "1200张", "其中护理型床位400张。", "400张"),
        ("全县发放贷款900万元。", "900万元", "全县累计发放贷款5200万元。", "5200万元"),
    ],
)
def test_what_narrows_makes_another_thing(one: str, said: str, other: str, other_said: str) -> None:
    first, second = of(one, said), of(other, other_said)
    assert not same_thing(first, second)
    assert not same_thing(second, first)


def test_a_column_beside_another_ones_name_is_of_all() -> None:
    """A table that counts 脱贫人口 and, in a column of its own, those of them with work."""
    told = of("全县脱贫人口务工就业18640人。", "18640人")
    row = of("全县脱贫人口41905人。", "41905人")
    header = "乡镇 | 脱贫人口（人） | 务工就业（人）"
    figure = replace(row.figure, header="脱贫人口（人）", sentence_start=row.figure.start)
    cell = Stated(figure, row.card, replace(row.chunk, context=f"各乡镇脱贫人口收入就业情况\n{header}"))
    assert same_thing(told, replace(cell, chunk=replace(cell.chunk, context="脱贫人口务工就业情况")))
    assert not same_thing(told, cell)
    assert not same_thing(cell, told)
    first = replace(
        cell, chunk=replace(cell.chunk, context="脱贫人口务工就业情况", text=f"{header}\n{cell.chunk.text}")
    )
    assert not same_thing(told, first)


def test_the_period_is_of_the_words_else_of_the_document() -> None:
    assert of("全县改造危房286户。", "286户").period == "2022"
    assert of("截至6月底，全县改造危房131户。", "131户").period == "2022-06"
    assert of("2022年12月31日，全县改造危房286户。", "286户").period == "2022"
    assert of("全县改造危房131户。", "131户", title="岚湾县2022年上半年工作简报").period == "2022-06"


def test_a_plan_and_what_was_done_are_of_two_scopes() -> None:
    done = of("全县改造危房286户。", "286户")
    assert of("计划改造危房300户。", "300户").planned
    assert of("改造危房300户。", "300户", title="岚湾县2022年工作要点").planned
    assert of("改造危房300户。", "300户", issued=date(2022, 3, 1)).planned  # nobody counts a year in its March
    assert not done.planned
    assert not same_scope(done, of("计划改造危房300户。", "300户"))
    assert same_scope(done, of("改造危房290户。", "290户"))


def test_a_townships_figure_is_not_the_countys() -> None:
    county, town = of("全县改造危房286户。", "286户"), of("全镇改造危房74户。", "74户", title="青汀镇2022年工作总结")
    assert not same_place(county, town)
    assert same_place(town, of("青汀镇改造危房75户。", "75户", title="青汀镇2022年简报"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3057万元", "30570000元", True),
        ("17.6万人", "176023人", True),
        ("17.6万人", "178023人", False),
        ("约1300户", "1286户", True),
        ("约1300户", "1580户", False),
        ("1286户", "1280户", False),
        ("1.8亿元", "17964万元", True),
        ("90.5%", "90.6%", False),
    ],
)
def test_values_agree_across_notations_and_rounding(one: str, other: str, same: bool) -> None:
    first, second = (of(f"全县某项指标为{said}。", said.removeprefix("约")) for said in (one, other))
    assert agree(first, second) is same
    assert agree(second, first) is same


@given(value=st.integers(10, 10**9), percent=st.integers(1, 50))
def test_exact_values_agree_only_where_they_are_equal(value: int, percent: int) -> None:
    one = of(f"监测对象{value}户。", f"{value}户")
    assert agree(one, of(f"监测对象{value}户。", f"{value}户"))
    other = value + max(1, value * percent // 100)
    assert not agree(one, of(f"监测对象{other}户。", f"{other}户"))


def test_names_are_without_place_and_stock_words() -> None:
    found = of("岚湾县累计识别纳入监测对象903户。", "903户")
    assert name(found.figure, found.card) == "监测"
    assert found.quantity.value == Decimal(903)
    assert may_be_one("监测", "防返贫监测")
    assert not may_be_one("危房改造", "临时救助")
