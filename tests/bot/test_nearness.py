"""The order of statements that compete, by words and by the real embedder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.nearness import by_meaning
from bot.statements import ReadSentence
from bot.types import Query
from knowledge.embedding import Embedder, load_embedder
from knowledge.settings import KnowledgeSettings
from tests.bot.made_up import NOTICE_CARD, hit

KEPT = "集市的摊位由镇里统一安排，先到先得。"
ENDED = "租期届满后，原来的摊主可以续租三年。"
ASKED = Query(text="摊子到期了还让不让接着摆", resolved="摊子到期了还让不让接着摆", kind="yes_no")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(KnowledgeSettings())


def said(text: str, score: float, *, own: float = 0.1, **slots: object) -> ReadSentence:
    found = hit(NOTICE_CARD, text)
    values = {"around": 0.2, "shares_word": True, "holds": True, "in_scope": True} | slots
    return ReadSentence(hit=found, start=40, end=40 + len(text), text=text, own=own, score=score, **values)


def ordered(statements: list[ReadSentence], embedder: Embedder) -> list[str]:
    found = by_meaning(ASKED, statements, embedder, lambda query: embedder.embed_question(query.resolved))
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert {replace(s, score=0.0).text for s in found} == {s.text for s in statements}
    return [s.text for s in found]


def test_what_is_nearer_in_meaning_comes_first_where_words_say_little(embedder: Embedder) -> None:
    assert ordered([said(KEPT, 0.31), said(ENDED, 0.30)], embedder)[0] == ENDED


def test_words_decide_where_they_say_the_question(embedder: Embedder) -> None:
    assert ordered([said(KEPT, 0.31, own=1.0), said(ENDED, 0.30)], embedder)[0] == KEPT


def test_what_stands_far_behind_isnt_asked_about(embedder: Embedder) -> None:
    def vector(query: Query) -> None:
        raise AssertionError(query)

    statements = [said(KEPT, 0.9), said(ENDED, 0.3)]
    assert by_meaning(ASKED, statements, embedder, vector) == statements  # type: ignore[arg-type]
    assert by_meaning(ASKED, [], embedder, vector) == []  # type: ignore[arg-type]


def test_what_may_not_answer_doesnt_compete(embedder: Embedder) -> None:
    assert ordered([said(KEPT, 0.31), said(ENDED, 0.30, holds=False)], embedder)[0] == KEPT


def test_a_figure_that_the_question_states_is_not_left_to_meaning(embedder: Embedder) -> None:
    stated = replace(ASKED, resolved=f"说是要交30元，{ASKED.resolved}")
    statements = [said(KEPT, 0.31), said(ENDED, 0.30)]
    assert by_meaning(stated, statements, embedder, lambda query: embedder.embed_question(query.text)) == statements
