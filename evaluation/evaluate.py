"""Grade the bot on the gold sets and print the tables that README shows: python -m evaluation.evaluate.

Our own set over reports/ always runs; the sets of the folder that WENCE_SHARED names run where that folder is there. The
knowledge bases are kept in build/evaluation/ and only brought up to date. The bot is the one that the page and the command line
ask, with the language model that WENCE_LLM* names, if any.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.errors import QuestionError
from bot.settings import BotSettings
from bot.types import Answer, Question, Turn
from evaluation.fresh_sets import fresh_sets
from evaluation.grading import Cited, Given, Gold, Summary, Verdict, first_hit, grade, percentile, summarise
from evaluation.question_sets import (
    BUILD,
    SHARED,
    EvaluationError,
    QuestionSet,
    chosen,
    question_sets,
    read_questions,
    shared_folder,
)
from evaluation.quotes import QuoteCheck
from evaluation.tables import RANKS, answers_table, retrieval_table
from knowledge.embedding import Embedder, load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import OTHER_NAMES, KnowledgeSettings, names_of, read_settings, refuse_unknown

_RETRIEVAL_SETS = ("laws_dev", "policies_dev")  # the others have too few passages for a rank to say much
TOGETHER = BUILD / "together"
"""The base that holds the documents of all chosen sets."""
_STEPS = 4  # lines of progress for a stage
_STAGES = {"read": "读取文件", "embed": "计算向量", "store": "写入索引", "check": "自检"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A question with its answer and what was found about it."""

    gold: Gold
    given: Given
    verdict: Verdict
    quotes: int
    """Quotes shown, those of what stands nearby included."""
    false_quotes: tuple[str, ...]


