from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.training.scheduling import reviewed

NOW = datetime(2023, 5, 1, 8, tzinfo=UTC)


def test_right_answers_move_further_apart_and_a_wrong_one_comes_back_at_once() -> None:
    memory, at, gaps = "", NOW, []
    for _ in range(4):
        memory, due = reviewed(memory, True, at)
        gaps.append(due - at)
        at = due
    assert gaps == sorted(gaps)
    assert gaps[0] >= timedelta(days=1)
    _, due = reviewed(memory, False, at)
    assert due - at == timedelta(minutes=10)


def test_the_same_answers_lead_to_the_same_days() -> None:
    assert reviewed("", True, NOW) == reviewed("", True, NOW)
    other_zone = NOW.astimezone(timezone(timedelta(hours=8)))
    assert reviewed("", True, other_zone)[1] == reviewed("", True, NOW)[1]


@pytest.mark.parametrize("memory", ["{}", '{"card_id": 1}'])
def test_what_is_no_memory_is_refused(memory: str) -> None:
    with pytest.raises(ValueError, match="not a memory"):
        reviewed(memory, True, NOW)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        reviewed("", True, datetime(2023, 5, 1))
