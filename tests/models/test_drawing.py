"""Examples drawn into numbers: what answers is marked, what doesn't never holds the answer, nothing held back is learnt."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from models.training.drawing import draw
from models.training.drawn import NONE, Drawn, Kind, Pool, load, save
from models.training.examples import held_back
from models.training.texts import read_texts
from tests.models.conftest import CONTEXTS, LAY


@pytest.fixture(scope="module")
def drawn(data: Path, laws: Path, shipped_tokenizer: Tokenizer) -> Drawn:
    return draw(data, read_texts([laws], most=5, seed=1), shipped_tokenizer, 3, lambda line: None)


def said(drawn: Drawn, tokenizer: Tokenizer, number: int) -> str:
    text: str = tokenizer.decode(drawn.text(number).tolist())
    return plain(text)


def plain(text: str) -> str:
    """As the tokenizer writes it, without spaces."""
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def of(drawn: Drawn, kind: Kind) -> list[int]:
    found: list[int] = np.flatnonzero(drawn.kind == kind).tolist()
    return found


def test_every_kind_has_examples(drawn: Drawn) -> None:
    for kind in (Kind.READING, Kind.LAY, Kind.EXPLAINED, Kind.LAW, Kind.ALONE, Kind.UNANSWERED, Kind.REMOVED):
        assert of(drawn, kind), kind.name


@pytest.mark.parametrize("kind", [Kind.READING, Kind.ALONE])
def test_the_marked_tokens_are_an_answer(drawn: Drawn, shipped_tokenizer: Tokenizer, kind: Kind) -> None:
    answers = {plain(f"query: {q}"): right for _, asked in CONTEXTS for q, right in asked}
    for example in of(drawn, kind):
        first, last = drawn.span[example]
        span = drawn.text(drawn.right[example, 0])[first : last + 1].tolist()
        asked = said(drawn, shipped_tokenizer, drawn.question[example])
        assert any(answer in shipped_tokenizer.decode(span) for answer in answers[asked])


@pytest.mark.parametrize("kind", [Kind.READING, Kind.REMOVED])
def test_what_does_not_answer_never_holds_the_answer(drawn: Drawn, shipped_tokenizer: Tokenizer, kind: Kind) -> None:
    answers = {plain(f"query: {q}"): right for _, asked in CONTEXTS for q, right in asked}
    for example in of(drawn, kind):
        asked = said(drawn, shipped_tokenizer, drawn.question[example])
        for number in drawn.others[example][drawn.others[example] != NONE]:
            assert not any(answer in said(drawn, shipped_tokenizer, number) for answer in answers[asked])


def test_a_question_without_answer_has_a_passage_that_does_not_answer(drawn: Drawn) -> None:
    for kind in (Kind.UNANSWERED, Kind.REMOVED, Kind.MADE_WRONG):
        examples = of(drawn, kind)
        assert (drawn.right[examples] == NONE).all()
        assert (drawn.others[examples, 0] != NONE).all()


def test_a_laypersons_question_looks_among_laws_for_its_articles(drawn: Drawn, shipped_tokenizer: Tokenizer) -> None:
    for example, (question, _, articles) in zip(of(drawn, Kind.LAY), LAY, strict=True):
        assert said(drawn, shipped_tokenizer, drawn.question[example]) == plain(f"query: {question}")
        assert (drawn.right[example] != NONE).sum() == len(articles)
        assert drawn.seeks[example] == Pool.LAW
        assert (drawn.pool[drawn.right[example][drawn.right[example] != NONE]] == Pool.LAW).all()


def test_what_is_held_back_is_marked(drawn: Drawn, data: Path) -> None:
    assert not any(held_back(context) for context, _ in CONTEXTS)
    assert not drawn.held[np.isin(drawn.kind, (Kind.READING, Kind.ALONE, Kind.LAY))].any()


def test_a_file_gives_back_what_it_was_given(drawn: Drawn, tmp_path: Path) -> None:
    save(drawn, tmp_path / "examples.xz")
    again = load(tmp_path / "examples.xz")
    for name in Drawn.__dataclass_fields__:
        assert np.array_equal(getattr(again, name), getattr(drawn, name)), name


def test_the_same_seed_draws_the_same(data: Path, laws: Path, drawn: Drawn, shipped_tokenizer: Tokenizer) -> None:
    again = draw(data, read_texts([laws], most=5, seed=1), shipped_tokenizer, 3, lambda line: None)
    assert np.array_equal(again.tokens, drawn.tokens)
    assert np.array_equal(again.question, drawn.question)
