import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.grading import is_right, same_words
from bot.training.items import Item


@pytest.mark.parametrize(
    ("given_words", "key", "same"),
    [
        ("3000", "3000", True),
        ("3,000", "3000", True),
        ("３０００", "3000", True),
        ("3000元", "3000", True),
        ("三千", "3000", True),
        ("3001", "3000", False),
        ("0", "3000", False),
        ("", "3000", False),
        ("每季度", "每季度", True),
        ("每季度。", "每季度", True),
        ("每月", "每季度", False),
        ("党员大会 审议", "党员大会审议", True),
        ("3000到4000", "3000", False),
        ("不是3000", "3000", False),
    ],
)
def test_what_is_filled_in_is_compared_by_value(given_words: str, key: str, *, same: bool) -> None:
    assert same_words(given_words, key) is same


def test_several_need_all_and_nothing_else(pool: list[Item]) -> None:
    item = next(i for i in pool if i.kind == "several")
    assert is_right(item, item.key)
    assert is_right(item, tuple(reversed(item.key)))
    assert not is_right(item, item.key[:-1])
    assert not is_right(item, item.options)
    assert not is_right(item, ())


def test_a_matching_needs_each_in_its_place(pool: list[Item]) -> None:
    item = next(i for i in pool if i.kind == "matched")
    assert is_right(item, item.key)
    assert not is_right(item, tuple(reversed(item.key)))


@given(st.data())
def test_every_item_takes_its_key_and_nothing_else(pool: list[Item], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(pool))
    assert is_right(item, item.key)
    for option in item.wrong:
        assert not is_right(item, (option,))
