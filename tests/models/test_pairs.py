"""Pairs: no longer than allowed, the same as those that are read at run time, and their places lead back to characters."""

from __future__ import annotations

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from bot.windows import PairEncoder as RunTimeEncoder
from knowledge.embedding import SHIPPED
from models.training.examples import Passage
from models.training.pairs import END, PAIR_TOKENS, QUESTION_TOKENS, START, PairEncoder, padded, text_mask

ENCODER = PairEncoder(Tokenizer.from_file(str(SHIPPED / "tokenizer.json")))
RUN_TIME = RunTimeEncoder(Tokenizer.from_file(str(SHIPPED / "tokenizer.json")), PAIR_TOKENS)

WORDS = "低保申请困难家庭每月六百元３５０2023年％，。、；（）“”《》㎡①ａＢ x\n　"
TEXT = st.text(alphabet=WORDS, max_size=60) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LEAST = QUESTION_TOKENS + 5
"""Of tokens that a pair needs at least."""


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, Passage]:
    """A question and a passage with a marked answer."""
    text = draw(st.text(alphabet=WORDS, min_size=1, max_size=120))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return draw(TEXT), Passage(text, title=draw(st.just("") | TEXT), spans=((start, end),))


@given(asked(), st.integers(LEAST, PAIR_TOKENS))
def test_a_pair_never_exceeds_its_limit(pair: tuple[str, Passage], limit: int) -> None:
    ids = ENCODER.encode(*pair, limit_tokens=limit).ids
    assert len(ids) <= limit
    assert (ids[0], ids[-1]) == (START, END)
    assert ids.count(START) == 1
    assert ids.count(END) == 3


def test_a_long_question_and_passage_are_cut_to_the_limit() -> None:
    pair = ENCODER.encode("多少" * 300, Passage("困难家庭" * 300, title="办法"), limit_tokens=176)
    assert len(pair.ids) == 176
    assert pair.ids.index(END) == QUESTION_TOKENS + 1


@given(asked())
@example(("几元？", Passage("每月六百元。", title="低保办法", spans=((2, 5),))))
@example(("", Passage("00  ", spans=((1, 3),))))
def test_places_of_the_answer_lead_back_to_its_characters(pair: tuple[str, Passage]) -> None:
    question, passage = pair
    (start, end), encoded = passage.spans[0], ENCODER.encode(question, passage)
    whole = ENCODER.encode(question, passage, limit_tokens=10_000)
    if encoded.span is None:
        assert len(whole.ids) > PAIR_TOKENS or not passage.text[start:end].strip()
        return
    first, last = encoded.span
    assert encoded.first <= first <= last < len(encoded.ids) - 1
    begin, stop = ENCODER.characters(question, passage, first, last)
    # A token may be wider than the answer, and white space has no token of its own.
    assert begin < end
    assert stop > start
    assert not passage.text[start:begin].strip()
    assert not passage.text[stop:end].strip()


def test_an_answer_of_whole_tokens_comes_back_as_it_is() -> None:
    text = "符合条件的家庭，每人每月补助260元，由乡镇民政办发放。"
    for answer in ("260元", "乡镇民政办", "每人每月补助260元"):
        passage = Passage(text, title="清溪县补助办法", spans=((text.index(answer), text.index(answer) + len(answer)),))
        span = ENCODER.encode("补助多少？谁发？", passage).span
        assert span is not None
        begin, stop = ENCODER.characters("补助多少？谁发？", passage, *span)
        assert text[begin:stop] == answer


def test_an_answer_that_is_cut_off_has_no_place() -> None:
    text = "村" * 400 + "六百元"
    assert ENCODER.encode("几元？", Passage(text, spans=((400, 403),))).span is None
    assert ENCODER.encode("几元？", Passage(text, spans=((100, 403),))).span is None
    assert ENCODER.encode("几元？", Passage(text)).span is None


@given(asked())
def test_the_mask_holds_the_text_and_nothing_of_question_and_title(pair: tuple[str, Passage]) -> None:
    question, passage = pair
    encoded = ENCODER.encode(question, passage)
    ids, mask = padded([encoded])
    inside = text_mask([encoded], ids.shape[1])[0]
    places = inside.nonzero().flatten().tolist()
    assert places == list(range(encoded.first, len(encoded.ids) - 1))
    seen = [ENCODER.characters(question, passage, place, place) for place in places]
    assert all(0 <= begin <= stop <= len(passage.text) and stop > 0 for begin, stop in seen)
    if len(encoded.ids) < PAIR_TOKENS:
        covered = {i for begin, stop in seen for i in range(begin, stop)}
        lost = "".join(sign for i, sign in enumerate(passage.text) if i not in covered)
        assert not lost.strip()
    assert int(mask.sum()) == len(encoded.ids)


@given(TEXT, TEXT, TEXT)
def test_pairs_are_those_that_are_read_at_run_time(question: str, title: str, text: str) -> None:
    encoded = ENCODER.encode(question, Passage(text, title=title))
    if len(encoded.ids) == PAIR_TOKENS:
        return  # a longer passage is cut in training and windowed when it is read
    (window,) = RUN_TIME.windows(RUN_TIME.question(question), title, text)
    assert encoded.ids == window.ids[0].tolist()
    assert encoded.first == window.first
    if text:
        places = range(encoded.first, len(encoded.ids) - 1)
        ours = [ENCODER.characters(question, Passage(text, title=title), place, place) for place in places]
        assert ours == [tuple(offsets) for offsets in window.offsets.tolist()]


@given(st.lists(asked(), min_size=1, max_size=4))
def test_padding_comes_after_each_pair_and_is_masked(pairs: list[tuple[str, Passage]]) -> None:
    encoded = [ENCODER.encode(*pair) for pair in pairs]
    ids, mask = padded(encoded)
    assert ids.shape == mask.shape
    assert ids.shape[1] % 16 == 0
    assert ids.shape[1] - max(len(pair.ids) for pair in encoded) < 16
    for row, pair in enumerate(encoded):
        assert ids[row, : len(pair.ids)].tolist() == pair.ids
        assert bool((ids[row, len(pair.ids) :] == 1).all())
        assert torch.equal(mask[row], (torch.arange(ids.shape[1]) < len(pair.ids)).long())


@pytest.mark.parametrize("title", ["", "清溪县低保办法"])
def test_a_passage_without_text_has_an_empty_mask(title: str) -> None:
    encoded = ENCODER.encode("几元？", Passage("", title=title))
    assert not text_mask([encoded], len(encoded.ids)).any()
