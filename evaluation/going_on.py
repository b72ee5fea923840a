"""The weights of whether a turn goes on from the one before it, fitted anew: python -m evaluation.going_on [--check] [--glued].

A later turn of evaluation/gold/conversations.jsonl and conversations_more.jsonl goes on where its gold wants words that the turn,
understood alone, lacks, and stands alone where it wants none and forbids some; else it isn't weighed. Complete questions of the
other gold sets over reports/, and first turns of conversations, stand alone after any conversation that they weren't part of.
Prints what belongs into bot/going_on.py; then, for each file of conversations left out of the fit in turn, the share of its going
turns found, and of complete questions joined to the talk before. With --check only the present weights are shown. A new embedder
needs new weights.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.desk import Desk
from bot.following import undecided
from bot.going_on import LEAST, SAME_TALK, SHIFT, WEIGHTS, features
from bot.types import Question
from bot.understanding import Understanding, read_alike, understand
from evaluation.answerability import REPORTS
from evaluation.confidence import Numbers, fitted
from evaluation.conversations import GOLD, Expected, holds, read_conversations
from evaluation.question_sets import BUILD
from evaluation.tables import share, table
from knowledge.assembly import KnowledgeReader
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings, read_settings

FOLDER = GOLD.parent
MORE = FOLDER / "conversations_more.jsonl"
"""An id opens with the name of the file that a conversation was written in."""
_RIDGE = 3.0
_AFTER = 3
"""Conversations that each complete question is put after."""
_SEED = 7


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn that is decided on."""

    file: str
    """That of its conversation; `complete` where it is a complete question after another's."""
    earlier: tuple[str, ...]
    said: str
    values: tuple[float, ...]
    """In the order of `WEIGHTS`."""
    goes_on: bool


def talks() -> list[tuple[str, tuple[Expected, ...]]]:
    """All conversations; the name of its file opens an id: conversations.c01, freshB.g01."""
    own = [(f"conversations.{name}", turns) for name, turns in read_conversations(GOLD)]
    return [*own, *read_conversations(MORE)]


def complete_questions() -> Iterator[str]:
    """Questions over reports/ that stand alone, in order, with repeats."""
    for name in ("reports", "answerable", "colloquial", "figure_cards", "guides", "arithmetic"):
        for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not row.get("history") and row.get("base", "reports") == "reports":
                yield from (row[key] for key in ("question", "colloquial", "official") if key in row)
    for line in (FOLDER / "scope_facts.jsonl").read_text(encoding="utf-8").splitlines():
        for asked in json.loads(line)["asks"]:
            yield from (asked, f"全县{asked}")


def goes_on(turn: Expected, alone: str) -> bool | None:
    """Whether a later turn goes on, by its gold and what it means alone; None where the gold doesn't tell."""
    if turn.resolved is None:
        return None
    must, must_not = turn.resolved
    if any(not holds(alone, wordings) for wordings in must):
        return True
    return False if must_not and not any(holds(alone, wordings) for wordings in must_not) else None


def turned(context: Understanding) -> Iterator[Turned]:
    """What the weights are fitted on: later turns of conversations, then complete questions after them."""
    chosen = random.Random(_SEED)  # the same each time
    conversations = talks()
    for name, turns in conversations:
        for number, turn in enumerate(turns[1:], 1):
            label = goes_on(turn, understand(Question(text=turn.user), context).resolved)
            if label is not None:
                yield from _turned(name.split(".")[0], [t.user for t in turns[:number]], turn.user, context, label)
    firsts = [turns[0].user for _, turns in conversations]
    for question in dict.fromkeys((*complete_questions(), *firsts)):
        for _, turns in chosen.sample(conversations, _AFTER):
            said = [turn.user for turn in turns[: chosen.randint(1, len(turns) - 1)]]
            if said[0] != question:
                yield from _turned("complete", said, question, context, label=False)


def _turned(file: str, earlier: Sequence[str], said: str, context: Understanding, label: bool) -> Iterator[Turned]:
    asked = undecided(read_alike(said, context), [read_alike(each, context) for each in earlier], context.senses())
    if asked is not None:
        values = features(*asked, context.senses())
        yield Turned(file, tuple(earlier), said, tuple(values[name] for name in WEIGHTS), label)


def left_out(seen: Sequence[Turned]) -> Numbers:
    """Odds of each turn by weights fitted without its file; complete questions are parted as evenly, each with its repeats."""
    files = sorted({each.file for each in seen if each.file != "complete"})
    parts = np.array(
        [files.index(e.file) if e.file != "complete" else sum(map(ord, e.said)) % len(files) for e in seen]
    )
    odds = np.zeros(len(seen))
    for part in range(len(files)):
        weights, shift = _fitted([each for each, own in zip(seen, parts, strict=True) if own != part])
        for i in np.flatnonzero(parts == part):
            odds[i] = np.dot(weights, seen[i].values) + shift
    return odds


def _fitted(seen: Sequence[Turned]) -> tuple[Numbers, float]:
    return fitted([each.values for each in seen], [each.goes_on for each in seen], _RIDGE)


def shares(seen: Sequence[Turned], odds: Sequence[float]) -> str:
    """A row a file, and one of complete questions: of the turns that go on and of those that stand alone, the share taken to go on."""
    rows = []
    for file in dict.fromkeys(each.file for each in seen):
        own = [(each, 1 / (1 + np.exp(-value))) for each, value in zip(seen, odds, strict=True) if each.file == file]
        row = [file]
        for label in (True, False):
            chances = np.array([chance for each, chance in own if each.goes_on is label])
            taken = (float(np.mean(chances >= least)) if len(chances) else float("nan") for least in (LEAST, SAME_TALK))
            row += [str(len(chances)), *map(share, taken)]
        rows.append(tuple(row))
    return table(("file", "going on", "taken so", "same talk", "alone", "joined", "same talk"), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the weights were printed, 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.going_on", description="重新拟合追问还是新问题的权重。")
    parser.add_argument("--check", action="store_true", help="只看现有权重的效果，不重新拟合")
    parser.add_argument("--glued", action="store_true", help="列出被接到上文的完整问题")
    options = parser.parse_args(arguments)
    try:
        seen = list(turned(context_of(BUILD / "reports")))
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    if options.check:
        odds = np.array([np.dot(list(WEIGHTS.values()), each.values) + SHIFT for each in seen])
    else:
        weights, shift = _fitted(seen)
        print(" ".join(f'"{name}": {weight:.2f},' for name, weight in zip(WEIGHTS, weights, strict=True)))
        print(f"SHIFT = {shift:.2f}")
        odds = left_out(seen)
    print(shares(seen, list(odds)))
    if options.glued:
        least = float(np.log(LEAST / (1 - LEAST)))
        print(
            "\n".join(
                f"{e.earlier[-1]}｜{e.said}" for e, o in zip(seen, odds, strict=True) if not e.goes_on and o >= least
            )
        )
    return 0


def context_of(index: Path) -> Understanding:
    """What questions over reports/ are understood with, its base brought up to date in `index`."""
    settings = read_settings(KnowledgeSettings, index=index)
    settings.index.mkdir(parents=True, exist_ok=True)
    Publisher(settings, load_embedder(settings)).sync([REPORTS], wait=True)
    return Desk(KnowledgeReader(settings).current(), None, None, 1.0).context()


if __name__ == "__main__":
    sys.exit(main())
