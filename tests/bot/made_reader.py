"""A reader folder made by hand: the shipped tokenizer, and two networks that know a handful of signs.

田 begins an answer and 井 ends it (so does any sign, faintly, as soon as there is no better one); each 酸 makes a passage more relevant
and more answerable; each 骨 makes it look so at the exit.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embedding import SHIPPED as EMBEDDER

BEGINS, ENDS, RELEVANT, SEEMING = "田井酸骨"
EXIT_ANSWERABLE = 0.03
CALIBRATION = {"relevance": [1.0, -2.0], "answerable": [2.0, -3.0], "exit": [0.5, -1.0]}


def make_reader(folder: Path, *, kept: int = 50, exit_margin: float = 0.0, longest_tokens: int = 128) -> Path:
    """The folder, made."""
    import onnx

    folder.mkdir(parents=True)
    shutil.copy(EMBEDDER / "tokenizer.json", folder / "tokenizer.json")
    onnx.save(_lower(_table(folder / "tokenizer.json")), folder / "lower.onnx")
    onnx.save(_upper(), folder / "upper.onnx")
    card = {
        "name": "made by hand",
        "longest_tokens": longest_tokens,
        "kept": kept,
        "exit_margin": exit_margin,
        "exit_answerable": EXIT_ANSWERABLE,
        "calibration": CALIBRATION,
        "files": {},
        "about": "what a run doesn't need",
    }
    write_card(folder, card)
    return folder


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Writes the card with the hashes of the files as they are."""
    for name in ("lower.onnx", "upper.onnx", "tokenizer.json"):
        card["files"][name] = {"sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")


def _table(tokenizer: Path) -> np.ndarray:
    """Of each piece: how much it begins, ends, is relevant and seems so."""
    from tokenizers import Tokenizer

    pieces = Tokenizer.from_file(str(tokenizer)).get_vocab()
    table = np.random.default_rng(7).normal(0, 0.01, (len(pieces), 4)).astype(np.float32)
    table[:, 2:] = 0
    for column, sign in enumerate((BEGINS, ENDS, RELEVANT, SEEMING)):
        table[pieces[sign], column] = 1 if column > 1 else 20
    return table


def _lower(table: np.ndarray) -> Any:
    nodes = [
        _node("Gather", ["table", "input_ids"], "hidden"),
        *_column("hidden", 3, "seeming"),
        _node("ReduceSum", ["seeming", "last"], "exit", keepdims=0),
    ]
    return _model(nodes, ("input_ids", 7, 2), [("hidden", 1, 3), ("exit", 1, 1)], {"table": table})


def _upper() -> Any:
    nodes = [
        *_column("hidden", 0, "starts"),
        *_column("hidden", 1, "ends"),
        *_column("hidden", 2, "relevant"),
        _node("ReduceSum", ["relevant", "last"], "relevance", keepdims=0),
        _node("Identity", ["relevance"], "answerable"),
    ]
    outputs = [("relevance", 1, 1), ("answerable", 1, 1), ("starts", 1, 2), ("ends", 1, 2)]
    return _model(nodes, ("hidden", 1, 3), outputs, {})


def _node(kind: str, inputs: list[str], output: str, **attributes: Any) -> Any:
    from onnx import helper

    return helper.make_node(kind, inputs, [output], **attributes)


def _column(source: str, number: int, name: str) -> list[Any]:
    """One number of each token, shape (rows, tokens)."""
    return [_node("Gather", [source, f"column_{number}"], name, axis=2)]


def _model(
    nodes: list[Any],
    given: tuple[str, int, int],
    outputs: list[tuple[str, int, int]],
    stored: dict[str, np.ndarray],
) -> Any:
    from onnx import helper, numpy_helper

    def described(name: str, kind: int, axes: int) -> Any:
        return helper.make_tensor_value_info(name, kind, [f"{name}_{axis}" for axis in range(axes)])

    numbers = {"last": np.array([-1], dtype=np.int64)}
    numbers |= {f"column_{i}": np.array(i, dtype=np.int64) for i in range(4)}
    graph = helper.make_graph(
        nodes,
        "made",
        [described(*given)],
        [described(*one) for one in outputs],
        [numpy_helper.from_array(value, name) for name, value in (numbers | stored).items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
