"""From the trained network to ONNX: float first, then int8 per channel, embeddings included."""

import os
import warnings
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = os.environ["ORT_TELEMETRY_DISABLED"] = "1"

import onnx
import torch
from net import Reader
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)

from coach.model import feed, passes

HEADS = tuple(f"/reader/{name}" for name in ("share", "heed", "said", "between", "reply", "danger"))

# Here a scale for a whole vector is too coarse: a few of its numbers are far larger than the rest,
# and what is lost so early grows. On dev the scores of feelings are then a third nearer to those in
# floats (root mean square .24 for .34); in all layers it would be .14, and twice the time.
FINER = tuple(
    f"/reader/encoder/encoder/layer.{layer}/{part}/dense/MatMul"
    for layer in (0, 1)
    for part in ("intermediate", "output")
)


class Outward(torch.nn.Module):
    """The network without the heads that were put aside, and with everything looked at."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids, mask, types, pool):  # type: ignore[no-untyped-def]
        """Scores of the share, of the rows, and of danger in them."""
        self.reader.plain = True
        share, reply, _, danger = self.reader(ids, mask, types, pool)
        self.reader.plain = False
        return share, reply, danger


def export(reader: Reader, whole: Path, small: Path) -> None:
    """Write the float model to `whole` and the int8 model to `small`.

    Int8 is one scale for each channel of the weights and for each vector of what comes in; in FINER
    it is one for each 128 numbers of either.
    """
    reader.eval()
    example = feed(list(passes([[2026, 2003]], [[2017, 2020], [3398]])) * 2)
    inputs = {name: torch.from_numpy(value) for name, value in example.items()}
    axes = {name: {0: "passes", 1: "tokens"} for name in ("ids", "mask", "types")}
    axes |= {"pool": {0: "passes", 1: "rows", 2: "tokens"}, "share": {0: "passes"}}
    axes |= {name: {0: "passes", 1: "rows"} for name in ("reply", "danger")}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Outward(reader),
            tuple(inputs.values()),
            str(whole),
            input_names=list(inputs),
            output_names=["share", "reply", "danger"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    model = looking(slim(whole))
    onnx.save(model, str(whole))
    names = [node.name for node in model.graph.node]
    # The heads are small, and what they decide is close: there a byte is too coarse.
    heads = [name for name in names if name.startswith(HEADS)]
    heads += [f"{name}_MatMul" for name in heads]  # what the rounding makes of a Gemm before
    finer = MatMulNBitsQuantizer(
        model,
        nodes_to_exclude=[name for name in names if name not in FINER],
        algo_config=DefaultWeightOnlyQuantConfig(
            block_size=128, is_symmetric=True, accuracy_level=4, bits=8
        ),
    )
    finer.process()
    quantize_dynamic(
        finer.model.model,
        str(small),
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather", "Attention"],
        nodes_to_exclude=heads,
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def slim(path: Path) -> onnx.ModelProto:
    """What onnxruntime knows to fuse in a BERT, fused; the scores stay the same."""
    from onnxruntime.transformers import optimizer
    from onnxruntime.transformers.fusion_options import FusionOptions

    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    # On a CPU these three are slower than what they are made of; model.py sees to it that the
    # runtime does not join them again.
    options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False
    options.enable_bias_gelu = False
    fused = optimizer.optimize_model(
        str(path), "bert", num_heads=12, hidden_size=384, optimization_options=options
    )
    return fused.model


def looking(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same with the mask of net.look, which the fusion would not have known: see there."""
    make = onnx.helper.make_node

    def number(name: str, value: int, shape: tuple[int, ...]) -> onnx.NodeProto:
        tensor = onnx.helper.make_tensor(name, onnx.TensorProto.INT64, shape, [value])
        return make("Constant", [], [name], value=tensor)

    before = [
        number("look_one", 1, ()),
        number("look_from", 2, (1,)),
        number("look_to", 1, (1,)),
        make("Unsqueeze", ["types", "look_from"], ["look_reply"]),
        make("Sub", ["look_one", "types"], ["look_share"]),
        make("Unsqueeze", ["look_share", "look_to"], ["look_shares"]),
        make("Max", ["look_reply", "look_shares"], ["look_may"]),
        make("Unsqueeze", ["mask", "look_to"], ["look_there"]),
        make("Mul", ["look_may", "look_there"], ["look_both"]),
        make("Cast", ["look_both"], ["look"], to=onnx.TensorProto.INT32),
    ]
    for node in model.graph.node:
        if node.op_type == "Attention":
            node.input[3] = "look"
    for node in reversed(before):
        model.graph.node.insert(0, node)
    return model
