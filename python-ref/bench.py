"""PyTorch, timed: the source of the benchmark's workloads, and the peer that they are named after.

    python bench.py --threads 2

Frames come from standard input and go to standard output, as with oracle.py. The first frame lists
the workloads. Then: {"workload", "backward"} makes one ready and sends its call with its numbers;
{"answer": true} sends what PyTorch returns; {"times": n} runs it so often and says in how many
seconds.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

import pinned
from oracle import only_ours


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Time PyTorch on request.")
    parser.add_argument("--threads", type=int, default=1)
    threads = parser.parse_args().threads
    answers = only_ours()
    trouble = pinned.trouble(any_torch=True)
    if trouble:
        print(trouble, file=sys.stderr)
        return 2
    import torch

    import wire
    from workloads import WORKLOADS

    listed = [
        {"name": w.name, "operations": w.operations, "backward": w.backward is not None}
        for w in WORKLOADS
    ]
    version = torch.__version__.partition("+")[0]
    wire.write(answers, {"version": version, "workloads": listed}, {})
    bench = Bench(threads)
    while (asked := wire.read(sys.stdin.buffer)) is not None:
        wire.write(answers, *bench.reply(asked))
    return 0


class Bench:
    """What is ready to be timed."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.call: Any = None
        self.once: Callable[[], None] = lambda: None

    def reply(self, asked: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        import torch

        torch.set_num_threads(self.threads)
        if "workload" in asked:
            return self._ready(asked["workload"], asked["backward"])
        if "answer" in asked:
            return self._answer()
        start = time.perf_counter()
        for _ in range(asked["times"]):
            self.once()
        return {"seconds": time.perf_counter() - start}, {}

    def _ready(self, name: str, backward: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        from case import Case, Returned
        from encode import encode
        from fill import fill
        from workloads import WORKLOADS

        (found,) = (w for w in WORKLOADS if w.name == name)
        sketch = found.backward if backward else found.forward
        self.call = fill(sketch)[0]
        self.once = once(self.call)
        header, arrays = encode(Case(sketch.id, (), self.call, Returned({}, {}), {}, ""))
        return {"case": header}, arrays

    def _answer(self) -> tuple[dict[str, Any], dict[str, Any]]:
        from case import Case, Threw
        from encode import encode
        from run import run

        answer = run(self.call)
        limits = {} if isinstance(answer, Threw) else dict.fromkeys(answer.tensors, "bits")
        header, arrays = encode(Case("bench/answer", (), self.call, answer, limits, ""))
        return {"case": header}, arrays


def once(call: Any) -> Callable[[], None]:
    """A function that runs the call, from inputs and a module that are there already."""
    import torch

    from perform import perform
    from realise import realise
    from value import replace_tensors

    stage, refusal = perform(call)
    if refusal:
        raise RuntimeError(refusal.message)
    inputs = realise(replace_tensors(call.inputs, "", lambda _, at: stage.leaves[at]), stage.module)
    upstream = list(call.upstream.values())
    slots = list(call.upstream)
    tracked = [t for t in stage.leaves.values() if t.requires_grad]
    if isinstance(stage.module, torch.nn.Module):
        tracked += list(stage.module.parameters())

    def run() -> None:
        for tensor in tracked:
            tensor.grad = None
        with torch.set_grad_enabled(call.grad_mode):
            stage.output = stage.module(*inputs)
        if upstream:
            outputs = stage.outputs
            torch.autograd.backward([outputs[s] for s in slots], upstream)

    return run


if __name__ == "__main__":
    sys.exit(main())
