import { formatFixed, formatScientific } from "./decimal.ts";
import type { PrintOptions } from "./options.ts";

/** One element of a tensor: int64 as bigint, bool as boolean. */
export type Element = number | bigint | boolean;

/** How the elements of one tensor are written: all alike, all as wide as the widest. */
export interface Formatter {
  readonly width: number;
  readonly format: (value: Element) => string;
}

/** Chooses the notation and the width that fit `values`, the elements that will be seen. */
export function formatterOf(
  values: readonly Element[],
  isFloating: boolean,
  options: PrintOptions,
): Formatter {
  const plain = isFloating
    ? floatFormat(values.map(Number), options)
    : { write: showWhole, counted: values };
  const width = plain.counted.reduce<number>((w, v) => Math.max(w, plain.write(v).length), 1);
  return { width, format: (value) => plain.write(value).padStart(width) };
}

interface Notation {
  readonly write: (value: Element) => string;
  /** The elements whose width counts: zeros and non-finite numbers may stick out. */
  readonly counted: readonly Element[];
}

function floatFormat(values: readonly number[], options: PrintOptions): Notation {
  const counted = values.filter((v) => Number.isFinite(v) && v !== 0);
  const { precision } = options;
  if (counted.length > 0 && (options.sciMode ?? isScientific(counted))) {
    return { write: (v) => formatScientific(Number(v), precision), counted };
  }
  if (counted.every(Number.isInteger)) return { write: showIntegral, counted };
  return { write: (v) => formatFixed(Number(v), precision), counted };
}

/** Where positional digits would be lost or grow too long. */
function isScientific(counted: readonly number[]): boolean {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const value of counted) {
    least = Math.min(least, Math.abs(value));
    most = Math.max(most, Math.abs(value));
  }
  return most / least > 1000 || most > 1e8 || least < 1e-4;
}

/** A whole float ends in a point; what is not finite does not. */
function showIntegral(value: Element): string {
  const text = formatFixed(Number(value), 0);
  return Number.isFinite(Number(value)) ? `${text}.` : text;
}

function showWhole(value: Element): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  return value.toString();
}
