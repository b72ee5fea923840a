"""Feedback: kept whole, changed, taken back, exported; nothing private in it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.types import Answer, Query
from tests.web.canned import NOTICE, RURAL_CARD
from web.feedback import COLUMNS, NOTE_CHARS, FeedbackKeeper, export, main
from web.store import Store

QUOTE = "从2023年1月起，农村低保标准为每人每年5640元。"
ANSWER = Answer(
    status="answered", text=f"{QUOTE}[1]", citations=(NOTICE.cite(1, QUOTE),), figures=(RURAL_CARD,), version="v7",
    query=Query(text="标准", resolved="农村低保标准", kind="figure"),
)  # fmt: skip


def test_it_is_kept_with_question_answer_evidence_and_version(tmp_path: Path) -> None:
    store = Store(tmp_path)
    said = FeedbackKeeper(store).keep("wrong_figure", "标准多少", ANSWER, "zh")
    store.close()
    (row,) = FeedbackKeeper(Store(tmp_path)).rows()  # after a restart
    assert (row["id"], row["judgement"], row["question"], row["resolved"]) == (
        said.id,
        "wrong_figure",
        "标准多少",
        "农村低保标准",
    )
    assert (row["answer"], row["index_version"], row["language"], row["status"]) == (
        ANSWER.text,
        "v7",
        "zh",
        "answered",
    )
    (cited,) = json.loads(row["citations"])
    assert NOTICE.text[cited["start"] : cited["end"]] == cited["quote"] == QUOTE
    assert cited["document"] == NOTICE.id
    assert json.loads(row["figures"])[0]["said"] == "5640元"
    assert row["at"].endswith("+00:00")


def test_it_can_be_changed_noted_and_taken_back() -> None:
    keeper = FeedbackKeeper(Store(None))
    other = keeper.keep("useful", "甲", ANSWER, "zh")
    said = keeper.change(keeper.keep("useless", "乙", ANSWER, "zh"), "off_topic")
    said = keeper.note(said, "  想问的是\n城市的  ")
    assert said.note == "想问的是 城市的"
    assert [(r["judgement"], r["note"]) for r in keeper.rows()] == [("useful", ""), ("off_topic", "想问的是 城市的")]
    assert len(keeper.note(said, "长" * 999).note) == NOTE_CHARS
    keeper.take_back(said)
    assert [row["id"] for row in keeper.rows()] == [other.id]


def test_private_numbers_are_masked_before_they_are_kept(tmp_path: Path) -> None:
    identity, mobile = "11010519491231002X", "13812345678"
    store = Store(tmp_path)
    keeper = FeedbackKeeper(store)
    asked = f"我叫张三，身份证{identity}，电话{mobile}，能吃低保吗"
    answer = replace(ANSWER, query=Query(text=asked, resolved=asked, kind="yes_no"))
    keeper.note(keeper.keep("useless", asked, answer, "zh"), f"请打{mobile}")
    store.close()
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert identity.encode() not in held
    assert mobile.encode() not in held
    assert "能吃低保吗".encode() in held


@pytest.mark.parametrize("first", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_an_export_holds_no_formula(tmp_path: Path, first: str) -> None:
    keeper = FeedbackKeeper(Store(None))
    keeper.keep("useful", f'{first},"引号"\n换行', ANSWER, "zh")
    export(keeper.rows(), tmp_path / "f.csv")
    assert (tmp_path / "f.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        head, row = csv.reader(file)
    assert tuple(head) == COLUMNS
    assert row[COLUMNS.index("question")] == f'\'{first},"引号"\n换行'


def test_lines_of_json_hold_evidence_as_objects(tmp_path: Path) -> None:
    keeper = FeedbackKeeper(Store(None))
    keeper.keep("useful", "=甲", ANSWER, "en")
    export(keeper.rows(), tmp_path / "f.jsonl")
    row = json.loads((tmp_path / "f.jsonl").read_text(encoding="utf-8"))
    assert row["question"] == "=甲"
    assert row["citations"][0]["title"] == NOTICE.metadata.title


def test_the_command_exports_what_the_page_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENCE_STATE", str(tmp_path / "state"))
    file = tmp_path / "反馈.csv"
    assert main(["--export", str(file)]) == 0
    assert not file.exists()
    assert not (tmp_path / "state").exists()  # nothing is made for nothing
    store = Store(tmp_path / "state")
    FeedbackKeeper(store).keep("useful", "甲", ANSWER, "zh")
    assert main(["--export", str(file)]) == 0
    assert "1 条" in capsys.readouterr().out
    assert "有用" not in file.read_text(encoding="utf-8-sig")
    assert "useful" in file.read_text(encoding="utf-8-sig")
    assert main(["--export", str(tmp_path / "none" / "f.csv")]) == 1
