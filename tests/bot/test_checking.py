"""The number lock and the place-and-period guard, by example and by alteration."""

import itertools
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checking import (
    blank_marks,
    scope_conflict,
    scope_conflicts,
    support_text,
    unsupported_addresses,
    unsupported_figures,
)  # fmt: skip
from tests.bot.made_up import (
    COUNTY,
    COUNTY_CARD,
    NOTICE,
    NOTICE_CARD,
    REPORT,
    SHEET,
    TABLE,
    TOWN,
    TOWN_CARD,
    VILLAGE_TOWN,
    card,
)

HEADER = "各镇临时救助情况\n乡镇 | 监测户数 | 救助金（万元）\n"


def figures(sentence: str, *supports: str) -> list[str]:
    return [sentence[q.start : q.end] for q in unsupported_figures(sentence, supports)]


@pytest.mark.parametrize(
    "sentence",
    [
        "监测对象3127户9846人[1]。", "监测对象三千一百二十七户。", "监测对象3,127户。", "监测对象户数为3127。", "低保金8.91亿元。", "低保金89100万元。", "低保金八亿九千一百万元。", "惠及176000人次。", "惠及十七万六千人次。",
        "兑现率百分之九十点五。", "兑现率９０．５％。", "收入5万元以上的村115个，占70%。", "2022年，", "二〇二二年", "推行2244工作导引。", "见澄民发[2022]18号。", "占十分之七。", "一个村也不少。", "第一，监测；第二，帮扶。", "（一）监测", "1. 监测3127户",
        "危房1209户+农房362户=1571户。", "1209+362=1571户", "3127户-2045户=1082户", "9846人÷3127户≈3.15人", "2045户÷3127户≈65.4%", "2045÷3127×100%≈65.4%", "（1209+362）÷3127≈50.2%", "9846÷90.5%≈10880人", "3127÷(1+90.5%)≈1641户", "不低于90.5%", "3127户以上",
    ],
)  # fmt: skip
def test_what_stands_in_other_notation_passes(sentence: str) -> None:
    assert figures(sentence, REPORT) == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("监测对象3128户。", "3128户"), ("监测对象3127人。", "3127人"), ("低保金8.91万元。", "8.91万元"), ("低保金8.91元。", "8.91元"), ("低保金8.92亿元。", "8.92亿元"), ("惠及17.6万人。", "17.6万人"), ("惠及17.6亿人次。", "17.6亿人次"),
        ("兑现率9.05%。", "9.05%"), ("兑现率90.5‰。", "90.5‰"), ("提高90.5个百分点。", "90.5个百分点"), ("2023年", "2023年"), ("2022年6月", "2022年6月"), ("占八成。", "八成"), ("2245工作导引", "2245"), ("“2245”工作导引", "“2245”"),
        ("见澄民发〔2023〕18号", "〔2023〕18号"), ("三千一百二十八户", "三千一百二十八户"), ("低保金8.91", "8.91"), ("占90.5", "90.5"), ("四议两公开", "四议"), ("第三条规定", "第三条"), ("两个村", "两个"),
        ("1209+362=1572户", "1572户"), ("1209户+362户=1571人", "1571人"), ("1209+361=1570户", "361"), ("3127户-2045户=1209户", "1209户"), ("2045户÷3127户≈65.5%", "65.5%"), ("2045户÷3127户=65.4%", "65.4%"), ("9846人÷3127户≈3.15元", "3.15元"),
    ],
)  # fmt: skip
def test_what_does_not_stand_is_caught(sentence: str, wrong: str) -> None:
    assert wrong in figures(sentence, REPORT)


def test_a_limit_turned_round_is_caught() -> None:
    assert figures("一次性救助不超过5000元。", NOTICE) == []
    assert figures("一次性救助5000元。", NOTICE) == []
    assert figures("一次性救助不低于5000元。", NOTICE) == ["5000元"]
    assert figures("30日以上办结。", NOTICE) == ["30日"]


def test_a_range_carries_its_ends_and_its_ends_carry_it() -> None:
    assert figures("最低2万元，最高5万元。", "处2万元以上5万元以下罚款") == []
    assert figures("处2万元至5万元罚款。", "最低2万元，最高5万元") == []
    assert figures("最低5万元。", "处2万元以上5万元以下罚款") == ["5万元"]
    assert figures("处2万元以上6万元以下罚款。", "处2万元以上5万元以下罚款") == ["2万元以上6万元"]


