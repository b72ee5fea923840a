"""Opening the shipped models' files: the only place that knows onnxruntime and tokenizers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from knowledge.model_files import EMBEDDER, ModelKind, unreadable

_LONGEST_CHARS = 20_000  # far more than a model reads of one text; spares cutting a whole book into tokens


def clean(text: str) -> str:
    """The text as a tokenizer can take it: no half surrogates, not endless. The characters that stay keep their places."""
    return text[:_LONGEST_CHARS].encode("utf-8", "replace").decode("utf-8")


def open_tokenizer(path: Path, kind: ModelKind = EMBEDDER) -> Any:
    """The tokenizer, a `tokenizers.Tokenizer` that cuts nothing off. Threads may share it.

    Raises:
        KnowledgeError: it can't be read; the error is the kind's own.
    """
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises nothing narrower
        raise unreadable(path, error, kind) from error


def open_session(path: Path, kind: ModelKind = EMBEDDER) -> Any:
    """The network, an `onnxruntime.InferenceSession` whose runs take one thread each. Threads may share it.

    Raises:
        KnowledgeError: it can't be read; the error is the kind's own.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no narrower base
        raise unreadable(path, error, kind) from error
