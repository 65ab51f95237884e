import { type Edge, edgeTo, type Node, noGrad } from "./autograd.ts";
import { bytesOf } from "./dtype.ts";
import { check } from "./errors.ts";
import { clone, detach, to } from "./ops/copy.ts";
import { ones } from "./ops/create.ts";
import { add } from "./ops/pointwise.ts";
import { zipInto } from "./ops/zip-elements.ts";
import { sameShape, showShape } from "./shape.ts";
import { storageSerial } from "./storage.ts";
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
    sweep(rootsOf(outputs, gradients), options, (node, [grad], pass) => {
      if (node.leaf && grad) accumulate(node.leaf, grad, pass);
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

/** A gradient that nobody else holds becomes the leaf's own; of others a copy does. To one that is there it is added in place. */
function accumulate(leaf: Tensor, gradient: Tensor, pass: number): void {
  const before = leaf.grad;
  if (before && canGrow(before, gradient)) {
    zipInto("add", before, gradient);
    return;
  }
  const own = gradient.storage.heldOnceIn === pass && fills(gradient);
  if (before) leaf.grad = sumOf(before, gradient);
  else leaf.grad = own ? detach(gradient) : clone(gradient);
  if (!before) leaf.grad.layout = gradient.layout;
  leaf.grad.storage.isGradient = true;
}

/** Lets go of a leaf's gradient, which then goes with the scope that is open. */
export function dropGradient(leaf: Tensor): void {
  leaf.grad?.storage.letGo();
  leaf.grad = null;
}

/** Whether a gradient can be added to another where that lies. */
function canGrow(sum: Tensor, gradient: Tensor): boolean {
  return (
    (sum.dtype === "float32" || sum.dtype === "float64") &&
    gradient.dtype === sum.dtype &&
    gradient.storage !== sum.storage &&
    sum.layout === gradient.layout &&
    sum.isContiguous &&
    sameShape(sum.shape, gradient.shape)
  );
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

/** What a pass knows of a node: the gradients of its outputs so far, and how many edges have yet to bring theirs. */
interface Arrival {
  readonly node: Node;
  grads: (Tensor | null)[];
  left: number;
}

/** What is done at a node with the gradients of its outputs in a pass. */
type Visit = (node: Node, grads: readonly (Tensor | null)[], pass: number) => void;

let passes = 0;

/** Visits every node that the roots depend on, each once all its gradients are in, and hands gradients on. */
function sweep(
  roots: readonly Root[],
  { retainGraph = false }: BackwardOptions,
  visit: Visit,
): void {
  const pass = ++passes;
  const arrivals = new Map<Node, Arrival>();
  expect(roots, arrivals);
  const ready: Arrival[] = [];
  for (const { node, index, grad } of roots) {
    const arrival = arrivals.get(node) as Arrival;
    deliver(arrival, index, grad, pass);
    if (arrival.left === 0 && !ready.includes(arrival)) ready.push(arrival);
  }
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const { node, grads } = next;
    next.grads = [];
    visit(node, grads, pass);
    if (node.leaf) continue;
    const serial = storageSerial();
    const passed = node.run(grads);
    noteHolders(pass, node, passed, serial);
    if (!retainGraph) node.free();
    for (let i = 0; i < node.edges.length; i++) {
      const edge = node.edges[i];
      if (!edge) continue;
      const arrival = arrivals.get(edge.node) as Arrival;
      deliver(arrival, edge.index, passed[i] ?? null, pass);
      if (--arrival.left === 0) ready.push(arrival);
    }
  }
}

/** Counts the edges that lead to each node from nodes that the roots depend on. */
function expect(roots: readonly Root[], arrivals: Map<Node, Arrival>): void {
  const found: Arrival[] = [];
  const arrivalAt = (node: Node): Arrival => {
    let arrival = arrivals.get(node);
    if (arrival === undefined) {
      const grads = node.outputs === 1 ? [null] : new Array<null>(node.outputs).fill(null);
      arrival = { node, grads, left: 0 };
      arrivals.set(node, arrival);
      found.push(arrival);
    }
    return arrival;
  };
  for (const { node } of roots) arrivalAt(node);
  for (let next = found.pop(); next !== undefined; next = found.pop()) {
    for (const edge of next.node.edges) if (edge) arrivalAt(edge.node).left++;
  }
}

/** What a hook sees or gives it may keep. */
const OF_HOOKS = "BackwardHookFunctionBackward";

/** Of what a node passes on to one edge alone, a storage made since `serial` has one holder, and one that had one keeps it. */
function noteHolders(
  pass: number,
  node: Node,
  grads: readonly (Tensor | null)[],
  serial: number,
): void {
  for (let i = 0; i < grads.length; i++) {
    const storage = grads[i]?.storage;
    if (storage === undefined) continue;
    const unheld =
      node.name !== OF_HOOKS && (storage.serial >= serial || storage.heldOnceIn === pass);
    storage.heldOnceIn = unheld && isAlone(grads, i) ? pass : 0;
  }
}

/** Whether no other gradient lies in the storage of this one. */
function isAlone(grads: readonly (Tensor | null)[], at: number): boolean {
  const storage = grads[at]?.storage;
  for (let i = 0; i < grads.length; i++)
    if (i !== at && grads[i]?.storage === storage) return false;
  return true;
}

function deliver(arrival: Arrival, index: number, gradient: Tensor | null, pass: number): void {
  const before = arrival.grads[index] ?? null;
  if (!before || !gradient) {
    arrival.grads[index] = before ?? gradient;
    return;
  }
  const sum = sumOf(before, gradient);
  sum.storage.heldOnceIn = pass;
  arrival.grads[index] = sum;
}
