"""Whether everyday words find what official words find: python -m evaluation.colloquial.

Each pair of evaluation/gold/colloquial.jsonl asks one thing twice, in people's words and in the documents'; with --worried those of
colloquial_worried.jsonl, whole sentences of worried people in many dialects' words. A pair agrees where the first citations of both
answers overlap in one document, or where both are refused with the same first passage. One refused and the other answered is a failure.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.answering import PolicyBot
from bot.types import Answer, Question
from evaluation.evaluate import Steps, bot_over
from evaluation.question_sets import EvaluationError, QuestionSet, question_sets, shared_folder
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

PAIRS = PROJECT / "evaluation/gold/colloquial.jsonl"
WORRIED = PROJECT / "evaluation/gold/colloquial_worried.jsonl"
_SETS = {"reports": "reports", "laws": "laws_dev"}

Agreement = Literal["same evidence", "both refused alike", "both refused", "other evidence", "one refused"]
AGREEING: frozenset[Agreement] = frozenset({"same evidence", "both refused alike"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One thing asked twice."""

    id: str
    colloquial: str
    official: str
    base: str
    """`reports` or `laws`."""
    split: str
    """`fresh`: its errors were looked at once, after the table was written; `dev`: the table was written with it in view; `worried`: written before the rules for speech."""


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """The pairs of a file, one JSON object a line.

    Raises:
        EvaluationError: a line isn't a pair, or its base is unknown.
    """
    pairs = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            pair = Pair(**json.loads(line))
        except (json.JSONDecodeError, TypeError) as exc:
            raise EvaluationError(
                f"{path.name} 第 {number} 行不是有效的一对问题({exc!r}),请改正。",
                f"Line {number} of {path.name} is no valid pair ({exc!r}); correct it.",
            ) from exc
        if pair.base not in _SETS:
            raise EvaluationError(
                f"{path.name} 第 {number} 行的 base 只能是 {'、'.join(_SETS)}。",
                f"The base of line {number} of {path.name} must be one of {', '.join(_SETS)}.",
            )
        pairs.append(pair)
    return pairs


def agreement(one: Answer, other: Answer, *, same_passage: bool) -> Agreement:
    """How two answers agree.

    Args:
        one: The answer to the everyday question.
        other: The answer to the official one.
        same_passage: Whether the same passage was found first for both.
    """
    answered = [answer.status == "answered" and bool(answer.citations) for answer in (one, other)]
    if all(answered):
        first, second = one.citations[0], other.citations[0]
        overlap = first.start < second.end and second.start < first.end
        return "same evidence" if first.document.id == second.document.id and overlap else "other evidence"
    if any(answered):
        return "one refused"
    return "both refused alike" if same_passage else "both refused"


def judged(bot: PolicyBot, pair: Pair) -> tuple[Agreement, Answer, Answer]:
    """How the answers to both questions of `pair` agree, with the answers."""
    one, other = (bot.answer(Question(text=text)) for text in (pair.colloquial, pair.official))
    passages = [[hit.chunk.id for hit in bot.search(text, top_k=1)] for text in (pair.colloquial, pair.official)]
    return agreement(one, other, same_passage=passages[0] == passages[1]), one, other


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rates; 0 where every base that is there was asked, 1 where something failed."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.colloquial", description="大白话和文件用语问同一件事,依据是否一样"
    )
    parser.add_argument("--details", type=Path, metavar="FILE", help="把每一对的结果写到这个文件")
    parser.add_argument("--split", choices=("fresh", "dev"), help="只测一部分")
    parser.add_argument("--worried", action="store_true", help="改测另一组:着急的人说的整句话")
    options = parser.parse_args(arguments)
    try:
        read = read_pairs(WORRIED if options.worried else PAIRS)
        pairs = [pair for pair in read if options.split in (None, pair.split)]
        rows = [row for base in _SETS for row in _asked(base, [pair for pair in pairs if pair.base == base])]
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    if options.details:
        options.details.write_text(
            "".join(json.dumps(_detail(*row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
    print(table([(pair, how) for pair, how, _, _ in rows]))
    return 0


def _asked(base: str, pairs: Sequence[Pair]) -> list[tuple[Pair, Agreement, Answer, Answer]]:
    chosen: QuestionSet = next(each for each in question_sets(shared_folder()) if each.name == _SETS[base])
    if not chosen.documents.is_dir():
        print(f"{chosen.documents} 不在,{base} 的 {len(pairs)} 对没有测。", file=sys.stderr)
        return []
    bot = bot_over(chosen, load_embedder(read_settings(KnowledgeSettings)), Steps(chosen.name))
    return [(pair, *judged(bot, pair)) for pair in pairs]


def table(rows: Sequence[tuple[Pair, Agreement]]) -> str:
    """The rates by base and split, as a Markdown table."""
    lines = [
        "| base | split | pairs | agree | same evidence | both refused alike | both refused | other evidence | one refused |"
    ]
    lines.append("| --- | --- | " + " | ".join(["---:"] * 7) + " |")
    groups = sorted({(pair.base, pair.split) for pair, _ in rows}, reverse=True)
    for base, split in [*groups, ("all", "all")]:
        counts = Counter(how for pair, how in rows if base == "all" or (pair.base, pair.split) == (base, split))
        total = sum(counts.values())
        agree = sum(counts[how] for how in AGREEING) / total if total else float("nan")
        shown = (
            counts[how]
            for how in ("same evidence", "both refused alike", "both refused", "other evidence", "one refused")
        )
        lines.append(f"| {base} | {split} | {total} | {agree:.3f} | " + " | ".join(map(str, shown)) + " |")
    return "\n".join(lines)


def _detail(pair: Pair, how: Agreement, one: Answer, other: Answer) -> dict[str, object]:
    return {
        "id": pair.id, "base": pair.base, "split": pair.split, "how": how,
        "colloquial": pair.colloquial, "said": _said(one), "official": pair.official, "said_official": _said(other),
    }  # fmt: skip


def _said(answer: Answer) -> str:
    source = answer.citations[0].document.source.name if answer.citations else ""
    return f"{answer.status} {source}: {answer.text}"


if __name__ == "__main__":
    sys.exit(main())
