import { attach, type Backward, edgeTo, Node, needsGrad } from "../autograd.ts";
import { check } from "../errors.ts";
import { emptyTensor, type Tensor, type ViewLink } from "../tensor.ts";
import { copyElements } from "./copy-elements.ts";
import { windowOf, zerosLaidOutAs } from "./view-graph.ts";

/**
 * Changes `target` in place and makes the change part of the graph, also of the tensor that `target` is a view of:
 * `backward` gives the gradient of the old value first, then those of `others`.
 * https://docs.pytorch.org/docs/stable/notes/autograd.html#in-place-operations-with-autograd
 */
export function changeInPlace(
  target: Tensor,
  name: string,
  others: readonly (Tensor | null)[],
  change: () => void,
  backward: Backward,
  saved: readonly Tensor[] = [],
): Tensor {
  checkWritable(target, name, others);
  const followed = needsGrad([target, ...others]);
  change();
  target.storage.version++;
  if (!followed) return target;
  if (!target.base) return attach(name, [target, ...others], target, backward, saved);
  changeBase(target, target.base, others, backward, saved);
  return target;
}

/** The base of a view that was changed is made of its old value and of what the view became; the view rejoins it when asked. */
function changeBase(
  view: Tensor,
  base: Tensor,
  others: readonly (Tensor | null)[],
  backward: Backward,
  saved: readonly Tensor[],
): void {
  const slot = windowOf(view, base);
  const { shape, strides } = base;
  const through: Backward = (g) => {
    if (!g) return [null, ...others.map(() => null)];
    const room = zerosLaidOutAs({ shape, strides }, g.dtype);
    copyElements(g, room);
    const part = emptyTensor(view.shape, g.dtype);
    copyElements(slot(room), part);
    const [before, ...rest] = backward(part);
    copyElements(before ?? zerosLaidOutAs(part, g.dtype), slot(room));
    return [room, ...rest];
  };
  base.gradFn = new Node("CopySlices", [base, ...others].map(edgeTo), 1, through, saved);
  base.outputIndex = 0;
}

/** Refuses what cannot be written to: a leaf that wants a gradient or a view of one, elements that share one place. */
export function checkWritable(
  target: Tensor,
  node: string,
  others: readonly (Tensor | null)[] = [],
): void {
  const name = node.replace(/(\w)(\w*)Backward\w*/, (_, a, b) => `${a.toLowerCase()}${b}_`);
  if (needsGrad([target, ...others])) {
    if (target.viewOf) checkView(target, target.viewOf, name);
    check(
      !(target.isLeaf && target.requiresGrad),
      name,
      () => "a leaf Variable that requires grad is being used in an in-place operation.",
    );
  }
  const doubled = target.shape.some((size, i) => size > 1 && target.strides[i] === 0);
  check(
    !doubled,
    name,
    () =>
      "unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.",
  );
}

function checkView(target: Tensor, { base, origin }: ViewLink, name: string): void {
  check(
    origin !== "several",
    name,
    () =>
      `Output ${target.outputIndex} of ${target.gradFn?.name} is a view and is being modified inplace. This view is the output of a function that returns multiple views: change a copy, or the whole.`,
  );
  check(
    origin !== "noGrad",
    name,
    () =>
      "A view was created in no_grad mode and is being modified inplace with grad mode enabled. Move both into noGrad, or both out of it.",
  );
  check(
    !(target.requiresGrad && base.isLeaf),
    name,
    () => "a view of a leaf Variable that requires grad is being used in an in-place operation.",
  );
}
