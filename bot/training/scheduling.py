"""When an item is asked again: spaced repetition by FSRS. A learner's memory of an item travels as a text of JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fsrs import Card, Rating, Scheduler

# Learning steps of minutes are for flash cards in one sitting; a desk that is opened once a day repeats wrong answers the same
# day and right ones after days. Without fuzz, the same answers lead to the same days.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=365, enable_fuzzing=False)
_AGAIN = timedelta(minutes=10)


def reviewed(memory: str, right: bool, at: datetime) -> tuple[str, datetime]:
    """The memory after an answer and when the item is due again.

    Args:
        memory: What an earlier call gave; empty for an item that was never answered.
        right: Whether the answer was right.
        at: When it was answered, with its time zone.

    Returns:
        The new memory and the due time (UTC): after a wrong answer ten minutes later, after a right one in days.

    Raises:
        ValueError: `memory` is no memory of this function, or `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("the time of an answer needs its zone")
    at = at.astimezone(UTC)
    try:
        card = Card.from_json(memory) if memory else Card(card_id=1, due=at)
    except (KeyError, TypeError) as exc:
        raise ValueError(f"not a memory: {memory[:40]!r}") from exc
    card, _ = _SCHEDULER.review_card(card, Rating.Good if right else Rating.Again, at)
    if not right:
        card.due = at + _AGAIN
    return str(card.to_json()), card.due
