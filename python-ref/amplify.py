"""How far rounding may carry an answer: for each slot "bits", or terms K and amplification A."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch

import curves
import losses
import normalize
import sampling
import softmaxes
import windows
from case import Call, Returned, Threw
from lazy import settled
from run import run
from transform import absolute, change_floats, change_upstream, ones
from value import tensors_of
from wobble import RUNS, spread

#: "bits", or (K, A).
Rule = str | tuple[int, float | torch.Tensor]


@dataclass(frozen=True)
class Study:
    """A case's call and its float64 truth, with the call that gave it."""

    call: Call
    lifted: Call
    truth: Returned
    #: How often A may be measured; with fewer reruns, A and K are smaller, if anything.
    reruns: int = RUNS


def rules(study: Study) -> dict[str, Rule]:
    """A rule for each slot of the truth; integers are bits whatever the layer."""
    plain = not (study.call.steps or study.call.method)
    found = (FAMILIES.get(study.call.layer, composite) if plain else composite)(study)
    whole = {s: "bits" for s, t in study.truth.tensors.items() if not t.is_floating_point()}
    return found | whole


def initial_rule(call: Call, key: str, drawn: torch.Tensor) -> Rule:
    """Uniform draws are bits everywhere; a float64 normal passes through the C library's log."""
    normal = call.layer.startswith("nn.Embedding") or key.endswith(("bias_k", "bias_v"))
    return (1, drawn.abs()) if normal and call.dtype == "float64" else "bits"


def exact(study: Study) -> dict[str, Rule]:
    """Each element is a copy or one rounded product of given numbers."""
    return dict.fromkeys(study.truth.tensors, "bits")


def copies(study: Study) -> dict[str, Rule]:
    """Outputs are copies; so is a gradient's element that one upstream element reaches."""
    found: dict[str, Rule] = dict.fromkeys(study.truth.tensors, "bits")
    gradients = [slot for slot in found if slot.startswith("grad.")]
    if gradients and study.reruns:
        counts = _rerun(change_upstream(study.lifted, torch.ones_like))
        sums = _rerun(change_upstream(study.lifted, torch.abs))
        for slot in gradients:
            terms = math.ceil(_most(counts[slot]))
            if terms > 1:
                found[slot] = (terms, sums[slot].abs())
    return found


def linear(study: Study) -> dict[str, Rule]:
    """Sums of products: A is the layer on absolute values, K the layer on ones."""
    sums = _rerun(absolute(study.lifted))
    if not study.reruns:
        return {slot: (1, sums[slot]) for slot in study.truth.tensors}
    counts = _rerun(ones(study.lifted))
    return {slot: (math.ceil(_most(counts[slot])), sums[slot]) for slot in study.truth.tensors}


def twice_linear(study: Study) -> dict[str, Rule]:
    """Sums of products of three, which 16 bits round after the first product."""
    found, coarser = linear(study), ROUNDS_BETWEEN.get(study.call.dtype)
    return {s: (0, coarser * size) for s, (_, size) in found.items()} if coarser else found


def mean(study: Study) -> dict[str, Rule]:
    return windows.means(study.call, study.lifted, study.truth)


def power(study: Study) -> dict[str, Rule]:
    """Power pooling; with an infinite exponent nothing is rounded."""
    if windows.is_infinite(study.call):
        return copies(study)
    found = windows.powers(study.call, study.lifted, study.truth, study.reruns)
    coarser = ROUNDS_BETWEEN.get(study.call.dtype)
    return {s: (0, coarser * size) for s, (_, size) in found.items()} if coarser else found


def folded(study: Study) -> dict[str, Rule]:
    """Sums of blocks; their gradients are copies."""
    if not study.truth.tensors["output.0"].is_floating_point():
        return exact(study)
    return {s: "bits" if s.startswith("grad.") else r for s, r in linear(study).items()}


def interpolated(study: Study) -> dict[str, Rule]:
    """Copies, or sums with weights that hang on places; whole numbers come out whole."""
    made = study.truth.tensors["output.0"]
    if sampling.moves(study.call) or not (made.is_floating_point() and made.numel()):
        return copies(study)
    return sampling.interpolated(study.call, study.lifted, study.truth)


def sampled(study: Study) -> dict[str, Rule]:
    """Samples at a grid's places; the nearest elements are copies."""
    if study.call.keywords.get("mode") == "nearest":
        return copies(study)
    return sampling.sampled(study.call, study.lifted, study.truth)


def transformed(study: Study) -> dict[str, Rule]:
    return sampling.transformed(study.call, study.lifted, study.truth)


