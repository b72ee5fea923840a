"""Search over a real base: scores, order, scope, and the LangChain retriever."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.errors import QuestionError
from bot.retrieval import Retriever
from bot.settings import BotSettings
from bot.types import Query
from knowledge.assembly import KnowledgeBase, open_knowledge
from knowledge.embedding import load_embedder
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings
from tests.bot.county import COUNTY_2021, COUNTY_2022, NEW_RULES, QUESTIONS, TOWNSHIP_2022
from tests.coroutines import completed


@pytest.fixture(scope="module")
def retriever(knowledge: KnowledgeBase) -> Retriever:
    return Retriever(knowledge)


@pytest.mark.parametrize(
    "question",
    [
        "监测对象多少户？",
        "申请临时救助需要哪些材料？",
        "没钱看病政府管不管",
        "路灯",
        "quantum",
        "的",
        "2022年白鹭镇莲藕基地多少亩",
    ],
)
def test_scores_are_shares_best_first(county_bot: PolicyBot, question: str) -> None:
    hits = county_bot.search(question)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= s <= 1 for hit in hits for s in (hit.score, hit.lexical, hit.dense))
    assert len({hit.chunk.id for hit in hits}) == len(hits)


def test_a_passage_is_its_documents_own_slice(county_bot: PolicyBot, knowledge: KnowledgeBase) -> None:
    for hit in county_bot.search("临时救助", top_k=50):
        document = knowledge.catalogue.document(hit.document.id)
        assert hit.chunk.document_id == hit.document.id
        assert document.text[hit.chunk.start : hit.chunk.end] == hit.chunk.text


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("申请临时救助要交什么材料", NEW_RULES),
        ("高龄津贴每月发多少钱", QUESTIONS),
        ("莲藕基地", TOWNSHIP_2022),
        ("红石镇装了多少路灯", COUNTY_2022),
        ("家里着火了能申请什么帮助", NEW_RULES),
    ],
)
def test_the_passage_that_answers_comes_first(county_bot: PolicyBot, question: str, source: str) -> None:
    assert county_bot.search(question)[0].document.source.name == source


def test_at_most_the_asked_number_and_the_same_best(county_bot: PolicyBot) -> None:
    many = county_bot.search("临时救助金", top_k=20)
    assert county_bot.search("临时救助金", top_k=3) == many[:3]
    assert len(county_bot.search("临时救助金", top_k=1)) == 1


def test_only_passages_of_the_asked_place_and_year_are_found(retriever: Retriever) -> None:
    text = "监测对象多少户"
    query = Query(text=text, resolved=text, kind="figure", places=("澄江县",), years=(2021,))
    found = {hit.document.source.name for hit in retriever.search(query, top_k=50)}
    assert COUNTY_2021 in found
    assert TOWNSHIP_2022 not in found
    elsewhere = Query(text=text, resolved=text, kind="figure", places=("南京市",))
    assert retriever.search(elsewhere, top_k=50) == []


def test_words_that_no_passage_holds_find_by_meaning_only(county_bot: PolicyBot) -> None:
    assert all(hit.lexical == 0 for hit in county_bot.search("zebra xylophone"))


def test_it_is_a_langchain_retriever(county_bot: PolicyBot) -> None:
    retriever = county_bot.as_retriever(top_k=4)
    documents = retriever.invoke("申请临时救助要交什么材料")
    hits = county_bot.search("申请临时救助要交什么材料", top_k=4)
    assert all(isinstance(document, Document) for document in documents)
    assert [d.page_content for d in documents] == [hit.chunk.text for hit in hits]
    first = documents[0].metadata
    assert (first["source"], first["title"]) == (NEW_RULES, "澄江县临时救助办法")
    assert first["end"] - first["start"] == len(documents[0].page_content)
    assert 0 <= first["score"] <= 1
    assert completed(retriever.ainvoke("申请临时救助要交什么材料")) == documents
    chain = retriever | RunnableLambda(len)
    assert chain.invoke("临时救助") == 4


def test_search_takes_no_empty_question(county_bot: PolicyBot) -> None:
    with pytest.raises(QuestionError):
        county_bot.search("  ")


def test_what_is_quoted_is_a_name_that_no_other_words_stand_for(tmp_path: Path) -> None:
    told = "推广“五六八”工作法以后，村里的事有人管了。\n"
    beside = [f"第{n}条 各村推行工作法，明确工作步骤，工作中要公开透明，村务工作由村委会管。\n" for n in range(1, 40)]
    (tmp_path / "经验.md").write_text(f"# 甲县经验\n\n{told}\n" + "\n".join(beside), encoding="utf-8")
    settings = KnowledgeSettings(index=tmp_path / "index", chunk_chars=100)
    Publisher(settings, load_embedder(settings)).sync([tmp_path / "经验.md"])
    retriever = Retriever(open_knowledge(settings))

    def scores(question: str) -> dict[str, float]:
        query = Query(text=question, resolved=question, kind="passage")
        return {hit.chunk.text: hit.score for hit in retriever.search(query, top_k=60)}

    quoted, bare = scores("“五六八”工作法"), scores("五六八工作法")
    assert quoted.keys() == bare.keys()
    raised = {text for text in quoted if quoted[text] > bare[text] + 0.1}
    assert raised == {text for text in quoted if "五六八" in text}
    assert len(raised) == 1


# Among many documents of others


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    """A county's report of twenty works, and a city's two hundred passages on one of them that all name the county."""
    place = tmp_path_factory.mktemp("crowded")
    works = [
        "桥梁",
        "水塔",
        "茶园",
        "祠堂",
        "粮仓",
        "渡口",
        "戏台",
        "鱼塘",
        "果园",
        "苗圃",
        "磨坊",
        "石碑",
        "凉亭",
        "驿站",
        "纸坊",
        "染坊",
        "窑厂",
        "碾房",
        "集市",
        "码头",
    ]
    county = "\n\n".join(
        f"修缮{work}{n + 3}处，先由乡镇派人验收，合格以后交给村里管护，村里每月派人看一次，坏了就报修，经费从村集体收益里出，账目每年公开一回。"
        for n, work in enumerate(works)
    )
    villages = "\n\n".join(
        f"第{n}村到澄江县学过旱厕怎么改，全年改造旱厕{n + 30}座，旱茅房拆了{n}座。" for n in range(1, 201)
    )
    for name, year, text in (("澄江县", 12, county), ("宁川市", 3, villages)):
        report = f"{name}2022年工作报告\n\n{name}乡村振兴局\n\n2023年1月{year}日\n\n{text}\n"
        (place / f"{name}2022年工作报告.txt").write_text(report, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index", chunk_chars=100)
    assert not Publisher(settings, load_embedder(settings)).sync([place]).failed
    return build_bot(settings, BotSettings())


def test_the_asked_places_own_passages_are_all_looked_at(crowded: PolicyBot) -> None:
    hits = crowded.search("澄江县改造了多少座旱厕", top_k=300)
    own = [hit.chunk.text for hit in hits if hit.document.metadata.title.startswith("澄江县")]
    assert sum("修缮" in text for text in own) >= 20
