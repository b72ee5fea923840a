"""The training desk over a published base: paths, cards, rounds, and bases too large to be read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.training import desk as desk_module
from bot.training.desk import TrainingDesk
from knowledge.assembly import KnowledgeReader
from knowledge.settings import KnowledgeSettings


def identity(desk: TrainingDesk, words: str) -> str:
    return next(each.card.id for each in desk.documents() if words in each.card.metadata.title)


def test_a_path_follows_the_headings_and_holds_terms_and_items(desk: TrainingDesk) -> None:
    steps = desk.path(identity(desk, "村干部手册"))
    assert [step.heading for step in steps] == ["第一章 常用名词", "第二章 找谁办"]
    assert {card.term for card in steps[0].terms} >= {"监测户", "边缘户", "突困户"}
    assert sum(len(step.items) for step in steps) == len(desk.items(identity(desk, "村干部手册")))


def test_a_card_says_what_a_term_is_with_its_source(desk: TrainingDesk) -> None:
    card = next(c for c in desk.terms(identity(desk, "困难救助")) if c.term == "困难救助")
    assert card.means in card.cited.quote
    assert card.cited.place == "第一章 总则 › 第二条"
    assert any("困难救助" in cited.quote for cited in card.also) or card.also == ()


def test_items_are_found_again_by_their_id(desk: TrainingDesk) -> None:
    item = desk.choose(1, seed=4)[0]
    assert desk.item(item.cited.document_id, item.id) == item
    assert desk.item(item.cited.document_id, "0" * 16) is None
    assert desk.item("unknown", item.id) is None


def test_a_round_keeps_to_its_document_and_heading(desk: TrainingDesk) -> None:
    document = identity(desk, "困难救助")
    chosen = desk.choose(5, seed=1, documents=[document], heading="第三章 标准")
    assert chosen and all(i.cited.document_id == document and i.topic[0] == "第三章 标准" for i in chosen)


def test_an_unknown_document_is_said(desk: TrainingDesk) -> None:
    with pytest.raises(KeyError):
        desk.path("unknown")


def test_a_large_base_is_read_near_the_document(training_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "_WHOLE_CHUNKS", 0)
    monkeypatch.setattr(desk_module, "_NEAR_DOCUMENTS", 2)
    large = TrainingDesk(KnowledgeReader(KnowledgeSettings(index=training_index)))
    document = identity(large, "2022年帮扶")
    items = large.items(document)
    assert items
    # 820户 is the other year's; where that report isn't among the documents read, the figures of all of them still speak
    assert all("905户" not in item.wrong for item in items)
    assert large.choose(3, seed=1)