def norm(study: Study) -> dict[str, Rule]:
    return normalize.rules(study.lifted, study.truth)


def loss(study: Study) -> dict[str, Rule]:
    return losses.rules(study.lifted, study.truth, study.reruns, study.call.dtype)


def curve(study: Study) -> dict[str, Rule]:
    return curves.rules(study.lifted, study.truth)


def softmax(study: Study) -> dict[str, Rule]:
    return softmaxes.rules(study.lifted, study.truth)


def lazily(study: Study) -> dict[str, Rule]:
    """As the layer that it becomes; what its first call draws are bits."""
    lifted = settled(study.lifted)
    drawn = {f"state.{key}" for key in lifted.state or {} if not key.startswith("running_")}
    tensors = {s: t for s, t in study.truth.tensors.items() if s not in drawn}
    truth = Returned(tensors, study.truth.facts)
    whole = Study(replace(lifted, dtype=study.call.dtype), lifted, truth, study.reruns)
    return dict.fromkeys(study.truth.tensors, "bits") | FAMILIES[lifted.layer](whole)


def elementwise(study: Study) -> dict[str, Rule]:
    return {slot: (1, _most(t)) for slot, t in study.truth.tensors.items()}


def slopes(study: Study) -> dict[str, Rule]:
    """PReLU: all is a copy or one product, but the weight's gradient is a sum of products."""
    found = exact(study)
    slot = next((s for s in found if s in ("grad.parameter.weight", "grad.input.1")), None)
    if slot:
        sums = _rerun(change_floats(study.lifted, lambda t: -t.abs()))
        x = next(iter(tensors_of(study.call.inputs).values())).array
        found[slot] = (x.numel(), sums[slot].abs())
    return found


#: Numbers so small are rounded as this one is: float32 has none below 2^-126 that are as exact.
_SMALL = 2.0**-102


def saturating(study: Study) -> dict[str, Rule]:
    """Elementwise; the gradient takes the rounded output from 1: dy y (1 - y), dy (1 - y y).

    A sigmoid's tail is as exact as its middle, which is found by no number for the whole tensor.
    """
    found, y = elementwise(study), study.truth.tensors["output.0"]
    sigmoid = study.call.layer.lower().endswith("sigmoid")
    if sigmoid:
        found["output.0"] = (1, y.nan_to_num(0).clamp_min(_SMALL))
    if "grad.input.0" in found:
        dy = study.lifted.upstream["output.0"].abs()
        slope = (dy * y).nan_to_num(0, 0).clamp_min(_SMALL)
        found["grad.input.0"] = (1, slope if sigmoid else _most(dy * (1 + y * y)))
    return found


def exponential(study: Study) -> dict[str, Rule]:
    """Elementwise; in place the gradient takes the rounded output y from its floor: dy (y + f)."""
    found, call = elementwise(study), study.call
    in_place = call.layer.endswith("_") or windows.argument(call, "inplace")
    if in_place and "grad.input.0" in found:
        floor, steep = _exponent(call)
        y, dy = study.truth.tensors["output.0"], study.lifted.upstream["output.0"].abs()
        lost = _most(dy * steep * (floor - y.clamp(max=0)))
        found["grad.input.0"] = (1, max(lost, _most(study.truth.tensors["grad.input.0"])))
    return found


def _exponent(call: Call) -> tuple[float, float]:
    """Of an ELU or its kin, how far below zero it goes, and its slope per unit of that."""
    kind = call.layer.rpartition(".")[2].rstrip("_").lower()
    if kind == "selu":
        return SELU_FLOOR, 1.0
    alpha = windows.argument(call, "alpha")
    alpha = 1.0 if alpha is None else float(alpha)
    return abs(alpha), 1 / abs(alpha) if kind == "celu" else 1.0


#: Its scale times its alpha.
SELU_FLOOR = 1.0507009873554805 * 1.6732632423543772


def clipped(study: Study) -> dict[str, Rule]:
    """Elementwise, with a gradient that is a copy or nothing."""
    return {s: "bits" if s.startswith("grad.") else r for s, r in elementwise(study).items()}


def embedding(study: Study) -> dict[str, Rule]:
    """Rows are copies, unless max_norm rescales them first."""
    found = copies(study)
    if windows.argument(study.call, "max_norm") is None:
        return found
    width = study.truth.tensors["output.0"].shape[-1]
    for slot, tensor in study.truth.tensors.items():
        if not slot.startswith("grad."):
            found[slot] = (width, _most(tensor))
    return found


