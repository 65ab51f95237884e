import { attach } from "../autograd.ts";
import { isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { type Shape, showShape, sizeOf } from "../shape.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { type AxisMaps, gatherByMaps, scatterByMaps } from "./axis-maps.ts";
import { elements, reader, writer } from "./copy.ts";
import { zeros } from "./create.ts";

/** Padding with a tensor's own elements: its mirror image or its border. `pad` as in padConstant, for 1 to 3 axes. */
export function padMapped(
  x: Tensor,
  pad: readonly number[],
  mode: "reflect" | "replicate",
): Tensor {
  const axes = pad.length / 2;
  const name = mode === "reflect" ? "reflection_pad" : "replication_pad";
  checkSizes(x, pad, mode, `${name}${axes}d`);
  const maps = x.shape.slice(-axes).map((size, i) => {
    const at = 2 * (axes - 1 - i);
    return mapOf(size, pad[at] as number, pad[at + 1] as number, mode);
  });
  const out = gatherByMaps(x, maps);
  const node = mode === "reflect" ? "ReflectionPad" : "ReplicationPad";
  return attach(`${node}${axes}DBackward0`, [x], out, (g) => [g && scatter(g, maps, x.shape)]);
}

/** For each place of a padded axis, the place that it takes its element from. */
function mapOf(size: number, before: number, after: number, mode: "reflect" | "replicate") {
  return Array.from({ length: size + before + after }, (_, i) => {
    const place = i - before;
    if (mode === "replicate") return Math.min(Math.max(place, 0), size - 1);
    return place < 0 ? -place : place >= size ? 2 * (size - 1) - place : place;
  });
}

function scatter(g: Tensor, maps: AxisMaps, shape: Shape): Tensor {
  return isHalf(g.dtype) ? scatterHalf(g, maps, shape) : scatterByMaps(g, maps, shape);
}

/** As the kernel, but every sum is rounded to the half type, as PyTorch's are. */
function scatterHalf(g: Tensor, maps: AxisMaps, shape: Shape): Tensor {
  const out = zeros(shape, { dtype: g.dtype });
  const read = reader(g.dtype, elements(g));
  const [sum, write] = [reader(out.dtype, elementsOf(out)), writer(out.dtype, elementsOf(out))];
  const sizes = shape.slice(-maps.length);
  const places = maps.reduce<number[]>(
    (rows, map, axis) => rows.flatMap((row) => map.map((i) => row * (sizes[axis] as number) + i)),
    [0],
  );
  for (let i = 0; i < g.numel; i++) {
    const plane = Math.floor(i / places.length) * sizeOf(sizes);
    const place = plane + (places[i % places.length] as number);
    write(place, (sum(place) as number) + (read(i) as number));
  }
  return out;
}

function checkSizes(x: Tensor, pad: readonly number[], mode: string, where: string): void {
  const axes = pad.length / 2;
  const sizes = x.shape.slice(-axes);
  const batched = x.ndim === axes + 2;
  check(
    x.shape.every((n, i) => n > 0 || (batched && i === 0)),
    where,
    () =>
      `Expected ${axes + 1}D or ${axes + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${showShape(x.shape)}`,
  );
  const pairs = sizes.map((_, i) => pad.slice(2 * (axes - 1 - i), 2 * (axes - i)));
  if (mode === "reflect") checkReflection(x, pairs, where);
  const out = sizes.map((n, i) => n + (pairs[i]?.[0] ?? 0) + (pairs[i]?.[1] ?? 0));
  const named = (list: readonly number[], comma: string) =>
    list.map((n, i) => `${"DHW"[i + 3 - axes]}: ${n}`).join(comma);
  check(
    out.some((n) => n >= 1),
    where,
    () => `input (${named(sizes, ", ")}) is too small. Calculated output ${named(out, " ")}`,
  );
  const negative = out.find((n) => n < 0);
  check(
    negative === undefined,
    where,
    () =>
      `Trying to create tensor with negative dimension ${negative}: ${showShape([...x.shape.slice(0, -axes), ...out])}`,
  );
  checkAs(
    "NotImplementedError",
    x.dtype !== "bool",
    where,
    () => `"${where}" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
}

function checkReflection(x: Tensor, pairs: readonly (readonly number[])[], where: string): void {
  for (let i = pairs.length - 1; i >= 0; i--) {
    const axis = x.ndim - pairs.length + i;
    const pair = pairs[i] as readonly number[];
    check(
      pair.every((n) => n < (x.shape[axis] as number)),
      where,
      () =>
        `Padding size should be less than the corresponding input dimension, but got: padding (${pair.join(", ")}) at dimension ${axis} of input ${showShape(x.shape)}`,
    );
  }
}