class Steps:
    """A few lines of progress on stderr for each stage of the work on one set."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._last = ("", -1)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say that `done` of `total` parts of `stage` are done, unless nearly that much was said already."""
        step = (stage, done * _STEPS // max(1, total))
        if total and step != self._last:
            self._last = step
            print(f"{self._name}：{_STAGES.get(stage, stage)} {done}/{total}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where every chosen set was graded, 1 where something failed."""
    options = _options(arguments)
    try:
        refuse_unknown(os.environ, names_of(KnowledgeSettings) | names_of(BotSettings) | OTHER_NAMES | {SHARED})
        known = question_sets(shared_folder())
        sets = chosen(options.sets, (*known, *fresh_sets(shared_folder())) if "fresh_" in options.sets else known)
        if options.details:
            options.details.mkdir(parents=True, exist_ok=True)
        _evaluate(sets, options.details, together=options.together)
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"文件读写失败（{error}），请检查路径、权限和磁盘空间。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 130
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.evaluate",
        description=f"在题集上评测回答质量。其他题集放在环境变量 {SHARED} 指明的文件夹里：eval/名字.jsonl 和 corpus/名字/。",
    )
    parser.add_argument("--sets", default="", help="题集名，用逗号隔开；不写就评测所有现有的题集")
    parser.add_argument(
        "--together", action="store_true", help="把选中各题集的文件放进同一个知识库里来问（看别的文件会不会干扰）"
    )
    parser.add_argument("--details", type=Path, metavar="FOLDER", help="把每道题的答案和评分写到这个文件夹")
    return parser.parse_args(arguments)


def _evaluate(sets: Sequence[QuestionSet], details: Path | None, *, together: bool = False) -> None:
    embedder = load_embedder(read_settings(KnowledgeSettings))
    answers, retrieval = [], []
    for each in sets:
        steps = Steps(each.name)
        questions = read_questions(each.gold)
        index = TOGETHER if together else each.index
        bot = bot_over_documents([s.documents for s in sets] if together else [each.documents], index, embedder, steps)
        judged = _answered(bot, questions, QuoteCheck.of_index(index), steps)
        if details is not None:
            write_details(details / f"{each.name}.jsonl", judged)
        answers.append((each.name, *_figures(judged)))
        if each.name in _RETRIEVAL_SETS:
            retrieval.append((each.name, ranks(bot, questions, steps)))
    print(answers_table(answers))
    if retrieval:
        print(f"\n{retrieval_table(retrieval)}")


def bot_over(each: QuestionSet, embedder: Embedder, steps: Steps) -> PolicyBot:
    """The bot over the set's documents; they are ingested first where they aren't yet."""
    return bot_over_documents([each.documents], each.index, embedder, steps)


def bot_over_documents(folders: Sequence[Path], index: Path, embedder: Embedder, steps: Steps) -> PolicyBot:
    """The bot over one knowledge base of all `folders`, kept in `index`.

    Raises:
        EvaluationError: a document could not be ingested.
    """
    settings = read_settings(KnowledgeSettings, index=index)
    index.mkdir(parents=True, exist_ok=True)
    report = Publisher(settings, embedder).sync(folders, steps, wait=True)
    if report.failed:
        raise EvaluationError(
            f"{index.name}：{report.failed[0].path} 没能入库（{report.failed[0].reason}）",
            f"{index.name}: {report.failed[0].path} could not be ingested ({report.failed[0].reason})",
        )
    return build_bot(settings, read_settings(BotSettings))


def _answered(bot: PolicyBot, questions: Sequence[Gold], check: QuoteCheck, steps: Steps) -> list[Judged]:
    judged = []
    bot.version()  # opens the base, so that the first question's time is like the others'
    for done, gold in enumerate(questions):
        steps("回答问题", done, len(questions))
        answer = _ask(bot, gold)
        given = as_given(answer)
        shown = (*answer.citations, *answer.nearby)
        false = tuple(check.false_quotes(shown))
        judged.append(Judged(gold=gold, given=given, verdict=grade(gold, given), quotes=len(shown), false_quotes=false))
    steps("回答问题", len(questions), len(questions))
    return judged


def _ask(bot: PolicyBot, gold: Gold) -> Answer:
    history = tuple(Turn(role="assistant" if r == "assistant" else "user", content=c) for r, c in gold.history)
    try:
        return bot.answer(Question(text=gold.question, history=history))
    except QuestionError as error:  # as the command line does: the sentence that says so is the answer
        return Answer(status="clarify", text=str(error))


def as_given(answer: Answer) -> Given:
    """The bot's answer in the form that is graded."""
    citations = tuple(
        Cited(source=c.document.source.name, quote=c.quote, title=c.document.metadata.title, heading=c.heading)
        for c in answer.citations
    )
    return Given(status=answer.status, text=answer.text, citations=citations, elapsed_ms=answer.elapsed_ms)


def ranks(bot: PolicyBot, questions: Sequence[Gold], steps: Steps) -> list[int | None]:
    """For each question that stands on its own and has evidence, the rank of the first right passage."""
    asked = [gold for gold in questions if gold.evidence and not gold.history]
    found = []
    for done, gold in enumerate(asked):
        steps("查找段落", done, len(asked))
        hits = bot.search(gold.question, top_k=max(RANKS))
        found.append(first_hit(((hit.document.source.name, hit.chunk.text) for hit in hits), gold))
    return found


def _figures(judged: Sequence[Judged]) -> tuple[Summary, tuple[int, int], tuple[float, float]]:
    quotes = (sum(len(j.false_quotes) for j in judged), sum(j.quotes for j in judged))
    times = [j.given.elapsed_ms for j in judged if j.given.elapsed_ms]
    return summarise([j.verdict for j in judged]), quotes, (percentile(times, 0.5), percentile(times, 0.95))


def write_details(path: Path, judged: Sequence[Judged]) -> None:
    """Write one line a question: the answer and what was found about it."""
    with path.open("w", encoding="utf-8") as out:
        for each in judged:
            row = {
                "id": each.gold.id,
                "type": each.gold.type,
                "question": each.gold.question,
                "reference": each.gold.answer,
                **asdict(replace(each.given, elapsed_ms=round(each.given.elapsed_ms, 1))),
                **asdict(each.verdict),
                "false_quotes": each.false_quotes,
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
