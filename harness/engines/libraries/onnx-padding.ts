import { type Given, type Layer, only } from "../table.ts";
import { node, type Wire } from "./onnx-graph.ts";
import { sizes } from "./sizes.ts";

/** A layer that pads so many axes at the end. */
const padded =
  (axes: number, mode: string): Layer<Wire> =>
  (given, x) =>
    pad(given, x, axes, mode);

/** Layers that pad, by their dimensions. */
function family(name: string, mode: string): Record<string, Layer<Wire>> {
  const each = [1, 2, 3].map((axes) => [`nn.${name}Pad${axes}d`, padded(axes, mode)] as const);
  return Object.fromEntries(each);
}

/** ONNX's Pad, by the names of PyTorch's layers. */
export const PADDING: Readonly<Record<string, Layer<Wire>>> = {
  ...family("Zero", "constant"),
  ...family("Constant", "constant"),
  ...family("Reflection", "reflect"),
  ...family("Replication", "edge"),
  ...family("Circular", "wrap"),
};

function pad({ options, shapes, dtypes }: Given<Wire>, x: Wire, axes: number, mode: string): Wire {
  const shape = shapes[0] ?? [];
  only(dtypes[0] === "float32", "padding of integers");
  const [befores, afters] = amounts(options["padding"], axes);
  only(befores.length <= shape.length, "padding of more axes than there are");
  const none = new Array<number>(shape.length - befores.length).fill(0);
  const [before, after] = [
    [...none, ...befores],
    [...none, ...afters],
  ];
  checkRoom(shape, before, after, mode);
  const amount = x.graph.integers(...before, ...after);
  const value = mode === "constant" ? x.graph.scalar(options["value"] ?? 0) : null;
  return node("Pad", [x, amount, value], { mode });
}

/** PyTorch has pairs, the last axis first; ONNX the beginnings of all axes, then the ends. */
function amounts(
  padding: Given<Wire>["options"][string] | undefined,
  axes: number,
): [number[], number[]] {
  const given = sizes(padding);
  const flat = given.length === 1 ? new Array<number>(2 * axes).fill(given[0] as number) : given;
  const pairs = Array.from(
    { length: flat.length / 2 },
    (_, i) => [flat[2 * i] as number, flat[2 * i + 1] as number] as const,
  ).reverse();
  return [pairs.map(([first]) => first), pairs.map(([, last]) => last)];
}

/** What the runtime may not be asked: it reads beyond an image that is too small. */
function checkRoom(
  shape: readonly number[],
  before: readonly number[],
  after: readonly number[],
  mode: string,
): void {
  const room = mode === "reflect" ? -1 : 0;
  for (const [axis, size] of shape.entries()) {
    const both = [before[axis] as number, after[axis] as number];
    only(mode === "constant" || both.every((n) => n >= 0), "padding that crops");
    only(size + both.reduce((a, b) => a + b, 0) > 0, "padding that leaves nothing");
    only(
      mode === "constant" || mode === "edge" || both.every((n) => n <= size + room),
      "padding beyond the image",
    );
  }
  only(
    shape.every((size) => size > 0),
    "empty images",
  );
}
