"""Place names in questions: known, mentioned, unknown, and words that only look like places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gazetteer import (
    FoundPlaces,
    Gazetteer,
    administrative_divisions,
    lies_lower,
    local_names,
    same_level,
    short_form,
)

KNOWN = ("南陵省", "云岭市", "临溪县", "青禾镇", "桥头村")


def finder(*mentioned: str, known: tuple[str, ...] = KNOWN) -> Gazetteer:
    return Gazetteer(known, lambda name: name in mentioned)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("浙江省", "浙江"), ("内蒙古自治区", "内蒙古"), ("广西壮族自治区", "广西"), ("香港特别行政区", "香港"), ("兴安盟", "兴安"),
        ("延边州", "延边"), ("大兴安岭地区", "大兴安岭"), ("神农架林区", "神农架"), ("临溪县", "临溪"), ("青禾镇", "青禾"), ("桥头村", "桥头"),
        ("忠县", "忠县"), ("临溪", "临溪"), ("", ""),
    ],
)  # fmt: skip
def test_short_forms(full: str, short: str) -> None:
    assert short_form(full) == short


@given(st.text(alphabet="青禾桥头省市县区州镇乡村", min_size=2, max_size=6))
def test_a_short_form_starts_the_name_and_has_two_characters(name: str) -> None:
    assert name.startswith(short_form(name))
    assert len(short_form(name)) >= 2


def test_the_shipped_table_is_whole() -> None:
    divisions = administrative_divisions()
    provinces = {name for name, province in divisions.items() if name == province}
    assert len(provinces) >= 31
    assert set(divisions.values()) == provinces
    assert len(divisions) > 330
    assert not any(" " in name or ":" in name for name in divisions)


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("临溪县2022年监测户多少户", ("临溪县",)),
        ("临溪2022年监测户多少户", ("临溪县",)),
        ("临溪县青禾镇桥头村有几户低保", ("临溪县", "桥头村", "青禾镇")),
        ("南陵云岭两级给了多少钱", ("云岭市", "南陵省")),
        ("临溪县和临溪的镇", ("临溪县",)),
        ("县里给多少", ()),
    ],
)
def test_known_places_come_with_their_full_names(question: str, known: tuple[str, ...]) -> None:
    assert finder().find(question) == FoundPlaces(known=known)


def test_the_order_of_known_places_does_not_depend_on_how_they_were_given() -> None:
    question = "青禾镇、临溪县、云岭市哪个多"
    assert finder().find(question) == finder(known=KNOWN[::-1]).find(question)


def test_a_name_inside_a_longer_one_is_passed_over() -> None:
    places = finder(known=("临溪县", "临溪县青禾镇")).find("临溪县青禾镇有几户")
    assert places == FoundPlaces(known=("临溪县青禾镇",))


def test_short_names_that_are_also_words_need_their_suffix() -> None:
    gazetteer = finder(known=("安康市",))
    assert gazetteer.find("祝老人安康长寿") == FoundPlaces()
    assert gazetteer.find("安康市的补贴") == FoundPlaces(known=("安康市",))


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("石桥镇有多少监测户", ("石桥镇",)),
        ("请问石桥镇的低保户多少", ("石桥镇",)),
        ("石桥镇和白鹿镇哪个多", ("石桥镇", "白鹿镇")),
        ("临溪县沙棠镇有几户", ("沙棠镇",)),
        ("新民镇、大坪镇各有几户", ("新民镇", "大坪镇")),
        ("向阳镇有几所学校", ("向阳镇",)),
        ("三里乡修了几公里路", ("三里乡",)),
        ("杭州的低保多少钱", ("杭州市",)),
        ("内蒙古的低保多少钱", ("内蒙古自治区",)),
        ("广西和新疆谁高", ("广西壮族自治区", "新疆维吾尔自治区")),
        ("青禾镇的石头村有几户", ("石头村",)),
    ],
)  # fmt: skip
def test_places_that_no_document_names(question: str, unknown: tuple[str, ...]) -> None:
    assert finder().find(question).unknown == unknown


def test_places_that_documents_only_mention() -> None:
    found = finder("石桥", "杭州").find("石桥镇和白鹿镇谁跟杭州结对")
    assert found == FoundPlaces(mentioned=("杭州市", "石桥镇"), unknown=("白鹿镇",))


@pytest.mark.parametrize(
    "question",
    [
        "美丽乡村有几个", "和美乡村建了几个", "全国重点镇有几个", "文明村是哪几个", "在中心镇办事方便吗", "安置区在哪", "老城区改造",
        "高新区和经开区", "易地搬迁安置区就业", "乡镇几天批下来", "村里镇里县里分几步", "对乡镇怎么考核", "必须村民会议定吗", "得报县里批吗",
        "哪些地区优先", "重点区域怎么管", "高风险地区", "认定乡村工匠多少名", "数字乡村平台", "特色小镇建设", "各县区情况", "产粮大县奖励",
        "脱贫县名单", "空壳村怎么治", "后进村整顿", "农村社区服务", "我们村的路", "哪个镇最多", "下辖设区市", "民族乡有几个", "县城的房子", "区级财政",
        "计划村集体经济收入多少", "整治村庄几个", "打通村组道路几公里", "覆盖村社区多少", "下派村第一书记几名", "投入县财政资金多少", "创建文明村镇几个",
        "年底出列村有几个", "灾后重建区", "跨县打工补多少", "去外县看病", "山区的学生", "how many households", "想把村主任换掉", "给村里修路", "让乡里解决",
    ],
)  # fmt: skip
def test_words_that_only_look_like_places(question: str) -> None:
    assert finder().find(question) == FoundPlaces()


@given(st.text(alphabet="临溪县青禾镇白鹭村的和在有多少户，杭州", max_size=20))
def test_what_is_found_stands_in_the_question(question: str) -> None:
    found = finder("白鹭").find(question)
    for name in (*found.known, *found.mentioned, *found.unknown):
        assert short_form(name) in question
    assert len(set(found.known)) == len(found.known)
    assert set(found.known) <= set(KNOWN)


def test_names_in_passages_are_found_by_their_short_form_too() -> None:
    local = local_names(
        ["石桥镇 | 14 | 187\n各乡镇 | 1 | 2", "| 柳河乡 | 3 |", "望川县红石镇松坪村有示范村3个，县农村工作会议"]
    )
    assert local == {"石桥镇", "柳河乡", "红石镇", "松坪村"}
    gazetteer = Gazetteer(["望川县"], lambda name: False, local=local)
    assert gazetteer.find("22年石桥低保多少人").mentioned == ("石桥镇",)
    assert gazetteer.find("2022年底松坪村有多少户").mentioned == ("松坪村",)
    assert gazetteer.find("松坪林场有多少人").mentioned == ()


@pytest.mark.parametrize("text", ["2022年度驻村工作队有几支", "望川村集体经济收入多少", "年底脱贫村有几个"])
def test_words_around_a_village_are_no_place(text: str) -> None:
    assert Gazetteer([], lambda name: False).find(text).unknown == ()


@pytest.mark.parametrize(
    ("one", "other", "lower"), [("桥头村", "石桥镇", True), ("东澜区", "石桥镇", False), ("石桥镇", "青禾镇", False)]
)
def test_levels(one: str, other: str, lower: bool) -> None:
    assert lies_lower(one, other) is lower
    assert same_level(one, other) is (one[-1] == other[-1])


@pytest.mark.parametrize("name", ["望城区", "新城县", "城固县"])
def test_names_with_a_town_in_them_are_names(name: str) -> None:
    assert finder().find(f"{name}2022年监测对象多少户").unknown == (name,)


@pytest.mark.parametrize(
    "text",
    [
        "主城区有多少户",
        "推进新型城镇建设",
        "小城镇多少个",
        "老城区改造多少户",
        "城中村改造多少户",
        "还能再找镇上要一回吗",
    ],
)
def test_town_words_are_no_names(text: str) -> None:
    assert finder().find(text).unknown == ()
