"""Tuning the embedder: what counts as a negative, what the reader teaches, and how much of it is kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertModel

from models.training.embedder_learning import (
    Case,
    EmbedderLearner,
    EmbedderSchedule,
    as_embedded,
    contrast,
    embedder_steps,
    taught,
    tune,
)
from models.training.examples import Passage
from models.training.judging import judge
from models.training.network import ReaderNetwork
from models.training.pairs import PairEncoder

pytestmark = pytest.mark.usefixtures("one_thread")

Bert = Callable[..., BertModel]
Cut = Tokenizer

MATTERS = (
    "竹笋采挖总量不得超过三百公斤",
    "砍竹证的有效期为两年",
    "蜂场应当设置警示标志",
    "渡船不得超过核定人数",
    "公用水井由村民小组维护",
)
ASKED = ("竹笋最多挖多少？", "砍竹证管几年？", "养蜂要立牌子吗？", "渡船能坐几个人？", "水井坏了谁修？")
CASES = [
    Case(question, Passage(f"{matter}。"), (Passage(f"{MATTERS[i - 2]}的，由县里补助。", title="补助办法"),))
    for i, (question, matter) in enumerate(zip(ASKED, MATTERS, strict=True))
]
TUNED = EmbedderSchedule(rate=2e-3, temperature=0.1, questions=5, blend=1.0)


def learner_of(bert: BertModel, cut: Cut, schedule: EmbedderSchedule = TUNED, *, steps: int = 40) -> EmbedderLearner:
    return EmbedderLearner(bert, cut, schedule, steps=steps, device="cpu")


def weights(learner: EmbedderLearner) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in learner.bert.state_dict().items()}


def passages(cases: Sequence[Case]) -> list[Passage]:
    return [passage for case in cases for passage in (case.answering, *case.others)]


# contrast

PLAIN = [Case("甲？", Passage("一"), (Passage("二"),)), Case("乙？", Passage("三"))]
SIMILARITY = st.lists(st.floats(-9, 9), min_size=6, max_size=6)


@settings(deadline=None)
@given(SIMILARITY)
def test_contrast_is_the_share_of_the_answering_passage(values: list[float]) -> None:
    similarity = torch.tensor(values, dtype=torch.float64).reshape(2, 3)
    first, second = (math.log(sum(math.exp(v) for v in row)) for row in (values[:3], values[3:]))
    by_hand = (first - values[0] + second - values[5]) / 2
    assert float(contrast(similarity, PLAIN)) == pytest.approx(by_hand, abs=1e-6)


@pytest.mark.parametrize(
    ("case", "column"),
    [
        (Case("甲？", Passage("一"), (Passage("二"),), also=frozenset({"三"})), 2),
        (Case("甲？", Passage("一"), (Passage("二"),), also=frozenset({"二"})), 1),
        (Case("甲？", Passage("一"), (Passage("一", title="又一份"),)), 1),
    ],
)
def test_a_further_passage_that_answers_is_no_negative(case: Case, column: int) -> None:
    cases = [case, PLAIN[1]]
    low, high = torch.zeros(2, 3), torch.zeros(2, 3)
    high[0, column] = 9
    assert float(contrast(high, cases)) == pytest.approx(float(contrast(low, cases)))
    # Of another question it is one all the same.
    high[1, 0] = 9
    assert float(contrast(high, cases)) > float(contrast(low, cases)) + 1


def test_the_answer_of_another_question_is_a_negative_unless_both_have_it() -> None:
    shared = [Case("甲？", Passage("一")), Case("乙？", Passage("一"))]
    assert float(contrast(torch.tensor([[0.0, 5.0], [5.0, 0.0]]), shared)) == pytest.approx(0, abs=1e-6)
    own = [Case("甲？", Passage("一")), Case("乙？", Passage("二"))]
    assert float(contrast(torch.tensor([[0.0, 5.0], [5.0, 0.0]]), own)) > 4


# vectors


def test_a_passage_stands_under_its_title() -> None:
    assert as_embedded(Passage("第三条 竹笋归农户。", title="清溪竹林法")) == "passage: 清溪竹林法\n第三条 竹笋归农户。"
    assert as_embedded(Passage("竹笋归农户。")) == "passage: 竹笋归农户。"


def test_vectors_have_unit_length_and_do_not_depend_on_their_company(tiny_bert: Bert, shipped_tokenizer: Cut) -> None:
    learner = learner_of(tiny_bert().eval(), shipped_tokenizer)
    texts = [as_embedded(passage) for passage in passages(CASES)] + ["passage: " + "竹" * 90]
    with torch.no_grad():
        together = learner.vectors(texts, 64)
        alone = torch.cat([learner.vectors([text], 64) for text in texts])
    assert together.shape == (len(texts), 32)
    assert torch.allclose(together.norm(dim=1), torch.ones(len(texts)), atol=1e-5)
    assert float((together * alone).sum(1).min()) > 0.999


def test_what_is_beyond_the_limit_is_not_read_and_the_end_sign_stays(tiny_bert: Bert, shipped_tokenizer: Cut) -> None:
    learner = learner_of(tiny_bert().eval(), shipped_tokenizer)
    shipped_like = Tokenizer.from_str(shipped_tokenizer.to_str())
    shipped_like.enable_truncation(20)
    long = "passage: " + "竹笋归农户所有，" * 20
    with torch.no_grad():
        cut, other, whole = (
            learner.vectors([text], limit)[0] for text, limit in ((long, 20), (long + "鱼", 20), (long, 400))
        )
        ids = torch.tensor([shipped_like.encode(long).ids])
        expected = learner.bert(ids).last_hidden_state[0].mean(0)
    assert torch.equal(cut, other)
    assert float(cut @ whole) < 0.9999
    assert float(cut @ expected / expected.norm()) > 0.9999


# learning


def hits(learner: EmbedderLearner) -> int:
    """Questions whose passage is the nearest of all."""
    learner.bert.eval()
    with torch.no_grad():
        questions = learner.vectors([f"query: {case.question}" for case in CASES], 64)
        found = learner.vectors([as_embedded(passage) for passage in passages(CASES)], 64)
    return sum(int((questions[i] @ found.T).argmax()) == 2 * i for i in range(len(CASES)))


def test_a_small_network_learns_the_cases_by_heart(tiny_bert: Bert, shipped_tokenizer: Cut) -> None:
    learner = learner_of(tiny_bert(), shipped_tokenizer)
    losses = [learner.learn(CASES) for _ in range(40)]
    learner.finish()
    assert losses[-1] < 0.3 * losses[0]
    assert hits(learner) == len(CASES)


@pytest.mark.parametrize("blend", [0.0, 0.25, 1.0])
def test_so_much_is_kept_as_the_blend_says(tiny_bert: Bert, shipped_tokenizer: Cut, blend: float) -> None:
    schedule = EmbedderSchedule(rate=1e-3, questions=5, blend=blend)
    learner = learner_of(tiny_bert(), shipped_tokenizer, schedule, steps=4)
    before = weights(learner)
    for _ in range(4):
        learner.learn(CASES)
    tuned = weights(learner)
    learner.finish()
    kept = weights(learner)
    for name, value in kept.items():
        if name.startswith("embeddings."):
            assert torch.equal(tuned[name], before[name])
        else:
            assert not torch.equal(tuned[name], before[name]), name
        mixed = blend * tuned[name].double() + (1 - blend) * before[name].double()
        assert torch.allclose(value.double(), mixed, atol=1e-6), name
    assert set(learner.learnt()) == {name for name in kept if not name.startswith("embeddings.")}


def test_what_is_learnt_is_a_copy(tiny_bert: Bert, shipped_tokenizer: Cut) -> None:
    learner = learner_of(tiny_bert(), shipped_tokenizer, steps=2)
    learner.learn(CASES)
    kept = learner.learnt()
    learner.learn(CASES)
    assert any(not torch.equal(kept[name], value) for name, value in learner.learnt().items())


@pytest.mark.parametrize("count", [1, 5, 6, 23])
def test_a_pass_takes_the_steps_that_were_foretold(tiny_bert: Bert, shipped_tokenizer: Cut, count: int) -> None:
    cases = (CASES * 5)[:count]
    schedule = EmbedderSchedule(questions=5)
    learner = learner_of(tiny_bert(), shipped_tokenizer, schedule, steps=embedder_steps(cases, schedule))
    tune(learner, cases, schedule, seed=2, tell=lambda line: None)
    assert learner.step == embedder_steps(cases, schedule) == math.ceil(count / 5)


def test_the_same_seed_gives_the_same_weights(tiny_bert: Bert, shipped_tokenizer: Cut) -> None:
    schedule = EmbedderSchedule(rate=1e-3, questions=3)
    runs = []
    for seed in (1, 1, 2):
        learner = learner_of(tiny_bert(dropout=0.1), shipped_tokenizer, schedule, steps=4)
        tune(learner, CASES * 2, schedule, seed=seed, tell=lambda line: None)
        runs.append(weights(learner))
    one, again, other = runs
    assert all(torch.equal(value, again[name]) for name, value in one.items())
    assert any(not torch.equal(value, other[name]) for name, value in one.items())


# the reader as teacher


def test_the_teachers_order_is_learnt(tiny_bert: Bert, shipped_tokenizer: Cut) -> None:
    # The reader finds the near miss better than the passage that is labelled, for every second question.
    logits = [(3.0, -3.0) if i % 2 else (-3.0, 3.0) for i in range(len(CASES))]
    cases = [Case(c.question, c.answering, c.others, taught=said) for c, said in zip(CASES, logits, strict=True)]
    schedule = EmbedderSchedule(rate=2e-3, temperature=0.1, questions=5, blend=1.0, teacher_weight=20.0)
    learner = learner_of(tiny_bert(), shipped_tokenizer, schedule, steps=60)
    for _ in range(60):
        learner.learn(cases)
    learner.bert.eval()
    with torch.no_grad():
        questions = learner.vectors([f"query: {case.question}" for case in cases], 64)
        found = learner.vectors([as_embedded(passage) for passage in passages(cases)], 64)
    for i, (right, other) in enumerate(logits):
        labelled, near = float(questions[i] @ found[2 * i]), float(questions[i] @ found[2 * i + 1])
        assert (labelled > near) == (right > other)


def test_the_reader_judges_unlabelled_passages_only(tiny_bert: Bert, shipped_tokenizer: Cut) -> None:
    reader = ReaderNetwork(tiny_bert(), layers=range(3), exit_at=1)
    encoder = PairEncoder(shipped_tokenizer)
    cases = [
        Case(c.question, c.answering, c.others if i != 3 else (), c.also, unlabelled=i in (1, 3, 4))
        for i, c in enumerate(CASES)
    ]
    found = taught(cases, reader, encoder, "cpu")
    assert [bool(case.taught) for case in found] == [False, True, False, False, True]
    for case in (found[1], found[4]):
        pairs = [encoder.encode(case.question, passage) for passage in (case.answering, *case.others)]
        said = [verdict.relevance for verdict in judge(reader, pairs, "cpu")]
        assert case.taught == pytest.approx(said, abs=0.05)
    assert [Case(c.question, c.answering, c.others, c.also, c.unlabelled) for c in found] == cases
