"""The reader's network and what is read of its logits."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from knowledge.embedding import SHIPPED
from models.training.examples import Passage
from models.training.judging import answer_text, judge
from models.training.network import ReaderNetwork
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
PAIRS = [
    (question, passage)
    for i, question in enumerate(ANSWERS)
    for passage in (RIGHT[i], OTHERS[i % 3], Passage(RIGHT[i - 1].text), OTHERS[(i + 1) % 3])
]


def encoded() -> list[Pair]:
    return [ENCODER.encode(question, passage) for question, passage in PAIRS]


@pytest.fixture(scope="module")
def network(tiny_bert: Bert) -> ReaderNetwork:
    """Untrained."""
    return ReaderNetwork(tiny_bert(), layers=range(3), exit_at=1).eval()


# the network


def test_a_pairs_logits_do_not_depend_on_what_it_is_padded_with(network: ReaderNetwork) -> None:
    pairs = encoded()
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
    ids, mask = padded(encoded())
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


@pytest.mark.parametrize("part", ["attention", "output"])
def test_nothing_is_dropped_while_learning(tiny_bert: Bert, part: str) -> None:
    network = ReaderNetwork(tiny_bert(dropout=0.4), layers=range(3), exit_at=1).train()
    ids, mask = padded(encoded())
    with torch.no_grad():
        one, again = network(ids, mask), network(ids, mask)
    assert torch.equal(one.relevance, again.relevance)
    assert all(m.p == 0 for n, m in network.named_modules() if part in n and isinstance(m, torch.nn.Dropout))


# verdicts


def test_verdicts_are_the_same_in_any_order_and_company(network: ReaderNetwork) -> None:
    pairs = encoded() * 3  # more than go through the network together
    shuffled = random.Random(4).sample(range(len(pairs)), len(pairs))
    whole = judge(network, pairs, "cpu")
    for verdicts in (
        dict(zip(shuffled, judge(network, [pairs[i] for i in shuffled], "cpu"), strict=True)),
        {i: judge(network, [pairs[i]], "cpu")[0] for i in range(0, len(pairs), 9)},
    ):
        for i, verdict in verdicts.items():
            for name in ("exit", "relevance", "answerable", "span"):
                assert getattr(verdict, name) == pytest.approx(getattr(whole[i], name), abs=0.25), name
    assert judge(network, [], "cpu") == []


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
