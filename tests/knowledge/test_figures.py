"""Figures of documents: what each number is a figure of, whose, where and when; by kind of wording."""

from __future__ import annotations

import os
import string
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.figure_facts import SETS, read_facts, same_indicator, score
from knowledge.figures import figures_of
from knowledge.types import Block, BlockKind, Document, Figure, Metadata, Position, Source

SOURCE = Source(path="t.md", name="t.md", format="md", sha256="0" * 64, size_bytes=1)
COUNTY = Metadata(title="南浦县2022年工作报告", places=("云岭市", "南浦县"), years=(2022,))
RULES = Metadata(title="南浦县救助办法", places=("南浦县",))


def made(*blocks: str | tuple[BlockKind, str], metadata: Metadata = COUNTY) -> Document:
    """A document of paragraphs, or of (kind, text); headings are of level 2 below the title."""
    text, found = "", []
    for kind, words in [
        ("heading", metadata.title),
        *(b if isinstance(b, tuple) else ("paragraph", b) for b in blocks),
    ]:
        level = (1 if not text else 2) if kind == "heading" else 0
        found.append(Block(kind=kind, start=len(text), end=len(text) + len(words), level=level))
        text += words + "\n"
    return Document(id="0" * 16, source=SOURCE, text=text, blocks=tuple(found), metadata=metadata)


def sheet(caption: str, *rows: tuple[str, ...], headers: int = 1, metadata: Metadata = COUNTY) -> Document:
    """A document that is one table below its caption."""
    text = caption + "\n"
    blocks = [Block(kind="paragraph", start=0, end=len(caption))]
    for number, row in enumerate(rows):
        start, cells = len(text), []
        for cell in row:
            cells.append((len(text), len(text) + len(cell)))
            text += f"{cell} | "
        text = text.removesuffix(" | ")
        kind: BlockKind = "table_header" if number < headers else "table_row"
        blocks.append(Block(kind=kind, start=start, end=len(text), cells=tuple(cells), position=Position(table=1)))
        text += "\n"
    return Document(id="0" * 16, source=SOURCE, text=text, blocks=tuple(blocks), metadata=metadata)


def told(*blocks: str | tuple[BlockKind, str], metadata: Metadata = COUNTY) -> list[tuple[str, str]]:
    return [(figure.said, figure.indicator) for figure in figures_of(made(*blocks, metadata=metadata))]


