"""The reader's page is its card as people read it, whichever recipe the card is of."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.reader_files import SHIPPED
from evaluation.reader import model_card
from models.training.learning import Schedule
from models.training.plan import ALONE, RANKED


def shipped_card() -> dict[str, Any]:
    card: dict[str, Any] = json.loads((SHIPPED / "card.json").read_text(encoding="utf-8"))
    return card


def test_the_shipped_page_says_what_the_shipped_card_says() -> None:
    assert model_card(shipped_card()) == (SHIPPED / "README.md").read_text(encoding="utf-8")


def test_a_card_of_the_recipe_of_today_becomes_a_page() -> None:
    card = shipped_card()
    run = {"layers": 12, "exit_at": 6, "device": "cpu", "seconds": 9, "pairs": 59_664, "steps": 200, "seed": 5}
    shares = {
        name: {k.name.lower(): v for k, v in part.items()} for name, part in (("ranked", RANKED), ("alone", ALONE))
    }
    page = model_card(card | {"training": {**run, **shares, "schedule": asdict(Schedule())}})
    assert "12 layers" in page
    assert "59664 pairs in 200 steps (ordered " in page
    assert "; alone " in page
