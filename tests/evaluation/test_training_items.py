"""The checks of evaluation.training_items find what is wrong with an item, and nothing wrong with those that are made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.training.base import TrainingBase
from bot.training.choosing import items_of
from bot.training.items import WRONG, Item
from evaluation.training_items import check, main


@pytest.fixture(scope="module")
def base(tiny_index: Path) -> TrainingBase:
    from knowledge.assembly import open_knowledge
    from knowledge.settings import KnowledgeSettings

    return TrainingBase(open_knowledge(KnowledgeSettings(index=tiny_index)).catalogue)


@pytest.fixture(scope="module")
def items(base: TrainingBase) -> list[Item]:
    return [item for reading in base.readings for item in items_of(base, reading)]


def test_made_items_are_supported(base: TrainingBase, items: list[Item]) -> None:
    assert len(items) >= 4
    assert [check(base, item).unsupported for item in items] == [""] * len(items)


def test_a_key_or_quote_that_the_document_does_not_say_is_found(base: TrainingBase, items: list[Item]) -> None:
    item = next(item for item in items if item.kind in ("filled", "single"))
    assert check(base, replace(item, key=("98765",))).unsupported
    assert check(base, replace(item, cited=replace(item.cited, start=item.cited.start + 1))).unsupported


def test_a_true_statement_with_the_key_false_is_found(base: TrainingBase, items: list[Item]) -> None:
    judged = next(item for item in items if item.kind == "judged" and not item.replaced)
    assert check(base, replace(judged, key=(WRONG,))).unsupported


def test_an_option_that_the_base_states_is_shown_for_reading(base: TrainingBase, items: list[Item]) -> None:
    filled = next(item for item in items if item.kind == "filled" and "＿＿＿＿" in item.question)
    true = replace(filled, kind="single", options=(filled.key[0], "0"), key=("0",))
    assert check(base, true).stated


def test_the_command_prints_the_shares_and_a_sample(tiny_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--index", str(tiny_index), "--count", "5", "--sample", "2"]) == 0
    printed = capsys.readouterr().out
    assert "keys supported 5/5" in printed and "2. [" in printed and "3. [" not in printed
