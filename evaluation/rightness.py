"""The weights of whether the best statement is the right one, fitted anew: python -m evaluation.rightness [--ridge R].

Over the questions of the gold sets that are there, whose evidence is known, and over the pairs of evaluation/gold/colloquial*.jsonl,
where the first citation of the official question's answer is what the everyday one has to find. Questions without a usable statement
are left out. Prints what belongs into bot/answerability.py and the area under the ROC curve of each half by the other's weights.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answerability import OF_THE_RIGHT, features, usable
from bot.desk import Desk
from bot.reading import load_reader
from bot.settings import BotSettings
from bot.statements import ReadSentence
from bot.types import Query, Question
from bot.understanding import understand
from evaluation.answerability import area
from evaluation.colloquial import PAIRS, WORRIED, read_pairs
from evaluation.confidence import fitted
from evaluation.evaluate import Steps, bot_over
from evaluation.question_sets import question_sets, read_questions, shared_folder
from knowledge.assembly import KnowledgeBase, KnowledgeReader
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.settings import KnowledgeSettings, read_settings

_RIDGE = 10.0
_CANDIDATES = 50
_SETS = {"reports": "reports", "laws_dev": "laws", "report_dev": ""}
"""Sets that are asked, with the base that pairs name."""
Place = tuple[str, int, int]
"""A document's id, and a span of its text."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with a usable statement."""

    values: tuple[float, ...]
    """In the order of `OF_THE_RIGHT`."""
    right: bool


def places_of(evidence: Sequence[str], knowledge: KnowledgeBase) -> list[Place]:
    """Where the texts of `evidence` stand in the documents."""
    found = []
    for card in knowledge.catalogue.cards():
        text = knowledge.catalogue.document(card.id).text
        for each in filter(None, evidence):
            start = text.find(each)
            while start >= 0:
                found.append((card.id, start, start + len(each)))
                start = text.find(each, start + 1)
    return found


def is_right(statement: ReadSentence, places: Sequence[Place]) -> bool:
    """Whether a statement overlaps one of the places."""
    document = statement.hit.document.id
    return any(document == other and statement.start < end and start < statement.end for other, start, end in places)


def judged(query: Query, statements: Sequence[ReadSentence], places: Sequence[Place]) -> Judged | None:
    """What is weighed of the best usable statement; None without one, or where what is right isn't known."""
    if not places or not usable(statements):
        return None
    seen = features(query, statements)
    return Judged(tuple(seen[name] for name in OF_THE_RIGHT), is_right(usable(statements)[0], places))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the weights were printed, 1 where something failed."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.rightness", description="重新拟合“首句是否答对”的权重。"
    )
    parser.add_argument("--ridge", type=float, default=_RIDGE, help="权重的收缩，大于 0")
    ridge = parser.parse_args(arguments).ridge
    try:
        seen = list(_seen())
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    print(report(seen, ridge))
    return 0


def report(seen: Sequence[Judged], ridge: float = _RIDGE) -> str:
    """The weights fitted on all questions, and how well those of each half order the other."""
    weights, shift = fitted([s.values for s in seen], [s.right for s in seen], ridge)
    lines = [f'"{name}": {weight:.2f},' for name, weight in zip(OF_THE_RIGHT, weights, strict=True)]
    lines.append(f"OF_THE_RIGHT_SHIFT = {shift:.2f}")
    for fit, held in ((seen[::2], seen[1::2]), (seen[1::2], seen[::2])):
        half, _ = fitted([s.values for s in fit], [s.right for s in fit], ridge)
        odds = [float(np.dot(half, s.values)) for s in held]
        lines.append(f"held: {len(held)} questions, area {area(odds, [s.right for s in held]):.3f}")
    return "\n".join(lines)


def _seen() -> Iterator[Judged]:
    settings = read_settings(BotSettings)
    embedder = load_embedder(read_settings(KnowledgeSettings))
    for each in question_sets(shared_folder()):
        if each.name not in _SETS or not each.present:
            continue
        bot = bot_over(each, embedder, Steps(each.name))
        base = KnowledgeReader(read_settings(KnowledgeSettings, index=each.index)).current()
        desk = Desk(base, load_reader(settings), None, settings.llm_timeout_s)
        for gold in read_questions(each.gold):
            if gold.expect == "answer" and not gold.history:
                yield from _judged(desk, gold.question, places_of(gold.evidence, base))
        for pair in (*read_pairs(PAIRS), *read_pairs(WORRIED)):
            if pair.base == _SETS[each.name]:
                first = bot.answer(Question(text=pair.official)).citations[:1]
                cited = [(c.document.id, c.start, c.end) for c in first]
                yield from _judged(desk, pair.colloquial, cited)


def _judged(desk: Desk, text: str, places: Sequence[Place]) -> Iterator[Judged]:
    query = understand(Question(text=text), desk.context())
    found = judged(query, desk.statements(query, desk.search(query, top_k=_CANDIDATES)), places)
    if found is not None:
        yield found


if __name__ == "__main__":
    sys.exit(main())
