"""What a step of learning sees, its loss, and that a small network learns from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from models.training.drawing import draw
from models.training.drawn import NONE, Drawn, Kind, Pool
from models.training.guide import BY_VECTORS, BY_WORDS, Candidates, Lexicon
from models.training.learning import Learner, Schedule, loss_of, train
from models.training.network import Outputs, ReaderNetwork
from models.training.plan import UNKNOWN, Batch, Plan
from models.training.shelf import Rows, Shelf
from models.training.texts import read_texts

pytestmark = pytest.mark.usefixtures("one_thread")
Bert = Callable[..., BertModel]
SMALL = Schedule(steps=40, rate=2e-3, head_rate=4e-3, dropout=0.0, ranked_tokens=1500, alone_tokens=800)


@pytest.fixture(scope="module")
def drawn(data: Path, laws: Path, shipped_tokenizer: Tokenizer) -> Drawn:
    whole = draw(data, read_texts([laws], most=5, seed=1), shipped_tokenizer, 3, lambda line: None)
    held = whole.held.copy()
    held[np.flatnonzero(whole.kind == Kind.LAY)[0]] = True
    return replace(whole, held=held)


@pytest.fixture(scope="module")
def near(drawn: Drawn) -> Candidates:
    """Every passage of the sought pool, with likenesses of our own."""
    shape = (len(drawn.question), BY_VECTORS + BY_WORDS)
    rng = np.random.default_rng(2)
    passages = np.full(shape, NONE, np.int32)
    for example in np.flatnonzero(drawn.seeks != Pool.NONE):
        passages[example] = rng.choice(np.flatnonzero(drawn.pool == drawn.seeks[example]), shape[1])
    asked, right, words = (rng.uniform(0.6, 0.9, shape).astype(np.float32) for _ in range(3))
    return Candidates(passages, asked, right, words)


@pytest.fixture(scope="module")
def shelf(drawn: Drawn) -> Shelf:
    return Shelf(drawn, "cpu")


def plan_of(drawn: Drawn, near: Candidates, shelf: Shelf, seed: int = 5) -> Plan:
    return Plan(drawn, near, shelf, seed=seed, limit_tokens=320)


def test_a_group_holds_each_passage_once_and_shares_that_make_one(drawn: Drawn, near: Candidates, shelf: Shelf) -> None:
    plan = plan_of(drawn, near, shelf)
    for example in np.flatnonzero((drawn.seeks != Pool.NONE) & ~drawn.held):
        group = plan.group(int(example))
        assert len(set(group.passages)) == len(group.passages) == len(group.target) == len(group.answers)
        assert sum(group.target) == pytest.approx(1)
        right = set(drawn.right[example].tolist()) - {NONE}
        for passage, target, answers in zip(group.passages, group.target, group.answers, strict=True):
            assert (answers == 1) == (passage in right)
            assert target < max(group.target) or passage in right


def test_a_passage_like_the_labelled_one_is_not_called_wrong(drawn: Drawn, near: Candidates, shelf: Shelf) -> None:
    example = int(np.flatnonzero((drawn.kind == Kind.LAY) & ~drawn.held)[0])
    group = plan_of(drawn, near, shelf).group(example)
    wrong = {p for p, answers in zip(group.passages, group.answers, strict=True) if answers == 0}
    unsure = {p for p, answers in zip(group.passages, group.answers, strict=True) if answers == UNKNOWN}
    listed = near.passages[example].tolist()
    middle = float(np.quantile(near.right[example], 0.5))
    assert unsure
    assert all(near.right[example, listed.index(p)] > middle for p in unsure)
    assert all(near.right[example, listed.index(p)] <= middle for p in wrong & set(listed))


def test_no_near_passage_holds_the_answer_of_an_encyclopaedic_question(
    drawn: Drawn, near: Candidates, shelf: Shelf
) -> None:
    plan = plan_of(drawn, near, shelf)
    for example in np.flatnonzero(drawn.kind == Kind.READING):
        first, last = drawn.span[example]
        answer = drawn.text(drawn.right[example, 0])[first : last + 1].tobytes()
        group = plan.group(int(example))
        near_ones = [
            p for p, like in zip(group.passages, group.like, strict=True) if like or p in near.passages[example]
        ]
        assert not any(answer in drawn.text(p).tobytes() for p in near_ones[:-1] if p != drawn.right[example, 0])


def test_nothing_held_back_is_in_a_batch(drawn: Drawn, near: Candidates, shelf: Shelf) -> None:
    held = set(drawn.question[drawn.held].tolist())
    batches = plan_of(drawn, near, shelf).ranked(2000)
    assert not any(held & set(next(batches).questions) for _ in range(30))


def test_the_same_seed_gives_the_same_batches(drawn: Drawn, near: Candidates, shelf: Shelf) -> None:
    one, again, other = (next(plan_of(drawn, near, shelf, seed).alone(900)) for seed in (5, 5, 6))
    assert one == again != other


def outputs_of(relevance: list[float], tokens: int = 4) -> Outputs:
    rows = len(relevance)
    flat = torch.zeros(rows, tokens)
    return Outputs(
        exit=torch.zeros(rows),
        relevance=torch.tensor(relevance, dtype=torch.float32),
        answerable=torch.zeros(rows),
        starts=flat,
        ends=flat,
    )


def order_loss(relevance: list[float], target: list[float]) -> float:
    """What the order adds: with shares, less without."""
    rows = Rows(torch.zeros(4, 4), torch.ones(4, 4), torch.ones(4, 4).bool(), torch.zeros(4), np.full(4, 4))
    schedule = Schedule(exit_weight=0, answer_weight=0, span_weight=0, like_weight=0)
    of_group = Batch(group=[0] * 4, like=[0.0] * 4, answers=[UNKNOWN] * 4, spans=[(NONE, NONE)] * 4)
    ordered, flat = (replace(of_group, target=shares) for shares in (target, [0.0] * 4))
    outputs = outputs_of(relevance)
    return float(loss_of(outputs, rows, ordered, schedule) - loss_of(outputs, rows, flat, schedule))


def test_the_order_by_hand() -> None:
    assert order_loss([0, 0, 0, 0], [1, 0, 0, 0]) == pytest.approx(1.3863, abs=1e-3)
    assert order_loss([2, 0, 0, 0], [1, 0, 0, 0]) == pytest.approx(0.3407, abs=1e-3)
    assert order_loss([0, 0, 0, 2], [1, 0, 0, 0]) > order_loss([0, 0, 0, 0], [1, 0, 0, 0])
    assert order_loss([5, 5, 5, 5], [0.5, 0.5, 0, 0]) == pytest.approx(1.3863, abs=1e-3)


def small_run(
    drawn: Drawn, near: Candidates, shelf: Shelf, bert: BertModel, seed: int = 5
) -> tuple[Learner, list[int]]:
    learner = Learner(ReaderNetwork(bert, layers=range(3), exit_at=1), SMALL, shelf)
    checked: list[int] = []
    plan = plan_of(drawn, near, shelf, seed)
    pairs, _ = train(learner, plan, tell=lambda line: None, check=checked.append, checks=4)
    assert pairs > SMALL.steps
    return learner, checked


def test_a_small_network_learns_two_batches_by_heart(
    drawn: Drawn, near: Candidates, shelf: Shelf, tiny_bert: Bert
) -> None:
    learner = Learner(ReaderNetwork(tiny_bert(), layers=range(3), exit_at=1), SMALL, shelf)
    plan = plan_of(drawn, near, shelf)
    again = [next(plan.ranked(SMALL.ranked_tokens)), next(plan.alone(SMALL.alone_tokens))]
    losses = [float(learner.learn(again).sum()) for _ in range(SMALL.steps)]
    assert losses[-1] < 0.5 * losses[0]


def test_the_same_seed_gives_the_same_weights_and_all_but_the_word_table(
    drawn: Drawn, near: Candidates, shelf: Shelf, tiny_bert: Bert
) -> None:
    (one, checked), (again, _), (other, _) = (small_run(drawn, near, shelf, tiny_bert(), seed) for seed in (5, 5, 6))
    assert checked == [10, 20, 30, 40]
    assert all(torch.equal(value, again.learnt()[name]) for name, value in one.learnt().items())
    assert any(not torch.equal(value, other.learnt()[name]) for name, value in one.learnt().items())
    before = ReaderNetwork(tiny_bert(), layers=range(3), exit_at=1).state_dict()
    assert set(one.learnt()) == {name for name in before if not name.startswith("bert.embeddings.")}


def test_the_mean_weights_are_put_in_and_the_last_ones_put_back(
    drawn: Drawn, near: Candidates, shelf: Shelf, tiny_bert: Bert
) -> None:
    learner, _ = small_run(drawn, near, shelf, tiny_bert())
    last = learner.network.span.weight.detach().clone()
    with learner.averaged():
        assert torch.allclose(learner.network.span.weight.half(), learner.learnt()["span.weight"])
        assert not torch.equal(learner.network.span.weight, last)
    assert torch.equal(learner.network.span.weight, last)


def test_words_find_the_passage_that_holds_them(drawn: Drawn) -> None:
    passages = np.flatnonzero(drawn.pool == Pool.WINDOW)
    lexicon = Lexicon(drawn, passages, 30_000, "cpu")
    for place in (0, len(passages) - 1):
        assert int(lexicon.scores([drawn.text(passages[place])]).argmax()) == place
