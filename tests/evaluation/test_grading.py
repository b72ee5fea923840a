"""The grader: what counts as right, and that its verdicts are those of the shared grader where that is there."""

import importlib.util
import math
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from evaluation.grading import (
    Cited,
    Given,
    Gold,
    first_hit,
    grade,
    is_hit,
    meets,
    percentile,
    plain,
    read_gold,
    right_source,
    says,
    summarise,
)
from evaluation.question_sets import shared_folder

GOLD = Gold(
    id="x1", type="figure", expect="answer", question="甲县2022年有多少户？", must=(("120户", "一百二十户"),),
    must_not=(("95户",),), evidence=("全县共有监测对象120户300人。",), docs=("甲县报告.txt",),
)  # fmt: skip
RIGHT = Given(
    status="answered",
    text="监测对象120户[1]。",
    citations=(Cited(source="甲县报告.txt", quote="全县共有监测对象120户300人"),),
    elapsed_ms=3.0,
)
REFUSED = Given(status="no_evidence", text="文件里没有说到。")


def test_a_right_answer_is_correct() -> None:
    verdict = grade(GOLD, RIGHT)
    assert verdict.correct and verdict.complete and verdict.clean and verdict.concise and verdict.cited
    assert verdict.unsupported == ()


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"text": "监测对象1120户[1]。"}, "complete"),
        ({"text": "监测对象120户，上年95户[1]。"}, "clean"),
        ({"text": "监测对象120户[1]。" + "说明" * 60}, "concise"),
        ({"citations": (Cited(source="乙县报告.txt", quote="全县共有监测对象120户300人"),)}, "cited"),
        ({"citations": (Cited(source="甲县报告.txt", quote="全年召开会议，部署工作"),)}, "cited"),
        ({"citations": (*[Cited(source="a.txt", quote="别的内容")] * 3, *RIGHT.citations)}, "cited"),
        ({"status": "no_evidence"}, "answered"),
    ],
)
def test_each_fault_costs_the_answer(change: dict[str, Any], lost: str) -> None:
    verdict = grade(GOLD, replace(RIGHT, **change))
    assert not verdict.correct
    assert not getattr(verdict, lost)


def test_an_unanswerable_question_wants_a_refusal() -> None:
    gold = replace(GOLD, expect="refuse", must=(), evidence=())
    assert grade(gold, REFUSED).correct
    assert not grade(gold, RIGHT).correct
    assert not grade(gold, replace(REFUSED, text="乙县是95户。")).correct


def test_a_passage_question_wants_its_first_citation_right() -> None:
    gold = replace(GOLD, type="policy", must=(), must_not=())
    other = Cited(source="甲县报告.txt", quote="全年召开会议，部署工作")
    assert grade(gold, RIGHT).correct
    assert not grade(gold, replace(RIGHT, citations=(other, *RIGHT.citations))).correct


def test_a_figure_that_no_quote_holds_is_unsupported() -> None:
    verdict = grade(GOLD, replace(RIGHT, text="监测对象120户，比2022年的计划多37户，共300人[1]。"))
    assert verdict.unsupported == ("37",)


def test_a_computed_figure_needs_no_quote() -> None:
    gold = replace(GOLD, type="multi_figure")
    assert grade(gold, replace(RIGHT, text="120户，人数减户数：300-120=180[1]。")).unsupported == ()


@pytest.mark.parametrize(
    ("text", "wording", "found"),
    [
        ("共49个", "9个", False),
        ("共9个", "9个", True),
        ("二十日内", "十日", False),
        ("１，２３４元", "1234元", True),
        ("增长3.9%", "9%", False),
        ("增长 9 ％", "9%", True),
        ("2022年", "2022", True),
        ("20221年", "2022", False),
    ],
)
def test_numbers_match_whole(text: str, wording: str, found: bool) -> None:
    assert says(plain(text), (wording,)) is found


def test_sources_and_places() -> None:
    assert right_source("sub/甲县报告.txt", GOLD.docs) and not right_source("甲县.txt", GOLD.docs)
    assert right_source("any.txt", ())
    assert meets("120户", GOLD.evidence) is False  # too short to be a place
    assert meets("对象120户300人", GOLD.evidence)


def test_hits_are_ranked_from_one() -> None:
    passage = "一、总体情况\n全县共有监测对象120户300人。其中……"
    assert is_hit("甲县报告.txt", passage, GOLD)
    assert first_hit([("乙.txt", passage), ("甲县报告.txt", passage)], GOLD) == 2
    assert first_hit([("甲县报告.txt", "无关")], GOLD) is None


