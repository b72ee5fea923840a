"""The lexical index over real files: terms, order of passages, rarity, and damage."""

import math
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import IndexDamaged
from knowledge.lexical import LexicalIndex, search_form, terms

PASSAGES = (
    "低保金从批准的下一个月起按月发放，打到一卡通上。",
    "遭遇火灾的家庭可以申请临时救助，由乡镇人民政府受理。",
    "D级危房拆除重建，每户补助3.0万元。",
    "村卫生室实行药品零差率销售，慢性病患者每月随访一次。",
    "乡镇人民政府每年汛期前检查山洪沟口。",
)
MIXED = st.text(alphabet="低保户申请〇𠮷１2,，. 、Aa％é－\n", max_size=40)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical") / "new"
    LexicalIndex.build(PASSAGES, folder)
    return LexicalIndex.load(folder)


def test_counts_within_some_passages_are_those_of_an_index_of_them(index: LexicalIndex, tmp_path: Path) -> None:
    inside = np.array([True, False, True, False, True])
    LexicalIndex.build([text for text, kept in zip(PASSAGES, inside, strict=True) if kept], tmp_path / "some")
    alone, within = LexicalIndex.load(tmp_path / "some"), index.within(inside)
    for term in {term for text in PASSAGES for term in terms(text)} | {"火星"}:
        assert within.holds(term) == alone.holds(term)
        assert within.rarity(term) == pytest.approx(alone.rarity(term))


@given(MIXED | st.text(max_size=40))
def test_terms_are_of_the_search_form_and_of_it_alone(text: str) -> None:
    found = terms(text)
    form = search_form(text)
    assert all(term and term in form for term in found)
    assert found == terms(form)
    assert found == terms(unicodedata.normalize("NFKC", text))


@given(MIXED | st.text(max_size=40))
def test_the_search_form_is_settled(text: str) -> None:
    assert search_form(search_form(text)) == search_form(text)


@given(st.text(alphabet="申请低保金补助户", min_size=1, max_size=12))
def test_a_run_of_characters_gives_each_and_each_pair(run: str) -> None:
    found = terms(run)
    assert found[: len(run)] == list(run)
    assert found[len(run) :] == [run[i : i + 2] for i in range(len(run) - 1)]


@given(st.integers(1000, 10**9), st.text(alphabet="户元个", min_size=1, max_size=2))
def test_a_number_is_one_term_with_or_without_separators(number: int, unit: str) -> None:
    assert terms(f"{number:,}{unit}") == terms(f"{number}{unit}")
    assert terms(f"{number:,}{unit}")[0] == str(number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("低保户", ["低", "保", "户", "低保", "保户"]),
        ("Ｄ级", ["d", "级"]),
        ("３.５万", ["3.5", "万"]),
        ("1,027户", ["1027", "户"]),
        ("2021,2022年", ["2021", "2022", "年"]),
        ("HPV疫苗", ["hpv", "疫", "苗", "疫苗"]),
        ("二〇二三", ["二", "〇", "二", "三", "二〇", "〇二", "二三"]),
        ("𠮷家", ["𠮷", "家", "𠮷家"]),
        ("修路；通水", ["修", "路", "修路", "通", "水", "通水"]),
        ("……!?\n", []),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("低保金什么时候打到卡上", 0), ("家里着火了,临时救助找谁", 1), ("危房重建补多少", 2), ("d级房子", 2), ("补3.0万", 2),
        ("村里卫生室的药加价吗", 3), ("汛期检查什么", 4),
    ],
)  # fmt: skip
def test_the_right_passage_comes_first(index: LexicalIndex, question: str, right: int) -> None:
    scores = index.scores(terms(question))
    assert scores.shape == (len(PASSAGES),)
    assert scores.dtype == np.float32
    assert int(np.argmax(scores)) == right
    assert scores[right] > 0


def test_only_passages_with_a_term_score(index: LexicalIndex) -> None:
    scores = index.scores(terms("汛期"))
    assert (scores > 0).tolist() == [False, False, False, False, True]


def test_a_repeated_term_counts_again(index: LexicalIndex) -> None:
    once, twice = index.scores(["汛期"]), index.scores(["汛期", "汛期"])
    assert twice[4] == pytest.approx(2 * once[4])


def test_unknown_terms_score_nothing(index: LexicalIndex) -> None:
    assert not index.scores(terms("无线电")).any()
    assert not index.scores([]).any()
    assert index.scores(["汛期", "zzz"]).tolist() == index.scores(["汛期"]).tolist()


def test_rarer_terms_weigh_more(index: LexicalIndex) -> None:
    by_frequency = ["每", "政府", "汛期", "无线电"]  # in three, two, one and none of the passages
    rarities = [index.rarity(term) for term in by_frequency]
    assert rarities == sorted(rarities)
    assert len(set(rarities)) == len(rarities)
    assert rarities[2] == pytest.approx(math.log(1 + (5 - 1 + 0.5) / 1.5))
    assert rarities[0] > 0


def test_what_it_holds(index: LexicalIndex) -> None:
    assert index.size == len(PASSAGES)
    assert index.holds("汛期")
    assert index.holds("3.0")
    assert not index.holds("期前检")
    assert not index.holds("无线")


@pytest.mark.parametrize("passage", ["汛期每天巡查两次。", "雨", "——"])
def test_a_single_passage(tmp_path: Path, passage: str) -> None:
    LexicalIndex.build([passage], tmp_path)
    index = LexicalIndex.load(tmp_path)
    assert index.size == 1
    assert index.scores(terms(passage)).shape == (1,)
    assert bool(index.scores(terms(passage))[0] > 0) == bool(terms(passage))


def test_passages_without_words_keep_their_ordinal(tmp_path: Path) -> None:
    LexicalIndex.build(["——", "汛期", "……", "汛期巡查"], tmp_path)
    index = LexicalIndex.load(tmp_path)
    assert index.size == 4
    assert (index.scores(terms("巡查")) > 0).tolist() == [False, False, False, True]


def test_a_missing_folder_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"python ingest\.py"):
        LexicalIndex.load(tmp_path / "none")


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "garbage", "another"])
def test_each_damaged_file_is_found(tmp_path: Path, damage: str) -> None:
    LexicalIndex.build(PASSAGES, tmp_path)
    whole = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(whole) >= 4
    for path, content in whole.items():
        path.unlink()
        if damage != "missing":
            half = content[: len(content) // 2]
            path.write_bytes({"empty": b"", "cut": half, "garbage": b"\x93\xff\x00 no", "another": b"[1]"}[damage])
        with pytest.raises(IndexDamaged):
            LexicalIndex.load(tmp_path)
        path.write_bytes(content)
    assert LexicalIndex.load(tmp_path).size == len(PASSAGES)


def test_passages_that_may_hold_a_string(tmp_path: Path) -> None:
    LexicalIndex.build(["带户口簿", "户口在本地", "口簿", "english 2022"], tmp_path / "index")
    index = LexicalIndex.load(tmp_path / "index")
    assert index.holding("户口簿").tolist() == [0]
    assert index.holding("户口").tolist() == [0, 1]
    assert index.holding("户籍").tolist() == []
    assert index.holding("户").tolist() == []
    assert set(index.single_characters()) == set("带户口簿在本地")
