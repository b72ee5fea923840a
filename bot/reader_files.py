"""The reader model's folder: its card, its two networks, and what its logits mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, field_validator

from bot.errors import ReaderError
from bot.windows import LEAST_ROW_TOKENS
from knowledge.model_files import CardFile, ModelKind, unreadable
from knowledge.model_runtime import open_session
from knowledge.settings import PROJECT

SHIPPED = PROJECT / "models" / "reader"
KIND = ModelKind(
    chinese="阅读模型",
    english="reader model",
    setting="WENCE_READER",
    others_chinese="sentence-transformers 交叉编码器",
    others_english="a sentence-transformers cross-encoder",
    build="python -m models.build_reader",
    error=ReaderError,
    without_chinese="暂时不用它，请设 WENCE_READER=off。",
    without_english=" To do without it for now, set WENCE_READER=off.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two networks: its file, its one input and its outputs. A run takes one row, so there is no mask."""

    file: str
    input: str
    outputs: tuple[str, ...]


LOWER = Part("lower.onnx", "input_ids", ("hidden", "exit"))
"""input_ids (1, tokens) int64 -> hidden (1, tokens, size), exit (1,), all float32; exit is a logit."""
UPPER = Part("upper.onnx", "hidden", ("relevance", "answerable", "starts", "ends"))
"""hidden -> relevance (1,), answerable (1,), starts (1, tokens), ends (1, tokens), all float32 logits."""
_FILES = frozenset({"tokenizer.json", LOWER.file, UPPER.file})


class Calibration(BaseModel):
    """Slope and shift of each logit, before the sigmoid."""

    relevance: tuple[float, float]
    answerable: tuple[float, float]
    exit: tuple[float, float]


class ReaderCard(BaseModel):
    """What a run needs of card.json; what else it holds is for people."""

    name: str
    longest_tokens: int = Field(ge=LEAST_ROW_TOKENS)
    kept: int = Field(ge=1)
    """Passages that go through all layers, at least, where there are so many."""
    exit_margin: float = Field(ge=0)
    """And all whose exit logit is within this of the best one's."""
    exit_answerable: float = Field(ge=0, le=1)
    """Answerability of a passage that left at the exit."""
    calibration: Calibration
    files: dict[str, CardFile]
    """File name -> what it must be; lower.onnx, upper.onnx and tokenizer.json."""

    @field_validator("files")
    @classmethod
    def _complete(cls, files: dict[str, CardFile]) -> dict[str, CardFile]:
        if not files.keys() >= _FILES:
            raise ValueError(f"files lacks {sorted(_FILES - files.keys())}")
        return files


def open_part(folder: Path, part: Part) -> Any:
    """The part's network, an `onnxruntime.InferenceSession`.

    Raises:
        ReaderError: it can't be read, or takes or gives other things.
    """
    path = folder / part.file
    session = open_session(path, KIND)
    inputs = [one.name for one in session.get_inputs()]
    outputs = [one.name for one in session.get_outputs()]
    if inputs != [part.input] or not set(outputs) >= set(part.outputs):
        raise unreadable(path, ValueError(f"{inputs} -> {outputs}, not {[part.input]} -> {list(part.outputs)}"), KIND)
    return session


def calibrated(logit: float, by: tuple[float, float]) -> float:
    """The probability that a logit stands for, in [0, 1], by a slope and a shift."""
    return sigmoid(by[0] * float(logit) + by[1])


def sigmoid(logit: float) -> float:
    """In [0, 1], for any finite logit."""
    return 1 / (1 + math.exp(-logit)) if logit >= 0 else math.exp(logit) / (1 + math.exp(logit))
