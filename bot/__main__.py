"""Asking from the command line: `python -m bot ask|answer|search` (see README)."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import QuestionError
from bot.figure_wording import conflict_as_plain, figure_as_plain, figure_lines
from bot.guide_wording import guide_as_plain, guide_lines
from bot.settings import BotSettings
from bot.terms import describe_mapping
from bot.types import Answer, Language, Question, Turn
from knowledge.errors import KnowledgeError, SettingError
from knowledge.privacy import cover_logs
from knowledge.settings import OTHER_NAMES, KnowledgeSettings, names_of, read_settings, refuse_unknown

if TYPE_CHECKING:
    from bot.answering import PolicyBot


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 where everything asked was done, 1 where something failed."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that can't show a character must not stop the answer
    cover_logs()
    options = _parser().parse_args(arguments)
    try:
        bot = _bot(options)
        run: Callable[[PolicyBot, argparse.Namespace], int] = options.run
        code = run(bot, options)
        sys.stdout.flush()
        return code
    except KnowledgeError as error:
        return _fail(error.english if options.language == "en" else error.chinese)
    except KeyboardInterrupt:
        return _fail("Stopped." if options.language == "en" else "已停止。")
    except BrokenPipeError:  # the reader of the output has gone (| head); what Python flushes at its end goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--index", type=Path, help="知识库文件夹(默认 WENCE_INDEX 或 index)")
    shared.add_argument("--language", choices=("zh", "en"), default=os.environ.get("WENCE_LANGUAGE", "zh"))
    parser = argparse.ArgumentParser(prog="python -m bot", description="问策:向知识库提问")
    commands = parser.add_subparsers(required=True)
    ask = commands.add_parser("ask", parents=[shared], help="问一个问题")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="以 JSON 输出")
    ask.set_defaults(run=_ask)
    answer = commands.add_parser("answer", parents=[shared], help="回答一个文件里的问题,一行一个 JSON")
    answer.add_argument("--questions", type=Path, required=True)
    answer.add_argument("--output", type=Path, required=True)
    answer.set_defaults(run=_answer)
    search = commands.add_parser("search", parents=[shared], help="为一个文件里的问题找段落")
    search.add_argument("--questions", type=Path, required=True)
    search.add_argument("--output", type=Path, required=True)
    search.add_argument("--top-k", type=int, default=10, choices=range(1, 201), metavar="1-200")
    search.set_defaults(run=_search)
    return parser


def _bot(options: argparse.Namespace) -> PolicyBot:
    if options.language not in ("zh", "en"):  # argparse checks what is typed, not a default
        raise SettingError("WENCE_LANGUAGE 只能是 zh 或 en。", "WENCE_LANGUAGE must be zh or en.")
    refuse_unknown(os.environ, names_of(KnowledgeSettings) | names_of(BotSettings) | OTHER_NAMES)
    settings, bot_settings = read_settings(KnowledgeSettings, index=options.index), read_settings(BotSettings)
    from bot.assembly import build_bot  # imported late: --help and a wrong setting are answered at once

    bot = build_bot(settings, bot_settings)
    if bot.degraded():
        print(bot.degraded(), file=sys.stderr)
    return bot


def _ask(bot: PolicyBot, options: argparse.Namespace) -> int:
    answer = bot.answer(Question(text=options.question, language=options.language))
    if options.json:
        print(json.dumps(as_json(answer), ensure_ascii=False))
        return 0
    if answer.query is not None and answer.query.resolved != answer.query.text.strip():
        print(f"理解为:{answer.query.resolved}\n")
    if answer.query is not None and answer.query.mapped:
        print(f"{describe_mapping(answer.query.mapped, options.language)}\n")
    if answer.figures:
        print("\n".join(figure_lines(answer.figures, options.language)), end="\n\n")
    _print_text(answer, options.language)
    for title, citations in (("出处", answer.citations), ("相近的内容", answer.nearby)):
        if citations:
            print(f"\n{title}:")
        for c in citations:
            place = f"{c.heading} " if c.heading else ""
            print(
                f"[{c.number}] {c.document.metadata.title}({c.document.source.name}){place}\n    {c.reading or c.quote}"
            )
    for notice in answer.notices:
        print(f"\n{notice}")
    return 0


def _print_text(answer: Answer, language: Language) -> None:
    print(answer.text)
    for item in answer.explained:
        print(f"\n{item.text}[{item.number}]")
    if answer.guide is not None:
        print("", *guide_lines(answer.guide, language), sep="\n")


def as_json(answer: Answer) -> dict[str, Any]:
    """An answer in the form that evaluation reads: status, text, citations with source, quote and offsets, figures asked for, conflicts, elapsed_ms."""
    return {
        "status": answer.status,
        "text": answer.text,
        "citations": [
            {
                "number": c.number, "source": c.document.source.name, "quote": c.quote, "start": c.start, "end": c.end,
                "title": c.document.metadata.title, "heading": c.heading,
            }
            for c in answer.citations
        ],
        "figures": [figure_as_plain(card) for card in answer.figures],
        "conflicts": [conflict_as_plain(conflict) for conflict in answer.conflicts],
        "lead": list(answer.lead),
        "explained": [asdict(item) for item in answer.explained],
        "guide": guide_as_plain(answer.guide) if answer.guide else None,
        "notices": list(answer.notices),
        "resolved": answer.query.resolved if answer.query else "",
        "mapped": [list(pair) for pair in answer.query.mapped] if answer.query else [],
        "mode": answer.mode,
        "confidence": round(answer.confidence, 3),
        "elapsed_ms": round(answer.elapsed_ms, 1),
    }  # fmt: skip


def _answer(bot: PolicyBot, options: argparse.Namespace) -> int:
    def reply(question: Question) -> dict[str, Any]:
        try:
            return as_json(bot.answer(question))
        except QuestionError as error:  # a question that can't be taken is answered with the sentence that says so
            text = error.english if question.language == "en" else error.chinese
            return {"status": "clarify", "text": text, "citations": [], "elapsed_ms": 0.0}

    return _each_line(options, reply)


def _search(bot: PolicyBot, options: argparse.Namespace) -> int:
    def reply(question: Question) -> dict[str, Any]:
        try:
            hits = bot.search(question.text, top_k=options.top_k)
        except QuestionError:
            hits = []
        return {
            "results": [
                {
                    "source": h.document.source.name, "text": h.chunk.text, "start": h.chunk.start, "end": h.chunk.end,
                    "title": h.document.metadata.title, "heading": " > ".join(h.chunk.heading_path), "score": round(h.score, 4),
                }
                for h in hits
            ]
        }  # fmt: skip

    return _each_line(options, reply)


def _each_line(options: argparse.Namespace, reply: Callable[[Question], dict[str, Any]]) -> int:
    """Answer each line in order; a line that can't be read is reported and passed over."""
    english, failed = options.language == "en", 0
    try:
        # read whole before the output is opened: a wrong path must not cost an earlier output, nor the questions themselves
        lines = options.questions.read_text(encoding="utf-8-sig").split("\n")
        if options.output.exists() and options.output.samefile(options.questions):
            return _fail(_SAME_FILE[english])
        with options.output.open("w", encoding="utf-8") as output:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    row_id, question = _parsed(line, options.language)
                except (ValueError, RecursionError) as error:
                    failed += 1
                    print(_BAD_LINE[english].format(number, error), file=sys.stderr)
                    continue
                output.write(json.dumps({"id": row_id, **reply(question)}, ensure_ascii=False) + "\n")
    except (OSError, UnicodeDecodeError) as error:
        return _fail(_FILE_FAILED[english].format(error))
    return 1 if failed else 0


