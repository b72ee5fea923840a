"""The sets of fresh questions: each question belongs to one of them."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.fresh_sets import fresh_sets
from evaluation.question_sets import read_questions
from knowledge.settings import PROJECT


def test_each_question_belongs_to_a_set_and_only_the_own_base_needs_no_shared_folder(tmp_path: Path) -> None:
    sets = {each.name: each for each in fresh_sets(tmp_path)}
    asked = [gold.id for each in sets.values() for gold in read_questions(each.gold)]
    lines = (PROJECT / "evaluation/gold/fresh/questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(asked) == sorted(json.loads(line)["id"] for line in lines)
    assert [name for name, each in sets.items() if each.present and not name.endswith("laws")] == ["fresh_reports"]
