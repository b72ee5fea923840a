"""Trains the offline models: `python -m models.training reader|embedder --data DIR --texts DIR --out DIR`.

The data sets are not part of the project; models/README.md says where each is published. Nothing is trained on an evaluation set.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch

from knowledge.embedding import OfflineEmbedder
from models.training.embedder_learning import EmbedderLearner, EmbedderSchedule, embedder_steps, taught, tune
from models.training.examples import LAY_SET, READING_SETS
from models.training.learning import Learner, Schedule, steps_for, train
from models.training.mixture import CaseShares, Mixture, Shares
from models.training.network import ReaderNetwork, load_reader
from models.training.pairs import PairEncoder
from models.training.starting import device_for, hashes, public_bert, settle, tokenizer
from models.training.texts import Text, read_texts

_LAWS, _POLICIES = 450, 500


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line."""
    asked = _parse(arguments)
    settle(asked.seed, asked.threads)
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.model == "reader":
        train_reader(asked)
    else:
        train_embedder(asked)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.training", description="Train the offline models.")
    parser.add_argument("model", choices=("reader", "embedder"))
    parser.add_argument("--data", type=Path, required=True, help="folder of drcd.jsonl and the other sets")
    parser.add_argument("--texts", type=Path, action="append", default=[], help="folder of law or policy texts")
    parser.add_argument("--most-texts", type=int, default=475, help="texts drawn from each folder")
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    parser.add_argument("--layers", type=int, default=8, help="layers of the reader, from the bottom")
    parser.add_argument("--exit-at", type=int, default=4, help="layers before the reader's early exit")
    parser.add_argument("--scale", type=float, default=1.0, help="how many times the usual number of examples")
    parser.add_argument("--rounds", type=int, default=2, help="times that near misses are drawn anew")
    parser.add_argument("--teacher", type=Path, help="reader.pt whose order the embedder learns, too")
    parser.add_argument("--rate", type=float, help="learning rate")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    return parser.parse_args(arguments)


def train_reader(asked: argparse.Namespace) -> None:
    """Trains the reader and writes reader.pt and reader.json into the folder."""
    texts = _read(asked)
    embedder = OfflineEmbedder(threads=asked.threads)
    mixture = Mixture(asked.data, texts, seed=asked.seed, embedder=embedder)
    shares = Shares(**{name: round(count * asked.scale) for name, count in asdict(Shares()).items()})
    groups = [group for _ in range(asked.rounds) for group in mixture.round(shares)]
    del mixture
    schedule = Schedule(seed=asked.seed, **({"rate": asked.rate} if asked.rate else {}))
    network = ReaderNetwork(public_bert(), layers=range(asked.layers), exit_at=asked.exit_at)
    encoder = PairEncoder(tokenizer())
    steps = steps_for(groups, encoder, schedule)
    pairs = sum(len(group.answering) + len(group.others) for group in groups)
    _tell(f"{len(groups)} questions, {pairs} pairs, {steps} steps")
    device = device_for(asked.device)
    learner = Learner(network, schedule, steps=steps, device=device)
    seconds = train(
        learner,
        groups,
        encoder,
        schedule,
        tell=_tell,
        save=asked.out / "reader-so-far.pt",
    )
    learner.finish()
    torch.save({"layers": asked.layers, "exit_at": asked.exit_at, "state": learner.learnt()}, asked.out / "reader.pt")
    run = {
        "seed": asked.seed, "device": device, "layers": asked.layers, "exit_at": asked.exit_at, "shares": asdict(shares), "rounds": asked.rounds,
        "schedule": asdict(schedule), "steps": learner.step, "pairs": pairs, "seconds": round(seconds), "texts": len(texts),
        "data": hashes(asked.data, (*READING_SETS, LAY_SET), asked.texts), "torch": torch.__version__,
        "near_misses_by": embedder.fingerprint,
    }  # fmt: skip
    (asked.out / "reader.json").write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")


def train_embedder(asked: argparse.Namespace) -> None:
    """Tunes the embedder and writes embedder.pt and embedder.json into the folder."""
    texts = _read(asked)
    mixture = Mixture(asked.data, texts, seed=asked.seed)
    counts = {name: round(count * asked.scale) for name, count in asdict(CaseShares()).items()}
    cases = mixture.cases(CaseShares(**counts))
    del mixture
    device = device_for(asked.device)
    if asked.teacher:
        cases = taught(cases, load_reader(asked.teacher), PairEncoder(tokenizer()), device)
    schedule = EmbedderSchedule(rate=asked.rate) if asked.rate else EmbedderSchedule()
    steps = embedder_steps(cases, schedule)
    _tell(f"{len(cases)} cases, {steps} steps")
    learner = EmbedderLearner(public_bert(), tokenizer(), schedule, steps=steps, device=device)
    seconds = tune(learner, cases, schedule, seed=asked.seed, tell=_tell)
    torch.save({"state": learner.learnt()}, asked.out / "embedder-unblended.pt")
    learner.finish()
    torch.save({"state": learner.learnt()}, asked.out / "embedder.pt")
    run = {
        "seed": asked.seed, "device": device, "shares": counts, "schedule": asdict(schedule), "steps": learner.step, "cases": len(cases),
        "taught": bool(asked.teacher), "seconds": round(seconds), "texts": len(texts),
        "data": hashes(asked.data, (*READING_SETS, LAY_SET), asked.texts), "torch": torch.__version__,
    }  # fmt: skip
    (asked.out / "embedder.json").write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")


def _read(asked: argparse.Namespace) -> list[Text]:
    texts = [
        text
        for i, folder in enumerate(asked.texts)
        for text in read_texts([folder], most=asked.most_texts, seed=asked.seed + i)
    ]
    _tell(f"{len(texts)} texts, {sum(len(text.passages) for text in texts)} passages")
    return texts


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
