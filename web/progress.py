"""What a learner has answered, by name: kept in the page's store, so that a restart or a new knowledge base loses nothing."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.training.items import Item
from bot.training.scheduling import reviewed
from web.store import Store

NAME_CHARS = 20
LEAVES_AFTER = 2
"""Right answers in a row after which an item leaves the wrong-answer book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a learner has done with an item."""

    item: str
    document: str
    kind: str
    answers: int
    hits: int
    """How many of them were right."""
    wrong: bool
    """Whether it stands in the wrong-answer book."""
    given: tuple[str, ...]
    """The last answer."""
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A quiz on its way: its items in order, and what was given for those already answered."""

    label: str
    """What it practises, in the words of its documents; empty for all of them."""
    items: tuple[tuple[str, str], ...]
    """(document id, item id) of each."""
    given: tuple[tuple[str, ...], ...] = ()
    hits: tuple[bool, ...] = ()
    at: int = 0
    """Which item is shown, from 0; behind the last one: the round's end."""

    @property
    def answered(self) -> bool:
        """Whether the item that is shown has been answered."""
        return self.at < len(self.hits)


def learner_name(typed: str) -> str:
    """The name as it is kept: one form of each character, one space where there were several; "" where nothing is left."""
    plain = unicodedata.normalize("NFKC", typed)
    shown = "".join(c if c.isprintable() else " " for c in plain)
    return " ".join(shown.split())[:NAME_CHARS].strip()


class Progress:
    """The progress of all learners. Threads may share it; every method raises StoreError."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def greet(self, name: str, at: datetime) -> None:
        """Note that a learner is here."""
        statement = "INSERT INTO learners VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET seen = excluded.seen"
        self._store.write(statement, (name, _time(at)))

    def names(self, most: int = 12) -> list[str]:
        """Learners, those seen last first."""
        return [
            row[0] for row in self._store.rows("SELECT name FROM learners ORDER BY seen DESC, name LIMIT ?", (most,))
        ]

    def learned(self, name: str) -> dict[str, Learned]:
        """What a learner has answered, by item."""
        columns = "item, document, kind, answers, hits, wrong, given, due"
        rows = self._store.rows(f"SELECT {columns} FROM learned WHERE learner = ? ORDER BY due, item", (name,))
        found = [
            Learned(
                item=item, document=document, kind=kind, answers=answers, hits=hits, wrong=bool(wrong),
                given=tuple(json.loads(given)), due=datetime.fromisoformat(due),
            )
            for item, document, kind, answers, hits, wrong, given, due in rows
        ]  # fmt: skip
        return {each.item: each for each in found}

    def answer(self, name: str, item: Item, given: tuple[str, ...], right: bool, at: datetime) -> None:
        """Keep an answer: counts, the wrong-answer book, and when the item is due again."""
        values = (name, item.id)
        kept = self._store.rows("SELECT streak, wrong, memory FROM learned WHERE learner = ? AND item = ?", values)
        streak, wrong, memory = kept[0] if kept else (0, 0, "")
        memory, due = reviewed(memory, right, at)
        streak = streak + 1 if right else 0
        wrong = int(not right or (wrong and streak < LEAVES_AFTER))
        self._store.write(
            "INSERT INTO learned VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?) ON CONFLICT (learner, item) DO UPDATE SET "
            "answers = answers + 1, hits = hits + excluded.hits, streak = excluded.streak, wrong = excluded.wrong, "
            "given = excluded.given, memory = excluded.memory, due = excluded.due",
            (
                name, item.id, item.cited.document_id, item.topic[0] if item.topic else "", item.kind, int(right), streak, wrong,
                json.dumps(given, ensure_ascii=False), memory, _time(due),
            ),
        )  # fmt: skip

    def in_book(self, name: str, item: str, *, wrong: bool) -> None:
        """Put an answered item into the wrong-answer book, or take it out."""
        self._store.write("UPDATE learned SET wrong = ? WHERE learner = ? AND item = ?", (int(wrong), name, item))

    def keep_round(self, name: str, current: Round | None) -> None:
        """Keep a learner's round; None where there is none any more."""
        if current is None:
            self._store.write("DELETE FROM rounds WHERE learner = ?", (name,))
            return
        words = json.dumps(
            {
                "label": current.label, "items": current.items, "given": current.given, "hits": current.hits, "at": current.at,
            },
            ensure_ascii=False,
        )  # fmt: skip
        statement = "INSERT INTO rounds VALUES (?, ?) ON CONFLICT (learner) DO UPDATE SET round = excluded.round"
        self._store.write(statement, (name, words))

    def round(self, name: str) -> Round | None:
        """The round that a learner is in."""
        rows = self._store.rows("SELECT round FROM rounds WHERE learner = ?", (name,))
        if not rows:
            return None
        kept = json.loads(rows[0][0])
        return Round(
            label=kept["label"], items=tuple((d, i) for d, i in kept["items"]), hits=tuple(kept["hits"]), at=kept["at"],
            given=tuple(tuple(each) for each in kept["given"]),
        )  # fmt: skip

    def forget(self, name: str) -> None:
        """Delete a learner with everything that was kept."""
        for table, column in (("learned", "learner"), ("rounds", "learner"), ("learners", "name")):
            self._store.write(f"DELETE FROM {table} WHERE {column} = ?", (name,))


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
