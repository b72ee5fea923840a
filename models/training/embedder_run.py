"""Tunes the embedder and writes embedder.pt and embedder.json."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict

import torch

from models.training.embedder_learning import EmbedderLearner, EmbedderSchedule, embedder_steps, taught, tune
from models.training.examples import LAY_SET, READING_SETS
from models.training.mixture import CaseShares, Mixture
from models.training.network import load_reader
from models.training.pairs import PairEncoder
from models.training.starting import device_for, hashes, public_bert, tokenizer
from models.training.texts import read_all


def train_embedder(asked: argparse.Namespace, tell: Callable[[str], None]) -> None:
    """The whole run, into the folder `asked.out`."""
    texts = read_all(asked.texts, most=asked.most_texts, seed=asked.seed)
    tell(f"{len(texts)} texts, {sum(len(text.passages) for text in texts)} passages")
    mixture = Mixture(asked.data, texts, seed=asked.seed)
    counts = {name: round(count * asked.scale) for name, count in asdict(CaseShares()).items()}
    cases = mixture.cases(CaseShares(**counts))
    del mixture
    device = device_for(asked.device)
    if asked.teacher:
        cases = taught(cases, load_reader(asked.teacher), PairEncoder(tokenizer()), device)
    schedule = EmbedderSchedule(rate=asked.rate) if asked.rate else EmbedderSchedule()
    steps = embedder_steps(cases, schedule)
    tell(f"{len(cases)} cases, {steps} steps")
    learner = EmbedderLearner(public_bert(), tokenizer(), schedule, steps=steps, device=device)
    seconds = tune(learner, cases, schedule, seed=asked.seed, tell=tell)
    torch.save({"state": learner.learnt()}, asked.out / "embedder-unblended.pt")
    learner.finish()
    torch.save({"state": learner.learnt()}, asked.out / "embedder.pt")
    run = {
        "seed": asked.seed, "device": device, "shares": counts, "schedule": asdict(schedule), "steps": learner.step, "cases": len(cases),
        "taught": bool(asked.teacher), "seconds": round(seconds), "texts": len(texts),
        "data": hashes(asked.data, (*READING_SETS, LAY_SET), asked.texts), "torch": torch.__version__,
    }  # fmt: skip
    (asked.out / "embedder.json").write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
