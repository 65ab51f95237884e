import { check, checkAs } from "../errors.ts";
import { broadcastShapes, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { expand, reshape } from "./view.ts";

/** x with the shape of another tensor, repeated without a copy. https://docs.pytorch.org/docs/stable/generated/torch.broadcast_tensors.html */
export function broadcastTensors(...tensors: readonly (Tensor | readonly Tensor[])[]): Tensor[] {
  const list = tensors.flat() as Tensor[];
  const shape = list
    .map((x) => x.shape)
    .reduce((a, b) => broadcastShapes(a, b, "broadcastTensors"), []);
  return list.map((x) => expand(x, shape));
}

/** Options of meshgrid. */
export interface MeshgridOptions {
  /** "ij": the first tensor runs along the first axis; "xy": along the second. */
  indexing?: "ij" | "xy";
}

/** Every combination of the elements of several lists, as one tensor for each. https://docs.pytorch.org/docs/stable/generated/torch.meshgrid.html */
export function meshgrid(
  ...given: readonly (Tensor | readonly Tensor[] | MeshgridOptions)[]
): Tensor[] {
  const { tensors, indexing } = readMeshgrid(given);
  for (const x of tensors) {
    check(
      x.ndim <= 1,
      "meshgrid",
      () =>
        `torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: ${showShape(x.shape)}`,
    );
  }
  const swaps = indexing === "xy" && tensors.length >= 2;
  const axes = tensors.map((_, i) => (swaps && i < 2 ? 1 - i : i));
  const shape = axes.map((i) => tensors[i]?.numel as number);
  return tensors.map((x, i) =>
    expand(
      reshape(
        x,
        shape.map((_, d) => (d === axes[i] ? -1 : 1)),
      ),
      shape,
    ),
  );
}

function readMeshgrid(given: readonly (Tensor | readonly Tensor[] | MeshgridOptions)[]) {
  const last = given.at(-1);
  const isOptions = typeof last === "object" && last !== null && "indexing" in last;
  const { indexing = "ij" } = isOptions ? (last as MeshgridOptions) : {};
  checkAs(
    "RuntimeError",
    indexing === "ij" || indexing === "xy",
    "meshgrid",
    () => `torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`,
  );
  return { tensors: (isOptions ? given.slice(0, -1) : given).flat() as Tensor[], indexing };
}
