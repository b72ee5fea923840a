"""The harness around the grader: sets, tables, quotes, and the command's answers to wrong use."""

import json
import math
from datetime import date
from pathlib import Path

import pytest

from bot.types import Answer, Citation
from evaluation import evaluate
from evaluation.grading import Summary
from evaluation.question_sets import EvaluationError, chosen, question_sets, read_questions, shared_folder
from evaluation.quotes import QuoteCheck
from evaluation.tables import answers_table, hit_rates, retrieval_table
from knowledge.catalogue import Catalogue
from knowledge.catalogue_building import CatalogueBuilder
from knowledge.loading import load
from knowledge.records import DocumentRecord
from knowledge.types import DocumentCard, Metadata

SUMMARY = Summary(
    questions=4, correct=0.5, correct_answerable=1.0, refusal_recall=math.nan, false_refusal=0.0, wrong=0.125,
    cited=0.75, unsupported_figures=2,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WENCE_SHARED", "WENCE_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)


def test_tables_are_markdown() -> None:
    lines = answers_table([("reports", SUMMARY, (1, 20), (24.6, 39.5))]).splitlines()
    assert lines[0].startswith("| set | questions | correct |")
    assert lines[1].count("---:") == lines[0].count("|") - 2
    assert lines[2] == "| reports | 4 | 0.500 | 1.000 | – | 0.000 | 0.125 | 0.750 | 1 / 20 | 2 | 25 | 40 |"
    assert (
        retrieval_table([("laws_dev", [1, 4, None, 10])]).splitlines()[2] == "| laws_dev | 4 | 0.250 | 0.500 | 0.750 |"
    )


def test_hit_rates_without_questions_are_no_numbers() -> None:
    assert all(math.isnan(value) for value in hit_rates([]).values())


def test_only_our_own_set_runs_without_the_shared_folder(tmp_path: Path) -> None:
    assert [each.name for each in chosen("", question_sets(tmp_path))] == ["reports"]


def test_sets_are_found_in_the_shared_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "laws_dev.jsonl").touch()
    (tmp_path / "corpus" / "laws").mkdir(parents=True)
    monkeypatch.setenv("WENCE_SHARED", str(tmp_path))
    assert [each.name for each in chosen("", question_sets(shared_folder()))] == ["reports", "laws_dev"]
    assert [each.name for each in chosen("laws_dev", question_sets(shared_folder()))] == ["laws_dev"]


@pytest.mark.parametrize(
    ("names", "word"), [("nothing", "可选"), ("policies_dev", "WENCE_SHARED"), ("reports,", "可选")]
)
def test_a_wrong_set_is_said_in_one_sentence(
    tmp_path: Path, names: str, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENCE_SHARED", str(tmp_path))
    assert evaluate.main(["--sets", names]) == 1
    said = capsys.readouterr().err
    assert word in said and said.count("\n") == 1


def test_an_unknown_setting_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WENCE_INDX", "x")
    assert evaluate.main([]) == 1
    assert "WENCE_INDEX" in capsys.readouterr().err


def test_our_own_questions_can_be_read() -> None:
    own, *_ = question_sets(Path("nowhere"))
    assert len(read_questions(own.gold)) >= 60


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}'])
def test_a_broken_question_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="第 2 行"):
        read_questions(path)


TEXT = "甲县工作报告\n\n全县监测对象共 120户。\n第二句说的是会议。\n"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    source = tmp_path / "甲县.txt"
    source.write_bytes(TEXT.encode("gb18030"))
    with CatalogueBuilder(tmp_path) as builder:
        builder.add_document(DocumentRecord(document=load(source), repealed_by=None, duplicate_of=None))
    return Catalogue(tmp_path)


def citation(catalogue: Catalogue, quote: str, start: int) -> Citation:
    card = catalogue.cards()[0]
    return Citation(
        number=1, document=card, quote=quote, start=start, end=start + len(quote), passage=quote, passage_start=start
    )


def test_quotes_are_checked_against_base_and_file(catalogue: Catalogue) -> None:
    text = catalogue.document(catalogue.document_ids()[0]).text
    quote = "全县监测对象共 120户。"
    start = text.index(quote)
    check = QuoteCheck(catalogue)
    assert check.false_quotes([citation(catalogue, quote, start)]) == []
    assert check.false_quotes([citation(catalogue, quote, start + 1)]) == [quote]
    assert check.false_quotes([citation(catalogue, "全县监测对象共 130户。", start)]) == ["全县监测对象共 130户。"]
    assert check.false_quotes([citation(catalogue, " ", text.index(" "))]) == [" "]


def test_a_base_that_says_other_than_the_file_is_found_out(catalogue: Catalogue, tmp_path: Path) -> None:
    text = catalogue.document(catalogue.document_ids()[0]).text
    (tmp_path / "甲县.txt").write_bytes(TEXT.replace("120", "130").encode("gb18030"))
    quote = "全县监测对象共 120户。"
    assert QuoteCheck(catalogue).false_quotes([citation(catalogue, quote, text.index(quote))]) == [quote]


def test_an_answer_is_graded_as_it_was_shown(catalogue: Catalogue) -> None:
    card = catalogue.cards()[0]
    shown = DocumentCard(id=card.id, source=card.source, metadata=Metadata(title="报告", issued=date(2022, 1, 1)))
    cited = Citation(
        number=1, document=shown, quote="引文", start=0, end=2, passage="引文", passage_start=0, heading="一"
    )
    given = evaluate.as_given(Answer(status="answered", text="答[1]", citations=(cited,), elapsed_ms=2.5))
    assert (given.status, given.text, given.elapsed_ms) == ("answered", "答[1]", 2.5)
    (only,) = given.citations
    assert (only.source, only.quote, only.title, only.heading) == ("甲县.txt", "引文", "报告", "一")


def test_progress_is_a_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    steps = evaluate.Steps("题集")
    for done in range(101):
        steps("回答问题", done, 100)
    assert len(capsys.readouterr().err.splitlines()) == 5


def test_details_are_one_line_a_question(tmp_path: Path) -> None:
    from evaluation.grading import Given, Gold, grade

    gold = Gold(id="a", type="figure", expect="refuse", question="？")
    given = Given(status="no_evidence", text="没有")
    judged = evaluate.Judged(gold=gold, given=given, verdict=grade(gold, given), quotes=0, false_quotes=())
    evaluate.write_details(tmp_path / "d.jsonl", [judged])
    (line,) = (tmp_path / "d.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["correct"] is True
