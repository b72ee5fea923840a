"""The reader's network, its loss and its learning, on a network that is small enough to learn four questions by heart."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertModel

from knowledge.embedding import SHIPPED
from models.training.examples import Passage
from models.training.judging import answer_text, judge
from models.training.learning import Batch, Learner, Schedule, batches, loss_of, steps_for, train
from models.training.mixture import Group
from models.training.network import Outputs, ReaderNetwork
from models.training.pairs import Pair, PairEncoder, padded

pytestmark = pytest.mark.usefixtures("one_thread")

Bert = Callable[..., BertModel]
ENCODER = PairEncoder(Tokenizer.from_file(str(SHIPPED / "tokenizer.json")))


def marked(text: str, answer: str) -> Passage:
    return Passage(text, spans=((text.index(answer), text.index(answer) + len(answer)),))


ANSWERS = {
    "竹笋每季最多挖多少？": "三百公斤",
    "砍竹证管几年？": "两年",
    "偷挖竹笋罚多少钱？": "二百元以上五百元以下",
    "砍竹申请几天批下来？": "十二日内",
}
RIGHT = (
    marked("每户每季的竹笋采挖总量不得超过三百公斤。", "三百公斤"),
    marked("砍竹证的有效期为两年，期满重新申领。", "两年"),
    marked("偷挖竹笋的，处二百元以上五百元以下罚款。", "二百元以上五百元以下"),
    marked("林业部门自收到砍竹申请之日起十二日内作出决定。", "十二日内"),
)
OTHERS = (
    Passage("竹农可以在竹林里修建看护棚，棚高不限。"),
    Passage("村民小组负责维护通往竹林的小路。"),
    Passage("竹编手艺人可以参加县里的集市。", title="清溪竹林法"),
)
GROUPS = [
    *(
        Group(question, (RIGHT[i],), (OTHERS[i % 3], Passage(RIGHT[i - 1].text), OTHERS[(i + 1) % 3]))
        for i, question in enumerate(ANSWERS)
    ),
    Group("竹林里能养鸡吗？", (), (OTHERS[0],), ranked=False),
]
BY_HEART = Schedule(rate=2e-3, head_rate=4e-3, limit_tokens=96, averaged=0.3)


def pairs_of(groups: list[Group]) -> list[Pair]:
    return [
        ENCODER.encode(group.question, passage) for group in groups for passage in (*group.answering, *group.others)
    ]


@pytest.fixture(scope="module")
def network(tiny_bert: Bert) -> ReaderNetwork:
    """Untrained."""
    return ReaderNetwork(tiny_bert(), layers=range(3), exit_at=1).eval()


@pytest.fixture(scope="module")
def learnt(tiny_bert: Bert) -> tuple[ReaderNetwork, list[float]]:
    """A network that has seen the groups again and again, and the loss of each step."""
    torch.set_num_threads(1)
    learner = Learner(ReaderNetwork(tiny_bert(), layers=range(3), exit_at=1), BY_HEART, steps=120, device="cpu")
    rng, losses = random.Random(1), []
    while learner.step < 120:
        losses += [learner.learn(batch) for batch in batches(GROUPS, ENCODER, BY_HEART, rng)]
    learner.finish()
    return learner.network, losses


# the network


def test_a_pairs_logits_do_not_depend_on_what_it_is_padded_with(network: ReaderNetwork) -> None:
    pairs = pairs_of(GROUPS)
    longest = max(len(pair.ids) for pair in pairs)
    with torch.no_grad():
        together = network(*padded(pairs))
        for row in (0, 5, len(pairs) - 1):
            ids = torch.tensor([pairs[row].ids])
            alone = network(ids, torch.ones_like(ids))
            assert ids.shape[1] < together.starts.shape[1]
            for name in ("exit", "relevance", "answerable"):
                assert float(getattr(alone, name)[0]) == pytest.approx(float(getattr(together, name)[row]), abs=1e-5)
            assert torch.allclose(alone.starts[0], together.starts[row, : ids.shape[1]], atol=1e-5)
            assert torch.allclose(alone.ends[0], together.ends[row, : ids.shape[1]], atol=1e-5)
    assert together.exit.shape == together.relevance.shape == together.answerable.shape == (len(pairs),)
    assert together.starts.shape == together.ends.shape
    assert together.starts.shape[1] >= longest


def test_the_exit_needs_the_lower_layers_only(tiny_bert: Bert, network: ReaderNetwork) -> None:
    ids, mask = padded(pairs_of(GROUPS))
    other = ReaderNetwork(tiny_bert(), layers=range(3), exit_at=1).eval()
    other.load_state_dict(network.state_dict())
    with torch.no_grad():
        for value in other.bert.encoder.layer[1:].parameters():
            value.mul_(3)
        one, changed = network(ids, mask), other(ids, mask)
    assert torch.equal(one.exit, changed.exit)
    assert not torch.allclose(one.relevance, changed.relevance)


def test_layers_are_taken_as_asked(tiny_bert: Bert) -> None:
    whole = tiny_bert()
    first, last = whole.encoder.layer[0], whole.encoder.layer[2]
    cut = ReaderNetwork(whole, layers=(0, 2), exit_at=1)
    assert list(cut.bert.encoder.layer) == [first, last]
    assert cut.bert.config.num_hidden_layers == 2


def test_the_word_table_is_not_trained(network: ReaderNetwork) -> None:
    frozen = {name for name, value in network.named_parameters() if not value.requires_grad}
    assert frozen == {name for name, _ in network.named_parameters() if name.startswith("bert.embeddings.")}


# batches


def many_groups(sizes: list[tuple[int, int]]) -> list[Group]:
    """Groups of so many right and other passages, each with a question and texts of its own."""
    return [
        Group(
            f"第{i}户领多少？",
            tuple(Passage(f"第{i}户领{n}元。") for n in range(right)),
            tuple(Passage("户" * n + f"第{i}号。") for n in range(others)),
            ranked=bool(right),
        )
        for i, (right, others) in enumerate(sizes)
        if right + others
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 6)), min_size=1, max_size=60),
    st.integers(1, 6),
    st.integers(),
)
def test_batches_hold_every_group_once_whatever_the_seed(sizes: list[tuple[int, int]], limit: int, seed: int) -> None:
    groups = many_groups(sizes)
    made = list(batches(groups, ENCODER, Schedule(pairs=limit), random.Random(seed)))
    seen: Counter[tuple[tuple[int, ...], ...]] = Counter()
    for batch in made:
        assert len(batch.pairs) <= limit or len(batch.groups) == 1
        assert [first for first, *_ in batch.groups] == [
            sum(total for _, _, total, _ in batch.groups[:i]) for i in range(len(batch.groups))
        ]
        assert sum(total for _, _, total, _ in batch.groups) == len(batch.pairs)
        for first, _, total, _ in batch.groups:
            seen[tuple(tuple(pair.ids) for pair in batch.pairs[first : first + total])] += 1
    assert seen == Counter(tuple(tuple(pair.ids) for pair in pairs_of([group])) for group in groups)


def test_a_group_without_order_is_not_ranked() -> None:
    order = [
        Group("甲？", (Passage("一"),), (Passage("二"),)),
        Group("甲？", (Passage("一"),), ()),
        Group("甲？", (), (Passage("二"),), ranked=False),
        Group("甲？", (Passage("一"),), (Passage("二"),), ranked=False),
    ]
    (batch,) = batches(order, ENCODER, Schedule(), random.Random(0))
    assert sorted((right, total, ranked) for _, right, total, ranked in batch.groups) == [
        (0, 1, False),
        (1, 1, False),
        (1, 2, False),
        (1, 2, True),
    ]


def test_the_steps_are_those_of_a_pass() -> None:
    groups = many_groups([(1, 3)] * 50 + [(0, 1)] * 40 + [(2, 4)] * 20)
    made = len(list(batches(groups, ENCODER, Schedule(), random.Random(Schedule().seed))))
    assert steps_for(groups, ENCODER, Schedule()) == made
    assert steps_for([], ENCODER, Schedule()) == 1


def test_long_pairs_come_fewer_a_step_and_are_cut_less_where_they_stand_alone() -> None:
    text = "每户每季采挖竹笋不得超过三百公斤，超过的部分由村里统一收购。" * 20
    ranked = [Group(f"第{i}户能挖多少？", (Passage(text),), (Passage(text[9:]),)) for i in range(30)]
    alone = [Group(f"第{i}户能挖多少？", (Passage(text),), (), ranked=False) for i in range(30)]
    schedule = Schedule(pairs=24, limit_tokens=176, alone_tokens=320)
    for groups, tokens, rows in ((ranked, 176, 24), (alone, 320, 13)):
        made = list(batches(groups, ENCODER, schedule, random.Random(0)))
        assert {len(pair.ids) for batch in made for pair in batch.pairs} == {tokens}
        assert max(len(batch.pairs) for batch in made) == rows


@pytest.mark.parametrize("part", ["attention", "output"])
def test_nothing_is_dropped_while_learning(tiny_bert: Bert, part: str) -> None:
    network = ReaderNetwork(tiny_bert(dropout=0.4), layers=range(3), exit_at=1).train()
    ids, mask = padded(pairs_of(GROUPS))
    with torch.no_grad():
        one, again = network(ids, mask), network(ids, mask)
    assert torch.equal(one.relevance, again.relevance)
    assert all(m.p == 0 for n, m in network.named_modules() if part in n and isinstance(m, torch.nn.Dropout))


# the loss

ORDER_ONLY = Schedule(exit_weight=0, answer_weight=0, span_weight=0)
SPAN_ONLY = Schedule(exit_weight=0, answer_weight=0, span_weight=1)
LOGITS = st.lists(st.floats(-8, 8), min_size=4, max_size=4)


def outputs_of(relevance: Tensor, tokens: int = 4) -> Outputs:
    rows = len(relevance)
    flat = torch.zeros(rows, tokens)
    return Outputs(exit=torch.zeros(rows), relevance=relevance, answerable=torch.zeros(rows), starts=flat, ends=flat)


def order_loss(relevance: list[float], right: int) -> float:
    """What the order adds to the loss of one group: with the group ranked, less with it not ranked."""
    pairs = [Pair([0, 5, 2, 2], 3, None)] * len(relevance)
    outputs = outputs_of(torch.tensor(relevance))
    ranked, not_ranked = (Batch(pairs, [(0, right, len(relevance), order)]) for order in (True, False))
    return float(loss_of(outputs, ranked, ORDER_ONLY) - loss_of(outputs, not_ranked, ORDER_ONLY))


@settings(deadline=None)
@given(LOGITS, st.integers(1, 3), st.floats(0.1, 5))
def test_the_order_falls_with_a_right_logit_and_rises_with_a_wrong_one(
    logits: list[float], right: int, more: float
) -> None:
    loss = order_loss(logits, right)
    assert loss >= -1e-4
    assert order_loss([logits[0] + more, *logits[1:]], right) <= loss + 1e-4
    assert order_loss([*logits[:-1], logits[-1] + more], right) >= loss - 1e-4
    # Only differences count, and which of several right passages is ahead doesn't.
    assert order_loss([logit + more for logit in logits], right) == pytest.approx(loss, abs=1e-3)
    assert order_loss([*logits[:right][::-1], *logits[right:]], right) == pytest.approx(loss, abs=1e-3)


def test_the_order_by_hand() -> None:
    assert order_loss([0, 0, 0, 0], 1) == pytest.approx(1.3863, abs=1e-3)
    assert order_loss([0, 0, 0, 0], 2) == pytest.approx(0.6931, abs=1e-3)


def gradient(batch: Batch, schedule: Schedule, relevance: list[float]) -> list[float]:
    logits = torch.tensor(relevance, requires_grad=True)
    loss_of(outputs_of(logits), batch, schedule).backward()
    assert logits.grad is not None
    return [float(value) for value in logits.grad]


def test_groups_without_order_learn_yes_and_no_only() -> None:
    pairs = [Pair([0, 5, 2, 2], 3, None)] * 3
    one_right = Batch(pairs, [(0, 1, 2, False), (2, 0, 1, False)])
    near, far = (gradient(one_right, ORDER_ONLY, [wrong, 0.5, -1.0]) for wrong in (0.0, 6.0))
    # One row's logit changes nothing for its neighbour.
    assert near[1:] == far[1:]
    ranked = Batch(pairs, [(0, 1, 2, True), (2, 0, 1, False)])
    assert gradient(ranked, ORDER_ONLY, [0.0, 0.5, -1.0])[1] > near[1]


def span_loss(starts: Tensor, ends: Tensor, batch: Batch) -> float:
    """What the span adds."""
    outputs = replace(outputs_of(torch.zeros(len(batch.pairs))), starts=starts, ends=ends)
    return float(loss_of(outputs, batch, SPAN_ONLY) - loss_of(outputs, batch, replace(SPAN_ONLY, span_weight=0)))


def test_the_span_counts_in_the_text_and_where_it_is_marked() -> None:
    batch = Batch([Pair([0, 7, 2, 2, 8, 9, 10, 2], 4, (5, 6)), Pair([0, 7, 2, 2, 8, 2], 4, None)], [(0, 1, 2, True)])
    flat = torch.zeros(2, 16)
    even = span_loss(flat, flat, batch)
    assert even == pytest.approx(2 * 1.0986, abs=1e-3)
    for place in (0, 1, 3, 7, 12):
        outside = flat.clone()
        outside[0, place] = 9
        assert span_loss(outside, outside, batch) == pytest.approx(even, abs=1e-4)
    unmarked = flat.clone()
    unmarked[1, 4] = 9
    assert span_loss(unmarked, unmarked, batch) == pytest.approx(even, abs=1e-4)
    right, wrong = flat.clone(), flat.clone()
    right[0, 5] = wrong[0, 4] = 4
    assert span_loss(right, flat, batch) < even < span_loss(wrong, flat, batch)
    assert span_loss(flat, flat, Batch(batch.pairs[1:], [(0, 1, 1, False)])) == pytest.approx(0, abs=1e-6)


# learning


def test_a_small_network_learns_the_groups_by_heart(learnt: tuple[ReaderNetwork, list[float]]) -> None:
    network, losses = learnt
    assert sum(losses[-5:]) < 0.25 * sum(losses[:5])
    verdicts = iter(judge(network, pairs_of(GROUPS), "cpu"))
    for group in GROUPS:
        said = [next(verdicts) for _ in (*group.answering, *group.others)]
        if not group.answering:
            assert all(verdict.answerable < 0 for verdict in said)
            continue
        right, *others = said
        assert right.relevance > max(other.relevance for other in others) + 1
        assert right.exit > max(other.exit for other in others)
        assert right.answerable > 0 > max(other.answerable for other in others)
        assert answer_text(ENCODER, group.question, group.answering[0], right) == ANSWERS[group.question]


def test_verdicts_are_the_same_in_any_order_and_company(learnt: tuple[ReaderNetwork, list[float]]) -> None:
    pairs = pairs_of(GROUPS) * 3  # more than go through the network together
    shuffled = random.Random(4).sample(range(len(pairs)), len(pairs))
    whole = judge(learnt[0], pairs, "cpu")
    for verdicts in (
        dict(zip(shuffled, judge(learnt[0], [pairs[i] for i in shuffled], "cpu"), strict=True)),
        {i: judge(learnt[0], [pairs[i]], "cpu")[0] for i in range(0, len(pairs), 9)},
    ):
        for i, verdict in verdicts.items():
            for name in ("exit", "relevance", "answerable", "span"):
                assert getattr(verdict, name) == pytest.approx(getattr(whole[i], name), abs=0.25), name
    assert judge(learnt[0], [], "cpu") == []


def test_a_span_lies_in_the_text_and_is_no_longer_than_allowed(network: ReaderNetwork) -> None:
    long = Passage("每户每季采挖竹笋不得超过三百公斤，超过的部分由村里统一收购。" * 12, title="清溪竹林法")
    pairs = [ENCODER.encode("竹笋每季最多挖多少？", passage) for passage in (long, *RIGHT, *OTHERS)]
    for pair, verdict in zip(pairs, judge(network, pairs, "cpu"), strict=True):
        assert pair.first <= verdict.first <= verdict.last < len(pair.ids) - 1
        assert verdict.last - verdict.first < 80


def test_a_passage_without_text_has_no_answer_text(network: ReaderNetwork) -> None:
    for passage in (Passage(""), Passage("", title="清溪竹林法")):
        (verdict,) = judge(network, [ENCODER.encode("砍竹证管几年？", passage)], "cpu")
        assert answer_text(ENCODER, "砍竹证管几年？", passage, verdict) == ""


def small_run(bert: BertModel, seed: int, save: Path) -> tuple[Learner, list[str]]:
    schedule = Schedule(pairs=8, seed=seed)
    groups, told = GROUPS * 3, list[str]()
    learner = Learner(ReaderNetwork(bert, layers=range(3), exit_at=1), schedule, steps=9, device="cpu")
    seconds = train(learner, groups, ENCODER, schedule, tell=told.append, save=save)
    assert seconds > 0
    return learner, told


def test_the_same_seed_gives_the_same_weights(tiny_bert: Bert, tmp_path: Path) -> None:
    one, again, other = (
        small_run(tiny_bert(dropout=0.1), seed, tmp_path / "kept.pt")[0].learnt() for seed in (5, 5, 6)
    )
    assert all(torch.equal(value, again[name]) for name, value in one.items())
    assert any(not torch.equal(value, other[name]) for name, value in one.items())


def test_what_is_learnt_is_all_but_the_word_table(tiny_bert: Bert, tmp_path: Path) -> None:
    before = ReaderNetwork(tiny_bert(), layers=range(3), exit_at=1).state_dict()
    learner, _ = small_run(tiny_bert(), 5, tmp_path / "kept.pt")
    after = learner.network.state_dict()
    same = {name for name in before if torch.equal(before[name], after[name])}
    assert same == {name for name in before if name.startswith("bert.embeddings.")}
    assert set(learner.learnt()) == set(before) - same


def test_what_is_kept_is_the_mean_of_the_last_steps_weights(tiny_bert: Bert) -> None:
    learner = Learner(ReaderNetwork(tiny_bert(), layers=range(3), exit_at=1), BY_HEART, steps=40, device="cpu")
    (batch,) = batches(GROUPS, ENCODER, BY_HEART, random.Random(1))
    seen = []
    for step in range(1, 41):
        learner.learn(batch)
        if step in (30, 40):
            seen.append({name: value.clone() for name, value in learner.learnt().items()})
    learner.finish()
    for name, value in learner.learnt().items():
        assert torch.allclose(value, (seen[0][name] + seen[1][name]) / 2, atol=1e-6), name
    assert any(not torch.allclose(value, seen[1][name], atol=1e-6) for name, value in learner.learnt().items())