def bags(study: Study) -> dict[str, Rule]:
    """Sums of rows, of which all may lie in one bag; the greatest elements are copies."""
    call = study.call
    if windows.argument(call, "mode") == "max":
        return embedding(study)
    sums, width = _rerun(absolute(study.lifted)), study.truth.tensors["output.0"].shape[-1]
    rows = next(iter(tensors_of(call.inputs).values())).array.numel()
    return {slot: (rows + width, sums[slot].abs()) for slot in study.truth.tensors}


def composite(study: Study) -> dict[str, Rule]:
    """Recurrent, attention and stacked layers: one number a tensor, and the longest sum in them."""
    sizes = spread(study.lifted, study.truth, study.reruns, study.call.dtype).items()
    coarser = ROUNDS_BETWEEN.get(study.call.dtype)
    if coarser and study.call.layer.startswith(ROUNDING):
        return {s: (0, coarser * size) for s, size in sizes}
    terms = _longest_sum(study)
    return {s: (terms, size) for s, size in sizes}


#: Layers made of many operations round to 16 bits after each, and a limit of 4 u A is 4 roundings
#: of the accumulator: one rounding of each operation is a quarter of that, as coarse as the type.
ROUNDS_BETWEEN = {"float16": 2.0**13 / 4, "bfloat16": 2.0**16 / 4}

_CELLS = ("nn.RNNCell", "nn.LSTMCell", "nn.GRUCell")
_ATTENTION = "nn.functional.scaled_dot_product_attention"
#: Those that do.
ROUNDING = ("nn.Transformer", "nn.MultiheadAttention", _ATTENTION, *_CELLS)


def stepped(study: Study) -> dict[str, Rule]:
    """Exact, though it jumps; its gradient is a sum of rounded products."""
    found = composite(study)
    return {s: r if s.startswith("grad.") else "bits" for s, r in found.items()}


