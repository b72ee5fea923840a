"""Float ONNX to int8.

Per-channel int8 alone costs the ranking: a few of E5's hidden numbers are ten times as large as the rest, and one scale for a whole run
leaves the rest few steps. So each matrix's input is first divided, and its rows multiplied, by a factor a channel (SmoothQuant), found
on sample texts. Weights use 7 of the 8 bits: on processors without VNNI, 8 would overflow the 16-bit sums and give other vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

SMOOTHING = 0.65
"""Share of a channel's spread that moves from the input to the matrix, in [0, 1]; 0.5, 0.65, 0.72 and 0.8 were tried."""
_LEAST = 1e-3  # keeps a channel that is always zero from dividing by zero
_Floats = NDArray[np.float32]


def quantise(
    source: Path, target: Path, tokenizer: Tokenizer, texts: Sequence[str], *, smoothing: float = SMOOTHING
) -> None:
    """Writes the int8 network; `texts` come with their prompts. A smoothing of 0 leaves the inputs as they are."""
    network = onnx.load(source)
    if smoothing:
        _smooth(network, _peaks(network, tokenizer, texts), smoothing)
    smooth = source.with_suffix(".smooth.onnx")
    onnx.save(network, smooth)
    quantize_dynamic(
        smooth,
        target,
        op_types_to_quantize=["MatMul"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    smooth.unlink()


def _matrices(network: onnx.ModelProto) -> list[onnx.NodeProto]:
    """The multiplications by a stored matrix, in the order of the network."""
    stored = {initializer.name for initializer in network.graph.initializer}
    return [node for node in network.graph.node if node.op_type == "MatMul" and node.input[1] in stored]


def _peaks(network: onnx.ModelProto, tokenizer: Tokenizer, texts: Sequence[str]) -> dict[str, _Floats]:
    """Largest absolute number of each channel of each matrix's input over the texts."""
    inputs = sorted({node.input[0] for node in _matrices(network)})
    watched = onnx.ModelProto()
    watched.CopyFrom(network)
    watched.graph.output.extend(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in inputs)
    session = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    peaks: dict[str, _Floats] = {}
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        seen = session.run(inputs, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        for name, numbers in zip(inputs, seen, strict=True):
            peak = np.abs(numbers).reshape(-1, numbers.shape[-1]).max(axis=0)
            peaks[name] = np.maximum(peaks[name], peak) if name in peaks else peak
    return peaks


def _smooth(network: onnx.ModelProto, peaks: dict[str, _Floats], smoothing: float) -> None:
    """Puts a division before each matrix and the same factors into its rows; the product stays what it was."""
    stored = {initializer.name: initializer for initializer in network.graph.initializer}
    factors = _factors(network, stored, peaks, smoothing)
    nodes: list[onnx.NodeProto] = []
    divided: set[str] = set()
    matrices = {node.output[0] for node in _matrices(network)}
    for node in network.graph.node:
        if node.output[0] in matrices:
            source, matrix = node.input[0], stored[node.input[1]]
            if source not in divided:
                inverse = (1 / factors[source]).astype(np.float32)
                network.graph.initializer.append(numpy_helper.from_array(inverse, f"{source}_inverse"))
                nodes.append(
                    helper.make_node(
                        "Mul", [source, f"{source}_inverse"], [f"{source}_smooth"], name=f"{source}_smooth"
                    )
                )
                divided.add(source)
            rows = numpy_helper.to_array(matrix) * factors[source][:, None]
            matrix.CopyFrom(numpy_helper.from_array(rows.astype(np.float32), matrix.name))
            node.input[0] = f"{source}_smooth"
        nodes.append(node)
    del network.graph.node[:]
    network.graph.node.extend(nodes)


def _factors(
    network: onnx.ModelProto, stored: dict[str, Any], peaks: dict[str, _Floats], smoothing: float
) -> dict[str, _Floats]:
    """One factor a channel of each input, shared by the matrices that read it; their geometric mean is 1."""
    largest: dict[str, _Floats] = {}
    for node in _matrices(network):
        rows = np.abs(numpy_helper.to_array(stored[node.input[1]])).max(axis=1)
        name = node.input[0]
        largest[name] = np.maximum(largest[name], rows) if name in largest else rows
    factors = {}
    for name, rows in largest.items():
        raw = np.maximum(peaks[name], _LEAST) ** smoothing / np.maximum(rows, _LEAST) ** (1 - smoothing)
        factors[name] = (raw / np.exp(np.log(raw).mean())).astype(np.float32)
    return factors
