"""How well the bot refuses: python -m evaluation.refusals [--reader off|on|both].

Over our own questions (evaluation/gold/answerable.jsonl and reports.jsonl) and, where the folder that WENCE_SHARED names is there, the
sets report_dev and laws_dev: the share of unanswerable questions that are refused, and of answerable ones that are. Questions are
halved by the hash of their id (answerable.jsonl by its own split): thresholds are chosen on the half `fit` and shown on the
half `held`. The curve refuses, beyond what the bot refuses, whatever it answers with less confidence than t.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.settings import BotSettings
from bot.types import Question, Turn
from evaluation.answerability import GOLD, REPORTS, read_cases
from evaluation.question_sets import BUILD, SHARED, QuestionSet, question_sets, read_questions, shared_folder
from evaluation.tables import share, table
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import OTHER_NAMES, KnowledgeSettings, names_of, read_settings, refuse_unknown

_SETS = ("reports", "report_dev", "laws_dev")
_HALVES = ("fit", "held")
_MOST_FALSE = 0.05
_THRESHOLDS = tuple(step / 20 for step in range(20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a set."""

    set: str
    half: str
    """fit or held."""
    question: Question
    answerable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the bot did with it."""

    asked: Asked
    answered: bool
    confidence: float
    """The bot's own, in [0, 1]."""

    def refused(self, threshold: float = 0.0) -> bool:
        """Whether it is refused where what is less sure than `threshold` is refused, too; a computed answer has no confidence."""
        return not self.answered or 0 < self.confidence < threshold


def half(id_: str) -> str:
    """Fit or held, by the hash of a question's id."""
    return _HALVES[int(hashlib.sha256(id_.encode()).hexdigest(), 16) % 2]


def rates(told: Iterable[Told], threshold: float = 0.0) -> tuple[float, float]:
    """Share of the unanswerable questions that are refused, and of the answerable ones; nan where there are none."""
    told = list(told)
    parts = ([t.refused(threshold) for t in told if t.asked.answerable is answerable] for answerable in (False, True))
    recall, false = (sum(part) / len(part) if part else float("nan") for part in parts)
    return recall, false


def chosen_threshold(told: Sequence[Told]) -> float:
    """The threshold with the highest recall of those that refuse at most 5 % of the answerable questions; 0 where none does."""
    fitting = [(rates(told, t)[0], t) for t in _THRESHOLDS if rates(told, t)[1] <= _MOST_FALSE]
    return max(fitting, default=(0.0, 0.0))[1]


def report(told: Sequence[Told]) -> str:
    """The table by set and half, and the curve over all of them."""
    rows = []
    for name in (*dict.fromkeys(t.asked.set for t in told), ""):
        cells = [name or "all"]
        for part in _HALVES:
            chosen = [t for t in told if name in ("", t.asked.set) and t.asked.half == part]
            unanswerable = sum(not t.asked.answerable for t in chosen)
            cells += [f"{unanswerable}/{len(chosen)}", *map(share, rates(chosen))]
        rows.append(tuple(cells))
    header = ("set", *(f"{part} {what}" for part in _HALVES for what in ("unanswerable/all", "recall", "false")))
    return f"{table(header, rows)}\n\n{curve(told)}"


def curve(told: Sequence[Told]) -> str:
    """Recall and false refusals at each threshold, with the one that the half `fit` chooses marked."""
    fit, held = ([t for t in told if t.asked.half == part] for part in _HALVES)
    picked = chosen_threshold(fit)
    rows = [
        (f"{t:.2f}{' *' if t == picked else ''}", *map(share, (*rates(fit, t), *rates(held, t)))) for t in _THRESHOLDS
    ]
    return table(("threshold", "fit recall", "fit false", "held recall", "held false"), rows)


def questions() -> list[tuple[QuestionSet, list[Asked]]]:
    """The sets that are there, with their questions."""
    found = []
    for each in question_sets(shared_folder()):
        if each.name in _SETS and each.present:
            asked = [
                Asked(
                    set=each.name, half=half(gold.id), answerable=gold.expect != "refuse",
                    question=Question(text=gold.question, history=_turns(gold.history)),
                )
                for gold in read_questions(each.gold)
            ]  # fmt: skip
            found.append((each, asked))
    own = QuestionSet(name="reports", gold=GOLD, documents=REPORTS)
    cases = [
        Asked(set="answerable", half=c.split, question=Question(text=c.question), answerable=c.answerable)
        for c in read_cases(GOLD)
    ]
    return [(own, cases), *found]


def _turns(history: Iterable[tuple[str, str]]) -> tuple[Turn, ...]:
    return tuple(Turn(role="assistant" if role == "assistant" else "user", content=said) for role, said in history)


def _tell(reader: str) -> list[Told]:
    told = []
    embedder = load_embedder(read_settings(KnowledgeSettings))
    for each, asked in questions():
        settings = read_settings(KnowledgeSettings, index=BUILD / each.name)
        settings.index.mkdir(parents=True, exist_ok=True)
        Publisher(settings, embedder).sync([each.documents], wait=True)
        bot = build_bot(settings, read_settings(BotSettings, reader=reader))
        told.extend(_asked(bot, question) for question in asked)
        print(f"{each.gold.name}：{len(asked)}", file=sys.stderr, flush=True)
    return told


def _asked(bot: PolicyBot, asked: Asked) -> Told:
    answer = bot.answer(asked.question)
    return Told(asked=asked, answered=answer.status == "answered", confidence=answer.confidence)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the tables were printed, 1 where something failed."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.refusals", description="评测该拒答的是否拒答、不该拒答的是否误拒。"
    )
    parser.add_argument("--reader", choices=("off", "on", "both"), default="both", help="用不用阅读模型")
    chosen = parser.parse_args(arguments).reader
    try:
        refuse_unknown(os.environ, names_of(KnowledgeSettings) | names_of(BotSettings) | OTHER_NAMES | {SHARED})
        for name, reader in (("off", "off"), ("on", "")):
            if chosen in (name, "both"):
                print(f"\nreader {name}\n\n{report(_tell(reader))}")
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
