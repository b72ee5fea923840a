"""How well and how fast the shipped reader reads: python -m evaluation.reader [--data DIR] [--write].

On the parts of the training sets that no model learnt from: spans on whole contexts of DRCD and CMRC (exact match and F1 over
characters), answerable or not on SQuAD 2.0 in Chinese (area under ROC), a layperson's article among near misses (LeCoQA). And the
time for 20 passages of 200 tokens. `--write` puts the figures into the model's card.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.reader_files import SHIPPED
from bot.reading import OfflineReader, ReadablePassage, Reading
from evaluation.answerability import area
from evaluation.measuring import machine
from evaluation.question_sets import EvaluationError
from evaluation.tables import share, table
from knowledge.errors import KnowledgeError
from models.training.examples import LAY_SET, READING_SETS, Passage, held_back, lay_examples, rows
from models.training.near_misses import Pool
from models.training.scores import exact, hits, overlap

_SEED = 7
_QUESTIONS = 400  # of each set
_AMONG = 20
_TIMED_RUNS = 40
_TIMED_CHARS = 290  # about 200 tokens with the question


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the table was printed, 1 where something failed."""
    options = _options(arguments)
    try:
        reader = OfflineReader(threads=2)
        figures = measure(reader, options.data)
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    print(
        table(
            ("measure", "value"),
            [(name, share(value) if value <= 1 else f"{value:.0f}") for name, value in figures.items()],
        )
    )
    print(machine())
    if options.write:
        _write(figures)
    return 0


def measure(reader: OfflineReader, data: Path) -> dict[str, float]:
    """All figures by name; shares in [0, 1], times in milliseconds.

    Raises:
        EvaluationError: the sets aren't in the folder.
    """
    if not (data / LAY_SET).is_file():
        raise EvaluationError(
            f"{data} 里没有训练题集,请用 --data 指明。", f"{data} doesn't hold the sets; name them with --data."
        )
    return {**spans(reader, data), **answerable(reader, data), **lay(reader, data), **speed(reader, data)}


def spans(reader: OfflineReader, data: Path) -> dict[str, float]:
    """Exact match and F1 on whole held-back contexts of DRCD and CMRC, as their scorers compare."""
    asked = [
        (str(row["context"]), entry["question"], entry["answers"])
        for name in READING_SETS[:2]
        for row in rows(data / name)
        if held_back(str(row["context"]))
        for entry in row["questions"]  # type: ignore[attr-defined]
    ]
    asked = random.Random(_SEED).sample(asked, min(_QUESTIONS, len(asked)))
    said = []
    for context, question, _ in asked:
        (reading,) = reader.read(question, [ReadablePassage("", context)])
        said.append(context[reading.start : reading.end])
    right = [answers for _, _, answers in asked]
    return {
        "span questions": len(asked),
        "span exact match": statistics.fmean(exact(s, r) for s, r in zip(said, right, strict=True)),
        "span F1": statistics.fmean(overlap(s, r) for s, r in zip(said, right, strict=True)),
    }


def answerable(reader: OfflineReader, data: Path) -> dict[str, float]:
    """Area under ROC over held-back questions of SQuAD 2.0 in Chinese, each with its own whole context."""
    asked = [
        (str(row["context"]), entry["question"], bool(entry["answers"]))
        for row in rows(data / READING_SETS[2])
        if held_back(str(row["context"]))
        for entry in row["questions"]  # type: ignore[attr-defined]
    ]
    asked = random.Random(_SEED).sample(asked, min(_QUESTIONS, len(asked)))
    scores = [reader.read(question, [ReadablePassage("", context)])[0].answerable for context, question, _ in asked]
    return {"answerable, area": area(scores, [right for _, _, right in asked])}


def lay(reader: OfflineReader, data: Path) -> dict[str, float]:
    """A layperson's held-back question: its article among the near misses of all articles."""
    held = list(lay_examples(data / LAY_SET, validation=True))
    learnt = list(lay_examples(data / LAY_SET, validation=False))
    pool = Pool(list({p.text: p for e in (*held, *learnt) for p in e.answering}.values()))
    rng, ranks = random.Random(_SEED), []
    for example in held:
        right = [p.text for p in example.answering]
        near = pool.near(example, count=_AMONG - 1, skip=0, depth=40, rng=rng)
        passages = [example.answering[0], *near]
        order = _order(reader.read(example.question, [_readable(p) for p in passages]))
        ranks.append(next(place for place, i in enumerate(order, 1) if passages[i].text in right))
    return {"lay questions": len(held), "lay hit@1 of 20": hits(ranks, 1), "lay hit@5 of 20": hits(ranks, 5)}


def _order(readings: Sequence[Reading]) -> list[int]:
    return sorted(range(len(readings)), key=lambda i: -readings[i].relevance)


def _readable(passage: Passage) -> ReadablePassage:
    return ReadablePassage(passage.title, passage.text)


def speed(reader: OfflineReader, data: Path) -> dict[str, float]:
    """Milliseconds for 20 passages of about 200 tokens, median and 95th percentile."""
    long = [
        str(row["context"])[:_TIMED_CHARS]
        for row in rows(data / READING_SETS[0])
        if len(str(row["context"])) > _TIMED_CHARS
    ]
    times = []
    for run in range(_TIMED_RUNS + 3):
        passages = [ReadablePassage("", text) for text in long[run * _AMONG % 400 :][:_AMONG]]
        started = time.perf_counter()
        reader.read("梵语的学术研究由谁开创", passages)
        times.append((time.perf_counter() - started) * 1000)
    times = sorted(times[3:])
    return {"20 passages, p50 ms": statistics.median(times), "20 passages, p95 ms": times[int(len(times) * 0.95) - 1]}


def _write(figures: dict[str, float]) -> None:
    path = SHIPPED / "card.json"
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    card["measured"] = {name: round(value, 3) for name, value in figures.items()}
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (SHIPPED / "README.md").write_text(model_card(card), encoding="utf-8")


def model_card(card: dict[str, Any]) -> str:
    """The card as a page for people."""
    run, error = card["training"], dict(card["calibration_error"])
    pairs = error.pop("pairs")
    return (
        (SHIPPED.parent / "reader_card.template.md")
        .read_text(encoding="utf-8")
        .format(
            layers=run["layers"],
            exit_at=run["exit_at"],
            megabytes=round(sum(file["bytes"] for file in card["files"].values()) / 1e6, 1),
            device=run["device"],
            seconds=run["seconds"],
            pairs=run["pairs"],
            steps=run["steps"],
            seed=run["seed"],
            shares=_shares(run),
            schedule=_listed(run["schedule"]),
            measured="\n".join(f"| {name} | {value:g} |" for name, value in card["measured"].items()),
            calibrated=pairs,
            errors=_listed(error),
        )
    )


def _shares(run: dict[str, Any]) -> str:
    """What the pairs were; a reader of the recipe before groups were ordered has one list for all of them."""
    if "ranked" in run:
        return f"ordered {_listed(run['ranked'])}; alone {_listed(run['alone'])}"
    return _listed(run["shares"])


def _listed(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation.reader", description="评测自带的阅读模型。")
    shared = Path(os.environ.get("WENCE_SHARED", "../shared"))
    parser.add_argument("--data", type=Path, default=shared / "train", metavar="DIR", help="训练题集所在的文件夹")
    parser.add_argument("--write", action="store_true", help="把结果写进模型的 card.json")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