def _longest_sum(study: Study) -> int:
    """Over each weight's fan-in (twice: input and hidden), and over all rows of an input.

    A function of torch may sum over all of it.
    """
    state = (study.lifted.state or {}).values()
    fans = [2 * t[0].numel() for t in state if t.dim() > 1 and len(t)]
    given = [*study.lifted.inputs, *study.lifted.keywords.values()]
    arrays = [t.array for part in given for t in tensors_of(part).values()]
    whole = study.call.layer.startswith("torch.")
    rows = [a.numel() // (1 if whole else max(1, a.shape[-1])) for a in arrays if a.dim()]
    return max([1, *fans, *rows])


def _most(tensor: torch.Tensor) -> float:
    finite = tensor[tensor.isfinite()].abs()
    return float(finite.max()) if finite.numel() else 0.0


def _rerun(call: Call) -> dict[str, torch.Tensor]:
    answer = run(call)
    if isinstance(answer, Threw):
        raise ValueError(f"{call.layer} refuses its rerun for the amplification: {answer.message}")
    return answer.tensors


def drawn(study: Study) -> dict[str, Rule]:
    """Random numbers are bits; a float64 normal passes through the C library's log, sin and cos."""
    wide = study.call.dtype == "float64" and study.call.layer not in UNIFORM
    return {s: (1, t.abs()) if wide else "bits" for s, t in study.truth.tensors.items()}


UNIFORM = ("nn.init.uniform_", "nn.init.xavier_uniform_", "nn.init.kaiming_uniform_")
_NORMAL = ("normal", "trunc_normal", "xavier_normal", "kaiming_normal", "sparse")
NORMAL = [f"nn.init.{kind}_" for kind in _NORMAL]
FILLS = [f"nn.init.{kind}_" for kind in ("constant", "ones", "zeros", "eye", "dirac")]

Family = Callable[[Study], dict[str, Any]]
#: Functions that move, choose or compare numbers, or round each once.
_MOVERS = [
    "abs",
    "neg",
    "sign",
    "floor",
    "ceil",
    "round",
    "trunc",
    "frac",
    "maximum",
    "minimum",
    "copysign",
    "clamp",
    "clamp_min",
    "clamp_max",
    "where",
    "masked_fill",
    "masked_select",
    "max",
    "min",
    "amax",
    "amin",
    "sort",
    "topk",
    "kthvalue",
    "gather",
    "scatter",
    "index_select",
    "index_copy",
    "index_fill",
    "take",
    "roll",
    "repeat_interleave",
    "tile",
    "movedim",
    "swapaxes",
    "unbind",
    "diag",
    "diagonal",
    "diag_embed",
    "tril",
    "triu",
    "broadcast_tensors",
    "broadcast_to",
    "meshgrid",
    "ravel",
    "flip",
    "stack",
    "cat",
    "chunk",
    "split",
    "squeeze",
    "unsqueeze",
    "transpose",
    "permute",
    "reshape",
    "unique",
    "nonzero",
    "t",
    "narrow",
    "select",
]
_PADS = ("Zero", "Constant", "Reflection", "Replication")
_AXES = ("1d", "2d", "3d")
_LAZY = ("Conv", "ConvTranspose", "BatchNorm", "InstanceNorm")
_DROPOUTS = ("Dropout", *(f"Dropout{n}" for n in _AXES), "AlphaDropout", "FeatureAlphaDropout")
_DROPS = ("dropout", *(f"dropout{n}" for n in _AXES), "alpha_dropout", "feature_alpha_dropout")
_PIECES = ("relu", "relu6", "threshold", "hardtanh", "rrelu")
_CURVES = ("leaky_relu", "softplus")
_EXPONENTIALS = ("elu", "celu", "selu")
FAMILIES: dict[str, Family] = {
    "torch.sum": linear,
    "nn.Linear": linear,
    "nn.functional.linear": linear,
    **dict.fromkeys(("nn.Bilinear", "nn.functional.bilinear"), twice_linear),
    **{f"nn.Conv{n}": linear for n in _AXES},
    **{f"nn.ConvTranspose{n}": linear for n in _AXES},
    **dict.fromkeys(windows.MOVERS, copies),
    **dict.fromkeys(windows.LINEAR, linear),
    **dict.fromkeys(windows.MEANS, mean),
    **dict.fromkeys(windows.POWERS, power),
    **dict.fromkeys(sampling.MOVERS, copies),
    **dict.fromkeys(sampling.INTERPOLATIONS, interpolated),
    "nn.functional.grid_sample": sampled,
    "nn.functional.affine_grid": transformed,
    "nn.Fold": folded,
    "nn.functional.fold": folded,
    **{f"nn.MaxPool{n}": copies for n in _AXES},
    **{f"nn.{kind}Pad{n}": copies for kind in _PADS for n in _AXES},
    **{f"nn.BatchNorm{n}": norm for n in _AXES},
    **{f"nn.InstanceNorm{n}": norm for n in _AXES},
    "nn.LayerNorm": norm,
    "nn.GroupNorm": norm,
    **{f"nn.Lazy{kind}{n}": lazily for kind in _LAZY for n in _AXES},
    "nn.LazyLinear": lazily,
    **dict.fromkeys(("nn.Embedding", "nn.functional.embedding"), embedding),
    **dict.fromkeys(("nn.EmbeddingBag", "nn.functional.embedding_bag"), bags),
    "nn.Flatten": copies,
    "nn.Unflatten": copies,
    **{f"torch.{name}": copies for name in _MOVERS},
    **{f"torch.{name}": stepped for name in ("remainder", "fmod", "floor_divide")},
    "nn.Identity": exact,
    **{f"nn.{kind}": exact for kind in _DROPOUTS},
    **{f"nn.functional.{name}": exact for name in _DROPS},
    "nn.ReLU": exact,
    "nn.RReLU": exact,
    "nn.Hardtanh": exact,
    "nn.Softshrink": clipped,
    **dict.fromkeys(softmaxes.LAYERS, softmax),
    **dict.fromkeys(curves.LAYERS, curve),
    **{f"nn.{name}": exact for name in ("ReLU6", "Threshold", "Hardshrink")},
    "nn.PReLU": slopes,
    "nn.functional.prelu": slopes,
    **{f"nn.functional.{name}{end}": exact for name in _PIECES for end in ("", "_")},
    **{f"nn.functional.{name}{end}": elementwise for name in _CURVES for end in ("", "_")},
    **{f"nn.functional.{n}{end}": exponential for n in _EXPONENTIALS for end in ("", "_")},
    "nn.functional.hardshrink": exact,
    "nn.functional.softshrink": clipped,
    "nn.functional.sigmoid": saturating,
    "nn.functional.tanh": saturating,
    **{f"nn.{name}": exponential for name in ("ELU", "CELU", "SELU")},
    **dict.fromkeys([*UNIFORM, *NORMAL], drawn),
    **dict.fromkeys(FILLS, exact),
    **dict.fromkeys(losses.LAYERS, loss),
    "nn.Sigmoid": saturating,
    "nn.Tanh": saturating,
    **{f"nn.{k}": elementwise for k in ("LeakyReLU", "Softplus")},
}
