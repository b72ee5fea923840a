"""What the embedder learns from: each set in its share, and no negative that is known to answer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.training.examples import LAY_SET, held_back
from models.training.mixture import CaseShares, Mixture
from models.training.texts import Text, read_texts


@pytest.fixture(scope="module")
def texts(laws: Path) -> list[Text]:
    return read_texts([laws], most=5, seed=1)


@pytest.fixture(scope="module")
def mixture(data: Path, texts: list[Text]) -> Mixture:
    return Mixture(data, texts, seed=3)


def test_nothing_is_learnt_from_what_is_held_back(data: Path, tmp_path: Path) -> None:
    held = {
        "question": "我家的枣树被第11户砍了咋办？",
        "answer": "您好，去报案。",
        "articles": {"枣树法第三条": "可以报案。"},
    }
    assert held_back(str(held["question"]))
    folder = tmp_path / "sets"
    shutil.copytree(data, folder)
    with (folder / LAY_SET).open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(held, ensure_ascii=False) + "\n")
    mixture = Mixture(folder, [], seed=3)
    assert len(mixture.lay) == len(mixture.explained) == 5
    assert held["question"] not in {e.question for e in (*mixture.lay, *mixture.explained)}


def test_cases_of_the_embedder_have_their_shares_and_no_negative_that_answers(mixture: Mixture) -> None:
    right = {e.question: {p.text for p in e.answering} for e in mixture.lay}
    cases = mixture.cases(CaseShares(lay=12, explained=6, made=9, reading=7))
    assert len(cases) == 34
    lay = [case for case in cases if case.question in right and case.also]
    assert len(lay) == 12
    for case in lay:
        assert case.answering.text in right[case.question]
        assert case.also == right[case.question]
        assert not {passage.text for passage in case.others} & case.also
    assert {case.answering.text for case in lay} == set().union(*right.values())
    judged = [case for case in cases if case.unlabelled]
    assert len(judged) == 9
    assert all(case.answering.text not in {p.text for p in case.others} for case in judged)
    assert not any(case.taught for case in cases)