def test_a_fall_is_a_negative_rate() -> None:
    assert figures("下降3.5%", "增速 -3.5%") == []
    assert figures("增长3.5%", "增速 -3.5%") == ["3.5%"]


def test_each_figure_needs_one_support_and_no_support_holds_nothing() -> None:
    assert figures("3127户，268户", REPORT, TOWN) == []
    assert figures("3127户，268户", REPORT) == ["268户"]
    assert figures("3127户") == ["3127户"]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("白鹭镇268户，52.4万元", []), ("524000元", []), ("268", []), ("52.4亿元", ["52.4亿元"]), ("52.4元", ["52.4元"]), ("268万元", ["268万元"]), ("52.4户", ["52.4户"]), ("268人", ["268人"]),
    ],
)  # fmt: skip
def test_a_cell_has_its_columns_unit(sentence: str, wrong: list[str]) -> None:
    assert figures(sentence, HEADER + TABLE) == wrong


def test_a_caption_gives_the_unit_of_the_whole_table() -> None:
    table = "单位：万元\n项目 | 金额\n低保 | 35.6"
    assert figures("低保35.6万元", table) == []
    assert figures("低保35.6亿元", table) == ["35.6亿元"]


def test_dates_stand_in_finer_dates_only() -> None:
    assert figures("2022年6月", "自2022年6月30日起施行") == []
    assert figures("6月30日", "自2022年6月30日起施行") == []
    assert figures("2022年6月30日", "2022年，应于6月30日前报送") == []
    assert figures("2022年6月30日", "自2022年6月起施行") == ["2022年6月30日"]
    assert figures("7月30日", "自2022年6月30日起施行，7月报送") == ["7月30日"]
    assert figures("2023年", "2021—2025年") == ["2023年"]
    assert figures("2021年到2025年", "2021-2025年") == []


def test_a_label_gives_its_number_a_unit() -> None:
    assert figures("3127户9846人", "监测户数：3127，人数为9846") == []
    assert figures("3127人", "监测户数：3127，人数为9846") == ["3127人"]


def test_a_quotation_states_figures_too() -> None:
    assert figures("延期三个月", "推出“延期三个月只还息”办法") == []


def test_telephone_numbers_stand_digit_for_digit() -> None:
    assert figures("电话0999-6612345", NOTICE) == []
    assert figures("电话0999-6612354", NOTICE) == ["0999-6612354"]
    assert figures("热线12345", "请拨打12345热线") == []


def test_web_addresses_must_stand_too() -> None:
    assert unsupported_addresses("请看 http://a.example/x", ["网址 http://a.example/x"]) == []
    assert unsupported_addresses("请看 http://b.example/x", ["网址 http://a.example/x"]) == ["http://b.example/x"]
    assert unsupported_addresses("写信到 a@b.cn", [NOTICE]) == ["a@b.cn"]


def test_marks_are_blanked_and_document_numbers_are_not() -> None:
    assert blank_marks("九户[1][KD3]【2】。") == "九户             "[: len("九户[1][KD3]【2】")] + "。"
    assert blank_marks("〔2022〕18号和[2022]18号") == "〔2022〕18号和[2022]18号"


@pytest.mark.parametrize(
    ("sentence", "conflict"),
    [
        ("澄江县2022年监测对象3127户", None), ("全县监测对象3127户", None), ("县里建了示范村，各镇都参加", None), ("2023年监测对象3127户", "2023年"), ("白鹭镇监测对象3127户", "白鹭镇"), ("黑水镇监测对象3127户", "黑水镇"), ("截至年底黑水县有3127户", "黑水县"),
        ("杭州市监测对象3127户", "杭州市"), ("浙江监测对象3127户", "浙江省"),
    ],
)  # fmt: skip
def test_scope_of_a_county_report(sentence: str, conflict: str | None) -> None:
    assert scope_conflict(sentence, COUNTY_CARD, support_text(COUNTY), known_places={"白鹭镇", "红石镇"}) == conflict


