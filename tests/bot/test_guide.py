"""How to apply, in lists: over the sample reports, by our own questions; and the composer's promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import PolicyBot
from bot.guide_wording import guide_as_plain, guide_lines
from bot.types import Question
from evaluation.guides import GOLD, ask_all, read_guides
from knowledge.settings import PROJECT


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    """The bot over the sample reports, without a language model."""
    from bot.assembly import build_bot
    from bot.settings import BotSettings
    from knowledge.embedding import load_embedder
    from knowledge.publishing import Publisher
    from knowledge.settings import KnowledgeSettings

    settings = KnowledgeSettings(index=tmp_path_factory.mktemp("samples") / "index")
    Publisher(settings, load_embedder(settings)).sync([Path(PROJECT) / "reports"])
    return build_bot(settings, BotSettings())


def test_our_questions_of_how_to_apply(sample: PolicyBot) -> None:
    rows = read_guides(GOLD)
    assert len(rows) >= 30
    judged = ask_all(sample, rows[::3])  # the command asks them all
    assert sum(each.loose for each in judged) == 0  # promises: every item stands in its quote, and little leads
    assert not any(each.long_lead for each in judged)
    wrong = [(each.id, each.wrong) for each in judged if each.wrong]
    assert wrong == []


def test_quotes_of_lists_are_the_documents_own_and_the_old_rule_stays_out(sample: PolicyBot) -> None:
    answer = sample.invoke("临时救助怎么申请？")
    assert answer.guide is not None
    for citation in answer.citations:
        view = sample.document(citation.document.id)
        text = "\n".join(passage.text for passage in view.passages)
        assert "".join(citation.quote.split()) in "".join(text.split())
    assert {c.document.metadata.number for c in answer.citations} == {"临溪政办发〔2023〕12号"}
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_what_the_document_does_not_state_is_named(sample: PolicyBot) -> None:
    answer = sample.invoke("监测对象怎么纳入？")
    assert answer.guide is not None
    missing = {section.part for section in answer.guide.sections if not section.items}
    assert {"materials", "place"} <= missing
    assert "这份文件里没有找到：申请材料" in "\n".join(guide_lines(answer.guide, "zh"))
    assert guide_lines(answer.guide, "en")[0].startswith("How to apply")
    assert guide_as_plain(answer.guide)["title"] == answer.guide.document.metadata.title


def test_a_superseded_rule_is_listed_only_where_it_is_asked(sample: PolicyBot) -> None:
    before = sample.invoke("2020年的临时救助办法规定要交哪些材料？")
    assert before.guide is None or before.guide.document.metadata.number == "临溪政办发〔2020〕21号"


def test_a_folk_term_is_explained_by_a_sentence_of_a_document(sample: PolicyBot) -> None:
    answer = sample.invoke("屋里遭了火灾能救急不？")
    assert [item.text[:16] for item in answer.explained] == ["第二条 本办法所称临时救助，是指"]
    quotes = {citation.number: citation.quote for citation in answer.citations}
    assert all(item.text == quotes[item.number] for item in answer.explained)
    assert sample.invoke("2022年全县危房改造多少户？").explained == ()


def test_next_questions_are_answered_and_never_those_asked(sample: PolicyBot) -> None:
    for text in ("吃低保要啥条件？", "青禾镇监测对象多少户？"):
        answer = sample.invoke(text)
        found = sample.suggestions(answer, [text])
        assert 2 <= len(found) <= 3
        assert text not in found
        assert all(sample.invoke(Question(text=each)).status == "answered" for each in found)
        assert found[0] not in sample.suggestions(answer, [text, found[0]])
