"""The sets: what is held back, how contexts are cut into windows, and where the answer is marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexical import terms
from knowledge.sentences import sentence_spans
from models.training.examples import (
    LAY_SET,
    READING_SETS,
    WINDOW_CHARS,
    Example,
    Passage,
    article,
    held_back,
    lay_examples,
    reading_examples,
    windows,
)

CONTEXTS = [f"第{i}户人家住在清溪村，门前有{i % 7 + 1}棵枣树。秋天他们把枣晒干，送到集市上卖。" for i in range(120)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set with a question on each of many contexts."""
    path = tmp_path_factory.mktemp("many") / "drcd.jsonl"
    rows = [
        {"context": context, "questions": [{"question": f"第{i}户门前有几棵树？", "answers": [f"{i % 7 + 1}棵"]}]}
        for i, context in enumerate(CONTEXTS)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def all_reading(data: Path, *, validation: bool = False) -> list[Example]:
    return [e for name in READING_SETS for e in reading_examples(data / name, validation=validation)]


def test_what_is_held_back_is_disjoint_and_all_is_in_one_part(many: Path) -> None:
    kept = {e.question for e in reading_examples(many, validation=True)}
    learnt = {e.question for e in reading_examples(many, validation=False)}
    assert kept and learnt
    assert not kept & learnt
    assert len(kept | learnt) == len(CONTEXTS)
    assert 0.02 < len(kept) / len(CONTEXTS) < 0.25


def test_what_is_held_back_is_the_same_on_every_machine() -> None:
    chosen = [i for i, context in enumerate(CONTEXTS) if held_back(context)]
    assert chosen == [4, 27, 46, 60, 61, 85, 106, 109, 110, 119]


def test_laypeoples_questions_are_held_back_too(tmp_path: Path) -> None:
    path = tmp_path / LAY_SET
    asked = [f"我家的枣树被第{i}户砍了咋办？" for i in range(60)]
    rows = [{"question": q, "answer": "您好，", "articles": {"枣树法第三条": "可以报案。"}} for q in asked]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    kept, learnt = ([e.question for e in lay_examples(path, validation=v)] for v in (True, False))
    assert kept and learnt
    assert sorted(kept + learnt) == sorted(asked)


@given(st.text(alphabet="甲乙12.，；。！？“”（）《》 \n　", max_size=200), st.integers(1, 60))
def test_windows_cover_the_text_and_cut_no_sentence(text: str, limit: int) -> None:
    cut = windows(text, limit)
    assert not "".join(
        text[a:b] for a, b in zip([0, *(e for _, e in cut)], [*(s for s, _ in cut), len(text)], strict=True)
    ).strip()
    assert all(end <= start for (_, end), (start, _) in zip(cut, cut[1:], strict=False))
    sentences = sentence_spans(text)
    assert all(any(s <= start and end <= e for s, e in cut) for start, end in sentences)
    assert {start for start, _ in cut} <= {start for start, _ in sentences}
    assert all(end - start <= limit or (start, end) in sentences for start, end in cut)


@given(st.text(alphabet="甲乙。\n", max_size=120), st.integers(1, 40))
def test_no_two_neighbouring_windows_would_fit_in_one(text: str, limit: int) -> None:
    cut = windows(text, limit)
    sentences = sentence_spans(text)
    for (start, _), (next_start, _) in zip(cut, cut[1:], strict=False):
        first = next(end for begin, end in sentences if begin == next_start)
        assert first - start > limit


def test_the_mini_sets_are_learnt_from_not_held_back(data: Path) -> None:
    assert len(all_reading(data)) == 20
    assert not all_reading(data, validation=True)
    assert len(list(lay_examples(data / LAY_SET, validation=False))) == 5


def test_the_marked_span_is_an_answer_and_no_other_passage_holds_one(data: Path) -> None:
    answerable = [e for e in all_reading(data) if e.answering]
    assert len(answerable) == 15
    for example in answerable:
        (right,) = example.answering
        ((start, end),) = right.spans
        assert right.text[start:end] in example.answers
        assert not any(answer in other.text for other in example.others for answer in example.answers)
        assert all(len(passage.text) <= WINDOW_CHARS for passage in (right, *example.others))


def test_a_question_without_answer_has_all_windows_the_nearest_first(data: Path) -> None:
    unanswerable = [e for e in all_reading(data) if not e.answering]
    assert len(unanswerable) == 5
    for example in unanswerable:
        asked = set(terms(example.question))
        shared = [len(asked & set(terms(passage.text))) for passage in example.others]
        assert shared == sorted(shared, reverse=True)
        assert not example.answers
        assert not any(passage.spans for passage in example.others)


def written(folder: Path, context: str, question: str, answers: list[str]) -> Example | None:
    """What is read of one question on one context, whichever part the context falls in."""
    path = folder / "drcd.jsonl"
    row = {"context": context, "questions": [{"question": question, "answers": answers}]}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    found = list(reading_examples(path, validation=held_back(context)))
    return found[0] if found else None


def test_of_several_places_the_one_in_the_sentence_nearest_the_question_is_marked(tmp_path: Path) -> None:
    context = "修桥花了三年。挖井花了三年，井深二十米。铺路也用了三年。"
    example = written(tmp_path, context, "挖井花了多久？", ["三年"])
    assert example is not None
    assert example.answering[0].spans == ((11, 13),)
    assert context[7:13] == "挖井花了三年"


def test_of_several_windows_the_one_nearest_the_question_answers_and_the_others_are_no_negatives(
    tmp_path: Path,
) -> None:
    filler = "村口的老槐树下常有人下棋，谁输了谁请大家喝茶。" * 9
    context = f"修桥花了三年。{filler}挖井花了三年，井深二十米。{filler}水塘里养着鲤鱼和白鹅，归集体所有。"
    example = written(tmp_path, context, "挖井花了多久？", ["三年"])
    assert example is not None
    assert "挖井花了三年" in example.answering[0].text
    assert example.others
    assert not any("三年" in other.text for other in example.others)


def test_a_question_whose_answer_stands_nowhere_is_left_out(tmp_path: Path) -> None:
    assert written(tmp_path, "修桥花了三年。", "挖井花了多久？", ["五个月"]) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("清溪竹林法第十二条", Passage("第十二条 竹子归农户。", title="清溪竹林法")),
        ("清溪竹林法第一百零二条之一", Passage("第一百零二条之一 竹子归农户。", title="清溪竹林法")),
        ("清溪竹林法", Passage("竹子归农户。", title="清溪竹林法")),
    ],
)
def test_an_article_stands_under_its_law_with_its_number(name: str, expected: Passage) -> None:
    assert article(name, "竹子归农户。") == expected
