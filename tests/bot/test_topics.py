"""What the base says of a conversation's turns, over the made-up county's base."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk import Desk
from bot.following import resolve
from bot.topics import Topics
from bot.utterance import Senses
from knowledge.assembly import KnowledgeBase
from knowledge.types import Chunk, SearchHit


@pytest.fixture(scope="module")
def senses(knowledge: KnowledgeBase) -> Senses:
    context = Desk(knowledge, None, None, 1.0).context()
    assert context.today == date.today()
    return context.senses()


def meant(senses: Senses, *said: str) -> str:
    return resolve(said[-1], said[:-1], senses).text


def test_a_turn_is_near_where_the_question_before_is_answered(senses: Senses) -> None:
    near = senses.nearness("收入证明要不要", "临时救助要什么材料", "临时救助")
    assert near.document == 1
    assert near.told
    far = senses.nearness("九十岁以上的老人每月多少钱", "临时救助要什么材料", "临时救助")
    assert far.document < senses.nearness("九十岁以上的老人每月多少钱", "高龄津贴找谁办理", "高龄津贴").document


def test_a_turn_that_names_no_matter_goes_on_where_its_document_is(senses: Senses) -> None:
    assert meant(senses, "临时救助要什么材料", "身份证丢失的怎么办").startswith("临时救助")
    assert meant(senses, "高龄津贴每月发多少钱", "户籍有要求吗").startswith("高龄津贴")


@pytest.mark.parametrize("said", ["临时救助最高多少钱", "白鹭镇2022年新建公厕多少座", "莲藕基地有多大"])
def test_a_turn_about_another_matter_stands_alone(said: str, senses: Senses) -> None:
    assert meant(senses, "申请高龄津贴找谁办理", said) == said


def test_a_matter_is_what_titles_and_several_documents_figures_name(senses: Senses) -> None:
    assert senses.matter("临时救助最高多少") == "临时救助"
    assert senses.matter("收入证明要不要") == ""
    assert senses.counts("监测对象")
    assert not senses.counts("收入证明")


def _hit(document: str, heading: str, score: float, knowledge: KnowledgeBase) -> SearchHit:
    known = knowledge.catalogue.chunks(knowledge.catalogue.chunk_ids()[:1])[0]
    chunk = Chunk(
        id=f"{document}:{heading}", document_id=document, start=0, end=1, text="一", heading_path=(heading,),
        context="", position=known.position,
    )  # fmt: skip
    return SearchHit(chunk=chunk, document=knowledge.catalogue.card(known.document_id), score=score)


def test_nearness_is_the_share_of_the_best_score(knowledge: KnowledgeBase) -> None:
    answers = {
        "前": [_hit("a", "一", 0.8, knowledge), _hit("b", "二", 0.3, knowledge)],
        "后": [_hit("c", "三", 0.5, knowledge), _hit("a", "九", 0.4, knowledge), _hit("a", "一", 0.2, knowledge)],
        "无": [],
    }
    topics = Topics(lambda text: answers[text], (), lambda: ())
    near = topics.nearness("后", "前", "一")
    assert (near.best, near.part, near.document) == pytest.approx((0.5, 0.4, 0.8))
    assert near.told  # the passage's text holds it
    assert not topics.nearness("后", "前", "").told
    assert topics.nearness("前", "无", "一").part == topics.nearness("无", "前", "一").part == 0
