"""Whether a recorded case is fit to be kept: it refuses what it says, and sees what it is about."""

from __future__ import annotations

from case import Case, Threw
from record import Unfit
from sketch import Sketch
from vacuity import unseen
from value import tensors_of


def vet(sketch: Sketch, case: Case) -> None:
    """Raises Unfit, with every complaint, for a case that does not do what its line says."""
    complaints = [*_refusals(sketch, case), *_blind_spots(sketch, case), *_page(sketch, case)]
    if complaints:
        raise Unfit("; ".join(complaints))


def _refusals(sketch: Sketch, case: Case) -> list[str]:
    answer = case.answer
    if not isinstance(answer, Threw):
        return [f'PyTorch does not refuse this, yet it says "{sketch.says}"'] if sketch.says else []
    if sketch.says is None:
        said = f"{answer.name} in {answer.phase}: {answer.message}"
        return [f"PyTorch refuses this, and the line does not say so ({said})"]
    if not sketch.says or sketch.says not in answer.message:
        return [f'PyTorch\'s message has no "{sketch.says}" in it: {answer.message}']
    return []


def _blind_spots(sketch: Sketch, case: Case) -> list[str]:
    """Of an example as documented nothing is asked: its twin is there to see the state."""
    if sketch.as_documented or (sketch.twin and sketch.method):
        return []
    if isinstance(case.answer, Threw):
        named = sorted(sketch.blind)
        return [f"a refusal need not be blind to {', '.join(named)}"] if named else []
    found = unseen(sketch, case)
    if sketch.twin:
        found = [name for name in found if name in (case.call.state or {})]
    hidden = [f"cannot see a change of {name}" for name in found if name not in sketch.blind]
    idle = [f"is not blind to {name}" for name in sketch.blind if name not in found]
    return hidden + idle


def _page(sketch: Sketch, case: Case) -> list[str]:
    """Where PyTorch prints something else than the documented page does; white space aside."""
    if isinstance(case.answer, Threw):
        return []
    shown = dict(case.answer.facts)
    tensors = case.answer.tensors | {
        f"input.{path}": tensor.array for path, tensor in tensors_of(case.call.inputs).items()
    }
    shown |= {f"shape.{slot}": str(tensor.shape) for slot, tensor in tensors.items()}
    return [
        f"the page has another {name}: {text}"
        for name, text in sketch.page.items()
        if " ".join(shown.get(name, "nothing").split()) != " ".join(text.split())
    ]
