"""Self-checks over documents written in a test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.self_check_desk import SelfChecks
from bot.self_check_types import Condition, Policy
from evaluation.self_check import catalogue_of

TEXTS = Path(__file__).parent / "self_check_texts"
DAY = date(2024, 12, 1)

HEAD = "# 山口县{name}办法\n\n山口县民政局\n\n2024年3月1日\n\n"


def checks(place: Path, texts: Mapping[str, str], day: date = DAY) -> SelfChecks:
    """Self-checks over documents by file name, written below `place`."""
    folder = place / "documents"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    base = place / "base"
    base.mkdir()
    return SelfChecks(catalogue_of(folder, base), day)


def only_policy(place: Path, body: str, *, name: str = "取暖补助", day: date = DAY) -> Policy:
    """The one policy of a document with that body."""
    found = checks(place, {"办法.md": HEAD.format(name=name) + body}, day).offered
    assert len(found) == 1, [policy.name for policy in found]
    return found[0]


def condition(policy: Policy, words: str) -> Condition:
    """The one condition whose clause has the words."""
    found = [c for c in policy.conditions() if words in c.clause.text]
    assert len(found) == 1, [c.clause.text for c in policy.conditions()]
    return found[0]