_SAME_FILE = (
    "--output 和 --questions 是同一个文件,会把问题覆盖掉;请换一个输出文件。",
    "--output and --questions are the same file; name another output.",
)
_BAD_LINE = (
    "第 {} 行不是有效的问题,已跳过(每行应为一个含 id 和 question 的 JSON 对象):{}",
    "Line {} is no valid question and was skipped (a JSON object with id and question is wanted): {}",
)
_FILE_FAILED = (
    "文件读写失败:{}。请检查路径和编码(应为 UTF-8)。",
    "Reading or writing failed: {}. Check the path and the encoding (UTF-8).",
)


def _parsed(line: str, language: Language) -> tuple[Any, Question]:
    """A line's id and question.

    Raises:
        ValueError: it isn't JSON, or not an object with an id, a question and, where given, a history of turns.
    """
    row = json.loads(line)
    json.dumps(row, ensure_ascii=False).encode()  # half a character (\\ud83d) can be written in JSON but not in a file
    history = row.get("history") or [] if isinstance(row, dict) else None
    if not isinstance(history, list) or "id" not in row or not isinstance(row.get("question"), str):
        raise ValueError("id, question")
    turns = [
        (turn["role"], turn["content"])
        for turn in history
        if isinstance(turn, dict) and turn.keys() >= {"role", "content"}
    ]
    if len(turns) < len(history) or not all(
        role in ("user", "assistant") and isinstance(said, str) for role, said in turns
    ):
        raise ValueError("history")
    return row["id"], Question(
        text=row["question"], history=tuple(Turn(role=role, content=said) for role, said in turns), language=language
    )


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
