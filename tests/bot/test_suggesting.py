"""Next questions: proven before they are shown, each asked once a version."""

from __future__ import annotations

from dataclasses import replace

from bot.answering import PolicyBot
from bot.desk import Desk
from bot.next_questions import Candidate
from bot.suggesting import MOST, Suggester, answers
from bot.types import Answer

RURAL = Candidate("2022年甲县低保多少人？", "d", 10, 20, value="1,052人")


def test_a_figure_counts_where_its_value_is_said() -> None:
    assert answers(Answer(status="answered", text="农村低保1052人[1]"), RURAL)
    assert not answers(Answer(status="answered", text="农村低保11人[1]"), RURAL)
    assert not answers(Answer(status="no_evidence", text="1052人"), RURAL)


def test_other_questions_count_where_their_place_is_cited(county_bot: PolicyBot) -> None:
    answer = county_bot.invoke("申请临时救助需要哪些材料？")
    cited = answer.citations[0]
    here = Candidate("临时救助要交哪些材料？", cited.document.id, cited.start, cited.end)
    assert answers(answer, here)
    assert not answers(answer, replace(here, document_id="another"))
    assert not answers(answer, replace(here, start=cited.end + 5000, end=cited.end + 5010))


def test_each_is_asked_once_and_what_is_not_answered_is_not_shown(county_bot: PolicyBot) -> None:
    asked: list[str] = []

    def ask(text: str, desk: Desk) -> Answer:
        asked.append(text)
        return county_bot._plainly(text, desk)

    suggester = Suggester(ask, county_bot._desk)
    answer = county_bot.invoke("什么条件可以申请临时救助？")
    first = suggester.suggestions(answer)
    assert 0 < len(first) <= MOST
    assert set(first) <= set(asked)
    assert all(county_bot.invoke(text).status == "answered" for text in first)
    count = len(asked)
    assert suggester.suggestions(answer)[: len(first)] == first
    assert set(suggester.suggestions(answer, [first[0]])).isdisjoint({first[0]})
    assert len(asked) - count <= 9  # what was proven isn't asked again
    assert len(set(asked)) == len(asked)


def test_nothing_is_suggested_that_nothing_answers(county_bot: PolicyBot) -> None:
    silent = Suggester(lambda text, desk: Answer(status="no_evidence", text=""), county_bot._desk)
    assert silent.suggestions(county_bot.invoke("什么条件可以申请临时救助？")) == ()
