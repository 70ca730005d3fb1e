"""The weights of a model that ships, to go on learning from: what `export.py` did, undone.

What was rounded to a byte stays rounded: each number is off by up to half a step of its scale.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

MIDDLE = 128  # the byte that stands for 0 in a MatMulNBits
LAYER = "encoder.encoder.layer.{}.attention.self.{}.{}"
PRODUCTS = ("MatMul", "MatMulInteger", "MatMulNBits")

Tables = Mapping[str, np.ndarray]


def weights_of(path: Path) -> dict[str, torch.Tensor]:
    """The state of a `net.Reader`, less the heads that were put aside, from an exported model."""
    graph = onnx.load(str(path)).graph
    tables = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    own = [name for name in tables if name.startswith("reader.")]
    state = {name: tables[name] for name in own if name.endswith((".weight", ".bias"))}
    for name in own:
        if name.endswith(".weight_quantized"):
            state[name.removesuffix("_quantized")] = coarse(tables, name.removesuffix("_quantized"))
    for name in ("reader.share.weight",):
        # Of the two axes of a Gemm that was rounded, the outputs stand last.
        if f"{name}_quantized" in tables:
            state[name] = state[name].T
    for node in graph.node:
        if node.op_type in PRODUCTS and node.name.startswith("/reader/"):
            whose = place(node.name)
            if node.op_type == "MatMulNBits":
                state[f"{whose}.weight"] = fine(tables, node.input[1])
            elif node.op_type == "MatMulInteger":
                name = node.input[1].removesuffix("_quantized")
                state[f"{whose}.weight"] = coarse(tables, name).T
            elif node.input[1] in tables:
                state[f"{whose}.weight"] = tables[node.input[1]].T
    for layer, node in enumerate(n for n in graph.node if n.op_type == "QAttention"):
        joined = coarse(tables, node.input[1].removesuffix("_quantized")).T
        for n, part in enumerate(("query", "key", "value")):
            those = slice(n * len(joined) // 3, (n + 1) * len(joined) // 3)
            state["reader." + LAYER.format(layer, part, "weight")] = joined[those]
            state["reader." + LAYER.format(layer, part, "bias")] = tables[node.input[2]][those]
    return {
        name.removeprefix("reader."): torch.from_numpy(np.array(value, np.float32))
        for name, value in state.items()
    }


def place(node: str) -> str:
    """The name that torch has for the layer of a node."""
    names = re.sub(r"/(MatMul|Gemm)[^/]*$", "", node).strip("/").split("/")
    # A layer of a list or a sequence is called by both: encoder/layer.0, danger/danger.0.
    joined = [n for at, n in enumerate(names) if not names[at + 1 :][:1] or not _again(names, at)]
    return ".".join(joined)


def _again(names: list[str], at: int) -> bool:
    return names[at + 1].startswith(f"{names[at]}.")


def coarse(tables: Tables, name: str) -> np.ndarray:
    """A table of bytes with a scale for the whole or for each column, in floats."""
    zero = tables[f"{name}_zero_point"].astype(np.float32)
    whole = tables[f"{name}_quantized"].astype(np.float32)
    return (whole - zero) * tables[f"{name}_scale"]


def fine(tables: Tables, name: str) -> np.ndarray:
    """A table of bytes (outputs, blocks, numbers) with a scale for each block, in floats."""
    whole = tables[name].astype(np.float32) - MIDDLE
    scale = tables[name.removesuffix("_Q8") + "_scales"]
    return (whole * scale[:, :, None]).reshape(len(whole), -1)
