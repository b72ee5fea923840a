"""What is computed with selected rows is exact and shows its working; what makes no sense is refused with the reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.figure_sums import says_plan, work_out
from bot.figure_table import Working
from bot.same_figure import Stated
from tests.bot.stated_figures import stated, taken


def worked(*figures: Stated) -> dict[str, Working]:
    return {working.kind: working for working in work_out(taken(*figures))}


def town(place: str, households: str, **changed: object) -> Stated:
    return stated(f"{households}户", households, "户", place=place, places=("临溪县", place), document=place, **changed)


TOWN = town("青禾镇", "1052")
OTHER = town("石桥镇", "987")
COUNTY = stated("6218户", "6218", "户", place="临溪县", places=("临溪县",), document="县报告")
YEAR_BEFORE = town("青禾镇", "1100", period="2021")


def test_two_towns_make_a_sum_and_a_difference() -> None:
    found = worked(TOWN, OTHER)
    assert found["sum"].formulas == ("1052户[1]+987户[2]=2039户",)
    assert found["difference"].formulas == ("1052户[1]−987户[2]=65户",)
    assert found["sum"].refused is None and found["sum"].notes == ()


def test_a_part_and_its_whole_make_a_share_whichever_was_selected_first() -> None:
    assert worked(TOWN, COUNTY)["share"].formulas == ("1052户[1]÷6218户[2]≈16.92%",)
    assert worked(COUNTY, TOWN)["share"].formulas == ("1052户[2]÷6218户[1]≈16.92%",)


def test_growth_goes_from_each_year_to_the_next() -> None:
    found = worked(TOWN, YEAR_BEFORE, town("青禾镇", "1200", period="2020"))["growth"]
    assert found.formulas == (
        "(1100户[2]−1200户[3])÷1200户[3]≈−8.33%，下降8.33%",
        "(1052户[1]−1100户[2])÷1100户[2]≈−4.36%，下降4.36%",
    )


def test_money_in_other_scales_is_added_in_one() -> None:
    more = stated("1.5亿元", "150000000", "元", indicator="投入资金")
    less = stated("3200万元", "32000000", "元", indicator="投入资金", place="石桥镇", places=("临溪县", "石桥镇"))
    assert worked(more, less)["sum"].formulas == ("1.5亿元[1]+3200万元[2]=1.82亿元",)


@pytest.mark.parametrize(
    ("rows", "kind", "reason"),
    [
        ((TOWN, stated("2015人", "2015", "人")), "sum", "单位不同（户、人）"),
        ((TOWN, stated("2015人", "2015", "人")), "growth", "单位不同（户、人）"),
        ((TOWN, stated("3至5户", "3", "户", upper=Decimal(5))), "sum", "是一个范围"),
        ((TOWN, town("青禾镇", "1060", sentence="全镇农村低保对象1060户。")), "sum", "同一个数"),
        ((TOWN, COUNTY), "sum", "一个包含另一个"),
        ((TOWN, OTHER), "share", "不是同一个地方"),
        ((TOWN, YEAR_BEFORE), "share", "不是同一个时点"),
        ((TOWN, OTHER), "growth", "不是同一个地方"),
        ((TOWN, stated("31户", "31", "户", indicator="危房改造", period="2021")), "growth", "不是同一个指标"),
        ((TOWN, town("青禾镇", "1060", period="2022-06")), "growth", "不同时期"),
        ((TOWN, OTHER, COUNTY), "difference", "正好选两行"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_the_reason(rows: tuple[Stated, ...], kind: str, reason: str) -> None:
    found = worked(*rows)[kind]
    assert found.formulas == ()
    assert found.refused is not None and reason in found.refused.zh and found.refused.en


def test_rates_and_standards_do_not_add_up() -> None:
    rates = worked(stated("90.5%", "90.5", "%"), stated("88%", "88", "%", place="石桥镇", places=("临溪县", "石桥镇")))
    assert rates["sum"].refused is not None and rates["share"].refused is not None
    assert rates["difference"].formulas == ("90.5%[1]−88%[2]=2.5个百分点",)
    standards = worked(
        stated("450元", "450", "元/人·月", indicator="农村低保标准"),
        stated("690元", "690", "元/人·月", indicator="城市低保标准"),
    )
    assert standards["sum"].refused is not None and "标准" in standards["sum"].refused.zh


def test_a_running_total_and_a_part_of_another_row_are_not_added() -> None:
    running = worked(
        town("青禾镇", "218", qualifiers=("累计",)), town("青禾镇", "200", qualifiers=("累计",), period="2021")
    )["sum"]
    assert running.refused is not None and "累计" in running.refused.zh
    sentence = "青禾镇农村低保对象1052户，其中新增31户。"
    part = stated("31户", "31", "户", sentence=sentence, qualifiers=("其中", "新增"), indicator="新增户")
    whole = stated("1052户", "1052", "户", sentence=sentence)
    beside = worked(whole, part)["sum"]
    assert beside.refused is not None and "其中" in beside.refused.zh


def test_what_is_no_exact_figure_or_another_thing_is_noted() -> None:
    about = town("石桥镇", "900", qualifier="about")
    assert any("不是准确数" in note.zh for note in worked(TOWN, about)["sum"].notes)
    unlike = worked(TOWN, stated("31户", "31", "户", indicator="危房改造"))["sum"]
    assert unlike.formulas and any("不是同一个指标" in note.zh for note in unlike.notes)


@given(st.lists(st.decimals(0, 100_000, places=2), min_size=2, max_size=8))
def test_a_sum_is_exact(values: list[Decimal]) -> None:
    rows = [
        stated(f"{v:f}亩", f"{v:f}", "亩", indicator="柑橘面积", place=f"{name}镇", places=("临溪县", f"{name}镇"))
        for name, v in zip("甲乙丙丁戊己庚辛", values, strict=False)
    ]
    (shown,) = worked(*rows)["sum"].formulas
    assert Decimal(shown.rpartition("=")[2].removesuffix("亩")) == sum(values)
    assert [f"[{n}]" in shown for n in range(1, len(rows) + 1)] == [True] * len(rows)


@pytest.mark.parametrize(
    ("sentence", "planned"),
    [
        ("2023年全县计划改造农村危房31户。", True),
        ("力争新增就业31户。", True),
        ("预计可帮扶31户。", True),
        ("紧扣年度任务，全市入库31户。", False),
        ("预计年底完工，已改造31户。", False),
        ("雨露计划资助31户。", False),
        ("完成2022年计划的31户。", False),
        ("累计争取31户。", False),
    ],
)
def test_a_plan_is_what_its_own_clause_says_to_be_one(sentence: str, planned: bool) -> None:
    assert says_plan(stated("31户", "31", "户", sentence=sentence)) is planned
