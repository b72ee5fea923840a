"""What the base says of a conversation's turns, over the made-up county's base."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk import Desk
from bot.following import resolve
from bot.topics import Topics
from bot.utterance import Senses
from knowledge.assembly import KnowledgeBase
from knowledge.lexical import LexicalIndex
from knowledge.types import Chunk, SearchHit


@pytest.fixture(scope="module")
def senses(knowledge: KnowledgeBase) -> Senses:
    context = Desk(knowledge, None, None, 1.0).context()
    assert context.today == date.today()
    return context.senses()


def meant(senses: Senses, *said: str) -> str:
    return resolve(said[-1], said[:-1], senses).text


def test_a_turn_belongs_where_the_question_before_is_answered(senses: Senses) -> None:
    assert senses.belongs("收入证明要不要", "临时救助要什么材料") == 1
    assert senses.belongs("九十岁以上的老人每月多少钱", "临时救助要什么材料") < senses.belongs(
        "九十岁以上的老人每月多少钱", "高龄津贴找谁办理"
    )


def test_a_turn_that_names_no_matter_goes_on_where_its_document_is(senses: Senses) -> None:
    assert meant(senses, "临时救助要什么材料", "身份证丢失的怎么办").startswith("临时救助")
    assert meant(senses, "高龄津贴每月发多少钱", "户籍有要求吗").startswith("高龄津贴")


@pytest.mark.parametrize("said", ["临时救助最高多少钱", "白鹭镇2022年新建公厕多少座", "莲藕基地有多大"])
def test_a_turn_about_another_matter_stands_alone(said: str, senses: Senses) -> None:
    assert meant(senses, "申请高龄津贴找谁办理", said) == said


def test_words_are_spoken_where_passages_hold_their_pairs(senses: Senses) -> None:
    assert senses.spoken("高龄津贴") == 1
    assert senses.spoken("津贴率") == pytest.approx(2 / 3)
    assert senses.spoken("飞") == senses.spoken("") == 0


def test_a_matter_is_what_titles_and_several_documents_figures_name(senses: Senses) -> None:
    assert senses.matter("临时救助最高多少") == "临时救助"
    assert senses.matter("收入证明要不要") == ""
    assert senses.counts("监测对象")
    assert not senses.counts("路灯")  # one document's alone


def _hit(document: str, heading: str, score: float, knowledge: KnowledgeBase) -> SearchHit:
    known = knowledge.catalogue.chunks(knowledge.catalogue.chunk_ids()[:1])[0]
    chunk = Chunk(
        id=f"{document}:{heading}", document_id=document, start=0, end=1, text="一", heading_path=(heading,),
        context="", position=known.position,
    )  # fmt: skip
    return SearchHit(chunk=chunk, document=knowledge.catalogue.card(known.document_id), score=score)


def test_belonging_is_the_share_of_the_best_score(knowledge: KnowledgeBase) -> None:
    answers = {
        "前": [_hit("a", "一", 0.8, knowledge), _hit("b", "二", 0.3, knowledge)],
        "后": [_hit("c", "三", 0.5, knowledge), _hit("a", "一", 0.4, knowledge)],
        "同": [_hit("a", "九", 0.5, knowledge)],
        "无": [],
    }
    lexical: LexicalIndex = knowledge.lexical
    topics = Topics(lambda text: answers[text], lexical, (), lambda: ())
    assert topics.belongs("后", "前") == pytest.approx(0.8)
    assert topics.belongs("同", "前") == 1  # one document answers both best
    assert topics.belongs("前", "无") == topics.belongs("无", "前") == 0
