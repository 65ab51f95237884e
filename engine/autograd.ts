import { check } from "./errors.ts";
import type { Tensor } from "./tensor.ts";

/** Gradients of a node's inputs from those of its outputs; null where none is asked or none came. */
export type Backward = (...grads: (Tensor | null)[]) => readonly (Tensor | null)[];

/** Where a gradient goes: one output of one node. */
export interface Edge {
  readonly node: Node;
  readonly index: number;
}

interface Saved {
  readonly tensor: Tensor;
  readonly version: number;
}

/** One differentiable step, by PyTorch's name ("AddmmBackward0"), because PyTorch prints it. */
export class Node {
  readonly name: string;
  readonly edges: readonly (Edge | null)[];
  readonly outputs: number;
  /** Later nodes have greater numbers: backward runs from the greatest. */
  readonly sequence: number = nextSequence++;
  /** The tensor whose .grad an AccumulateGrad node adds to. */
  readonly leaf: Tensor | null;
  #backward: Backward | null;
  #saved: readonly Saved[];

  constructor(
    name: string,
    edges: readonly (Edge | null)[],
    outputs: number,
    backward: Backward,
    saved: readonly Tensor[],
    leaf: Tensor | null = null,
  ) {
    this.name = name;
    this.leaf = leaf;
    this.edges = edges;
    this.outputs = outputs;
    this.#backward = backward;
    this.#saved = saved.map((tensor) => ({ tensor, version: tensor.storage.version }));
  }

  /** Runs the step backwards; refuses if a saved value was changed in place, or if it has been freed. */
  run(grads: (Tensor | null)[]): readonly (Tensor | null)[] {
    const backward = this.#backward;
    check(
      backward !== null,
      "backward",
      () =>
        "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed): retain the graph with { retainGraph: true }",
    );
    for (const { tensor, version } of this.#saved) {
      check(
        tensor.storage.version === version,
        "backward",
        () =>
          `one of the variables needed for gradient computation has been modified by an inplace operation: ${this.name} saved a tensor of shape [${tensor.shape.join(", ")}] at version ${version}, which is at version ${tensor.storage.version} now`,
      );
    }
    return grads.length === 1 ? backward(grads[0] as Tensor | null) : backward(...grads);
  }

  /** Lets go of all that the step saved. */
  free(): void {
    this.#backward = null;
    this.#saved = [];
  }
}

let nextSequence = 0;
let gradMode = true;

/** Whether operations are being followed. */
export function isGradEnabled(): boolean {
  return gradMode;
}

/** torch.no_grad: runs `body` without following it. */
export function noGrad<T>(body: () => T): T {
  return withGradMode(false, body);
}

/** torch.enable_grad: runs `body` and follows it, also inside noGrad. */
export function enableGrad<T>(body: () => T): T {
  return withGradMode(true, body);
}

function withGradMode<T>(mode: boolean, body: () => T): T {
  const before = gradMode;
  gradMode = mode;
  try {
    return body();
  } finally {
    gradMode = before;
  }
}

/** Whether an operation on these inputs is to be followed. */
export function needsGrad(inputs: readonly (Tensor | null)[]): boolean {
  if (gradMode) for (const x of inputs) if (x?.requiresGrad) return true;
  return false;
}

/**
 * Makes `output` the result of a step named `name` on `inputs`, if any of them needs a gradient.
 * `saved` are the tensors whose values `backward` reads: they must not have been changed by then.
 */
export function attach<T extends Tensor | readonly Tensor[]>(
  name: string,
  inputs: readonly (Tensor | null)[],
  output: T,
  backward: Backward,
  saved: readonly Tensor[] = [],
): T {
  if (!needsGrad(inputs)) return output;
  const several: readonly Tensor[] | null = Array.isArray(output) ? output : null;
  const node = new Node(name, inputs.map(edgeTo), several?.length ?? 1, backward, saved);
  if (several === null) follow(output as Tensor, node, 0);
  else several.forEach((tensor, index) => void follow(tensor, node, index));
  return output;
}

function follow(tensor: Tensor, node: Node, index: number): void {
  tensor.gradFn = node;
  tensor.outputIndex = index;
}

/** Where the gradient of a tensor goes: the node that made it, or its own accumulator if it is a leaf. */
export function edgeTo(x: Tensor | null): Edge | null {
  if (!x?.requiresGrad) return null;
  if (x.gradFn) return { node: x.gradFn, index: x.outputIndex };
  x.accumulator ??= new Node("AccumulateGrad", [], 1, () => [], [], x);
  return { node: x.accumulator, index: 0 };
}