def only(sentence: str, metadata: Metadata = COUNTY) -> Figure:
    (figure,) = figures_of(made(sentence, metadata=metadata))
    return figure


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # before the number, after it, around it
        ("改造危旧房屋318户。", [("318户", "改造危旧房屋")]),
        ("带动6.4万名群众增收。", [("6.4万名", "群众")]),
        ("57户农村危房完成改造。", [("57户", "农村危房")]),
        ("上级反馈的21个问题正在整改。", [("21个", "上级反馈的问题")]),
        # parallel lists
        ("选派第一书记41名、工作队员96名。", [("41名", "第一书记"), ("96名", "工作队员")]),
        ("建成示范镇2个、示范村9个,安装路灯70盏。", [("2个", "示范镇"), ("9个", "示范村"), ("70盏", "安装路灯")]),
        ("下辖3个镇、2个乡。", [("3个", "镇"), ("2个", "乡")]),
        # one indicator, two figures
        ("累计纳入监测对象812户2530人。", [("812户", "监测对象"), ("2530人", "监测对象")]),
        ("发放小额信贷900万元、206户。", [("900万元", "小额信贷"), ("206户", "小额信贷")]),
        # parts of a whole, and how far it has come
        ("建成示范村9个，其中省级2个、县级7个。", [("9个", "示范村"), ("2个", "省级示范村"), ("7个", "县级示范村")]),
        ("龙头企业8家（省级3家、市级5家）。", [("8家", "龙头企业"), ("3家", "省级龙头企业"), ("5家", "市级龙头企业")]),
        ("实施项目40个，其中产业项目25个、其他项目15个，已完工38个。", [("40个", "实施项目"), ("25个", "产业项目"), ("15个", "其他项目"), ("38个", "实施项目")]),
        # thresholds belong to the name of what is counted
        ("年收入8万元以上的村30个。", [("30个", "年收入8万元以上的村")]),
        ("4个年收入不足8万元的村得到扶持。", [("4个", "年收入不足8万元的村")]),
        # differences, shares and rates are of the level's indicator
        ("人均纯收入9800元，比上年增加640元，增长7.0%。", [("9800元", "人均纯收入"), ("640元", "人均纯收入"), ("7.0%", "人均纯收入")]),
        ("达标村54个，占行政村总数的60%。", [("54个", "达标村"), ("60%", "达标村")]),
        ("医保参保率达99.8%。", [("99.8%", "医保参保率")]),
        # a zero in words
        ("全年无一户返贫。", [("无一户", "返贫")]),
        # counts that only enumerate are no figures
        ("重点抓好三件事，召开一次会议。", []),
    ],
)  # fmt: skip
def test_what_a_number_is_a_figure_of(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert told(sentence) == expected


def test_a_difference_says_that_it_is_one() -> None:
    level, difference, growth = figures_of(made("人均纯收入9800元，比上年增加640元，增长7.0%。"))
    assert level.qualifiers == ()
    assert difference.qualifiers == ("比上年", "增加")
    assert growth.qualifiers == ("增长",)


def test_a_subject_keeps_its_own_money() -> None:
    figures = figures_of(made("累计招引清江企业12家、投入资金3.6亿元。", "县里投入帮扶资金5.1亿元。"))
    assert [(f.indicator, f.subject) for f in figures] == [
        ("清江企业", ""), ("投入资金", "清江企业"), ("县里投入帮扶资金", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (("自受理之日起20个工作日内完成审批。",), [("20个工作日", "完成审批", ("自受理之日起", "内"), "at_most")]),
        (("公开栏内容保留时间不少于15天。",), [("15天", "公开栏内容保留时间", (), "at_least")]),
        (("超过部分按30%给予救助。",), [("30%", "给予救助", ("超过部分",), "exact")]),
        ((("heading", "二、护理标准"), ("list_item", "1. 失能老人每人每月600元。")), [("600元", "护理标准", ("每人每月",), "exact")]),
        ((("list_item", "（一）低保标准。由每人每年5000元提高到每人每年5600元。"),), [("5000元", "低保标准", ("每人每年",), "exact"), ("5600元", "低保标准", ("每人每年",), "exact")]),
        (("拆除重建：低保户每户3万元；其他对象每户2万元。",), [("3万元", "拆除重建", ("每户",), "exact"), ("2万元", "拆除重建", ("每户",), "exact")]),
    ],
)  # fmt: skip
def test_what_a_rule_sets(
    blocks: tuple[str | tuple[BlockKind, str], ...], expected: list[tuple[str, str, tuple[str, ...], str]]
) -> None:
    figures = figures_of(made(*blocks, metadata=RULES))
    assert [(f.said, f.indicator, f.qualifiers, f.qualifier) for f in figures] == expected
    assert {f.period for f in figures} == {""}


def test_rates_and_ranges_come_through() -> None:
    figure = only("每人每月补助200元至300元。", RULES)
    assert (figure.value, figure.upper, figure.unit, figure.qualifier) == (200, 300, "元/人·月", "range")


@pytest.mark.parametrize(
    ("sentence", "period", "source"),
    [
        ("新建卫生室5所。", "2022", "document"),
        ("2021年新建卫生室5所。", "2021", "sentence"),
        ("截至2022年6月底，累计新建卫生室5所。", "2022-06", "sentence"),
        ("截至2022年12月31日，累计新建卫生室5所。", "2022", "sentence"),
        ("2022年6月30日，在册卫生室5所。", "2022-06-30", "sentence"),
        ("2022年上半年新建卫生室5所。", "2022上半年", "sentence"),
        ("2021年至2025年新建卫生室5所。", "2021/2025", "sentence"),
        ("全年新建卫生室5所。", "2022", "document"),
        ("上年新建卫生室5所。", "2021", "sentence"),
        ("卫生室比2020年增加5所。", "2022", "document"),
        ("5月底前完成轮换，新建卫生室5所。", "2022", "document"),
    ],
)
def test_the_period_and_what_says_it(sentence: str, period: str, source: str) -> None:
    figure = only(sentence)
    assert (figure.period, figure.period_from) == (period, source)


def test_a_heading_speaks_for_its_section() -> None:
    figures = figures_of(
        made(("heading", "九、2023年安排"), "新建卫生室5所。", ("heading", "十、保障"), "新建学校2所。")
    )
    assert [(f.period, f.period_from) for f in figures] == [("2023", "heading"), ("2022", "document")]


def test_the_value_before_a_change_has_no_period_of_its_own() -> None:
    before, after = figures_of(made("工作专班由9个增加到12个。"))
    assert (before.period, after.period) == ("", "2022")
    last, now = figures_of(made("参考线由上年的6500元调整为7000元。"))
    assert (last.period, now.period) == ("2021", "2022")


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("全县新建卫生室5所。", ["南浦县"]),
        ("柳溪镇新建卫生室5所。", ["柳溪镇"]),
        ("柳溪镇新建卫生室5所，石门乡新建3所。", ["柳溪镇", "石门乡"]),
        ("收入最高的柳溪镇青田村达到38万元。", ["柳溪镇青田村"]),
        ("柳溪镇、石门乡和清水镇共新建卫生室5所。", ["南浦县"]),
        ("清江市投入协作资金5万元。", ["南浦县"]),
        ("招引柳溪镇企业5家。", ["南浦县"]),
        ("新建公路9公里，柳溪镇收入5万元，改厕30座。", ["南浦县", "柳溪镇", "南浦县"]),
    ],
)
def test_the_place_is_what_the_clause_is_about(sentence: str, places: list[str]) -> None:
    document = made(sentence)
    assert [figure.place for figure in figures_of(document, ("青田村", "清江市"))] == places


