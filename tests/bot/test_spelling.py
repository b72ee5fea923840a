"""Mistyped words: what is corrected, what never is."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pinyin import alike, fuzzy, readings, same_sound, spelled
from bot.spelling import BaseText, Speller

TEXT = (
    "农村低保对象凭户口簿和身份证申请。户口簿丢失的可以补办。带上户口簿,到便民服务中心。最低生活保障标准是多少,"
    "监测对象有多少户,危房改造补助多少钱。医疗救助和临时救助怎么申请。监测对象的监测。"
)
TERMS = (
    "最低生活保障",
    "低保",
    "吃低保",
    "监测对象",
    "危房改造",
    "临时救助",
    "医疗救助",
    "就业帮扶车间",
    "户口簿",
    "报销",
)


def base_of(text: str) -> BaseText:
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}

    def neighbours(window: str) -> list[tuple[str, str]]:
        return [
            (text[max(0, m.start() - 1) : m.start()], text[m.end() : m.end() + 1]) for m in re.finditer(window, text)
        ]

    return BaseText(lambda term: term in pairs or (len(term) == 1 and term in text), neighbours, sorted(set(text)))


def speller(terms: Iterable[str] = TERMS) -> Speller:
    return Speller(base_of(TEXT), terms)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("最低生活保章标准", "最低生活保障标准"),
        ("监侧对象有多少户", "监测对象有多少户"),
        ("危房改早补助多少钱", "危房改造补助多少钱"),
        ("临时就助怎么申请", "临时救助怎么申请"),
        ("医疗就住怎么申请", "医疗救助怎么申请"),
        ("吃低宝怎么申请", "吃低保怎么申请"),
        ("低宝标准", "低保标准"),
        ("申请要带户口薄吗", "申请要带户口簿吗"),
        ("就业帮福车间", "就业帮扶车间"),
        ("临时救助和危荒改造", "临时救助和危房改造"),
        ("林时救助怎么申请", "临时救助怎么申请"),
        ("监测对象和监侧对象和危房改早", "监测对象和监测对象和危房改造"),
    ],
)
def test_typos_are_put_right(typed: str, meant: str) -> None:
    assert speller().correct(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "最低生活保障标准是多少",
        "《危房改早办法》是什么",
        "“监侧对象”是什么",
        "低报销比例",  # 报销 is a term
        "吃地保",  # 地保 is a word
        "监测3对象",
        "临时工救助站",
        "几号发低保",
        "ABC",
        "",
    ],
)
def test_what_stays(text: str) -> None:
    assert speller().correct(text) == text


def test_places_are_kept() -> None:
    assert speller().correct("危房改早镇有多少户") == "危房改造镇有多少户"
    assert speller().correct("危房改早镇有多少户", ("危房改早镇",)) == "危房改早镇有多少户"


def test_what_the_base_holds_is_no_typo() -> None:
    held = Speller(base_of(TEXT + "监侧对象,监侧对象。"), TERMS)
    assert held.correct("监侧对象有多少户") == "监侧对象有多少户"


def test_two_words_that_fit_equally_change_nothing() -> None:
    assert Speller(base_of(TEXT), ("养殖补贴", "养直补贴")).correct("养值补贴") == "养值补贴"


@given(st.text(alphabet="最低生活保章障监侧测对象危房改早造0123年“”《》A几多少 ", max_size=24))
def test_length_figures_quotes_and_latin_never_change(text: str) -> None:
    corrected = speller().correct(text)
    assert len(corrected) == len(text)
    kept = [(i, c) for i, c in enumerate(text) if not "一" <= c <= "龥"]
    assert [(i, corrected[i]) for i, _ in kept] == kept
    for quoted in re.finditer(r"“[^”]*”|《[^》]*》", text):
        if not re.search("[“《]", quoted[0][1:]):
            assert corrected[slice(*quoted.span())] == quoted[0]
    assert speller().correct(corrected) == corrected


@pytest.mark.parametrize(
    ("one", "other", "sound"),
    [
        ("zhi", "zi", True), ("chang", "can", True), ("shi", "si", True), ("nan", "lang", True), ("fa", "hua", True), ("hui", "fei", True), ("fu", "hu", True),
        ("jin", "jing", True), ("ren", "reng", True), ("hun", "fen", True), ("dong", "don", False), ("ma", "ba", False), ("hai", "fai", False), ("ji", "qi", False),
    ],
)  # fmt: skip
def test_sounds_that_southern_speakers_mix_up(one: str, other: str, sound: bool) -> None:
    assert (fuzzy(one) == fuzzy(other)) is sound


def test_readings() -> None:
    assert readings("绿") == ("lv", "lu")
    assert readings("A") == ()
    assert alike("行", "航")
    assert not alike("块", "费")
    assert same_sound("保", "宝")
    assert not same_sound("a", "b")
    assert spelled("临溪") == "linxi"
