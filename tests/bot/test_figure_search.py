"""What people type, taken apart: the words that name a figure, with what documents write for them."""

import pytest

from bot.figure_search import units_in, words_of
from bot.terms import folk_terms, mapped_terms
from bot.types import Query


def search(text: str, **slots: object) -> list[str]:
    mapped = mapped_terms(text, folk_terms())
    query = Query(text=text, resolved=text, kind="figure", mapped=mapped, **slots)  # type: ignore[arg-type]
    return [word.said for word in words_of(query)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("监测对象", ["监测对象"]),
        ("监测对象有多少户", ["监测对象"]),
        ("监测对象多少户多少人", ["监测对象"]),
        ("请问各镇的监测对象是多少户？", ["监测对象"]),
        ("危房改造 补助", ["危房改造", "补助"]),
        ("危房改造花了多少钱", ["危房改造"]),
        ("中央资金、省级资金", ["中央资金", "省级资金"]),
        ("多少", []),
        ("？！", []),
    ],
)
def test_words_of_asking_name_no_figure(text: str, words: list[str]) -> None:
    assert search(text) == words


def test_places_and_years_are_no_words() -> None:
    assert search("青禾镇2022年监测对象", places=("青禾镇",), years=(2022,)) == ["监测对象"]


def test_a_folk_term_stands_beside_what_documents_write_for_it() -> None:
    text = "吃低保的有多少户"
    query = Query(text=text, resolved=text, kind="figure", mapped=mapped_terms(text, folk_terms()))
    (word,) = words_of(query)
    assert word.said == "吃低保" and {"最低生活保障", "低保"} <= set(word.others)


def test_an_official_term_finds_its_short_form_too() -> None:
    query = Query(text="最低生活保障标准", resolved="最低生活保障标准", kind="figure")
    (word,) = words_of(query)
    assert "低保标准" in word.others


def test_a_word_that_is_a_unit_says_in_what_is_counted() -> None:
    query = Query(text="监测对象 户 万元", resolved="监测对象 户 万元", kind="passage")
    assert units_in(words_of(query)) == ("户", "万元")


def test_a_long_text_is_no_long_search() -> None:
    assert len(search("、".join(f"词{n}组" for n in range(50)))) == 8