def test_rows_of_places_with_units_in_the_header() -> None:
    document = sheet(
        "表1 各乡镇监测情况",
        ("乡镇", "监测对象（户）", "投入（万元）"),
        ("柳溪镇", "1,120", "30.5"),
        ("合计", "2300", "61"),
    )
    first, money, total, _ = figures_of(document)
    assert (first.indicator, first.place, first.place_from, first.value, first.unit) == (
        "监测对象", "柳溪镇", "sentence", 1120, "户",
    )  # fmt: skip
    assert (first.said, first.header, document.text[first.start : first.end]) == ("1,120户", "监测对象（户）", "1,120")
    assert (money.value, money.unit) == (305000, "元")
    assert (total.place, total.place_from, total.qualifiers) == ("南浦县", "document", ("合计",))


def test_columns_of_years_with_a_unit_column() -> None:
    document = sheet("表2", ("指标", "单位", "2021年", "2022年", "增减"), ("危房改造", "户", "243", "186", "-57"))
    assert [(f.indicator, f.period, f.value, f.unit) for f in figures_of(document)] == [
        ("危房改造", "2021", 243, "户"), ("危房改造", "2022", 186, "户"), ("危房改造", "2022", -57, "户"),
    ]  # fmt: skip
    assert figures_of(document)[2].qualifiers == ("增减",)


def test_headers_of_two_rows_and_the_unit_of_the_caption() -> None:
    document = sheet(
        "危房改造情况（单位：万元）",
        ("乡镇", "2021年", "2022年"),
        ("乡镇", "资金", "资金"),
        ("柳溪镇", "12", "15"),
        headers=2,
    )
    assert [(f.indicator, f.period, f.value) for f in figures_of(document)] == [
        ("危房改造资金", "2021", 120000), ("危房改造资金", "2022", 150000),
    ]  # fmt: skip