def test_the_summary_counts_each_share_over_its_own_questions() -> None:
    refuse = replace(GOLD, expect="refuse")
    verdicts = [grade(GOLD, RIGHT), grade(GOLD, REFUSED), grade(refuse, REFUSED), grade(refuse, RIGHT)]
    summary = summarise(verdicts)
    assert (summary.questions, summary.correct, summary.correct_answerable) == (4, 0.5, 0.5)
    assert (summary.refusal_recall, summary.false_refusal, summary.wrong, summary.cited) == (0.5, 0.5, 0.0, 1.0)
    assert math.isnan(summarise(verdicts[:2]).refusal_recall)


@property_of(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_a_percentile_is_one_of_the_values(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value < found for value in values) <= share * len(values)


@property_of(st.text(st.characters(min_codepoint=33, max_codepoint=126)), st.sampled_from(" \n\t\u3000\u00a0"))
def test_width_and_white_space_do_not_count(text: str, space: str) -> None:
    wide = space.join(chr(ord(character) + 0xFEE0) for character in text)  # the full-width form of ASCII
    assert plain(wide) == plain(text)


TEXTS = (
    "监测对象120户[1]。", "监测对象１２０户，300人【1】", "一百二十户[1,2]", "1,120户", "95户和120户[1]", "文件里没有说到。", "",
    "120户" + "长" * 500, "共37户，300-120=180，约4,321.5万元[1]。", "是120户。300人95",
)  # fmt: skip
CITATIONS: tuple[tuple[Cited, ...], ...] = (
    (), RIGHT.citations, (Cited(source="乙县.txt", quote="全县共有监测对象120户300人"), *RIGHT.citations),
    (Cited(source="a.txt", quote="其他"),) * 3 + RIGHT.citations,
    (Cited(source="甲县报告.txt", quote="120户", title="37号", heading="一"),),
    (Cited(source="sub/甲县报告.txt", quote="监测对象120户"),),
)  # fmt: skip
ROWS: tuple[dict[str, Any], ...] = tuple(
    {
        "id": "m", "type": kind, "expect": expect, "question": "甲县有多少户？4321.5", "answer": "120户", "must": must,
        "history": [{"role": "user", "content": "300"}], "must_not": ["95户", ["九十五户", "95"]],
        "evidence": ["全县共有监测对象120户300人。"], "docs": docs,
    }
    for kind, expect, must, docs in product(
        ("figure", "policy", "calc", "list"), ("answer", "correct_premise", "refuse"), ([["120户", "一百二十户"]], []),
        (["甲县报告.txt"], [["甲县报告.txt", "副本.txt"]], []),
    )
)  # fmt: skip


def shared_module(name: str) -> ModuleType:
    path = shared_folder() / "eval" / f"{name}.py"
    if not path.is_file():
        pytest.skip("the shared grader isn't there")
    spec = importlib.util.spec_from_file_location(f"shared_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_answer(given: Given) -> dict[str, Any]:
    cites = [{"source": c.source, "quote": c.quote, "title": c.title, "heading": c.heading} for c in given.citations]
    return {"status": given.status, "text": given.text, "citations": cites, "elapsed_ms": given.elapsed_ms}


def test_verdicts_are_those_of_the_shared_grader() -> None:
    shared = shared_module("grade")
    corpus = shared.Corpus(None)
    for row, text, citations, status in product(ROWS, TEXTS, CITATIONS, ("answered", "no_evidence", "clarify")):
        given = Given(status=status, text=text, citations=citations)
        theirs = shared.grade(row, as_answer(given), corpus)
        ours = grade(read_gold(row), given)
        case = (row["type"], row["expect"], text, citations, status)
        assert (ours.correct, ours.answered, ours.clean) == (theirs["correct"], theirs["answered"], theirs["clean"]), (
            case
        )
        if row["expect"] != "refuse":
            assert ours.complete == theirs["complete"] and ours.concise == theirs["concise"], case
            assert ours.cited == theirs["cited"], case
        assert list(ours.unsupported) == theirs.get("unsupported", []), case


def test_hits_are_those_of_the_shared_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    folder: Path = shared_folder() / "eval"
    monkeypatch.syspath_prepend(str(folder))
    shared = shared_module("hits")
    for row, source, text in product(
        ROWS, ("甲县报告.txt", "副本.txt", "x.md"),
        ("监测对象120户", "全县共有监测对象120户300人。另有", "全县共有监测对象", "全县共有监测对象120户300人"),
    ):  # fmt: skip
        assert is_hit(source, text, read_gold(row)) == shared.is_hit({"source": source, "text": text}, row)
