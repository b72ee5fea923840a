"""Written numbers: value, unit, qualifier and kind of 150 forms, and one value in many notations."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.numbers import Quantity, find_quantities, same_quantity

CN = "零一二三四五六七八九"

# text, value, unit; the text holds this quantity and no other.
QUANTITIES = [
    ("9922户", "9922", "户"), ("９９２２户", "9922", "户"), ("9,922户", "9922", "户"), ("𝟗𝟗𝟐𝟐户", "9922", "户"), ("九千九百二十二户", "9922", "户"),
    ("17.6万人次", "176000", "人次"), ("１７．６万人次", "176000", "人次"), ("十七万六千人次", "176000", "人次"), ("17万6千人次", "176000", "人次"),
    ("176,000人次", "176000", "人次"), ("8.91亿元", "891000000", "元"), ("89100万元", "891000000", "元"), ("八亿九千一百万元", "891000000", "元"),
    ("1亿2000万元", "120000000", "元"), ("3万5000人", "35000", "人"), ("一万二", "12000", ""), ("三千五百元", "3500", "元"),
    ("三千五元", "3500", "元"), ("一百零五户", "105", "户"), ("两千零五十名", "2050", "名"), ("四百二十九名", "429", "名"), ("十五万三千人", "153000", "人"), ("一万零十二人", "10012", "人"), ("六百二十五万零一十户", "6250010", "户"),
    ("壹拾伍万元", "150000", "元"), ("贰仟元", "2000", "元"), ("两百万元", "2000000", "元"), ("3百元", "300", "元"), ("5千元", "5000", "元"),
    ("一百二十三亿元", "12300000000", "元"), ("1.5万亿元", "1500000000000", "元"), ("二十人", "20", "人"), ("十人", "10", "人"), ("两个", "2", "个"),
    ("90.5%", "90.5", "%"), ("90.5％", "90.5", "%"), ("90.5 %", "90.5", "%"), ("百分之九十点五", "90.5", "%"), ("百分之90.5", "90.5", "%"), ("百分之百", "100", "%"),
    ("百分之五", "5", "%"), ("三成", "30", "%"), ("3成", "30", "%"), ("三成五", "35", "%"), ("千分之三", "0.3", "%"), ("3‰", "0.3", "%"), ("万分之五", "0.05", "%"),
    ("四分之一", "25", "%"), ("1/4", "25", "%"), ("五分之二", "40", "%"), ("一半", "50", "%"), ("5个百分点", "5", "百分点"), ("1.2百分点", "1.2", "百分点"),
    ("30日", "30", "日"), ("三十日", "30", "日"), ("5个工作日", "5", "工作日"), ("五个工作日", "5", "工作日"), ("24小时", "24", "小时"), ("半年", "0.5", "年"), ("半个月", "0.5", "个月"),
    ("半月", "0.5", "个月"), ("半天", "0.5", "天"), ("一年半", "1.5", "年"), ("两个半月", "2.5", "个月"), ("6个月", "6", "个月"), ("3年", "3", "年"), ("三个季度", "3", "季度"), ("两周", "2", "周"),
    ("60周岁", "60", "周岁"), ("六十岁", "60", "岁"), ("每人每月600元", "600", "元/人·月"), ("600元/人·月", "600", "元/人·月"), ("600元/人/月", "600", "元/人·月"), ("600元每人每月", "600", "元/人·月"),
    ("每户每年补助1000元", "1000", "元/年·户"), ("每亩补贴30元", "30", "元/亩"), ("30元/亩", "30", "元/亩"), ("每头200元", "200", "元/头"), ("50元/天", "50", "元/天"),
    ("120平方米", "120", "平方米"), ("120㎡", "120", "平方米"), ("2.5公里", "2.5", "公里"), ("2.5km", "2.5", "公里"), ("5千克", "5", "公斤"), ("5kg", "5", "公斤"), ("300亩", "300", "亩"), ("12.5吨", "12.5", "吨"),
    ("10千瓦", "10", "千瓦"), ("三千米", "3000", "米"), ("4007眼", "4007", "眼"), ("32.08万座", "320800", "座"), ("4.5亿袋", "450000000", "袋"), ("八折", "8", "折"), ("1.5倍", "1.5", "倍"), ("两倍", "2", "倍"),
    ("1人", "1", "人"), ("160家", "160", "家"), ("469所", "469", "所"), ("70个", "70", "个"), ("十大", "10", "大"), ("3级", "3", "级"), ("90分", "90", "分"), ("三次", "3", "次"), ("12万", "120000", ""),
    ("：-3.5%", "-3.5", "%"), ("3.5个小时", "3.5", "小时"), ("600 元", "600", "元"), ("7×", "7", ""),
]  # fmt: skip

QUALIFIED = [
    ("不少于2人", "at_least", "2"), ("至少3户", "at_least", "3"), ("不低于70%", "at_least", "70"), ("60周岁以上", "at_least", "60"), ("3户及以上", "at_least", "3"), ("5万元(含)以上", "at_least", "50000"),
    ("不超过5000元", "at_most", "5000"), ("最高600元", "at_most", "600"), ("30日内", "at_most", "30"), ("三十日以内", "at_most", "30"), ("18岁以下", "at_most", "18"), ("不高于5%", "at_most", "5"), ("每人不超过500元", "at_most", "500"),
    ("超过30日", "more_than", "30"), ("逾百万元", "more_than", "1000000"), ("上百户", "more_than", "100"), ("20多户", "more_than", "20"), ("20余万人", "more_than", "200000"), ("十几户", "more_than", "10"), ("突破1亿元", "more_than", "100000000"),
    ("不足10户", "less_than", "10"), ("未满18周岁", "less_than", "18"), ("低于3万元", "less_than", "30000"), ("约100人", "about", "100"), ("近100人", "about", "100"), ("100人左右", "about", "100"), ("十来户", "about", "10"),
]  # fmt: skip

RANGES = [
    ("2万元以上5万元以下", "20000", "50000", "元"), ("五年以上十年以下", "5", "10", "年"), ("5000元以上不足1万元", "5000", "10000", "元"), ("3-5天", "3", "5", "天"), ("3至5天", "3", "5", "天"),
    ("10%—20%", "10", "20", "%"), ("16至59周岁", "16", "59", "周岁"), ("2至5万元", "20000", "50000", "元"), ("1000元至3000元", "1000", "3000", "元"), ("三至七人", "3", "7", "人"), ("七八十户", "70", "80", "户"),
    ("一两天", "1", "2", "天"), ("十五六个", "15", "16", "个"), ("20~30人", "20", "30", "人"),
]  # fmt: skip

DATES = [
    ("2022年", "20220000", "年"), ("2022年度", "20220000", "年"), ("二〇二二年", "20220000", "年"), ("2022年6月", "20220600", "年月"), ("2022年6月30日", "20220630", "日期"), ("二〇二二年六月三十日", "20220630", "日期"),
    ("2022-06-30", "20220630", "日期"), ("2022.6.30", "20220630", "日期"), ("2022/6/30", "20220630", "日期"), ("6月30日", "630", "月日"), ("六月三十日", "630", "月日"), ("6月底", "600", "月"), ("8:30", "510", "时刻"), ("上午9时30分", "570", "时刻"), ("下午3点", "900", "时刻"),
]  # fmt: skip

NAMES = [
    ("“2244”", "2244"), ("“三个一批”", "三个一批"), ("二十大报告", "二十大"), ("“十四五”", "十四五"), ("十四五规划", "十四五"), ("〔2023〕12号", "〔2023〕12号"), ("[2023]12号", "〔2023〕12号"), ("（2023）12号", "〔2023〕12号"),
    ("0999-6612345", "09996612345"), ("13800001111", "13800001111"), ("电话：12345", "12345"), ("五中全会", "五中全会"), ("A4纸", "A4"), ("5G网", "5G"), ("星期三", "星期三"),
]  # fmt: skip

ORDINALS = [
    ("第三条", "3", "条"),
    ("第29条", "29", "条"),
    ("第二款", "2", "款"),
    ("二季度", "2", "季度"),
    ("第一季度", "1", "季度"),
    ("（一）", "1", ""),
    ("二、", "2", ""),
    ("3号楼", "3", "号"),
    ("第十四届", "14", "届"),
]

NOTHING = [
    "十分重要", "一般情况", "进一步", "统一管理", "一是加强", "三是推进", "老百姓", "千方百计", "万元", "上半年", "一致同意", "几十户", "数百人", "之一", "一次性", "百货", "第一书记", "一站式服务", "零容忍", "唯一", "其二", "再三", "[3]",
]  # fmt: skip


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("text", "value", "unit"), QUANTITIES)
def test_value_and_unit(text: str, value: str, unit: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.kind) == (Decimal(value), unit, "quantity")


@pytest.mark.parametrize(("text", "qualifier", "value"), QUALIFIED)
def test_qualifier(text: str, qualifier: str, value: str) -> None:
    quantity = only(text)
    assert (quantity.qualifier, quantity.value) == (qualifier, Decimal(value))


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_range(text: str, low: str, high: str, unit: str) -> None:
    quantity = only(text)
    assert (quantity.qualifier, quantity.value, quantity.upper, quantity.unit) == (
        "range",
        Decimal(low),
        Decimal(high),
        unit,
    )


@pytest.mark.parametrize(("text", "value", "unit"), DATES)
def test_date(text: str, value: str, unit: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.kind) == (Decimal(value), unit, "date")


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_name(text: str, name: str) -> None:
    quantity = only(text)
    assert (quantity.unit, quantity.kind) == (name, "name")


@pytest.mark.parametrize(("text", "value", "unit"), ORDINALS)
def test_ordinal(text: str, value: str, unit: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.kind) == (Decimal(value), unit, "ordinal")


@pytest.mark.parametrize("text", NOTHING)
def test_words_with_numerals_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == []


def test_spans_hold_number_and_unit_and_not_the_words_around() -> None:
    text = "全县不低于3,127户、约占90.5%，每人每月600元；2万元以上5万元以下。"
    assert [text[q.start : q.end] for q in find_quantities(text)] == ["3,127户", "90.5%", "600元", "2万元以上5万元"]


def test_neighbours_without_a_space_are_two() -> None:
    assert [(q.value, q.unit) for q in find_quantities("3127户9846人")] == [(3127, "户"), (9846, "人")]


def test_a_set_phrase_keeps_its_numerals_as_names() -> None:
    assert [(q.kind, q.unit) for q in find_quantities("四议两公开")] == [("name", "四议"), ("name", "两公")]


def test_years_of_a_span_are_two_dates() -> None:
    assert [q.value for q in find_quantities("2021—2025年")] == [20210000, 20250000]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("17.6万人", "176000名", True), ("17.6万人", "17.6万人次", False), ("8.91亿元", "89100万元", True), ("8.91亿元", "8.91万元", False), ("90.5%", "百分之九十点五", True),
        ("90.5%", "90.5个百分点", False), ("5日", "5天", True), ("5日", "5个工作日", False), ("半年", "6个月", True), ("1年", "十二个月", True), ("60岁", "60周岁", True), ("3户", "3个", False), ("3所", "3个", True), ("3所", "3家", False),
        ("600元", "每人每月600元", True), ("每人每月600元", "每人每年600元", False), ("每人每月600元", "600元/人·月", True), ("2吨", "2000公斤", True), ("1公里", "1000米", True), ("三成", "30%", True), ("1/3", "三分之一", True),
        ("2022年", "二〇二二年", True), ("2022年", "2023年", False), ("“2244”", "“2245”", False), ("第三条", "第3条", True), ("第三条", "3条", False), ("2至5万元", "2万元至5万元", True), ("2至5万元", "2至6万元", False),
        ("9922户", "9923户", False), ("不低于600元", "600元", True), ("3斤", "1.5公斤", True), ("1公顷", "10000平方米", True), ("100元", "100块钱", True), ("9922", "9922户", False),
    ],
)  # fmt: skip
def test_same_quantity(one: str, other: str, same: bool) -> None:
    assert same_quantity(only(one), only(other)) is same
    assert same_quantity(only(other), only(one)) is same


def chinese(number: int) -> str:
    """Write a number below 10**12 in Chinese."""
    if number == 0:
        return "零"
    text, zero = "", False
    for scale, sign in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        part, number = divmod(number, scale)
        if part:
            text += ("零" if zero and text else "") + (chinese(part) if part > 9 else CN[part]) + sign
            zero = False
        zero = number > 0 and bool(text) and (zero or not part or number < scale // 10)
    return text + ("零" if zero and number and text else "") + (CN[number] if number else "")


@settings(deadline=None)  # the machine may be busy
@given(st.integers(min_value=2, max_value=10**9), st.sampled_from(["户", "人", "元", "个", "所", "亩", "人次"]))
def test_one_value_in_every_notation(number: int, unit: str) -> None:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    forms = [
        str(number),
        f"{number:,}",
        chinese(number),
        wide,
        f"{Decimal(number) / 10**4:f}万",
        f"{Decimal(number) / 10**8:f}亿",
    ]
    quantities = [only(f"共有{form}{unit}。") for form in forms]
    for form, quantity in zip(forms, quantities, strict=True):
        assert (quantity.value, quantity.unit) == (number, unit), form
        assert same_quantity(quantity, quantities[0])


@settings(deadline=None)  # the machine may be busy
@given(st.decimals(min_value="0.1", max_value="100", places=1))
def test_one_share_in_every_notation(share: Decimal) -> None:
    whole, tenth = divmod(int(share * 10), 10)
    spoken = chinese(whole) + (f"点{CN[tenth]}" if tenth else "")
    first = only(f"占{share}%")
    for form in (f"{share}％", f"百分之{share}", f"百分之{spoken}", f"{share * 10:f}‰"):
        assert same_quantity(only(f"占{form}。"), first), form


@settings(deadline=None)  # the machine may be busy
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_another_value_is_another_quantity(one: int, other: int) -> None:
    assert same_quantity(only(f"{one}户"), only(f"{other}户")) is (one == other)


FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
# What a text can be made of here: digits and numerals, units, marks, the words that qualify, and anything else.
WRITTEN = st.one_of(
    st.text(
        alphabet="0123456789.,，、：:一二三十百千万亿两点半廿叁仟%％‰年月日时第条成分之个户元角人每均/-—~至到“”[]()（）〔〕号+¥ \n",
        max_size=60,
    ),
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["3", "12,345", "万", "元", "每人", "每月", "至", "以上", "不足", "第", "零下", "-", "6月", "1日", "、", "十", "余", "个半月", "百分之", "分之", "—", "（含）", "人均", "负", "0991-", "1380013", "约", "20", "22年", "，", " "]
        )
    ).map("".join),
)  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(WRITTEN)
def test_any_text_gives_ordered_spans_within_it(text: str) -> None:
    last = 0
    for quantity in find_quantities(text):
        assert last <= quantity.start < quantity.end <= len(text)
        assert quantity.upper is None or quantity.upper > quantity.value
        assert (quantity.upper is None) or quantity.qualifier == "range"
        assert quantity.kind != "name" or (quantity.value == 0 and quantity.unit)
        last = quantity.end


@settings(deadline=None)  # the machine may be busy
@given(WRITTEN, WRITTEN)
def test_same_quantity_is_reflexive_and_symmetric(one: str, other: str) -> None:
    found, others = find_quantities(one), find_quantities(other)
    assert all(same_quantity(q, q) for q in found)
    assert all(same_quantity(a, b) is same_quantity(b, a) for a in found for b in others)


@settings(deadline=None)  # the machine may be busy
@given(WRITTEN, st.integers(0, 10**8), st.sampled_from(["户", "人", "元", "个", "亩", "%", "公里"]), WRITTEN)
def test_text_around_never_changes_a_plain_number(before: str, number: int, unit: str, after: str) -> None:
    text = f"{before}。共{number}{unit}。{after}"
    start = len(before) + 2
    spans = {(q.start, q.value, q.upper, q.unit, q.kind) for q in find_quantities(text)}
    assert (start, Decimal(number), None, unit, "quantity") in spans


@settings(deadline=None)  # the machine may be busy
@given(
    st.sampled_from(["共有", "达到", "约", "不少于", "每人每月补助", "其中", "投入资金", "最高", "超过", "（", "：", "提高到", "人均"]),
    st.integers(2, 10**7),
    st.sampled_from(["户", "元", "亩", "万元", "公里"]),
    st.sampled_from(["以上", "左右", "的群众", "、", "；", "）", "以内", "，同比增长3%", "起", "（含）以下", "/人", "每人每月", "多", " ", ""]),
)  # fmt: skip
def test_words_beside_a_number_qualify_it_and_leave_its_value(before: str, number: int, unit: str, after: str) -> None:
    quantity = find_quantities(f"{before}{number}{unit}{after}")[0]
    assert quantity.value == number * (10000 if unit == "万元" else 1)
    assert quantity.upper is None and quantity.unit.startswith(unit.removeprefix("万"))


@settings(deadline=None)  # the machine may be busy
@given(st.integers(1, 10**12))
def test_a_sum_is_the_same_in_yuan_wan_and_yi(yuan: int) -> None:
    first = only(f"投入{yuan}元")
    forms = [
        f"{Decimal(yuan) / 10**4:f}万元",
        f"{Decimal(yuan) / 10**8:f}亿元",
        f"{yuan:,}元",
        f"{yuan:,} 元",
        f"￥{yuan:,}元",
    ]
    if yuan >= 1000:
        forms += [f"{yuan:,}元".replace(",", "，"), f"{yuan:,}元".replace(",", " ")]
    for form in forms:
        assert same_quantity(only(f"投入{form}。"), first), form
        assert not same_quantity(only(f"投入{form}。"), only(f"投入{yuan + 1}元")), form


@settings(deadline=None)  # the machine may be busy
@given(st.integers(10, 10**8))
def test_capital_numerals_hold_the_same_sum(yuan: int) -> None:
    written = chinese(yuan).translate(FORMAL)
    written = f"壹{written}" if written.startswith("拾") else written
    assert same_quantity(only(f"人民币{written}元整"), only(f"{yuan}元")), written


@settings(deadline=None)  # the machine may be busy
@given(
    st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["—", "-", "–", "~", "～", "至", "到", "--", " - "])
)
def test_a_range_holds_both_ends_in_every_punctuation(low: int, step: int, dash: str) -> None:
    quantity = only(f"补助{low}{dash}{low + step}元。")
    assert (quantity.value, quantity.upper, quantity.qualifier) == (low, low + step, "range")
    assert same_quantity(quantity, only(f"补助{low}元{dash}{low + step}元。"))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "1,",
        "十",
        "“",
        "1.",
        "第1",
        "每人",
        "1万",
        "三分之",
        "1/",
        "a1-",
        " ",
        "(",
        "2022年",
        "1 ",
        "1:",
        "1、",
        "6月1日、",
        "每",
        "一一",
        "1-0",
        "0991-",
        "3+",
        "叁",
        "百分之1到",
    ],
)
def test_hostile_text_is_read_in_time(piece: str) -> None:
    began = time.process_time()
    find_quantities(piece * (20_000 // len(piece)))
    assert time.process_time() - began < 10
