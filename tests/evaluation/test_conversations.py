"""The conversations as a gold set, and how their turns are judged."""

import json
from pathlib import Path

import pytest

from evaluation.conversations import GOLD, Expected, Spoken, read_conversations
from evaluation.question_sets import EvaluationError


def test_our_conversations_are_many_and_of_three_to_eight_turns() -> None:
    talks = read_conversations(GOLD)
    assert len(talks) >= 60
    assert len({name for name, _ in talks}) == len(talks)
    assert all(3 <= len(turns) <= 8 for _, turns in talks)


def spoken(resolved: str, status: str = "answered", text: str = "1286户[1]") -> Spoken:
    expected = Expected(user="呢", resolved=((("监测",),), (("青禾镇",),)), answer=(("1286", "一千"),), refuse=False)
    return Spoken(expected=expected, resolved=resolved, status=status, text=text)


def test_a_turn_is_right_where_all_stands_that_must_and_nothing_that_must_not() -> None:
    assert spoken("监测对象多少").resolved_right
    assert spoken("低保多少").resolved_right is False
    assert spoken("青禾镇监测对象多少").resolved_right is False
    assert spoken("监测").answer_right
    assert spoken("监测", text="11286户").answer_right is False
    assert spoken("监测", status="no_evidence").answer_right is False


def test_what_is_not_judged_counts_nowhere_and_a_refusal_has_to_refuse() -> None:
    free = Expected(user="谢谢", resolved=None, answer=None, refuse=False)
    turn = Spoken(expected=free, resolved="谢谢", status="answered", text="")
    assert (turn.resolved_right, turn.answer_right) == (None, None)
    silent = Expected(user="产值呢", resolved=None, answer=None, refuse=True)
    assert Spoken(expected=silent, resolved="", status="no_evidence", text="").answer_right
    assert Spoken(expected=silent, resolved="", status="answered", text="").answer_right is False


@pytest.mark.parametrize("line", ["[]", "{", '{"id": "a"}', json.dumps({"turns": [{"resolved": None}]})])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "talks.jsonl"
    path.write_text(f'{{"turns": []}}\n{line}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match="2"):
        read_conversations(path)
