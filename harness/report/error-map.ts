import { type NdArray, sizeOf } from "../array.ts";
import type { Limit } from "../case.ts";
import { type FloatDtype, isFloat, numbersOf, spacing } from "../floats.ts";
import { indexOf } from "../hint-order.ts";
import { showNumber } from "../show.ts";
import { boundOf, limitAt } from "../tolerance.ts";
import type { DifferingElement, ErrorMap } from "./document.ts";

const MOST_ROWS = 64;
const MOST_COLUMNS = 64;
const MOST_ELEMENTS = 8;

/** How far each element of one array is from another, made small enough to be looked at. */
export function errorMap(want: NdArray, got: NdArray, limit: Limit): ErrorMap | null {
  const total = sizeOf(want.shape);
  if (total < 2) return null;
  const columns = want.shape.at(-1) ?? 1;
  const rows = total / columns;
  const [rowsEach, columnsEach] = [Math.ceil(rows / MOST_ROWS), Math.ceil(columns / MOST_COLUMNS)];
  const width = Math.ceil(columns / columnsEach);
  const errors = new Array<number>(Math.ceil(rows / rowsEach) * width).fill(0);
  const errorAt = errorsOf(want, got, limit);
  for (let at = 0; at < total; at++) {
    const row = Math.floor(Math.floor(at / columns) / rowsEach);
    const cell = row * width + Math.floor((at % columns) / columnsEach);
    errors[cell] = Math.max(errors[cell] ?? 0, errorAt(at));
  }
  return {
    shape: [...want.shape],
    unit: unitOf(want, limit),
    ...{ rowsEach, columnsEach, columns: width },
    errors: errors.map(short),
  };
}

/** The first elements that differ. */
export function firstDiffering(want: NdArray, got: NdArray, limit: Limit): DifferingElement[] {
  const errorAt = errorsOf(want, got, limit);
  const within = limit === "bits" ? 0 : 1;
  const found: DifferingElement[] = [];
  for (let at = 0; at < want.data.length && found.length < MOST_ELEMENTS; at++) {
    const error = errorAt(at);
    if (error <= within) continue;
    const index = indexOf(at, want.shape);
    found.push({ index, want: elementText(want, at), got: elementText(got, at), error });
  }
  return found;
}

/** What the errors are counted in. */
function unitOf({ dtype }: NdArray, limit: Limit): ErrorMap["unit"] {
  if (limit !== "bits") return "limit";
  return isFloat(dtype) ? "ulp" : "one";
}

/** The error at a place of the flat array: Infinity where one side alone is not finite. */
function errorsOf(want: NdArray, got: NdArray, limit: Limit): (at: number) => number {
  const { dtype } = want;
  if (!isFloat(dtype)) {
    return (at) => Math.abs(Number(got.data[at] ?? 0) - Number(want.data[at] ?? 0));
  }
  const [wants, gots] = [numbersOf(want), numbersOf(got)];
  const distance = limit === "bits" ? inUlp(dtype) : inLimits(limit, dtype);
  return (at) => {
    const [w, g] = [wants[at] ?? 0, gots[at] ?? 0];
    if (Object.is(w, g)) return limit === "bits" ? 0 : distance(w, g, at);
    if (!Number.isFinite(w) || !Number.isFinite(g)) return Infinity;
    return distance(w, g, at);
  };
}

type Distance = (want: number, got: number, at: number) => number;

/** At least the least of numbers where only the sign of a zero differs. */
function inUlp(dtype: FloatDtype): Distance {
  return (want, got) => Math.max(Math.abs(got - want) / spacing(want, dtype), Number.MIN_VALUE);
}

function inLimits(limit: Exclude<Limit, "bits">, dtype: FloatDtype): Distance {
  const { residual, amplification } = limit;
  const bound = boundOf(limit, dtype);
  return (want, got, at) => {
    if (!Number.isFinite(want)) return 0;
    const exact = want + (residual?.[at] ?? 0);
    const a = typeof amplification === "number" ? amplification : (amplification[at] ?? 0);
    const error = Math.abs(got - exact);
    return error === 0 ? 0 : error / limitAt(bound, a, exact);
  };
}

function elementText(array: NdArray, at: number): string {
  const value = isFloat(array.dtype) ? numbersOf(array)[at] : array.data[at];
  return showNumber(value ?? 0);
}

function short(error: number): number {
  return Number(error.toPrecision(3));
}
