"""Are contradictions between documents shown, and only those? python -m evaluation.conflicts [--seed N] [--half dev|held] [--details FILE].

60 planted conflicts (the county's report and a second document state other values for the same place and year: in prose, in a
township table's sum, in a city's table) and 90 statements that are none: the same value in another notation, a rounded one, another
qualifier, a part, another year, a township's, a plan, a half-year's, or no second statement at all. The questions are split by
indicator: what was tuned on is `dev`, what is only shown is `held`. The facts of evaluation/gold/conflict_facts_later.jsonl were
written when the rules were settled: --facts asks about those.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.settings import BotSettings
from bot.types import Answer, Question
from evaluation.conflict_documents import CONFLICTS, NO_CONFLICTS, Planted, plant, read_planted_facts
from evaluation.grading import percentile, plain, says
from evaluation.question_sets import BUILD
from evaluation.tables import share, table
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

FACTS = PROJECT / "evaluation/gold/conflict_facts.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the bot said to a planted question."""

    planted: Planted
    found: bool
    """Whether the report's value is told."""
    reported: bool
    """Whether a conflict is reported."""
    shown: bool
    """Of a conflict: whether both values are told, each cited by a quote of its own document, and the difference is named."""
    ordered: bool
    """Of a conflict: whether the newer document's value comes first."""
    text: str
    elapsed_ms: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the table was printed, 1 where something failed."""
    options = _options(arguments)
    try:
        planted, documents = plant(read_planted_facts(options.facts), options.seed)
        bot = _bot_over(documents, options.facts.stem)
        chosen = [p for p in planted if options.half == "all" or p.held == (options.half == "held")]
        outcomes = [judge(bot, each) for each in chosen]
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    if options.details:
        rows = (json.dumps(asdict(o), ensure_ascii=False) + "\n" for o in outcomes)
        options.details.write_text("".join(rows), encoding="utf-8")
    print(outcomes_table(outcomes))
    return 0


def judge(bot: PolicyBot, planted: Planted) -> Outcome:
    """Ask the question."""
    answer = bot.answer(Question(text=planted.question))
    told = plain(answer.text)
    at = [told.find(plain(value)) for value in planted.newest_first]
    return Outcome(
        planted=planted,
        found=answer.status == "answered" and says(told, (planted.value,)),
        reported=bool(answer.conflicts),
        shown=planted.conflict and all(_told(answer, value) for value in planted.newest_first) and _named(answer, planted),
        ordered=bool(at) and -1 < at[0] < at[-1],
        text=answer.text,
        elapsed_ms=answer.elapsed_ms,
    )  # fmt: skip


def _told(answer: Answer, value: str) -> bool:
    """Whether the text says the value, and a citation holds its number."""
    number = re.split(r"[^\d.]", plain(value))[0]
    return says(plain(answer.text), (value,)) and any(says(plain(c.quote), (number,)) for c in answer.citations)


def _named(answer: Answer, planted: Planted) -> bool:
    """Whether a typed conflict holds both values, each with another document's citation."""
    documents = {c.number: c.document.id for c in answer.citations}
    for conflict in answer.conflicts:
        stated = {plain(said): documents.get(number) for said, number in conflict.stated}
        pair = [stated.get(plain(value)) for value in planted.newest_first]
        if None not in pair and len(set(pair)) == len(pair):
            return True
    return False


def outcomes_table(outcomes: Sequence[Outcome]) -> str:
    """By half and kind: questions answered with the report's value, conflicts shown in full and in order, conflicts reported."""
    rows = []
    for held in sorted({o.planted.held for o in outcomes}):
        half = [o for o in outcomes if o.planted.held == held]
        for kinds in (*((kind,) for kind in (*CONFLICTS, *NO_CONFLICTS)), CONFLICTS, NO_CONFLICTS):
            rows.append(_row(held, kinds, [o for o in half if o.planted.kind in kinds]))
    if len({o.planted.held for o in outcomes}) > 1:
        rows += [
            _row(None, kinds, [o for o in outcomes if o.planted.kind in kinds]) for kinds in (CONFLICTS, NO_CONFLICTS)
        ]
    slowest = percentile([o.elapsed_ms for o in outcomes], 0.95)
    head = (
        "half",
        "second statement",
        "questions",
        "report's value told",
        "all values shown",
        "newest first",
        "conflict reported",
    )
    return f"{table(head, rows)}\n\nanswer p95: {slowest:.0f} ms"


def _row(held: bool | None, kinds: Sequence[str], outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    half = "all" if held is None else "held" if held else "dev"
    name = kinds[0] if len(kinds) == 1 else "conflicts" if kinds == CONFLICTS else "no conflicts"
    conflicts = kinds[0] in CONFLICTS
    return (
        half, name, str(len(outcomes)), share(_rate([o.found for o in outcomes])),
        share(_rate([o.shown for o in outcomes])) if conflicts else "", share(_rate([o.ordered for o in outcomes])) if conflicts else "",
        share(_rate([o.reported for o in outcomes])),
    )  # fmt: skip


def _rate(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else float("nan")


def _bot_over(documents: dict[str, str], name: str) -> PolicyBot:
    """The bot over the planted documents, whose base is kept in the evaluation's own folder under that name."""
    texts = BUILD / name / "documents"
    texts.mkdir(parents=True, exist_ok=True)
    for old in texts.glob("*.md"):
        if old.name not in documents:
            old.unlink()
    for name, text in documents.items():
        (texts / name).write_text(text, encoding="utf-8")
    settings = read_settings(KnowledgeSettings, index=BUILD / name / "index")
    Publisher(settings, load_embedder(settings)).sync([texts], wait=True)
    return build_bot(settings, read_settings(BotSettings))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.conflicts", description="评测文件之间数字不一致时是否都列出来，又会不会误报。"
    )
    parser.add_argument(
        "--facts", type=Path, metavar="FILE", default=FACTS, help="指标和说法的文件；另有 conflict_facts_later.jsonl"
    )
    parser.add_argument("--seed", type=int, default=2026, help="随机种子")
    parser.add_argument("--half", choices=("dev", "held", "all"), default="all", help="只评一半：调过的或没看过的")
    parser.add_argument("--details", type=Path, metavar="FILE", help="把每道题和回答写到这个文件")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
