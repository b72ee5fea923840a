import pytest

from bot.training.blanks import blanks_of, readable
from bot.training.library import Sentence


def sentence(text: str) -> Sentence:
    return Sentence(document_id="d", start=0, end=len(text), text=text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("救助金每户每次不超过3000元，用完为止不再追加。", ["3000元"]),
        ("县民政局每季度抽查一次，抽查比例不低于15%。", ["15%", "每季度", "县民政局"]),
        ("乡镇人民政府自受理之日起5个工作日内完成调查。", ["5个工作日", "乡镇人民政府"]),
        ("第3条和2022年3月1日的规定自2023年起不再执行，请各村知悉。", []),
        ("每户明确1名联系人，负责日常的上门看望和登记。", []),
    ],
)
def test_what_is_worth_asking_is_found(text: str, found: list[str]) -> None:
    assert sorted(blank.text for blank in blanks_of(sentence(text))) == sorted(found)


@pytest.mark.parametrize(
    "text", ["其中新增96户，比上年多了不少。", "该项工作由县里统一安排落实。", "一、总体情况", "好的。"]
)
def test_a_sentence_that_leans_on_another_is_not_asked_about(text: str) -> None:
    assert not readable(sentence(text))


def test_the_words_of_a_blank_are_its_clause_without_other_numbers() -> None:
    blanks = list(blanks_of(sentence("全县农村低保对象6452户12506人，特困供养人员1402人。")))
    assert [blank.words.strip("，。") for blank in blanks] == ["全县农村低保对象", "全县农村低保对象", "特困供养人员"]
