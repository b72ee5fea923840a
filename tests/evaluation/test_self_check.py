from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.self_check_desk import SelfChecks
from evaluation.self_check import CASES, DAY, accuracy, cases_in, catalogue_of, grade, main
from knowledge.catalogue import Catalogue
from knowledge.settings import PROJECT


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue_of(PROJECT / "reports", tmp_path_factory.mktemp("reports"))


def test_verdicts_over_the_sample_reports_reach_the_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "without their clause: 0" in capsys.readouterr().out


def test_there_are_40_cases_over_5_policies_with_every_outcome() -> None:
    cases = cases_in(CASES)
    assert len(cases) >= 40
    assert len({case.policy for case in cases}) >= 5
    assert {case.outcome for case in cases} == {"可能符合", "不符合", "需核实"}


def test_a_wrong_verdict_an_unknown_condition_and_one_too_many_all_cost(catalogue: Catalogue) -> None:
    checks = SelfChecks(catalogue, DAY)
    case = cases_in(CASES)[0]
    assert accuracy([grade(case, checks, catalogue)]) == 1
    first = next(iter(case.conditions))
    other = replace(case, conditions={**case.conditions, first: "不符合"})
    assert accuracy([grade(other, checks, catalogue)]) < 1
    unknown = replace(case, conditions={**case.conditions, "没有的条件": "符合"})
    assert accuracy([grade(unknown, checks, catalogue)]) < 1
    fewer = replace(case, conditions={k: v for k, v in case.conditions.items() if k != first})
    assert accuracy([grade(fewer, checks, catalogue)]) < 1


def test_a_missing_policy_is_all_wrong(catalogue: Catalogue, tmp_path: Path) -> None:
    case = replace(cases_in(CASES)[0], policy="没有的政策", conditions={"没有的条件": "符合"})
    graded = grade(case, SelfChecks(catalogue, DAY), catalogue)
    assert (graded.right, graded.outcome_right) == (0, False)
