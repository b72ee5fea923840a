"""All contradictions of a base at once: those that an answer would name, and no others."""

import pytest

from bot.answering import PolicyBot
from bot.contradictions import contradictions
from bot.types import Question
from knowledge.catalogue import Catalogue


@pytest.fixture(scope="module")
def catalogue(contradicting_bot: PolicyBot) -> Catalogue:
    return contradicting_bot._desk().knowledge.catalogue


def test_every_contradiction_is_found_with_its_other_side(catalogue: Catalogue) -> None:
    found = contradictions(catalogue)
    sides = {
        (figure.place, frozenset(f.said for f in catalogue.figures_at([ordinal, *others])))
        for ordinal, others in found.items()
        for figure in catalogue.figures_at([ordinal])
    }
    assert sides == {
        ("岚湾县", frozenset({"1037户", "1031户"})),
        ("岚湾县", frozenset({"3362人", "3340人"})),
        ("岚湾县", frozenset({"4216万元", "4185万元"})),
        ("岚湾县", frozenset({"58个", "61个"})),
    }


def test_a_side_is_of_another_document(catalogue: Catalogue) -> None:
    for ordinal, others in contradictions(catalogue).items():
        own, *rivals = catalogue.figures_at([ordinal, *others])
        assert any(rival.document_id != own.document_id for rival in rivals)


@pytest.mark.parametrize(
    "question",
    ["2022年岚湾县监测对象多少户", "2022年岚湾县发放产业贷款多少万元", "2022年岚湾县柑橘种植面积多少亩"],
)
def test_the_table_marks_what_an_answer_reports(
    contradicting_bot: PolicyBot, catalogue: Catalogue, question: str
) -> None:
    told = {said for c in contradicting_bot.answer(Question(text=question)).conflicts for said, _ in c.stated}
    marked = {f.said for f in catalogue.figures_at(list(contradictions(catalogue)))}
    assert told <= marked
    assert bool(told) == ("柑橘" not in question)  # 3.4万亩 and 34000亩 are one value
