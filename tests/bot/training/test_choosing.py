from collections import Counter

import pytest

from bot.training.base import TrainingBase
from bot.training.choosing import choose, items_of
from bot.training.items import KINDS, RIGHT, WRONG, Item


def test_every_kind_is_made(pool: list[Item]) -> None:
    assert {item.kind for item in pool} == set(KINDS)


def test_every_key_is_in_its_cited_words(base: TrainingBase, pool: list[Item]) -> None:
    for item in pool:
        assert base.text(item.cited.document_id)[item.cited.start : item.cited.end] == item.cited.quote
        if item.kind == "judged":
            said = item.shown.rstrip("。").strip("…")
            assert said in item.cited.quote
            assert item.question.endswith(item.shown) == (item.key == (RIGHT,))
            assert bool(item.replaced) == (item.key == (WRONG,))
        else:
            assert all(key in item.cited.quote for key in item.key), item


def test_options_hold_the_key_once_and_something_else(pool: list[Item]) -> None:
    for item in pool:
        assert len(item.options) == len(set(item.options)), item
        if item.kind == "filled":
            assert item.options == () and len(item.key) == 1
        elif item.kind == "matched":
            assert sorted(item.options) == sorted(item.key) and len(item.lefts) == len(item.key) >= 3
        else:
            assert set(item.key) < set(item.options)
            assert (len(item.key) > 1) == (item.kind == "several")


def test_a_question_names_its_document(base: TrainingBase, pool: list[Item]) -> None:
    for item in pool:
        assert item.cited.title == base.names[item.cited.document_id]
        assert item.cited.title in item.question


def test_the_same_base_and_seed_give_the_same_items(base: TrainingBase, pool: list[Item]) -> None:
    again = [item for reading in base.readings for item in items_of(base, reading)]
    assert again == pool
    assert choose(pool, 12, seed=5) == choose(again, 12, seed=5)
    assert choose(pool, 12, seed=5) != choose(pool, 12, seed=6)


@pytest.mark.parametrize("count", [0, 1, 7, 10_000])
def test_as_many_are_chosen_as_there_are(pool: list[Item], count: int) -> None:
    chosen = choose(pool, count, seed=1)
    assert len(chosen) == min(count, len(pool))
    assert len({item.id for item in chosen}) == len(chosen)


def test_kinds_take_turns_and_places_are_not_asked_twice_while_others_are_left(pool: list[Item]) -> None:
    chosen = choose(pool, 12, seed=3)
    assert max(Counter(item.kind for item in chosen).values()) <= 4
    assert len({(i.cited.document_id, i.cited.start) for i in chosen}) == 12
    assert {item.kind for item in choose(pool, 5, seed=1, kinds=["judged"])} == {"judged"}
    left_out = {item.id for item in chosen}
    assert not left_out & {item.id for item in choose(pool, 12, seed=3, without=left_out)}
