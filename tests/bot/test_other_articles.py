"""A second article of the same rules beside the one that was quoted, and the rest of an article where two things are asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.extractive import Quote, compose
from bot.other_articles import in_article, other_article, see_also, with_as_good, with_the_rest
from bot.statements import ReadSentence
from bot.types import AskedKind, Query
from knowledge.assembly import KnowledgeBase, open_knowledge
from knowledge.embedding import load_embedder
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings
from knowledge.types import SearchHit

LEND = "第三条 村民凭身份证向管理员借用农具。"
RETURN = "第四条 借用农具的村民应当在七日内归还。"
LATER = "确需延期的，经管理员同意可以再借三日。"
DAMAGE = "第五条 损坏农具的，照价赔偿。"
RULES = "\n\n".join(("# 桃源县共用农具借用办法", "桃源县农业农村局", "2023年2月1日", LEND, RETURN + LATER, DAMAGE))
NOTICE = "\n\n".join(("# 关于农具检修的通知", "桃源县农业农村局", "2023年3月1日", "借用农具的村民请于三月底前送检。"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    place = tmp_path_factory.mktemp("articles")
    (place / "docs").mkdir()
    (place / "docs" / "办法.md").write_text(RULES, encoding="utf-8")
    (place / "docs" / "通知.md").write_text(NOTICE, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    report = Publisher(settings, load_embedder(settings)).sync([place / "docs"])
    assert not report.failed
    return open_knowledge(settings)


def quote_of(base: KnowledgeBase, text: str) -> Quote:
    catalogue = base.catalogue
    for chunk in catalogue.chunks(catalogue.chunk_ids()):
        if text in chunk.text:
            start = chunk.start + chunk.text.index(text)
            hit = SearchHit(chunk=chunk, document=catalogue.card(chunk.document_id), score=0.9)
            return Quote(hit, start, start + len(text))
    raise AssertionError(text)


def statement(base: KnowledgeBase, text: str, *, score: float, own: float = 0.5) -> ReadSentence:
    quote = quote_of(base, text)
    return ReadSentence(
        hit=quote.hit, start=quote.start, end=quote.end, text=text, own=own, around=own, shares_word=True, holds=True,
        in_scope=True, score=score,
    )  # fmt: skip


def asked(text: str, kind: AskedKind = "passage") -> Query:
    return Query(text=text, resolved=text, kind=kind)


def added(
    base: KnowledgeBase, sentences: list[ReadSentence], kind: AskedKind = "passage", quoted: str = LEND
) -> list[str]:
    query = asked("借了农具要怎么还", kind)
    found = other_article(query, [quote_of(base, quoted)], sentences, {"借用": 1.0, "归还": 1.0}, base.catalogue)
    return [quote.text for quote in found]


def test_an_article_that_answers_about_as_well_is_added(base: KnowledgeBase) -> None:
    first = statement(base, LEND, score=0.50)
    assert [text.startswith(RETURN) for text in added(base, [first, statement(base, RETURN, score=0.45)])] == [True]


@pytest.mark.parametrize(
    ("other", "score", "own", "kind"),
    [
        (RETURN, 0.30, 0.5, "passage"),  # it answers worse
        (RETURN, 0.45, 0.4, "passage"),  # it says less of the question
        (RETURN, 0.45, 0.5, "figure"),  # a second number would be taken for an answer
        ("借用农具的村民请于三月底前送检。", 0.45, 0.5, "passage"),  # another document
    ],
)
def test_what_comes_no_nearer_is_left_out(
    base: KnowledgeBase, other: str, score: float, own: float, kind: AskedKind
) -> None:
    first = statement(base, LEND, score=0.50)
    assert added(base, [first, statement(base, other, score=score, own=own)], kind) == []


def test_a_report_has_no_articles(base: KnowledgeBase) -> None:
    notice = "借用农具的村民请于三月底前送检。"
    sentences = [statement(base, notice, score=0.5), statement(base, RETURN, score=0.5)]
    assert added(base, sentences, quoted=notice) == []
    assert in_article(quote_of(base, LEND).hit.chunk)
    assert not in_article(quote_of(base, notice).hit.chunk)


def test_the_second_is_marked_as_more_to_see_with_a_citation_of_its_own(base: KnowledgeBase) -> None:
    answer = compose(asked("怎么借"), [quote_of(base, LEND)])
    both = see_also(answer, [quote_of(base, DAMAGE)])
    assert both.text == f"{LEND}[1]\n另见：{DAMAGE}[2]"
    assert [(c.number, c.quote) for c in both.citations] == [(1, LEND), (2, DAMAGE)]
    english = see_also(replace(answer, query=replace(asked("how"), language="en")), [quote_of(base, DAMAGE)])
    assert english.text.endswith(f"\nSee also: {DAMAGE}[2]")
    assert see_also(answer, []) == answer


def test_of_two_things_asked_the_article_says_the_second_in_its_next_sentence(base: KnowledgeBase) -> None:
    quote = quote_of(base, RETURN)
    twice = with_the_rest(asked("农具几天内要还？还不了怎么办？", "when"), [quote])
    assert [q.text for q in twice] == [RETURN + LATER]
    assert with_the_rest(asked("农具几天内要还？", "when"), [quote]) == [quote]
    part = quote_of(base, "第四条 借用农具的村民")
    assert with_the_rest(asked("谁借的？几天还？", "when"), [part])[0].text == RETURN
    whole = quote_of(base, RETURN + LATER)
    assert with_the_rest(asked("农具几天内要还？还不了怎么办？", "when"), [whole]) == [whole]
    alone = replace(quote, reading="应当在七日内归还")
    assert with_the_rest(asked("几天还？还不了怎么办？", "when"), [alone]) == [quote]


def near(base: KnowledgeBase, query: Query, *, score: float) -> list[str]:
    sentences = [statement(base, RETURN, score=0.60), statement(base, LATER, score=score)]
    return [quote.text for quote in with_as_good(query, [quote_of(base, RETURN)], sentences)]


def test_people_s_words_get_the_sentence_of_the_article_that_answers_as_well(base: KnowledgeBase) -> None:
    spoken = Query(text="借了咋个还", resolved="借了怎么还", kind="steps")
    assert near(base, spoken, score=0.55) == [RETURN + LATER]
    assert near(base, spoken, score=0.40) == [RETURN]
    mapped = replace(asked("家伙什怎么还", "steps"), mapped=(("家伙什", "农具"),))
    assert near(base, mapped, score=0.55) == [RETURN + LATER]


def test_the_documents_own_words_and_figures_get_one_sentence(base: KnowledgeBase) -> None:
    assert near(base, asked("农具怎么还", "steps"), score=0.59) == [RETURN]
    assert near(base, Query(text="借好多天", resolved="借多少天", kind="figure"), score=0.59) == [RETURN]
    elsewhere = [statement(base, RETURN, score=0.60), statement(base, DAMAGE, score=0.59)]
    spoken = Query(text="借了咋个还", resolved="借了怎么还", kind="steps")
    assert [q.text for q in with_as_good(spoken, [quote_of(base, RETURN)], elsewhere)] == [RETURN]
