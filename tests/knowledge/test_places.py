"""Places in titles and offices' names: rather none than a wrong one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.places import PROVINCES, merged, named_places, number_place, place_level, with_parents
from knowledge.types import Level


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临溪县民政局", ("临溪县",)),
        ("临溪县青禾镇人民政府", ("临溪县", "青禾镇")),
        ("南陵省云岭市临溪县人民政府", ("南陵省", "云岭市", "临溪县")),
        ("北京市顺义区人民政府办公室", ("北京市", "顺义区")),
        ("广西壮族自治区南宁市民政局", ("广西壮族自治区", "南宁市")),
        ("浙江出台十条措施", ("浙江省",)),
        ("吉林市住房公积金管理中心", ("吉林市",)),
        ("国家税务总局厦门市税务局", ("厦门市",)),
        ("关于印发《临溪县临时救助办法》的通知", ("临溪县",)),
        ("关于印发临溪县秋粮补贴方案的通知", ("临溪县",)),
        ("2022年青禾镇工作总结", ("青禾镇",)),
        ("中共临溪县委组织部", ("临溪县",)),
        ("致东城区居民的一封信", ("东城区",)),
    ],
)
def test_names(text: str, expected: tuple[str, ...]) -> None:
    assert named_places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "关于做好社区防控工作的通知",
        "关于加强城市生活无着的流浪乞讨人员救助的意见",
        "城市居民最低生活保障条例",
        "农村五保供养工作条例",
        "关于美丽乡村建设的意见",
        "关于全市安全生产工作的通知",
        "各县市区人民政府",
        "示范村创建办法",
        "市民政局关于调整补助标准的通知",
        "贫困县退出办法",
        "关于促进小城镇发展的意见",
        "中华人民共和国乡村振兴促进法",
        "行政村合并方案",
        "福建、江苏、山东协作推进会",
    ],
)
def test_common_words_are_no_places(text: str) -> None:
    assert named_places(text) == ()


@given(st.sampled_from(sorted(PROVINCES)))
def test_every_province_by_its_short_and_full_name(short: str) -> None:
    assert named_places(f"{short}出台措施") == (PROVINCES[short],)
    assert named_places(f"{PROVINCES[short]}人民政府") == (PROVINCES[short],)


@pytest.mark.parametrize(
    ("name", "level"),
    [("浙江省", "省"), ("重庆市", "省"), ("西藏自治区", "省"), ("云岭市", "市"), ("临溪县", "县"), ("东城区", "县"), ("青禾镇", "乡镇"), ("青禾村", "村")],
)  # fmt: skip
def test_levels(name: str, level: Level) -> None:
    assert place_level(name) == level


def test_the_first_chain_is_trusted_and_others_fill_in() -> None:
    assert merged([("临溪县",), ("青禾镇",)]) == ("临溪县", "青禾镇")
    assert merged([("上海市",), ("湖北省",)]) == ("上海市",)
    assert merged([(), ("青禾镇",)]) == ("青禾镇",)


def test_parents_are_added_where_the_text_writes_them_together() -> None:
    text = "青禾镇位于南陵省云岭市临溪县西部。"
    assert with_parents(("临溪县", "青禾镇"), text) == ("南陵省", "云岭市", "临溪县", "青禾镇")
    assert with_parents(("临溪县",), "按照省市要求，临溪县开展工作。") == ("临溪县",)
    assert with_parents(("浙江省",), text) == ("浙江省",)


def test_a_numbers_province() -> None:
    assert number_place("京政办发〔2020〕7号") == "北京市"
    assert number_place("临溪民发〔2023〕12号") is None
    assert number_place("新政发〔2020〕1号") is None
