import { allocate, type NdArray } from "../array.ts";
import type { Call, Case } from "../case.ts";
import { compare } from "../compare.ts";
import type { Engine } from "../engine.ts";
import { isFloat } from "../floats.ts";
import { permutations, stridesOf } from "../hint-order.ts";

/** A tensor of a call, and the call with other numbers in its place. */
interface Part {
  readonly name: string;
  readonly array: NdArray;
  readonly replaced: (array: NdArray) => Call;
}

/** The layout of most axes that is tried: 24 orders. */
const MOST_AXES = 4;

/**
 * How an engine reads what it is given, told by asking again: it is right once a tensor's numbers lie in another order, or
 * it answers the same whatever they are. Null where neither is so.
 */
export async function misreading(
  engine: Engine,
  one: Case,
  output: NdArray,
): Promise<string | null> {
  for (const part of partsOf(one.call)) {
    const order = await orderOf(engine, one, part);
    if (order !== null) return orderSentence(part, order);
  }
  for (const part of partsOf(one.call)) {
    const answer = await asked(engine, part.replaced(doubled(part.array)));
    if (answer !== null && sameNumbers(answer, output)) {
      return `the numbers of ${part.name} change nothing: it is not read`;
    }
  }
  return null;
}

function orderSentence({ name, array: { shape } }: Part, order: readonly number[]): string {
  const read = order.map((axis) => shape[axis]);
  return `${name} has shape (${shape.join(", ")}) in C order, but is read as if its numbers lay as (${read.join(", ")})`;
}

function partsOf(call: Call): Part[] {
  const state = Object.entries(call.state ?? {}).map(([key, array]): Part => {
    const replaced = (other: NdArray): Call => ({
      ...call,
      state: { ...call.state, [key]: other },
    });
    return { name: key, array, replaced };
  });
  const inputs = call.inputs.flatMap((value, i): Part[] => {
    if (value === null || typeof value !== "object" || !("kind" in value)) return [];
    if (value.kind !== "tensor") return [];
    const replaced = (array: NdArray): Call => ({
      ...call,
      inputs: call.inputs.with(i, { ...value, array }),
    });
    return [{ name: `input.${i}`, array: value.array, replaced }];
  });
  return [...state, ...inputs].filter(({ array }) => isFloat(array.dtype));
}

async function orderOf(engine: Engine, one: Case, part: Part): Promise<readonly number[] | null> {
  const { shape } = part.array;
  if (shape.length < 2 || shape.length > MOST_AXES) return null;
  for (const order of permutations(shape.length)) {
    if (order.every((axis, i) => axis === i)) continue;
    if (await isRight(engine, one, part.replaced(relaid(part.array, order)))) return order;
  }
  return null;
}

/** Whether the outputs are those of `one`, though the call is another. */
async function isRight(engine: Engine, one: Case, call: Call): Promise<boolean> {
  try {
    const verdict = compare(one, await engine.answer(structuredClone(call)), engine.lacks);
    if (verdict.kind === "pass") return true;
    if (verdict.kind === "unsupported") return false;
    return verdict.differences.every(({ where }) => !/^(output\.|$)/.test(where));
  } catch {
    return false;
  }
}

async function asked(engine: Engine, call: Call): Promise<NdArray | null> {
  try {
    const answer = await engine.answer(structuredClone(call));
    return answer.kind === "returned" ? (answer.tensors["output.0"] ?? null) : null;
  } catch {
    return null;
  }
}

/** The numbers as they lie when the axes are in the given order; the shape says what it said. */
function relaid({ dtype, shape, data }: NdArray, order: readonly number[]): NdArray {
  const strides = stridesOf(shape);
  const moved = order.map((axis) => [shape[axis] ?? 1, strides[axis] ?? 1] as const);
  const steps = stridesOf(moved.map(([size]) => size));
  const numbers = allocate(dtype, data.length);
  for (let at = 0; at < data.length; at++) {
    const from = moved.reduce(
      (sum, [size, stride], i) => sum + (Math.floor(at / (steps[i] ?? 1)) % size) * stride,
      0,
    );
    numbers[at] = data[from] ?? 0;
  }
  return { dtype, shape, data: numbers };
}

function doubled({ dtype, shape, data }: NdArray): NdArray {
  const numbers = allocate(dtype, data.length);
  for (const [i, number] of data.entries()) numbers[i] = Number(number) * 2 + 1;
  return { dtype, shape, data: numbers };
}

/** Whether two arrays have the same bits. */
export function sameNumbers(one: NdArray, other: NdArray): boolean {
  const bytes = ({ data }: NdArray): Buffer =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return one.shape.join() === other.shape.join() && bytes(one).equals(bytes(other));
}