def test_rows_of_recipients() -> None:
    document = sheet("住院救助", ("对象", "救助比例", "联系电话"), ("一类对象", "95%", "0999-6623145"), metadata=RULES)
    (figure,) = figures_of(document)
    assert (figure.indicator, figure.subject, figure.value, figure.unit) == ("救助比例", "一类对象", 95, "%")


def test_what_is_said_twice_is_read_once() -> None:
    document = made("新建卫生室5所。", "新建卫生室5所。")
    first, second = document.blocks[1:]
    again = Block(kind="paragraph", start=second.start, end=second.end, repeats=first.start)
    whole = Document(
        id=document.id, source=SOURCE, text=document.text, blocks=(*document.blocks[:2], again), metadata=COUNTY
    )
    assert [figure.start for figure in figures_of(whole)] == [first.start + 5]


PIECES = st.sampled_from(
    [
        "全县",
        "累计",
        "监测对象",
        "9922户",
        "32550人",
        "，",
        "。",
        "；",
        "、",
        "（",
        "）",
        "：",
        "其中",
        "比",
        "2021年",
        "增加",
        "5.2%",
        "占",
        "万元",
        "以上的",
        "村",
        "由",
        "提高到",
        "每人每月",
        "600元",
        "12个工作日内",
        "柳溪镇",
        "的",
        "1.2亿元",
        "三十日内",
        "无一户",
        "“",
        "”",
        "按",
        "一、",
        "第三条",
        "共有",
        "南京企业",
        "投入资金",
    ]
)
ANY_TEXT = st.one_of(
    st.lists(PIECES, max_size=30).map("".join),
    st.text(
        alphabet=st.sampled_from("县镇村户人元个占比由增至的，。（）“”1２〇一百万%0.：" + string.ascii_letters),
        max_size=60,
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ANY_TEXT.filter(lambda text: "\n" not in text), min_size=1, max_size=4))
def test_figures_slice_the_text_in_order_and_are_the_same_again(texts: list[str]) -> None:
    document = made(*texts)
    figures = figures_of(document, ("柳溪镇",))
    assert figures == figures_of(document, ("柳溪镇",))
    assert [figure.start for figure in figures] == sorted(figure.start for figure in figures)
    for figure in figures:
        assert document.text[figure.start : figure.end] == figure.said != ""
        assert figure.sentence_start <= figure.start < figure.end <= figure.sentence_end
        assert figure.indicator


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(ANY_TEXT.filter(lambda text: "|" not in text), min_size=1, max_size=4), min_size=1, max_size=4)
)
def test_cells_slice_the_text(rows: list[list[str]]) -> None:
    document = sheet("表", *(tuple(row) for row in rows))
    for figure in figures_of(document):
        assert figure.said.startswith(document.text[figure.start : figure.end].strip())
        assert figure.sentence_start <= figure.start <= figure.end <= figure.sentence_end


@pytest.mark.parametrize(
    ("found", "accepted", "same"),
    [
        ("实施危房改造", ["危房改造"], True),
        ("对象", ["监测对象"], True),
        ("对", ["监测对象"], False),
        ("资金", ["投入资金总额"], False),
        ("农村危房", ["住房安全"], False),
        ("镇", ["镇"], True),
    ],
)
def test_when_an_indicator_counts_as_the_same(found: str, accepted: list[str], same: bool) -> None:
    assert same_indicator(found, accepted) is same


@pytest.mark.parametrize("name", ["reports", "report"])
def test_gold_facts_are_found_as_often_as_promised(name: str) -> None:
    path, folder = SETS[name]
    if not folder.exists():
        pytest.skip(
            f"the corpus report isn't here ({folder}); WENCE_SHARED={os.environ.get('WENCE_SHARED', 'not set')}"
        )
    assert len(read_facts(path)) > 70
    result, _ = score(name)
    assert result.precision >= 0.95
    assert result.recall >= 0.90


def test_values_are_exact() -> None:
    assert only("投入资金8.91亿元。").value == Decimal("891000000")
    assert Path(SETS["reports"][0]).exists()
