"""The shipped reader's files: what they must be able to do on any machine. How good they are is shown by the evaluation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from statistics import mean

import pytest

from bot.reader_files import SHIPPED
from bot.reading import OfflineReader, ReadablePassage, Reading, load_reader
from bot.settings import BotSettings

pytestmark = pytest.mark.skipif(not SHIPPED.exists(), reason="models/reader has not been built")

PASSAGES = tuple(
    ReadablePassage("白鹭镇工作报告", text)
    for text in (
        "农村低保标准由每人每月500元提高到540元，城市低保标准提高到700元。",
        "全镇共有监测对象57户180人，其中突发严重困难户12户。",
        "参加居民医保的人员住院，政策范围内费用按百分之七十五报销。",
        "新修机耕道三十公里，灌溉面积扩大到两千亩。",
        "对拖欠农民工工资的单位，由劳动监察部门责令限期支付。",
    )
)
PLAIN = (
    "农村低保标准是每月多少钱",
    "监测对象有多少户",
    "居民医保住院报销多少",
    "新修了多少公里机耕道",
    "拖欠农民工工资由谁处理",
)
TYPOS = (
    "农村底保标准是每月多少钱",
    "检测对象有多少户",
    "居民医保主院报消多少",
    "新休了多少公里机耕道",
    "托欠农民工工资由谁处理",
)
TRADITIONAL = (
    "農村低保標準是每月多少錢",
    "監測對象有多少戶",
    "居民醫保住院報銷多少",
    "新修了多少公里機耕道",
    "拖欠農民工工資由誰處理",
)
WIDE = "２０２２年底农村低保标准，是每月多少钱？"


@pytest.fixture(scope="module")
def reader() -> OfflineReader:
    return OfflineReader(threads=2)


def firsts(reader: OfflineReader, questions: tuple[str, ...]) -> int:
    """How many questions have their own passage first."""
    readings = [reader.read(question, PASSAGES) for question in questions]
    return sum(
        max(range(len(PASSAGES)), key=lambda i: found[i].relevance) == right for right, found in enumerate(readings)
    )


def test_without_a_setting_the_shipped_reader_is_loaded(reader: OfflineReader) -> None:
    loaded = load_reader(BotSettings(reader=""))
    assert loaded is not None
    assert loaded.fingerprint == reader.fingerprint


def test_the_shipped_files_are_small_enough() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 45_000_000


def test_the_passage_that_answers_comes_first(reader: OfflineReader) -> None:
    assert firsts(reader, PLAIN) == len(PLAIN)


@pytest.mark.parametrize("questions", [TYPOS, TRADITIONAL], ids=["typos", "traditional"])
def test_typos_and_traditional_characters_cost_little(reader: OfflineReader, questions: tuple[str, ...]) -> None:
    assert firsts(reader, questions) >= len(PLAIN) - 1


def test_what_answers_is_more_answerable_than_what_does_not(reader: OfflineReader) -> None:
    right, wrong = [], []
    for i, question in enumerate(PLAIN):
        for j, reading in enumerate(reader.read(question, PASSAGES)):
            (right if i == j else wrong).append(reading.answerable)
    assert mean(right) > mean(wrong) + 0.3


_PART_OF_THE_WHOLE = pytest.mark.xfail(
    strict=True, reason="the shipped reader points at a part's figure (12户) where the whole's (57户) stands before it"
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [(0, "540"), pytest.param(1, "57户", marks=_PART_OF_THE_WHOLE), (2, "七十五"), (3, "三十公里")],
)
def test_the_span_holds_the_answer(reader: OfflineReader, question: int, answer: str) -> None:
    reading = reader.read(PLAIN[question], PASSAGES)[question]
    quoted = PASSAGES[question].text[reading.start : reading.end]
    assert answer in quoted
    assert len(quoted) < len(PASSAGES[question].text)


def test_full_width_forms_are_the_plain_ones(reader: OfflineReader) -> None:
    assert reader.read(WIDE, PASSAGES) == reader.read("2022年底农村低保标准,是每月多少钱?", PASSAGES)


def test_a_long_passage_is_read_to_its_end(reader: OfflineReader) -> None:
    text = PASSAGES[3].text * 12 + PASSAGES[1].text + PASSAGES[4].text * 6
    [reading] = reader.read(PLAIN[1], [ReadablePassage("", text)])
    assert text[reading.start : reading.end] and "57户" in text[reading.start : reading.end]


@pytest.mark.parametrize("text", ["", " ", "\0\x01", "\ud800", "😀🤣", "𠀀𪚥᠀", "\u202e\u200b", "甲" * 5000])
def test_odd_texts_are_read_and_always_the_same(reader: OfflineReader, text: str) -> None:
    passages = [ReadablePassage(text, text), *PASSAGES]
    first = reader.read(text, passages)
    assert first == reader.read(text, passages)
    for one, reading in zip(passages, first, strict=True):
        assert all(0 <= value <= 1 for value in (reading.relevance, reading.answerable, reading.span))
        assert 0 <= reading.start <= reading.end <= len(one.text)


def test_threads_share_the_reader(reader: OfflineReader) -> None:
    passages = PASSAGES * 5

    def read(_: int) -> list[Reading]:
        return reader.read(PLAIN[0], passages)

    expected = read(0)
    with ThreadPoolExecutor(8) as pool:
        assert all(readings == expected for readings in pool.map(read, range(16)))
