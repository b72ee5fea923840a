"""Measure speed and memory: python -m evaluation.benchmark.

What is measured is what people run, in processes of its own: `python ingest.py`, `python -m bot ask`, `python -m bot answer`.
Beside it, how fast each kind of file is read (`formats`). The documents are copies of the sample reports (`synthetic`); larger bases take their vectors from `derived`. All lies in
build/benchmark, by embedder, and is kept for the next run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bot.settings import BotSettings
from evaluation import synthetic
from evaluation.formats import Kind, kinds, reading_row
from evaluation.grading import percentile
from evaluation.measuring import Measured, machine, middle, run_measured
from evaluation.question_sets import SHARED, question_sets, read_questions, shared_folder
from evaluation.tables import table
from knowledge.chunking import chunk
from knowledge.embedding import Embedder, load_embedder
from knowledge.errors import KnowledgeError
from knowledge.loading import load
from knowledge.settings import OTHER_NAMES, PROJECT, KnowledgeSettings, names_of, read_settings, refuse_unknown
from knowledge.versions import IndexFolder

_REPORTS = PROJECT / "reports"
_CHUNK_CHARS = int(KnowledgeSettings.model_fields["chunk_chars"].default)
_INGESTED = 300  # passages of the ingest that is timed, all embedded for real
_WARMING = 10  # questions asked before those that are timed: the first one opens the base
_COPIES = 4  # that questions are asked about: they stand in a base of 1,000 passages
_QUESTION = "临时救助多久能办下来？"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A knowledge base for measuring."""

    index: Path
    passages: int
    built: Measured
    """How it was built, now or in the run that made it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where all was measured, 1 where something failed."""
    options = _options(arguments)
    try:
        refuse_unknown(os.environ, names_of(KnowledgeSettings) | names_of(BotSettings) | OTHER_NAMES | {SHARED})
        _benchmark(options.passages, options.questions, options.runs, embed_all=options.embed_all)
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"文件读写失败（{error}），请检查权限和磁盘空间。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 130
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation.benchmark", description="测速和测内存。")
    parser.add_argument(
        "--passages", type=_sizes, default="1000,10000", metavar="N,N", help="知识库的段落数，默认 1000,10000"
    )
    parser.add_argument("--questions", type=_count, default=100, metavar="N", help="每次计时回答多少题，默认 100")
    parser.add_argument("--runs", type=_count, default=3, metavar="N", help="每项测几次、取中位数，默认 3")
    parser.add_argument("--embed-all", action="store_true", help="大知识库也逐段真实计算向量（慢，数值不变）")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 200_000:
        raise argparse.ArgumentTypeError(f"{text!r} 不是 1 到 200000 的整数")
    return int(text)


def _sizes(text: str) -> list[int]:
    return [_count(part.strip()) for part in text.split(",")]


def _benchmark(sizes: Sequence[int], questions: int, runs: int, *, embed_all: bool) -> None:
    embedder = load_embedder(read_settings(KnowledgeSettings))
    folder = PROJECT / "build" / "benchmark" / embedder.fingerprint
    print(f"机器：{machine()}\n", flush=True)
    rows = [_ingest_row(folder / f"ingest-{_INGESTED}", runs)]
    print(table(("建库", "段落", "段/秒", "用时 s", "内存峰值 MiB"), rows), flush=True)
    reading = [_read_row(kind, runs) for kind in kinds()]
    reading.append(_embedding_row(embedder, folder / f"ingest-{_INGESTED}" / "corpus", runs))
    print(f"\n{table(('读取', '大小', '速度', '用时 s'), reading)}", flush=True)
    kind = "embedded" if embed_all else "derived"
    answers = [_answers_row(folder / f"{kind}-{size}", size, questions, runs, embed_all) for size in sizes]
    header = ("回答", "冷启动到答案 s", "p50 ms", "p95 ms", "回答时内存峰值 MiB", "建库内存峰值 MiB")
    print(f"\n{table(header, answers)}")
    if not embed_all:
        print("\n这些知识库里同文异名的段落，向量由一个真实向量派生；要逐段计算请加 --embed-all。")


def _ingest_row(folder: Path, runs: int) -> tuple[str, ...]:
    """Ingests from nothing with the command, all passages embedded."""
    passages = _corpus(folder / "corpus", _INGESTED)
    timed = []
    for run in range(1, runs + 1):
        _say(f"建库 {passages} 段，第 {run}/{runs} 次")
        shutil.rmtree(folder / "index", ignore_errors=True)
        timed.append(run_measured(("ingest.py", str(folder / "corpus"), "--index", str(folder / "index"))))
    result = middle(timed)
    return (
        "python ingest.py", str(passages), f"{passages / result.wall_s:.1f}", f"{result.wall_s:.1f}",
        f"{result.peak_mib:.0f}",
    )  # fmt: skip


