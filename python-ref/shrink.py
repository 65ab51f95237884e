"""Examples with smaller numbers in their text, so that what they compute can be kept whole."""

from __future__ import annotations

import ast

from sketch import Sketch
from value import tensors_of

#: From little change to much.
DIVISORS = (2, 3, 4, 8, 16, 32, 64)
#: Up to this size a number may be a kernel, a stride or a count, and stays.
SMALL = 8
#: What a larger number comes down to at most.
LEAST = 4
#: Bytes of inputs and state of a case that is kept whole; answer and limits are some times as much.
FEW = 2**13
SAMPLERS = ("randn", "rand")


def size_of(sketch: Sketch) -> int:
    """The bytes of a sketch's own numbers."""
    parts = (sketch.inputs, sketch.keywords, sketch.state or {})
    tensors = [t.array for part in parts for t in tensors_of(part).values()]
    return sum(t.numel() * t.element_size() for t in tensors)


def shrunk(source: str, divisor: int, batches: bool) -> str:
    """The same code with each size divided, where equal sizes stay equal.

    With `batches` the first size of what is drawn becomes two.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    return ast.unparse(_Sizes(divisor, batches).visit(tree))


def smaller(size: int, divisor: int) -> int:
    return size if abs(size) <= SMALL else max(size // divisor, LEAST)


class _Sizes(ast.NodeTransformer):
    def __init__(self, divisor: int, batches: bool) -> None:
        self.divisor, self.batches = divisor, batches

    def visit_Call(self, node: ast.Call) -> ast.Call:  # noqa: N802
        """A batch is the first of three sizes or more."""
        if self.batches and isinstance(node.func, ast.Attribute) and node.func.attr in SAMPLERS:
            first = node.args[0]
            sizes = first.elts if isinstance(first, ast.Tuple) else node.args
            if len(sizes) > 2 and isinstance(sizes[0], ast.Constant):
                sizes[0] = ast.copy_location(ast.Constant(min(sizes[0].value, 2)), sizes[0])
        self.generic_visit(node)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:  # noqa: N802
        if type(node.value) is not int:
            return node
        return ast.copy_location(ast.Constant(smaller(node.value, self.divisor)), node)
