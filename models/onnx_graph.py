"""An ONNX graph in the making, with onnxruntime's own operators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

OPSET, IR_VERSION = 17, 9
_CONTRIB = "com.microsoft"


@dataclass(slots=True)
class Graph:
    """An ONNX graph in the making."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    stored: list[onnx.TensorProto] = field(default_factory=list)

    def store(self, numbers: Any) -> str:
        """Keeps an array, or a number with its type; its name."""
        name = f"stored_{len(self.stored)}"
        self.stored.append(numpy_helper.from_array(np.ascontiguousarray(numbers).reshape(np.shape(numbers)), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], *, outputs: int = 1, domain: str = "", **attributes: Any) -> Any:
        """Adds a node; the name of its output, or the names where there are several."""
        label = f"{kind}_{len(self.nodes)}"
        names = [label] if outputs == 1 else [f"{label}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, name=label, domain=domain, **attributes))
        return label if outputs == 1 else names

    def contrib(self, kind: str, inputs: Sequence[str], **attributes: Any) -> str:
        """Adds a node of onnxruntime's own operators; an empty name is an input left out."""
        name: str = self.add(kind, inputs, domain=_CONTRIB, **attributes)
        return name

    def model(
        self, inputs: Sequence[onnx.ValueInfoProto], outputs: dict[str, tuple[str, onnx.ValueInfoProto]]
    ) -> onnx.ModelProto:
        """The finished model; `outputs`: name -> (name inside, its type)."""
        nodes = [*self.nodes, *(helper.make_node("Identity", [ours], [name]) for name, (ours, _) in outputs.items())]
        graph = helper.make_graph(nodes, "bert", list(inputs), [info for _, info in outputs.values()], self.stored)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