def test_a_towns_figure_is_not_its_countys() -> None:
    text = support_text(VILLAGE_TOWN)
    assert scope_conflict("白鹭镇监测对象268户", TOWN_CARD, text) is None
    assert scope_conflict("澄江县白鹭镇监测对象268户", TOWN_CARD, text) is None
    assert scope_conflict("澄江县监测对象268户", TOWN_CARD, text) == "澄江县"


def test_a_documents_own_dates_count_as_its_years() -> None:
    assert scope_conflict("2021年起施行", NOTICE_CARD, NOTICE) is None
    assert scope_conflicts("2020年起在红石镇施行", NOTICE_CARD, NOTICE, known_places={"红石镇"}) == {"2020年", "红石镇"}


def test_a_longer_name_is_not_carried_by_its_end() -> None:
    document = card("马家河镇总结", places=("澄江县", "马家河镇"))
    assert scope_conflict("马家河镇有3户", document, "马家河镇有3户") is None
    assert scope_conflict("王家河镇有3户", document, "马家河镇有3户") is not None


def test_support_text_holds_what_the_passage_leans_on() -> None:
    text = support_text(SHEET)
    assert "救助金（万元）" in text and "白鹭镇2022年工作总结" in text and "2022年" in text
    dated = support_text(COUNTY)
    assert str(date(2021, 3, 1).year) not in dated


DIGIT = re.compile(r"\d")


@settings(deadline=None)  # the machine may be busy
@given(st.data())
def test_no_altered_digit_passes(data: st.DataObject) -> None:
    places = [m.start() for m in DIGIT.finditer(REPORT)]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != REPORT[place]]))
    altered = REPORT[:place] + digit + REPORT[place + 1 :]
    assert unsupported_figures(altered, [REPORT]), altered[max(0, place - 9) : place + 9]


def test_every_sentence_stands_in_itself() -> None:
    for text in (REPORT, TOWN, NOTICE, HEADER + TABLE):
        assert unsupported_figures(text, [text]) == []


def test_exchanging_any_two_units_is_caught() -> None:
    said = {"户": "3127户", "人次": "17.6万人次", "亿元": "8.91亿元", "%": "90.5%", "个": "115个"}
    for unit, other in itertools.permutations(said, 2):
        altered = said[unit].removesuffix(unit).removesuffix("万") + other
        assert figures(altered, REPORT), altered


def test_a_sum_too_long_to_follow_is_not_believed() -> None:
    assert figures("1+" * 2000 + "1=2001", "共1户") == ["2001"]
    assert figures("(" * 500 + "1+1)=2", "共1户") == ["2"]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("5000元以上500元以下", ["5000元"]), ("给予3000元至1000元救助", ["3000元"]), ("由2万元提高到1.5万元", ["2万元"]), ("由1.5万元降至2万元", ["1.5万元"]), ("由1.5万元提高到2万元", []), ("由2万元降至1.5万元", []), ("从3000元到1000元", []),
    ],
)  # fmt: skip
def test_two_bounds_that_can_not_both_hold_are_caught(sentence: str, wrong: list[str]) -> None:
    source = "500元、5000元以上、500元以下、5000元以下，1000元至3000元，1.5万元，2万元"
    assert figures(sentence, source) == wrong


def test_a_cell_has_its_rows_unit_where_the_header_has_none() -> None:
    table = "指标 | 2021年 | 2022年\n低保对象（人） | 4120 | 3985"
    assert figures("低保对象3985人", table) == [] and figures("低保对象3985户", table) == ["3985户"]


def test_a_place_at_the_beginning_needs_no_known_name() -> None:
    assert scope_conflict("2022年望城区监测对象3127户", COUNTY_CARD, support_text(COUNTY)) == "望城区"
    assert scope_conflict("澄江新建宜居农房362户", COUNTY_CARD, support_text(COUNTY)) is None


def test_the_year_of_issue_is_no_year_of_a_figure() -> None:
    text = f"{NOTICE}\n2023年起提高到每人每月650元"
    assert scope_conflict("2021年每人每月补助600元", NOTICE_CARD, text) == "2021年"
    assert scope_conflict("2021年起施行", NOTICE_CARD, text) is None
