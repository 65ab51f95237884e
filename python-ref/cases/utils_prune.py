"""nn.utils.prune: elements and slices of parameters that become 0."""

from line import case, do, fn, given, layer, m, part, this, x

LINEAR, CONV = [4, 3], [2, 3, (3, 2)]
IMAGE = x(2, 2, 5, 4)
MASK = given([[1, 0, 1, 1], [0, 1, 1, 0], [1, 1, 0, 1]], dtype="float32", grad=False)


def pruned(name, *steps, args=LINEAR, on=None, **options):
    """A module called after these prunings."""
    return case(name, args, on or x(2, 4), steps=steps, **options)


def cut(how, *rest, name="weight", **more):
    """One pruning, by the end of its name."""
    return do(f"nn.utils.prune.{how}", this, name, *rest, **more)


ONE_NUMBER = do("nn.utils.prune.global_unstructured", 3, fn("nn.utils.prune.L1Unstructured"), amount=1)
NO_SCORES = {"step.0.importance_scores": "there are none"}
TWO = [m("Linear", 4, 3), m("Linear", 3, 2)]
BOTH = [[part("0"), "weight"], [part("1"), "bias"]]


def everywhere(method, amount, **more):
    places = tuple(tuple(p) for p in BOTH)
    return do("nn.utils.prune.global_unstructured", list(places), fn(f"nn.utils.prune.{method}"), amount=amount, **more)


CASES = [
    *layer(
        "nn.Linear",
        pruned("pruned-by-nothing", cut("identity")),
        pruned("pruned-bias", cut("l1_unstructured", 1, name="bias")),
        pruned("pruned-at-random", cut("random_unstructured", 5)),
        pruned("pruned-share-at-random", cut("random_unstructured", 0.4)),
        pruned("pruned-none-of-it", cut("random_unstructured", 0)),
        pruned("pruned-smallest", cut("l1_unstructured", 5)),
        pruned("pruned-smallest-share", cut("l1_unstructured", 0.3)),
        pruned("pruned-by-importance", cut("l1_unstructured", 4, importance_scores=x(3, 4, grad=False))),
        pruned("pruned-rows-at-random", cut("random_structured", 1, 0)),
        pruned("pruned-columns-at-random", cut("random_structured", 0.5, 1)),
        pruned("pruned-no-rows", cut("random_structured", 0, 0)),
        pruned("pruned-weakest-rows", cut("ln_structured", 1, 2, 0)),
        pruned("pruned-weakest-columns", cut("ln_structured", 0.5, 1, -1)),
        pruned("pruned-columns-by-greatest", cut("ln_structured", 2, float("inf"), 1)),
        pruned("pruned-columns-by-importance", cut("ln_structured", 2, 2, 1, importance_scores=x(3, 4, grad=False))),
        pruned("pruned-by-mask", cut("custom_from_mask", MASK)),
        pruned("pruned-twice", cut("l1_unstructured", 3), cut("random_unstructured", 4)),
        pruned("pruned-rows-then-elements", cut("random_structured", 1, 0), cut("l1_unstructured", 3)),
        pruned("pruned-elements-then-columns", cut("l1_unstructured", 3), cut("ln_structured", 1, 2, 1)),
        pruned("pruned-rows-then-rows", cut("ln_structured", 1, 2, 0), cut("ln_structured", 1, 2, 0)),
        pruned("pruned-then-masked", cut("l1_unstructured", 3), cut("custom_from_mask", MASK)),
        pruned("pruned-for-good", cut("l1_unstructured", 5), cut("remove")),
        pruned("pruned-both", cut("l1_unstructured", 5), cut("l1_unstructured", 1, name="bias")),
        pruned("pruned-both-one-for-good", cut("identity"), cut("l1_unstructured", 1, name="bias"), cut("remove", name="bias")),
        pruned("is-pruned", cut("identity"), do("nn.utils.prune.is_pruned", this)),
        pruned("is-not-pruned", do("nn.utils.prune.is_pruned", this)),
        pruned("is-not-pruned-any-more", cut("identity"), cut("remove"), do("nn.utils.prune.is_pruned", this)),
        pruned("refuses-pruning-more-than-there-is", cut("l1_unstructured", 13), says="should be smaller than the number of parameters"),
        pruned("refuses-pruning-more-rows", cut("random_structured", 4, 0), says="should be smaller than the number of parameters"),
        pruned("refuses-pruning-share-above-one", cut("random_unstructured", 1.5), says="should either be a float in the range"),
        pruned("refuses-pruning-negative", cut("l1_unstructured", -1), says="should either be a float in the range"),
        pruned("refuses-pruning-by-name", cut("l1_unstructured", "all"), says="Invalid type for amount"),
        pruned("refuses-pruning-bias-by-slices", cut("random_structured", 1, 0, name="bias"), says="Structured pruning can only be applied"),
        pruned("refuses-pruning-norm-of-bias", cut("ln_structured", 1, 2, 0, name="bias"), says="Structured pruning can only be applied"),
        pruned("refuses-pruning-third-axis", cut("random_structured", 1, 2), says="Invalid index 2"),
        pruned("refuses-pruning-by-other-shape", cut("l1_unstructured", 1, importance_scores=x(4, 3)), says="importance_scores should have the same shape"),
        pruned("refuses-mask-of-other-shape", cut("custom_from_mask", x(4, 3)), says="must match"),
        pruned("refuses-pruning-nothing", cut("identity", name="scale"), says="no attribute 'scale'"),
        pruned("refuses-unpruning", cut("remove"), says="has to be pruned before pruning can be removed"),
    ),
    *layer(
        "nn.Conv2d",
        pruned("pruned-channels", cut("random_structured", 1, 1), args=CONV, on=IMAGE),
        pruned("pruned-weakest-filters", cut("ln_structured", 1, 1, 0), args=CONV, on=IMAGE),
        pruned("pruned-columns-then-filters", cut("ln_structured", 1, 2, -1), cut("ln_structured", 1, 2, 0), args=CONV, on=IMAGE),
    ),
    *layer(
        "nn.Sequential",
        pruned("pruned-everywhere", everywhere("L1Unstructured", 5), args=TWO),
        pruned("pruned-everywhere-at-random", everywhere("RandomUnstructured", 0.5), args=TWO),
        pruned("pruned-everywhere-without-scores", everywhere("L1Unstructured", 5, importance_scores={}), args=TWO, blind=NO_SCORES),
        pruned("pruned-everywhere-twice", everywhere("L1Unstructured", 3), everywhere("L1Unstructured", 4), args=TWO),
        pruned("is-pruned-below", do("nn.utils.prune.identity", part("1"), "bias"), do("nn.utils.prune.is_pruned", this), args=TWO),
        pruned("refuses-pruning-slices-everywhere", everywhere("RandomStructured", 1), args=TWO, says='Only "unstructured" PRUNING_TYPE supported'),
        pruned("refuses-listed-scores", everywhere("L1Unstructured", 1, importance_scores=[]), args=TWO, says="must be of type dict"),
        pruned("refuses-pruning-a-number", ONE_NUMBER, args=TWO, says="parameters is not an Iterable"),
    ),
]
