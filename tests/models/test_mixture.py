"""What the reader and the embedder learn from: each set in its share, and no negative that is known to answer."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from models.training.examples import LAY_SET, WINDOW_CHARS, held_back
from models.training.mixture import CaseShares, Group, Mixture, Shares
from models.training.texts import Text, read_texts

NONE = dict.fromkeys(("reading", "alone", "unanswerable", "lay", "explained", "made", "made_wrong"), 0)


@pytest.fixture(scope="module")
def texts(laws: Path) -> list[Text]:
    return read_texts([laws], most=5, seed=1)


@pytest.fixture(scope="module")
def mixture(data: Path, texts: list[Text]) -> Mixture:
    return Mixture(data, texts, seed=3)


def groups_of(mixture: Mixture, **shares: int) -> list[Group]:
    return mixture.round(Shares(**{**NONE, **shares}))


@pytest.mark.parametrize("share", NONE)
@pytest.mark.parametrize("count", [1, 7, 40])
def test_each_set_has_its_share_even_where_it_is_smaller(mixture: Mixture, share: str, count: int) -> None:
    assert len(groups_of(mixture, **{share: count})) == count


def test_a_set_that_is_used_again_is_used_evenly(mixture: Mixture) -> None:
    times = Counter(group.question for group in groups_of(mixture, lay=13))
    assert len(times) == 5
    assert set(times.values()) == {2, 3}


def test_a_round_holds_all_sets_in_shuffled_order(mixture: Mixture) -> None:
    groups = groups_of(mixture, reading=15, unanswerable=5, lay=5, made=5)
    ranked = [group.ranked for group in groups]
    assert len(groups) == 30
    assert ranked != sorted(ranked, reverse=True)


def test_the_right_passages_are_marked_and_nothing_beside_them_holds_the_answer(mixture: Mixture) -> None:
    answers = {e.question: e.answers for e in mixture.reading}
    groups = groups_of(mixture, reading=30)
    assert all(group.ranked and group.others for group in groups)
    for group in groups:
        (right,) = group.answering
        assert right.spans
        assert not any(answer in other.text for other in group.others for answer in answers[group.question])


def test_windows_alone_train_the_span_without_an_order(mixture: Mixture) -> None:
    for group in groups_of(mixture, alone=20):
        assert not group.ranked
        assert not group.others
        assert len(group.answering) == 1
        assert group.answering[0].spans


def test_spans_are_learnt_in_long_windows_and_an_order_among_short_ones(mixture: Mixture) -> None:
    alone = [len(group.answering[0].text) for group in groups_of(mixture, alone=20)]
    ranked = [len(group.answering[0].text) for group in groups_of(mixture, reading=20)]
    assert max(alone) > WINDOW_CHARS >= max(ranked)


def test_questions_without_answer_come_with_short_and_long_windows(mixture: Mixture) -> None:
    texts = [len(group.others[0].text) for group in groups_of(mixture, unanswerable=20)]
    assert min(texts) <= WINDOW_CHARS < max(texts)


@pytest.mark.parametrize("share", ["unanswerable", "made_wrong"])
def test_a_question_without_answer_comes_with_one_passage_and_without_an_order(mixture: Mixture, share: str) -> None:
    for group in groups_of(mixture, **{share: 10}):
        assert not group.answering
        assert len(group.others) == 1
        assert not group.ranked


def test_no_article_that_answers_is_a_near_miss(mixture: Mixture) -> None:
    right = {e.question: {p.text for p in e.answering} for e in mixture.lay}
    for group in groups_of(mixture, lay=25):
        assert 1 <= len(group.answering) <= 2
        assert {passage.text for passage in group.answering} <= right[group.question]
        assert not right[group.question] & {passage.text for passage in group.others}


def test_a_lawyers_answer_is_read_among_the_answers_to_others(mixture: Mixture) -> None:
    said = {e.question: e.answering[0].text for e in mixture.explained}
    for group in groups_of(mixture, explained=10):
        assert [passage.text for passage in group.answering] == [said[group.question]]
        assert group.others
        assert {passage.text for passage in group.others} <= set(said.values()) - {said[group.question]}
    assert not any(text.startswith("您好") for text in said.values())


def test_made_questions_have_spans_in_passages_of_the_texts(mixture: Mixture, texts: list[Text]) -> None:
    passages = {passage.text for text in texts for passage in text.passages}
    for group in groups_of(mixture, made=30):
        (right,) = group.answering
        assert right.text in passages
        assert all(right.text[start:end].strip() for start, end in right.spans)
        assert right.spans
        assert right.text not in {passage.text for passage in group.others}


@pytest.mark.parametrize("share", ["reading", "lay", "explained", "made"])
def test_no_passage_stands_twice_in_a_group(mixture: Mixture, share: str) -> None:
    for group in groups_of(mixture, **{share: 40}):
        texts = [passage.text for passage in (*group.answering, *group.others)]
        assert len(texts) == len(set(texts))


def test_the_same_seed_gives_the_same_rounds_and_each_round_is_drawn_anew(data: Path, texts: list[Text]) -> None:
    shares = Shares(reading=8, alone=4, unanswerable=3, lay=5, explained=3, made=6, made_wrong=3)
    one, again, other = (Mixture(data, texts, seed=seed) for seed in (9, 9, 10))
    first = one.round(shares)
    assert first == again.round(shares)
    assert first != other.round(shares)
    second = one.round(shares)
    assert second != first
    assert second == again.round(shares)


def test_without_texts_there_are_no_made_questions(data: Path) -> None:
    mixture = Mixture(data, [], seed=3)
    assert not groups_of(mixture, made=5, made_wrong=5)
    assert len(groups_of(mixture, reading=2, lay=2)) == 4


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
