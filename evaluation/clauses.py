"""The weights of the choice of clauses, fitted anew: python -m evaluation.clauses [--ridge R].

Over the questions of policies_dev, whose references are verbatim parts of the documents: what is shown of a right passage should be
like the reference. A soft choice among the candidates is made as good as it can be in expected ROUGE-L on the half `fit` (as
evaluation.refusals halves them). Prints what belongs into bot/clause_choice.py, and for each half the mean ROUGE-L on right passages
of what the rules alone show, of what is chosen, and of the best candidate. A new reader needs new weights.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.clause_choice import WEIGHTS, candidates
from bot.desk import Desk
from bot.extractive import choose_quotes, clauses_to_choose
from bot.reading import load_reader
from bot.settings import BotSettings
from bot.types import Question
from bot.understanding import understand
from bot.weighing import content_weights
from evaluation.grading import Gold, first_hit
from evaluation.question_sets import SHARED, EvaluationError, question_sets, read_questions, shared_folder
from evaluation.refusals import half
from knowledge.assembly import KnowledgeReader
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings, read_settings

_SET = "policies_dev"
_RIDGE = 0.02
_STEPS, _RATE = 150, 0.08
_MOMENTUM, _SPREAD = 0.9, 0.999
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """The candidates of a right passage; the first is what the rules show."""

    half: str
    values: Numbers
    """Shape (candidates, features), in the order of `WEIGHTS`."""
    rouge: Numbers
    """Shape (candidates,), each in [0, 1]."""


def rouge_l(said: str, reference: str) -> float:
    """Character ROUGE-L F1 in [0, 1], white space aside."""
    said, reference = "".join(said.split()), "".join(reference.split())
    return 2 * _common(said, reference) / (len(said) + len(reference)) if said and reference else 0.0


def _common(one: str, other: str) -> int:
    """Length of the longest common subsequence; a row of the table is one number, a bit a character of `one`."""
    places: dict[str, int] = {}
    for place, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << place
    full = (1 << len(one)) - 1
    row = full
    for character in other:
        match = row & places.get(character, 0)
        row = (row + match | row - match) & full
    return len(one) - row.bit_count()


def fitted(seen: Sequence[Seen], ridge: float = _RIDGE) -> Numbers:
    """Weights, shape (features,), that maximise the mean expected ROUGE-L of a softmax over each one's candidates, by Adam's steps.

    Args:
        seen: at least one.
        ridge: at least 0, of the weights once each feature has unit spread: more keeps them smaller.
    """
    spread = np.concatenate([each.values for each in seen]).std(axis=0) + 1e-9
    rows = [each.values / spread for each in seen]
    b, mean, square = (np.zeros(len(spread)) for _ in range(3))
    for step in range(1, _STEPS + 1):
        gradient = -2 * ridge * b / len(b)
        for x, each in zip(rows, seen, strict=True):
            share = np.exp(x @ b - (x @ b).max())
            share /= share.sum()
            gradient += x.T @ (share * (each.rouge - share @ each.rouge)) / len(seen)
        mean = _MOMENTUM * mean + (1 - _MOMENTUM) * gradient
        square = _SPREAD * square + (1 - _SPREAD) * gradient**2
        b += _RATE * (mean / (1 - _MOMENTUM**step)) / (np.sqrt(square / (1 - _SPREAD**step)) + 1e-8)
    return np.asarray(b / spread)


def seen_in(desk: Desk, gold: Gold, top_k: int) -> Seen | None:
    """The candidates of the best right passage; None where none is found or nothing is to be chosen of it."""
    query = understand(Question(text=gold.question), desk.context())
    weights = content_weights(query, desk.knowledge)
    statements = desk.statements(query, desk.search(query, top_k=top_k))
    for best in statements:
        place = [(best.hit.document.source.name, best.hit.chunk.text)]
        if best.holds and best.in_scope and first_hit(place, gold):
            (quote,) = choose_quotes(query, [best], weights)
            choice = clauses_to_choose(query, quote, [best], weights)
            if choice is None:
                return None
            spans, values = zip(*candidates(choice), strict=True)
            rouge = [rouge_l(choice.text[slice(*span)], gold.answer) for span in spans]
            table = [[each[name] for name in WEIGHTS] for each in values]
            return Seen(half(gold.id), np.array(table), np.array(rouge))
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the weights were printed, 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.clauses", description="重新拟合选取分句的权重。")
    parser.add_argument("--ridge", type=float, default=_RIDGE, help="权重的收缩，不小于 0")
    ridge = parser.parse_args(arguments).ridge
    try:
        seen = list(_seen())
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    weights = fitted([each for each in seen if each.half == "fit"], ridge)
    print(" ".join(f'"{name}": {weight:.2f},' for name, weight in zip(WEIGHTS, weights, strict=True)))
    for part in ("fit", "held"):
        of = [each for each in seen if each.half == part]
        told = [(e.rouge[0], e.rouge[int(np.argmax(e.values @ weights))], e.rouge.max()) for e in of]
        rules, chosen, best = np.mean(told, axis=0)
        print(f"{part}: {len(of)} questions, rules {rules:.3f}, chosen {chosen:.3f}, best {best:.3f}")
    return 0


def _seen() -> Iterator[Seen]:
    each = next((s for s in question_sets(shared_folder()) if s.name == _SET and s.present), None)
    if each is None:
        raise EvaluationError(
            f"没有题集 {_SET}：请用 {SHARED} 指明它的文件夹", f"no set {_SET}: name its folder by {SHARED}"
        )
    settings, index = read_settings(BotSettings), read_settings(KnowledgeSettings, index=each.index)
    index.index.mkdir(parents=True, exist_ok=True)
    Publisher(index, load_embedder(index)).sync([each.documents], wait=True)
    desk = Desk(KnowledgeReader(index).current(), load_reader(settings), None, settings.llm_timeout_s)
    for gold in read_questions(each.gold):
        if (seen := seen_in(desk, gold, settings.candidates)) is not None:
            yield seen


if __name__ == "__main__":
    sys.exit(main())
