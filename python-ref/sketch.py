"""A Sketch: a layer, its arguments and input shapes; no numbers. `record` turns it into a Case."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from typing import Any, Literal

from draw import draw_from_json, draw_to_json
from value import Draw, Tensor, value_from_json, value_to_json

PROFILES = ("torch-2.12+", "torch-2.6-mkl")
AS_DOCUMENTED = re.compile(r"/documented-\d+(-reduced)?$")


@dataclass(frozen=True)
class Forward:
    """One forward call: positional inputs and keywords."""

    inputs: tuple[Any, ...]
    keywords: dict[str, Any] = field(default_factory=dict)
    training: bool = True


@dataclass(frozen=True)
class Step:
    """Something done to the module after its state was loaded.

    call: a function by its PyTorch name, "nn.utils.weight_norm", or a method of the module or of a
    part of it, ".append", ".0.register_buffer".
    """

    call: str
    inputs: tuple[Any, ...]
    keywords: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sketch:
    """What to ask of PyTorch. The fields down to `sample` are those of a Call."""

    id: str
    layer: str
    dtype: str = "float32"
    args: tuple[Any, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    seed: int | None = None
    profile: str = PROFILES[0]
    #: "drawn": every parameter and buffer at random; None: what the constructor drew;
    #: a dict: these as given, the others at random.
    state: Literal["drawn"] | None | dict[str, Draw | Tensor] = "drawn"
    steps: tuple[Step, ...] = ()
    earlier: tuple[Forward, ...] = ()
    training: bool = True
    grad_mode: bool = True
    #: What is called in the place of the module, named as in a step.
    method: str | None = None
    inputs: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)
    #: "drawn": a random gradient for each output that takes one; a dict: for those named.
    upstream: Literal["drawn"] | dict[str, Draw] = "drawn"
    prints: tuple[str, ...] = ()
    sample: int | None = None

    tags: tuple[str, ...] = ()
    #: For a refusal: the fragment of PyTorch's message that an engine's must contain too.
    says: str | None = None
    #: Options, parameters and buffers whose change this case may be unable to see, and why.
    blind: dict[str, str] = field(default_factory=dict)
    #: What a documented page prints: `print.<name>` or `shape.<slot>`, and the text.
    page: dict[str, str] = field(default_factory=dict)

    @property
    def as_documented(self) -> bool:
        """Whether it holds the very numbers of a documented example, which may not show much."""
        page = self.id.startswith("pages/") and not self.id.endswith("-redrawn")
        return page or bool(AS_DOCUMENTED.search(self.id))

    @property
    def twin(self) -> bool:
        """Whether it is the twin of a documented example, whose options we did not choose."""
        return "-redrawn" in self.id and ("/documented-" in self.id or self.id.startswith("pages/"))

    @property
    def start(self) -> int:
        """The seed of the case: the CRC-32 of its id, unless one is given."""
        return zlib.crc32(self.id.encode()) if self.seed is None else self.seed


def to_json(sketch: Sketch) -> dict[str, Any]:
    """The JSON form: a case's, with `$draw` in the place of `$tensor` and nothing recorded."""

    def value(part: Any) -> Any:
        return value_to_json(part, draw_to_json)

    def named(part: dict[str, Any]) -> dict[str, Any]:
        return {k: value(v) for k, v in part.items()}

    call = {
        "layer": sketch.layer,
        "dtype": sketch.dtype,
        "args": value(sketch.args),
        "options": named(sketch.options),
        "seed": sketch.start,
        "profile": sketch.profile,
        "state": named(sketch.state) if isinstance(sketch.state, dict) else sketch.state,
        "steps": [_step_to_json(s) for s in sketch.steps],
        "earlier": [_forward_to_json(f) for f in sketch.earlier],
        "training": sketch.training,
        "gradMode": sketch.grad_mode,
        "method": sketch.method,
        "inputs": value(sketch.inputs),
        "keywords": named(sketch.keywords),
        "upstream": named(sketch.upstream) if isinstance(sketch.upstream, dict) else "drawn",
        "prints": list(sketch.prints),
        "sample": sketch.sample,
    }
    checks = {"says": sketch.says, "blind": sketch.blind, "page": sketch.page}
    return {"id": sketch.id, "tags": list(sketch.tags), "call": call, **checks}


def from_json(json: dict[str, Any]) -> Sketch:
    """The sketch whose JSON form this is. Only id and the call's layer must be there."""

    def value(part: Any) -> Any:
        return value_from_json(part, draw_from_json)

    def named(part: dict[str, Any]) -> dict[str, Any]:
        return {k: value(v) for k, v in part.items()}

    call = dict(json["call"])
    state, upstream = call.get("state", "drawn"), call.get("upstream", "drawn")
    return Sketch(
        id=json["id"],
        layer=call["layer"],
        dtype=call.get("dtype", "float32"),
        args=value(call.get("args", [])),
        options=named(call.get("options", {})),
        seed=call.get("seed"),
        profile=call.get("profile", PROFILES[0]),
        state=named(state) if isinstance(state, dict) else state,
        steps=tuple(_step_from_json(s) for s in call.get("steps", [])),
        earlier=tuple(_forward_from_json(f) for f in call.get("earlier", [])),
        training=call.get("training", True),
        grad_mode=call.get("gradMode", True),
        method=call.get("method"),
        inputs=value(call.get("inputs", [])),
        keywords=named(call.get("keywords", {})),
        upstream=named(upstream) if isinstance(upstream, dict) else upstream,
        prints=tuple(call.get("prints", [])),
        sample=call.get("sample"),
        tags=tuple(json.get("tags", [])),
        says=json.get("says"),
        blind=dict(json.get("blind", {})),
        page=dict(json.get("page", {})),
    )


def _forward_to_json(forward: Forward) -> dict[str, Any]:
    keywords = {k: value_to_json(v, draw_to_json) for k, v in forward.keywords.items()}
    inputs = value_to_json(forward.inputs, draw_to_json)
    return {"inputs": inputs, "keywords": keywords, "training": forward.training}


def _forward_from_json(json: dict[str, Any]) -> Forward:
    keywords = {k: value_from_json(v, draw_from_json) for k, v in json["keywords"].items()}
    return Forward(value_from_json(json["inputs"], draw_from_json), keywords, json["training"])


def _step_to_json(step: Step) -> dict[str, Any]:
    keywords = {k: value_to_json(v, draw_to_json) for k, v in step.keywords.items()}
    inputs = value_to_json(step.inputs, draw_to_json)
    return {"call": step.call, "inputs": inputs, "keywords": keywords}


def _step_from_json(json: dict[str, Any]) -> Step:
    keywords = {k: value_from_json(v, draw_from_json) for k, v in json["keywords"].items()}
    return Step(json["call"], value_from_json(json["inputs"], draw_from_json), keywords)
