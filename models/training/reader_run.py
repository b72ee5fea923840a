"""The reader's two steps: draw the examples into a folder (a processor will do), and learn from the folder (better on a GPU)."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from models.training.checking import Checker
from models.training.drawn import Kind, load
from models.training.guide import Guide, candidates
from models.training.learning import Learner, Schedule, train
from models.training.network import ReaderNetwork
from models.training.plan import ALONE, RANKED, Plan
from models.training.shelf import Shelf
from models.training.starting import device_for, started_bert

EXAMPLES, START, DRAWN_CARD = "examples.xz", "start.npz", "drawn.json"


def draw_examples(asked: argparse.Namespace, tell: Callable[[str], None]) -> None:
    """Writes the examples, the weights to start from, and what they were made of."""
    from models.training.drawing import draw
    from models.training.drawn import save
    from models.training.examples import LAY_SET, READING_SETS
    from models.training.starting import hashes, save_start, tokenizer
    from models.training.texts import read_all

    texts = read_all(asked.texts, most=asked.most_texts, seed=asked.seed)
    tell(f"{len(texts)} texts, {sum(len(text.passages) for text in texts)} passages")
    drawn = draw(asked.data, texts, tokenizer(), asked.seed, tell)
    save(drawn, asked.drawn / EXAMPLES)
    save_start(asked.drawn / START)
    card = {
        "texts": len(texts), "passages": int((drawn.pool == 1).sum()), "seed": asked.seed,
        "examples": {kind.name.lower(): int((drawn.kind == kind).sum()) for kind in Kind},
        "data": hashes(asked.data, (*READING_SETS, LAY_SET), asked.texts),
    }  # fmt: skip
    (asked.drawn / DRAWN_CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def train_reader(asked: argparse.Namespace, tell: Callable[[str], None]) -> None:
    """Writes reader.pt and reader.json."""
    device = device_for(asked.device)
    drawn = load(asked.drawn / EXAMPLES)
    shelf = Shelf(drawn, device)
    tell(f"{len(drawn.question)} examples, {len(drawn.tokens)} tokens of {len(drawn.starts) - 1} texts")
    bert = started_bert(asked.drawn / START)
    guide = Guide(bert, drawn, shelf)
    guide.tune(np.random.default_rng(asked.seed), tell, scale=asked.scale)
    near = candidates(guide, drawn, bert.config.vocab_size, tell, device, most=asked.most_sought)
    del guide, bert
    schedule = _schedule(asked)
    network = ReaderNetwork(
        started_bert(asked.drawn / START), layers=range(asked.layers), exit_at=asked.exit_at, dropout=schedule.dropout
    )
    learner, checker = Learner(network, schedule, shelf), Checker(drawn, near, shelf)
    checked: dict[int, dict[str, float]] = {}

    def check(step: int) -> None:
        started = time.monotonic()
        checked[step] = {name: round(value, 3) for name, value in checker.figures(network).items()}
        tell(f"held back at {step}: {checked[step]}  {time.monotonic() - started:.1f} s")
        _save(asked, learner)

    plan = Plan(drawn, near, shelf, seed=asked.seed, limit_tokens=schedule.limit_tokens)
    pairs, seconds = train(learner, plan, tell=tell, check=check, checks=asked.checks, seconds=asked.seconds)
    _save(asked, learner)
    run = {
        "seed": asked.seed, "device": _described(device), "layers": asked.layers, "exit_at": asked.exit_at,
        "ranked": _named(RANKED), "alone": _named(ALONE), "schedule": asdict(schedule), "steps": learner.step, "pairs": pairs,
        "seconds": round(seconds), "held_back": checked, "torch": torch.__version__, "drawn": _card(asked.drawn),
    }  # fmt: skip
    (asked.out / "reader.json").write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")


def _schedule(asked: argparse.Namespace) -> Schedule:
    given = {name: getattr(asked, name) for name in ("rate", "steps") if getattr(asked, name)}
    if asked.scale != 1:
        given |= {name: round(getattr(Schedule(), name) * asked.scale) for name in ("ranked_tokens", "alone_tokens")}
    return Schedule(seed=asked.seed, **given)


def _save(asked: argparse.Namespace, learner: Learner) -> None:
    kept = {"layers": asked.layers, "exit_at": asked.exit_at, "state": learner.learnt()}
    torch.save(kept, asked.out / "reader-so-far.pt")
    (asked.out / "reader-so-far.pt").replace(asked.out / "reader.pt")


def _card(folder: Path) -> dict[str, object]:
    path = folder / DRAWN_CARD
    card: dict[str, object] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return card


def _described(device: str) -> str:
    return torch.cuda.get_device_name() if device == "cuda" else device


def _named(shares: dict[Kind, float]) -> dict[str, float]:
    return {kind.name.lower(): share for kind, share in shares.items()}
