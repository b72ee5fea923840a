"""What a question is about, in the documents' words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terms import folk_terms, mapped_terms
from bot.types import Query
from bot.weighing import content_weights, coverage, coverage_of_act, in_official_words, meant_inside
from knowledge.assembly import KnowledgeBase


def asked(text: str) -> Query:
    mapped = mapped_terms(text, folk_terms())
    return Query(
        text=text, resolved=text, kind="figure", mapped=mapped, expansions=tuple(official for _, official in mapped)
    )


@pytest.mark.parametrize(
    ("folk", "official"),
    [
        ("旱茅房", "旱茅房"),  # no document of this county writes its official word either
        ("临时救助", "临时救助"),
    ],
)
def test_words_stay_where_documents_have_nothing_better(knowledge: KnowledgeBase, folk: str, official: str) -> None:
    assert in_official_words(asked(f"{folk}有多少"), knowledge) == f"{official}有多少"


def test_a_folk_term_that_no_document_writes_is_asked_officially(knowledge: KnowledgeBase) -> None:
    found = [
        (folk, terms[0])
        for folk, terms in folk_terms().items()
        if len(folk) > 2
        and not {"几", "多"} & set(folk)
        and in_official_words(asked(f"{folk}有多少"), knowledge) != f"{folk}有多少"
    ]
    assert found
    for folk, _ in found:
        query = asked(f"{folk}有多少")
        said = in_official_words(query, knowledge)
        assert folk not in said
        inside = [word for word in meant_inside(folk) if word != folk and word in said]
        assert inside or any(official in said for word, official in query.mapped if word in query.text)
        # 对象 says no more what: 监测户 says as much as 监测对象
        alike = any(official.removesuffix("对象") in folk for _, official in query.mapped)
        covered = coverage(content_weights(query, knowledge), folk)
        assert coverage(content_weights(query, knowledge), said) > (0 if inside or alike else covered)


@given(text=st.text(alphabet="低保户五救急吃多少几成贴天人旱茅房有", max_size=14))
def test_any_question_stays_a_question(knowledge: KnowledgeBase, text: str) -> None:
    query = asked(text)
    said = in_official_words(query, knowledge)
    assert bool(said) == bool(text)
    if not query.mapped:
        assert said == text


def test_an_office_named_by_where_it_sits_is_not_what_is_asked(knowledge: KnowledgeBase) -> None:
    said = content_weights(asked("镇上怎么救助遭了灾的"), knowledge)
    assert {"救助"} <= set(said)
    assert not {"乡镇", "镇人", "政府"} & set(said)
    assert {"乡镇", "政府"} <= set(content_weights(asked("乡镇人民政府怎么救助"), knowledge))


def test_a_long_official_word_counts_as_the_folk_term_does(knowledge: KnowledgeBase) -> None:
    official = "家庭成员突发重大疾病"
    plain = Query(text="", resolved=f"{official}能不能申请", kind="yes_no")
    folk = replace(plain, resolved="倒了霉能不能申请", mapped=(("倒了霉", official),), expansions=(official,))
    whole, lighter = content_weights(plain, knowledge), content_weights(folk, knowledge)
    assert lighter["申请"] == whole["申请"]
    assert lighter["疾病"] == pytest.approx(whole["疾病"] * 3 / 10)


def test_what_a_deadline_runs_from_counts_half_of_the_act() -> None:
    weights, rule = {"答复": 1.0, "复查": 1.0}, "可以自收到答复之日起30日内请求复查。"
    assert coverage_of_act(replace(asked("多久答复"), kind="when"), weights, rule) == 0.75
    assert coverage_of_act(asked("答复多少件"), weights, rule) == 1.0
