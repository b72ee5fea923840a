"""Ask for next questions after many answers over reports/, and ask each of them: python -m evaluation.suggestions [--questions N].

Every suggestion has to be answered when it is asked as a reader would ask it; one that isn't is printed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering import PolicyBot
from bot.types import Question
from evaluation.grading import percentile
from evaluation.question_sets import chosen, question_sets, read_questions, shared_folder
from evaluation.sample_bot import sample_bot
from evaluation.tables import share, table
from knowledge.errors import KnowledgeError

_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What was suggested after an answer."""

    question: str
    status: str
    suggested: tuple[str, ...]
    unanswered: tuple[str, ...]
    took_s: float


def follow(bot: PolicyBot, question: str) -> Followed:
    """Ask, take the suggestions, and ask each."""
    answer = bot.answer(Question(text=question))
    started = time.perf_counter()
    suggested = bot.suggestions(answer, [question])
    took_s = time.perf_counter() - started
    unanswered = tuple(text for text in suggested if bot.answer(Question(text=text)).status != "answered")
    return Followed(question=question, status=answer.status, suggested=suggested, unanswered=unanswered, took_s=took_s)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where every suggestion was answered."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.suggestions", description="查验建议的下一个问题都有答案。"
    )
    parser.add_argument("--questions", type=int, default=50, help="问多少道题（默认 50，从自带题集里均匀取）")
    parser.add_argument("--show", action="store_true", help="列出每一题之后的建议")
    options = parser.parse_args(arguments)
    try:
        questions = [
            gold.question for gold in read_questions(chosen("reports", question_sets(shared_folder()))[0].gold)
        ]
        bot = sample_bot()
        step = max(1, len(questions) // options.questions)
        followed = [follow(bot, question) for question in questions[::step][: options.questions]]
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    for each in followed:
        if options.show or each.unanswered:
            print(f"{each.question}｜{each.status}｜{' / '.join(each.suggested)}｜{' / '.join(each.unanswered)}")
    print(_summary(followed))
    return 1 if any(each.unanswered for each in followed) else 0


def _summary(followed: Sequence[Followed]) -> str:
    suggested = sum(len(each.suggested) for each in followed)
    loose = sum(len(each.unanswered) for each in followed)
    enough = sum(len(each.suggested) >= _LEAST for each in followed)
    times = [each.took_s for each in followed]
    row = (
        str(len(followed)), f"{suggested - loose} / {suggested}", share(enough / len(followed)),
        f"{percentile(times, 0.5):.1f}", f"{percentile(times, 0.95):.1f}",
    )  # fmt: skip
    return table(("questions", "suggestions answered", "with two or more", "s p50", "s p95"), [row])


if __name__ == "__main__":
    sys.exit(main())
