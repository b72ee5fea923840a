"""Is each word of place and time understood? python -m evaluation.scope_words [--index DIR] [--details FILE].

The questions of evaluation/gold/scope_words.jsonl were written by hand over reports/, before any of them was asked: 今年, 上年, “十三五”末,
截至6月底, 前三季度, 本月, villages, towns that only a table names, a county or province that the base isn't about, two places. A
question is right where its figures are said and no other scope's; one that no document answers where it is refused.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.answering import PolicyBot
from bot.types import Question
from evaluation.grading import plain, says
from evaluation.question_sets import EvaluationError
from evaluation.scope_swaps import bot_over_reports
from evaluation.tables import table
from knowledge.errors import KnowledgeError
from knowledge.settings import PROJECT

QUESTIONS = PROJECT / "evaluation/gold/scope_words.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with what has to be said to it."""

    id: str
    word: str
    """The kind of scope word that it is about."""
    question: str
    refused: bool
    """Whether no document answers it."""
    must: tuple[str, ...]
    must_not: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A question with what the bot said."""

    asked: Asked
    right: bool
    wrong: bool
    """Whether another scope's figure was given for an answer."""
    status: str
    text: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the table was printed, 1 where something failed."""
    options = _options(arguments)
    try:
        bot = bot_over_reports(options.index)
        judged = [judge(bot, asked) for asked in read_asked(QUESTIONS)]
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    if options.details:
        rows = (json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in judged)
        options.details.write_text("".join(rows), encoding="utf-8")
    print(judged_table(judged))
    return 0


def read_asked(path: Path) -> list[Asked]:
    """The questions of a file, one JSON object a line.

    Raises:
        EvaluationError: it can't be read, or a line isn't a question.
    """
    try:
        return [_asked(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as exc:
        raise EvaluationError(f"读不了 {path.name}（{exc!r}）。", f"Cannot read {path.name} ({exc!r}).") from exc


def _asked(row: dict[str, object]) -> Asked:
    return Asked(
        id=str(row["id"]), word=str(row["word"]), question=str(row["question"]), refused=row["expect"] == "refuse",
        must=tuple(row["must"]), must_not=tuple(row["must_not"]),  # type: ignore[arg-type]
    )  # fmt: skip


def judge(bot: PolicyBot, asked: Asked) -> Judged:
    """Ask the question."""
    answer = bot.answer(Question(text=asked.question))
    text, answered = plain(answer.text), answer.status == "answered"
    clean = not any(says(text, (figure,)) for figure in asked.must_not)
    told = answered and all(says(text, (figure,)) for figure in asked.must)
    return Judged(
        asked=asked, right=clean and (told if not asked.refused else not answered),
        wrong=answered and (asked.refused or not clean), status=answer.status, text=answer.text,
    )  # fmt: skip


def judged_table(judged: Sequence[Judged]) -> str:
    """By scope word: questions, right ones, wrong scopes given for an answer."""
    rows = []
    for word in (*dict.fromkeys(each.asked.word for each in judged), ""):
        chosen = [each for each in judged if word in ("", each.asked.word)]
        rows.append(
            (word or "all", *map(str, (len(chosen), sum(e.right for e in chosen), sum(e.wrong for e in chosen))))
        )
    return table(("scope word", "questions", "right", "wrong scope"), rows)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.scope_words", description="评测每种地方和时间的说法是不是都听得懂。"
    )
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="reports/ 的知识库；不写就在 build/evaluation 里更新一份"
    )
    parser.add_argument("--details", type=Path, metavar="FILE", help="把每道题和回答写到这个文件")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
