"""Rows made on a device from drawn texts: the very rows that the program reads."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from bot.windows import PairEncoder
from knowledge.embedding import SHIPPED
from models.training.drawing import Drawing
from models.training.drawn import Drawn, Kind, Pool
from models.training.examples import Example, Passage
from models.training.shelf import Shelf

TOKENIZER = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
QUESTION = "竹笋每季最多挖多少？"
TEXT = "每户每季的竹笋采挖总量不得超过三百公斤，超过的部分由村里统一收购。"


def drawn_pair(text: str, title: str, question: str = QUESTION) -> Drawn:
    start = text.index("三百公斤") if "三百公斤" in text else 0
    spans = ((start, start + 4),) if "三百公斤" in text else ()
    drawing = Drawing(TOKENIZER)
    drawing.example(Example(question, (Passage(text, title, spans),), (), ""), Kind.ALONE, Pool.NONE, held=False)
    return drawing.drawn()


@settings(max_examples=40, deadline=None)
@given(st.text("竹笋三百公斤，。(2031)a ", min_size=1, max_size=60), st.sampled_from(["", "清溪竹林法 第二章"]))
def test_a_row_is_the_one_that_the_program_reads(text: str, title: str) -> None:
    drawn = drawn_pair(text, title)
    rows = Shelf(drawn, "cpu").rows(drawn.question, drawn.right[:, 0], limit_tokens=128)
    pairs = PairEncoder(TOKENIZER, 128)
    window = next(pairs.windows(pairs.question(QUESTION), title, text))
    count = int(rows.mask.sum())
    assert rows.ids[0, :count].tolist() == window.ids[0].tolist()
    assert set(rows.ids[0, count:].tolist()) <= {1}
    assert int(rows.inside.sum()) == len(window.offsets)
    if len(window.offsets):
        assert int(rows.inside[0].int().argmax()) == window.first


@pytest.mark.parametrize("skip", [0, 1, 5])
def test_a_row_that_begins_later_still_marks_the_answer(skip: int) -> None:
    drawn = drawn_pair(TEXT, "清溪竹林法")
    rows = Shelf(drawn, "cpu").rows(drawn.question, drawn.right[:, 0], limit_tokens=128, skips=[skip])
    first, last = drawn.span[0] + int(rows.shift[0])
    assert TOKENIZER.decode(rows.ids[0, first : last + 1].tolist()).endswith("三百公斤")
    assert rows.inside[0, first : last + 1].all()
    whole = Shelf(drawn, "cpu").rows(drawn.question, drawn.right[:, 0], limit_tokens=128)
    assert int(whole.mask.sum() - rows.mask.sum()) == skip


def test_a_long_passage_is_cut_at_its_end_and_says_where() -> None:
    drawn = drawn_pair(TEXT * 9, "清溪竹林法")
    rows = Shelf(drawn, "cpu").rows(drawn.question, drawn.right[:, 0], limit_tokens=64)
    assert int(rows.mask.sum()) == 64
    assert rows.ids[0, 63] == 2
    assert int(rows.ends[0]) + int(rows.shift[0]) == 63


def test_texts_stand_between_their_signs() -> None:
    drawn = drawn_pair(TEXT, "清溪竹林法")
    ids, mask = Shelf(drawn, "cpu").texts(np.array([drawn.question[0], drawn.right[0, 0]]), limit_tokens=40)
    for row, text in enumerate((f"query: {QUESTION}", f"passage: 清溪竹林法\n{TEXT}")):
        assert ids[row][mask[row].bool()].tolist() == TOKENIZER.encode(text).ids[: int(mask[row].sum())]
    assert torch.equal(ids[mask == 0], torch.ones(int((mask == 0).sum()), dtype=torch.int64))
