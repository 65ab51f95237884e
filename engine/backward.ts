import { type Edge, edgeTo, type Node, noGrad } from "./autograd.ts";
import { bytesOf } from "./dtype.ts";
import { check } from "./errors.ts";
import { clone, detach, to } from "./ops/copy.ts";
import { ones } from "./ops/create.ts";
import { add } from "./ops/pointwise.ts";
import { sameShape, showShape } from "./shape.ts";
import { type Storage, storageSerial } from "./storage.ts";
import type { Tensor } from "./tensor.ts";

/** Options of a backward pass. */
export interface BackwardOptions {
  /** Keep what the graph saved, so that backward can run again. */
  retainGraph?: boolean;
}

/** torch.autograd.backward: adds to the `.grad` of every leaf that `outputs` depend on. A missing gradient is 1, for scalars only. */
export function backward(
  outputs: readonly Tensor[],
  gradients: readonly (Tensor | null)[] = [],
  options: BackwardOptions = {},
): void {
  noGrad(() => {
    sweep(rootsOf(outputs, gradients), options, (node, [grad], fresh) => {
      if (node.leaf && grad) accumulate(node.leaf, grad, fresh);
    });
  });
}

/** torch.autograd.grad: the gradients of `outputs` with respect to `inputs`, null where they do not depend on one. */
export function grad(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  gradients: readonly (Tensor | null)[] = [],
  options: BackwardOptions = {},
): (Tensor | null)[] {
  const wanted = inputs.map(edgeTo);
  const found: (Tensor | null)[] = inputs.map(() => null);
  noGrad(() => {
    sweep(rootsOf(outputs, gradients), options, (node, grads) => {
      wanted.forEach((edge, i) => {
        if (edge?.node === node) found[i] = grads[edge.index] ?? null;
      });
    });
  });
  return found;
}

/** A gradient that nobody else holds becomes the leaf's own; of others a copy does. */
function accumulate(leaf: Tensor, gradient: Tensor, fresh: WeakSet<Storage>): void {
  const before = leaf.grad;
  const own = fresh.has(gradient.storage) && fills(gradient);
  if (before) leaf.grad = sumOf(before, gradient);
  else leaf.grad = own ? detach(gradient) : clone(gradient);
  if (!before) leaf.grad.layout = gradient.layout;
  leaf.grad.storage.kept = true;
}

/** Whether a tensor is all that its storage holds, in C order. */
function fills(x: Tensor): boolean {
  return x.isContiguous && x.storage.bytes === x.numel * bytesOf(x.dtype);
}

/** The sum of two gradients; it is sparse where both are. */
function sumOf(a: Tensor, b: Tensor): Tensor {
  const out = add(a, b);
  if (a.layout === b.layout) out.layout = a.layout;
  return out;
}

interface Root extends Edge {
  readonly grad: Tensor;
}

function rootsOf(outputs: readonly Tensor[], gradients: readonly (Tensor | null)[]): Root[] {
  return outputs.map((output, i) => {
    const edge = edgeTo(output);
    check(
      edge !== null,
      "backward",
      () => `element ${i} of tensors does not require grad and does not have a grad_fn`,
    );
    return { ...edge, grad: rootGradient(output, gradients[i] ?? null) };
  });
}

function rootGradient(output: Tensor, gradient: Tensor | null): Tensor {
  if (gradient === null) {
    check(
      output.numel === 1,
      "backward",
      () =>
        `grad can be implicitly created only for scalar outputs, but the output has shape ${showShape(output.shape)}`,
    );
    return ones(output.shape, { dtype: output.dtype });
  }
  check(
    sameShape(output.shape, gradient.shape),
    "backward",
    () =>
      `Mismatch in shape: grad_output has a shape of ${showShape(gradient.shape)} and output has a shape of ${showShape(output.shape)}.`,
  );
  return to(detach(gradient), output.dtype);
}

/** What is done at a node with the gradients of its outputs; storages in `fresh` are held by one gradient and nobody else. */
type Visit = (node: Node, grads: readonly (Tensor | null)[], fresh: WeakSet<Storage>) => void;

/** Visits every node that the roots depend on, each once all its gradients are in, and hands gradients on. */
function sweep(
  roots: readonly Root[],
  { retainGraph = false }: BackwardOptions,
  visit: Visit,
): void {
  const waiting = countUses(roots);
  const arrived = new Map<Node, (Tensor | null)[]>();
  const fresh = new WeakSet<Storage>();
  for (const root of roots) deliver(arrived, root, root.grad, fresh);
  const ready = [...new Set(roots.map((r) => r.node))].filter((n) => !waiting.get(n));
  while (ready.length > 0) {
    const node = ready.pop() as Node;
    const grads = arrived.get(node) ?? new Array<null>(node.outputs).fill(null);
    arrived.delete(node);
    visit(node, grads, fresh);
    if (node.leaf) continue;
    const serial = storageSerial();
    const passed = node.run(grads);
    noteFresh(fresh, node, passed, serial);
    if (!retainGraph) node.free();
    node.edges.forEach((edge, i) => {
      if (!edge) return;
      deliver(arrived, edge, passed[i] ?? null, fresh);
      const left = (waiting.get(edge.node) as number) - 1;
      waiting.set(edge.node, left);
      if (left === 0) ready.push(edge.node);
    });
  }
}

/** What a hook sees or gives it may keep. */
const OF_HOOKS = "BackwardHookFunctionBackward";

/** Of what a node passes on to one edge alone, a storage made since `serial` is fresh, and one that was fresh stays so. */
function noteFresh(
  fresh: WeakSet<Storage>,
  node: Node,
  grads: readonly (Tensor | null)[],
  serial: number,
): void {
  grads.forEach((g, i) => {
    if (g === null) return;
    const unheld = node.name !== OF_HOOKS && (g.storage.serial >= serial || fresh.has(g.storage));
    if (unheld && grads.every((other, j) => j === i || other?.storage !== g.storage))
      fresh.add(g.storage);
    else fresh.delete(g.storage);
  });
}

function deliver(
  arrived: Map<Node, (Tensor | null)[]>,
  edge: Edge,
  gradient: Tensor | null,
  fresh: WeakSet<Storage>,
): void {
  const grads = arrived.get(edge.node) ?? new Array<Tensor | null>(edge.node.outputs).fill(null);
  arrived.set(edge.node, grads);
  const before = grads[edge.index] ?? null;
  if (!before || !gradient) {
    grads[edge.index] = before ?? gradient;
    return;
  }
  const sum = sumOf(before, gradient);
  fresh.add(sum.storage);
  grads[edge.index] = sum;
}

/** How many edges lead to each node from nodes that the roots depend on. */
function countUses(roots: readonly Root[]): Map<Node, number> {
  const uses = new Map<Node, number>();
  const seen = new Set<Node>(roots.map((r) => r.node));
  const stack = [...seen];
  while (stack.length > 0) {
    for (const edge of (stack.pop() as Node).edges) {
      if (!edge) continue;
      uses.set(edge.node, (uses.get(edge.node) ?? 0) + 1);
      if (seen.has(edge.node)) continue;
      seen.add(edge.node);
      stack.push(edge.node);
    }
  }
  return uses;
}