def _read_row(kind: Kind, runs: int) -> tuple[str, ...]:
    _say(f"读取 {kind.name} {kind.size} {kind.unit}")
    return reading_row(kind, PROJECT / "build" / "benchmark" / "formats", runs)


def _embedding_row(embedder: Embedder, corpus: Path, runs: int) -> tuple[str, ...]:
    """Passages embedded a second, without reading, storing and start."""
    texts = [piece.text for path in sorted(corpus.iterdir()) for piece in chunk(load(path), _CHUNK_CHARS)]
    took = []
    for run in range(1, runs + 1):
        _say(f"计算 {len(texts)} 段的向量，第 {run}/{runs} 次")
        started = time.perf_counter()
        embedder.embed_passages(texts)
        took.append(time.perf_counter() - started)
    return "计算向量", f"{len(texts)} 段", f"{len(texts) / median(took):.1f} 段/秒", f"{median(took):.2f}"


def _answers_row(folder: Path, size: int, questions: int, runs: int, embed_all: bool) -> tuple[str, ...]:
    base = _base(folder, size, embed_all)
    cold, warm, times = [], [], []
    for run in range(1, runs + 1):
        _say(f"{base.passages} 段：第 {run}/{runs} 次提问")
        cold.append(run_measured(("-m", "bot", "ask", _QUESTION, "--index", str(base.index))))
        measured, elapsed_ms = _asked(base.index, folder, questions)
        warm.append(measured)
        times.append((percentile(elapsed_ms, 0.5), percentile(elapsed_ms, 0.95)))
    return (
        f"{base.passages} 段", f"{middle(cold).wall_s:.2f}", f"{median(p50 for p50, _ in times):.0f}",
        f"{median(p95 for _, p95 in times):.0f}", f"{middle(warm).peak_mib:.0f}", f"{base.built.peak_mib:.0f}",
    )  # fmt: skip


def _asked(index: Path, folder: Path, questions: int) -> tuple[Measured, list[float]]:
    """Answer questions in one process; returns its measures and the time of each answer in ms, without the first ones."""
    asked, given = folder / "questions.jsonl", folder / "answers.jsonl"
    asked.write_text(
        "".join(
            json.dumps({"id": str(number), "question": question}, ensure_ascii=False) + "\n"
            for number, question in enumerate(questions_about_copies(_WARMING + questions))
        ),
        encoding="utf-8",
    )
    measured = run_measured(
        ("-m", "bot", "answer", "--questions", str(asked), "--output", str(given), "--index", str(index))
    )
    lines = given.read_text(encoding="utf-8").splitlines()
    return measured, [json.loads(line)["elapsed_ms"] for line in lines[_WARMING:]]


def questions_about_copies(count: int) -> list[str]:
    """`count` questions: those of our gold set that stand on their own, about the first copies in turn."""
    own, *_ = question_sets(shared_folder())
    plain = [gold.question for gold in read_questions(own.gold) if gold.expect == "answer" and not gold.history]
    return [synthetic.renamed(plain[number % len(plain)], number % _COPIES) for number in range(count)]


def _base(folder: Path, size: int, embed_all: bool) -> Base:
    """The base with `size` passages; built where it isn't there or the program reads documents otherwise now."""
    _corpus(folder / "corpus", size)
    index, note = folder / "index", folder / "built.json"
    _say(f"准备 {size} 段的知识库（首次较慢）")
    before = _version(index)
    command = ("ingest.py",) if embed_all else ("-m", "evaluation.derived")
    measured = run_measured((*command, str(folder / "corpus"), "--index", str(index)))
    if _version(index) != before or not note.is_file():
        note.write_text(json.dumps(asdict(measured)), encoding="utf-8")
    built = Measured(**json.loads(note.read_text(encoding="utf-8")))
    info = IndexFolder(index).info(_version(index))
    return Base(index=index, passages=info.chunks, built=built)


def _version(index: Path) -> str:
    published = IndexFolder(index).published()
    return published[0] if published else ""


def _corpus(folder: Path, passages: int) -> int:
    """Write the corpus unless it stands already; returns how many passages it makes."""
    note = folder.parent / "corpus.json"
    recipe = {"passages": passages, "from": _digest([Path(synthetic.__file__), *sorted(_REPORTS.iterdir())])}
    if note.is_file():
        kept = json.loads(note.read_text(encoding="utf-8"))
        if kept["recipe"] == recipe:
            return int(kept["made"])
    _say(f"生成 {passages} 段的文档")
    made = synthetic.write_corpus(_REPORTS, folder, passages, _CHUNK_CHARS)
    note.write_text(json.dumps({"recipe": recipe, "made": made}), encoding="utf-8")
    return made


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
