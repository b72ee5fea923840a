"""English questions over the sample reports, answered in Chinese: python -m evaluation.english.

Right: answered with one of the expected figures or words in the text, or refused where no document says it.
"""

from __future__ import annotations

import os
import sys

from bot.answering import PolicyBot
from bot.types import Question
from evaluation.evaluate import Steps, bot_over
from evaluation.grading import Gold, plain, says
from evaluation.question_sets import question_sets, read_questions, shared_folder
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

QUESTIONS = PROJECT / "evaluation/gold/english.jsonl"


def main() -> int:
    """Print what went wrong and how many were right; 0 where all were asked."""
    try:
        reports = question_sets(shared_folder())[0]
        bot = bot_over(reports, load_embedder(read_settings(KnowledgeSettings)), Steps(reports.name))
        questions = read_questions(QUESTIONS)
        right = sum(_is_right(bot, gold) for gold in questions)
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    print(f"{right} / {len(questions)}")
    return 0


def _is_right(bot: PolicyBot, gold: Gold) -> bool:
    answer = bot.answer(Question(text=gold.question, language="en"))
    answered = answer.status == "answered"
    expected = gold.expect != "refuse"
    right = answered == expected and (not expected or all(says(plain(answer.text), words) for words in gold.must))
    if not right:
        print(
            f"  {gold.question} | {answer.query.resolved if answer.query else ''} | {answer.status}: {answer.text[:80]!r}"
        )
    return right


if __name__ == "__main__":
    sys.exit(main())
