"""Trains the offline models: `python -m models.training draw|reader|embedder ...`; models/README.md says in which order.

The data sets are not part of the project; models/README.md says where each is published. Nothing is trained on an evaluation set.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from models.training.starting import settle


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line."""
    asked = _parse(arguments)
    settle(asked.seed, asked.threads)
    asked.out.mkdir(parents=True, exist_ok=True)
    asked.drawn.mkdir(parents=True, exist_ok=True)
    if asked.model == "embedder":
        from models.training.embedder_run import train_embedder

        train_embedder(asked, _tell)
        return
    from models.training.reader_run import draw_examples, train_reader  # needs neither the data nor their packages

    (draw_examples if asked.model == "draw" else train_reader)(asked, _tell)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.training", description="Train the offline models.")
    parser.add_argument("model", choices=("draw", "reader", "embedder"), help="draw: the reader's examples")
    parser.add_argument("--data", type=Path, help="folder of drcd.jsonl and the other sets")
    parser.add_argument("--texts", type=Path, action="append", default=[], help="folder of law or policy texts")
    parser.add_argument("--most-texts", type=int, default=4000, help="texts drawn from each folder")
    parser.add_argument("--drawn", type=Path, default=Path("build/drawn"), help="folder of the drawn examples")
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    parser.add_argument("--layers", type=int, default=12, help="layers of the reader, from the bottom")
    parser.add_argument("--exit-at", type=int, default=6, help="layers before the reader's early exit")
    parser.add_argument("--steps", type=int, help="steps of the reader")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="after which the reader stops early")
    parser.add_argument("--checks", type=int, default=6, help="looks at what is held back, while learning")
    parser.add_argument("--most-sought", type=int, default=60_000, help="questions that near misses are looked for")
    parser.add_argument("--scale", type=float, default=1.0, help="how many times the usual tokens or examples")
    parser.add_argument("--teacher", type=Path, help="reader.pt whose order the embedder learns, too")
    parser.add_argument("--rate", type=float, help="learning rate")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    return parser.parse_args(arguments)


_STARTED = time.monotonic()


def _tell(line: str) -> None:
    print(f"{time.monotonic() - _STARTED:5.0f} s  {line}", flush=True)


if __name__ == "__main__":
    main()
