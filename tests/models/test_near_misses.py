"""Near misses: near the question, and never what may answer it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.embedding import Embedder
from knowledge.lexical import terms
from models.training.examples import Example, Passage
from models.training.near_misses import Pool, same

RIGHT = Passage("承包的竹林被他人侵占的，承包人可以请求竹林纠纷调解所裁决，也可以直接起诉。", title="清溪竹林法")
TWIN = Passage("承包的茶园被他人侵占的，承包人可以请求茶园纠纷调解所裁决，也可以直接起诉。", title="茶园条例")
HOLDS = Passage(
    "第十二条 承包的竹林被他人侵占的，承包人可以请求竹林纠纷调解所裁决，也可以直接起诉。第十三条 竹笋归承包人。"
)
ANSWERS = Passage("谁家的竹林被占，先到竹林纠纷调解所登记，凭登记单领取处理意见。", title="办事指南")
MISSES = [
    Passage(f"{matter}，由{office}在{days}日内答复{person}。", title="村务办法")
    for matter, office, days, person in [
        ("竹林着火后要补种的", "乡林业站", 7, "种植户"),
        ("竹林里新修小路的", "村民小组", 10, "邻近住户"),
        ("邻居争抢灌溉用水的", "水管员", 3, "双方"),
        ("占用晒谷场堆放柴草", "治保主任", 5, "举报人"),
        ("竹子压断电线的", "供电所", 2, "用户"),
        ("牛羊啃坏菜地的", "调解员", 6, "失主"),
        ("外来客商收购竹笋的", "市场管理员", 4, "客商"),
        ("古树倾斜可能砸到房屋", "护林员", 1, "房主"),
    ]
]
EXAMPLE = Example("竹林被邻居占了找谁裁决？", (RIGHT,), (), "lecoqa", answers=("竹林纠纷调解所",))


@pytest.fixture(scope="module")
def pool() -> Pool:
    return Pool([RIGHT, TWIN, HOLDS, ANSWERS, *MISSES])


def draws(pool: Pool, example: Example, *, count: int = 3, skip: int = 0, depth: int = 40) -> set[str]:
    """All that fifty draws give."""
    return {
        passage.text
        for seed in range(50)
        for passage in pool.near(example, count=count, skip=skip, depth=depth, rng=random.Random(seed))
    }


def test_no_near_miss_holds_an_answer_or_is_almost_the_answering_passage(pool: Pool) -> None:
    assert draws(pool, EXAMPLE) == {passage.text for passage in MISSES}


def test_an_answer_in_other_passages_counts_only_where_its_words_are_known(pool: Pool) -> None:
    without_words = replace(EXAMPLE, answers=())
    assert draws(pool, without_words) == {passage.text for passage in (ANSWERS, *MISSES)}


def test_without_an_answering_passage_all_are_near(pool: Pool) -> None:
    assert draws(pool, replace(EXAMPLE, answering=(), answers=())) == {passage.text for passage in pool.passages}


@pytest.mark.parametrize("count", [0, 1, 4, 100])
def test_as_many_as_asked_and_none_twice(pool: Pool, count: int) -> None:
    near = pool.near(EXAMPLE, count=count, skip=0, depth=40, rng=random.Random(2))
    assert len(near) == len({passage.text for passage in near}) == min(count, len(MISSES))


def test_only_places_between_skip_and_depth_are_drawn(pool: Pool) -> None:
    free = replace(EXAMPLE, answering=(), answers=())
    first_two, first_five = draws(pool, free, depth=2), draws(pool, free, depth=5)
    assert len(first_two) == 2
    assert len(first_five) == 5
    assert first_two < first_five
    assert draws(pool, free, skip=2, depth=5) == first_five - first_two
    # The passages that share the question's words stand first.
    assert first_two <= {RIGHT.text, TWIN.text, HOLDS.text, ANSWERS.text}


def test_half_of_the_near_misses_come_from_far_down() -> None:
    many = [Passage(f"竹林裁决{'竹林' * (30 - i)}第{i}号通知，其余由第{i}组说明。") for i in range(30)]
    pool = Pool(many)
    asked = replace(EXAMPLE, question="竹林？", answering=(), answers=())
    order = pool.near(asked, count=30, skip=0, depth=30, rng=random.Random(0))
    assert len({passage.text for passage in order}) == 30
    first = {
        passage.text
        for seed in range(80)
        for passage in pool.near(asked, count=1, skip=0, depth=30, rng=random.Random(seed))
    }
    assert len(first) == 10
    for seed in range(10):
        drawn = {passage.text for passage in pool.near(asked, count=6, skip=0, depth=30, rng=random.Random(seed))}
        assert len(drawn & first) == 3


def test_one_from_anywhere_that_does_not_answer(pool: Pool) -> None:
    found = [passage for seed in range(100) for passage in pool.anywhere(EXAMPLE, random.Random(seed))]
    assert {passage.text for passage in found} == {passage.text for passage in MISSES}


class Liking(Embedder):
    """Vectors under which every question likes `said` most, and of the others the last."""

    fingerprint = "liking"
    dimension = 1

    def __init__(self, said: Passage) -> None:
        self._said = said

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> NDArray[np.float32]:
        likings = [9.0 if self._said.text in text else i / 100 for i, text in enumerate(texts)]
        return np.array(likings, dtype=np.float32)[:, None]

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return np.ones(1, dtype=np.float32)


def test_with_vectors_words_and_meaning_rank_together() -> None:
    said = Passage(
        "两口子过不下去，可以到民政局办手续，也可以去法院，孩子归谁、房子和竹林怎么分，先商量。", title="办事指南"
    )
    asked = Example("竹林？", (), (), "lecoqa")

    def first(pool: Pool) -> Passage:
        return pool.near(asked, count=1, skip=0, depth=1, rng=random.Random(1))[0]

    assert first(Pool([said, *MISSES])) in MISSES[:2]
    assert first(Pool([said, *MISSES], Liking(said))) == said


def test_the_same_draw_for_the_same_seed(pool: Pool) -> None:
    one, again, other = (
        pool.near(EXAMPLE, count=4, skip=0, depth=40, rng=random.Random(seed)) for seed in (11, 11, 12)
    )
    assert one == again
    assert one != other


def test_a_question_of_unknown_words_draws_all_the_same(pool: Pool) -> None:
    assert len(pool.near(replace(EXAMPLE, question="xyz?"), count=3, skip=0, depth=4, rng=random.Random(1))) <= 3


def test_a_pool_of_one_passage_gives_it_or_nothing() -> None:
    alone = Pool([MISSES[0]])
    assert alone.near(EXAMPLE, count=2, skip=0, depth=40, rng=random.Random(1)) == [MISSES[0]]
    assert Pool([RIGHT]).near(EXAMPLE, count=2, skip=0, depth=40, rng=random.Random(1)) == []


HAN = st.text(alphabet="竹林承包人申请裁决调解纠纷村民", min_size=2, max_size=30)


def bigrams(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(text) if len(term) > 1)


@given(HAN, HAN)
def test_a_passage_says_the_same_as_itself_and_as_what_holds_it(text: str, more: str) -> None:
    assert same(bigrams(text), text)
    assert same(bigrams(more + text), text)
    assert same(bigrams(text), text + more)


@given(HAN, HAN)
def test_saying_the_same_is_mutual(one: str, other: str) -> None:
    assert same(bigrams(one), other) == same(bigrams(other), one)
    if not bigrams(one) & bigrams(other):
        assert not same(bigrams(one), other)
