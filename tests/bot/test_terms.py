"""The table of folk terms: its form, its errors, and which official terms a question gets."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BotError
from bot.terms import describe_mapping, entries, folk_terms, mapped_terms, official_terms

TABLE = {"低保户": ("最低生活保障对象",), "低保": ("最低生活保障",), "烂房子": ("危房", "危房改造")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("低保怎么办", ("最低生活保障",)),
        ("低保户怎么办", ("最低生活保障对象",)),
        ("低保户想吃低保", ("最低生活保障对象", "最低生活保障")),
        ("低保就是最低生活保障吗", ()),
        ("修烂房子", ("危房", "危房改造")),
        ("烂房子算危房吗", ("危房改造",)),
        ("修路", ()),
        ("", ()),
    ],
)
def test_official_terms(text: str, found: tuple[str, ...]) -> None:
    assert official_terms(text, TABLE) == found


@given(st.text(alphabet="低保户烂房子的和最活障对象", max_size=20))
def test_only_terms_that_the_text_does_not_say(text: str) -> None:
    found = official_terms(text, folk_terms())
    assert len(set(found)) == len(found)
    assert not any(term in text for term in found)


def test_the_shipped_table_is_sound() -> None:
    table = folk_terms()
    sourced = [entry for entry in entries().values() if entry.source]
    assert len(sourced) >= 330
    assert all(entry.official != (entry.folk,) for entry in sourced)
    lengths = [len(folk) for folk in table]
    assert lengths == sorted(lengths, reverse=True)
    for folk, official in table.items():
        assert official
        assert all(term == term.strip() and term for term in (folk, *official))


@pytest.mark.parametrize(
    ("question", "official"),
    [
        ("俺想吃低保", "最低生活保障"), ("五保户有啥待遇", "特困人员"), ("家里遭灾想救个急", "临时救助"), ("看病的钱谁出", "医疗救助"), ("我要修烂房子", "危房改造"),
        ("包工头欠薪", "拖欠工资"), ("老板不给工钱", "用人单位"), ("茅厕改了几个", "改厕"), ("村支书谁选", "村党组织书记"), ("临时救助谁批", "审批"), ("能去法院告他吗", "提起诉讼"),
        ("退伍军人优待", "退役军人"), ("打到卡上没", "一卡通"),
    ],
)  # fmt: skip
def test_what_people_say_gets_what_documents_say(question: str, official: str) -> None:
    assert official in official_terms(question, folk_terms())


@pytest.mark.parametrize(
    "phrase",
    [
        "2022年工作报告", "公告多久", "告知书", "告示牌", "第一批项目", "培训了几批次", "批评教育", "批复文号", "责任单位是谁", "牵头单位有几个", "事业单位招聘", "垃圾处理站",
        "污水处理设施", "行政处罚决定", "新娘",
    ],
)  # fmt: skip
def test_words_of_documents_are_not_taken_for_folk_terms(phrase: str) -> None:
    assert official_terms(phrase, folk_terms()) == ()


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text("# 说明\n\n 灶头 \t 厨房 、灶台、\n大灶头\t公共食堂\n", encoding="utf-8")
    assert folk_terms(table) == {"大灶头": ("公共食堂",), "灶头": ("厨房", "灶台")}
    assert list(folk_terms(table)) == ["大灶头", "灶头"]


@pytest.mark.parametrize(
    "line", ["灶头 厨房", "灶头\t", "\t厨房", "灶头,厨房", "灶头\t厨房\t某办法\t多的", "灶头\t\t某办法"]
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text(f"低保\t最低生活保障\n{line}\n", encoding="utf-8")
    with pytest.raises(BotError, match="第 2 行") as caught:
        folk_terms(table)
    assert "Line 2" in caught.value.english


@pytest.mark.parametrize(("line", "number"), [("低保\t、", 1), ("\n低保\t 、、 ", 2)])
def test_official_terms_that_are_only_commas_are_a_wrong_line(tmp_path: Path, line: str, number: int) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text(line, encoding="utf-8")
    with pytest.raises(BotError, match=f"第 {number} 行"):
        folk_terms(table)


def test_a_table_saved_by_a_windows_editor(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_bytes(b"\xef\xbb\xbf" + "灶头\t厨房\r\n".encode())
    assert folk_terms(table) == {"灶头": ("厨房",)}


def test_a_table_in_another_encoding_is_said(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_bytes("灶头\t厨房\n".encode("gb18030"))
    with pytest.raises(BotError, match="UTF-8"):
        folk_terms(table)


def test_a_source_may_be_named(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text("灶头\t厨房、灶台\t厨房管理办法 \n火塘\t取暖\t\n水缸\t储水\n", encoding="utf-8")
    read = entries(table)
    assert [(e.official, e.source) for e in read.values()] == [
        (("厨房", "灶台"), "厨房管理办法"),
        (("取暖",), ""),
        (("储水",), ""),
    ]


def test_a_folk_term_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text("# 说明\n灶头\t厨房\n\n灶头\t灶台\n", encoding="utf-8")
    with pytest.raises(BotError, match="第 4 行.*第 2 行") as caught:
        folk_terms(table)
    assert "Line 4" in caught.value.english


@pytest.mark.parametrize(
    ("text", "mapped"),
    [
        ("低保户怎么办", (("低保户", "最低生活保障对象"),)),
        ("低保就是最低生活保障吗", ()),
        ("修烂房子", (("烂房子", "危房"), ("烂房子", "危房改造"))),
        ("烂房子算危房吗", (("烂房子", "危房改造"),)),
        ("修路", ()),
    ],
)
def test_what_was_mapped_is_known(text: str, mapped: tuple[tuple[str, str], ...]) -> None:
    assert mapped_terms(text, TABLE) == mapped


def test_the_mapping_in_words() -> None:
    pair = (("吃低保", "最低生活保障"), ("吃低保", "低保对象"))
    assert describe_mapping(pair, "zh") == "“吃低保”按文件用语“最低生活保障”查找"
    assert describe_mapping(pair, "en") == "“吃低保” searched as “最低生活保障”"
    many = tuple((f"俗{i}", f"官{i}") for i in range(5))
    assert describe_mapping(many, "zh").endswith("“俗2”按文件用语“官2”查找等 5 处")
    assert describe_mapping(many, "en").endswith("and 2 more")
    assert describe_mapping((), "zh") == ""


def test_the_table_of_the_laws_is_true() -> None:
    """A source that is a law of the shared corpus does hold one of the line's official terms."""
    folder = Path(os.environ.get("WENCE_SHARED") or Path(__file__).parents[3] / "shared") / "corpus/laws"
    if not folder.is_dir():
        pytest.skip("没有 WENCE_SHARED 的法律文件,不能核对出处")
    texts = {path.name.partition("(")[0]: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
    checked = [entry for entry in entries().values() if entry.source in texts]
    assert len(checked) > 200
    wrong = [e for e in checked if not any(term in texts[e.source] for term in e.official)]
    assert wrong == []


SPLIT = {"修房子": ("危房改造",), "受伤": ("工伤",), "替…跑一趟": ("委托",), "报多少": ("救助比例",), "自己报": ("自主申报",), "骗": ("欺骗",), "骗钱": ("骗取",)}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mapped"),
    [
        ("修的房子几月完工", (("修的房子", "危房改造"),)),
        ("上班受了伤", (("受了伤", "工伤"),)),
        ("受的伤", ()),
        ("他舅替她跑一趟行吗", (("替她跑一趟", "委托"),)),
        ("替我去，跑一趟", ()),
        ("替谁跑一趟", ()),
        ("自主申报多少件", ()),
        ("住院能报多少", (("报多少", "救助比例"),)),
        ("骗取资金", ()),
        ("骗取资金，又骗人", (("骗", "欺骗"),)),
    ],
)
def test_terms_as_people_part_them_and_not_across_official_words(
    text: str, mapped: tuple[tuple[str, str], ...]
) -> None:
    assert mapped_terms(text, SPLIT) == mapped


@given(st.text(alphabet="修的房子受了伤替我跑一趟自主申报多少骗取钱，", max_size=24))
def test_every_mapped_term_stands_in_the_text(text: str) -> None:
    assert all(folk in text for folk, _ in mapped_terms(text, SPLIT))
