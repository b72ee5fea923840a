"""What learners have answered: by name, in the order of time, over a restart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.items import Cited, Item
from web.progress import NAME_CHARS, Progress, Round, learner_name
from web.store import Store

NOW = datetime(2023, 5, 1, 8, tzinfo=UTC)
ITEM = Item(
    kind="single", question="？", options=("甲", "乙"), key=("甲",),
    cited=Cited(document_id="d", title="《文》", start=0, end=1, quote="甲", place=""),
)  # fmt: skip


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress(Store(tmp_path))


def test_two_learners_do_not_mix(progress: Progress) -> None:
    progress.answer("张三", ITEM, ("乙",), False, NOW)
    progress.answer("李四", ITEM, ("甲",), True, NOW)
    progress.keep_round("张三", Round(label="", items=(("d", ITEM.id),)))
    assert progress.learned("张三")[ITEM.id].wrong
    assert not progress.learned("李四")[ITEM.id].wrong
    assert progress.round("李四") is None
    progress.forget("张三")
    assert progress.learned("张三") == {} and progress.round("张三") is None
    assert progress.learned("李四")[ITEM.id].hits == 1


def test_an_item_leaves_the_book_after_two_right_answers_in_a_row(progress: Progress) -> None:
    seen = []
    for n, right in enumerate((False, True, False, True, True)):
        progress.answer("张三", ITEM, ("甲" if right else "乙",), right, NOW + timedelta(days=n))
        seen.append(progress.learned("张三")[ITEM.id].wrong)
    assert seen == [True, True, True, True, False]
    learned = progress.learned("张三")[ITEM.id]
    assert (learned.answers, learned.hits, learned.given) == (5, 3, ("甲",))
    assert learned.due > NOW + timedelta(days=5)


def test_taking_out_and_putting_back(progress: Progress) -> None:
    progress.answer("张三", ITEM, ("乙",), False, NOW)
    progress.in_book("张三", ITEM.id, wrong=False)
    assert not progress.learned("张三")[ITEM.id].wrong
    progress.in_book("张三", ITEM.id, wrong=True)
    assert progress.learned("张三")[ITEM.id].wrong


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    first = Progress(Store(tmp_path))
    first.greet("张三", NOW)
    first.answer("张三", ITEM, ("乙",), False, NOW)
    current = Round(label="第一章", items=(("d", ITEM.id), ("d", "x")), given=(("乙",),), hits=(False,), at=1)
    first.keep_round("张三", current)
    again = Progress(Store(tmp_path))
    assert again.names() == ["张三"]
    assert again.round("张三") == current
    assert again.learned("张三") == first.learned("张三")


def test_learners_seen_last_come_first(progress: Progress) -> None:
    for n, name in enumerate(("甲", "乙", "丙", "甲")):
        progress.greet(name, NOW + timedelta(hours=n))
    assert progress.names(most=2) == ["甲", "丙"]


@given(st.text(max_size=60))
def test_a_name_is_short_printable_and_stays_itself(typed: str) -> None:
    name = learner_name(typed)
    assert len(name) <= NAME_CHARS
    assert name == name.strip() and name.isprintable()
    assert learner_name(name) == name


def test_forms_of_a_name_are_one() -> None:
    assert learner_name("  张\u3000三\n") == learner_name("张 三") == "张 三"
    assert learner_name("ＬＩ") == "LI"
