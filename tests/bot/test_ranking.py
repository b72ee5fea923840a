"""Order of passages once they are read, and what the bot says when nobody reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.ranking import logit, rank, readings_of
from bot.reading import ReadablePassage, Reader, Reading
from bot.settings import BotSettings
from bot.types import Query
from knowledge.assembly import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from tests.bot.made_up import COUNTY, HITS, RULES, VILLAGE_TOWN


class Partial(Reader):
    """Finds only passages relevant that hold its word; remembers what it was given."""

    finds_spans = True
    name = "partial"
    fingerprint = "partial"

    def __init__(self, word: str) -> None:
        self.word = word
        self.given: list[tuple[str, Sequence[ReadablePassage]]] = []

    def read(self, question: str, passages: Sequence[ReadablePassage]) -> list[Reading]:
        self.given.append((question, passages))
        return [Reading(0.98 if self.word in p.text else 0.02, 0.9, 0, 1, 0.5) for p in passages]


def query(text: str = "救助多少天办结", **slots: object) -> Query:
    return Query(text=text, resolved=text, kind="when", **slots)


def test_without_a_reader_retrievals_order_stands(knowledge: KnowledgeBase) -> None:
    ranked = rank(query(), HITS, None, knowledge)
    assert ranked.hits == HITS
    assert ranked.readings == {}


def test_what_the_reader_finds_relevant_comes_first(knowledge: KnowledgeBase) -> None:
    ranked = rank(query(), HITS, Partial("办结"), knowledge)
    assert ranked.hits[0].chunk.id == RULES.chunk.id
    assert {hit.chunk.id for hit in ranked.hits} == {hit.chunk.id for hit in HITS}
    assert ranked.readings[RULES.chunk.id].relevance == 0.98
    assert all(0 <= hit.score <= 1 for hit in ranked.hits)
    assert [hit.score for hit in ranked.hits] == sorted((hit.score for hit in ranked.hits), reverse=True)


def test_of_many_passages_the_first_are_read_and_the_others_follow_as_they_were(knowledge: KnowledgeBase) -> None:
    many = [replace(RULES, chunk=replace(RULES.chunk, id=f"{n}"), score=1 - n / 100) for n in range(60)]
    reader = Partial("办结")
    ranked = rank(query(), many, reader, knowledge)
    ((_, passages),) = reader.given
    read = len(passages)
    assert 0 < read < len(many)
    assert [hit.chunk.id for hit in ranked.hits[read:]] == [f"{n}" for n in range(read, len(many))]
    assert set(ranked.readings) == {f"{n}" for n in range(read)}
    assert [hit.score for hit in ranked.hits] == sorted((hit.score for hit in ranked.hits), reverse=True)


def test_what_was_read_for_all_places_is_not_read_again_for_one(knowledge: KnowledgeBase) -> None:
    many = [replace(RULES, chunk=replace(RULES.chunk, id=f"{n}"), score=1 - n / 100) for n in range(60)]
    before = rank(query(), many, Partial("办结"), knowledge).readings
    reader = Partial("办结")
    others = [replace(hit, chunk=replace(hit.chunk, id=f"other {hit.chunk.id}")) for hit in many[:20]]
    ranked = rank(query(), [*others[:10], *many[:20], *others[10:]], reader, knowledge, known=before)
    ((_, passages),) = reader.given
    assert 0 < len(passages) <= 10
    assert {f"{n}" for n in range(20)} <= ranked.readings.keys()
    assert "other 0" in ranked.readings
    assert len(ranked.hits) == 40


def test_no_passages_need_no_reading(knowledge: KnowledgeBase) -> None:
    reader = Partial("x")
    assert rank(query(), (), reader, knowledge).hits == ()
    assert reader.given == []


def test_the_reader_sees_title_and_heading_before_the_text(knowledge: KnowledgeBase) -> None:
    reader = Partial("办结")
    readings_of(query(), HITS, reader, knowledge)
    ((question, passages),) = reader.given
    assert question == "救助多少天办结"
    assert [p.text for p in passages] == [hit.chunk.text for hit in (COUNTY, VILLAGE_TOWN, RULES)]
    assert passages[0].title == "澄江县2022年乡村振兴工作总结 工作情况"


@given(st.floats(0, 1))
def test_log_odds_are_bounded_and_rise(share: float) -> None:
    assert -8.01 <= logit(share) <= 8.01
    assert logit(min(1.0, share + 0.01)) >= logit(share)


@pytest.fixture(scope="module")
def unread(county_index: Path) -> PolicyBot:
    return build_bot(KnowledgeSettings(index=county_index), BotSettings(reader="off"))


def test_reading_turned_off_still_answers_and_says_so(unread: PolicyBot) -> None:
    answer = unread.invoke("2022年澄江县监测对象多少户多少人？")
    assert answer.status == "answered"
    assert "3127" in answer.text
    assert "WENCE_READER=off" in unread.degraded()
    assert "Reader model: off" in unread.degraded()


def test_the_shipped_reader_leaves_nothing_to_say(county_bot: PolicyBot) -> None:
    assert county_bot.degraded() == ""
