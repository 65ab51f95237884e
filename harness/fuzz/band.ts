import { type Dtype, sizeOf } from "../array.ts";
import type { Draw } from "../sketch.ts";

/** The kinds of numbers that inputs are made of, the simplest first. */
export const BANDS = ["normal", "ties", "tiny", "huge", "non-finite"] as const;
export type Band = (typeof BANDS)[number];

const TOP: Readonly<Partial<Record<Dtype, number>>> = { float16: 64 };

/** A draw whose numbers are of that kind. */
export function banded(draw: Draw, band: Band, dtype: Dtype): Draw {
  if (draw.kind !== undefined || band === "normal") return draw;
  if (band === "ties") return { ...draw, kind: "ties" };
  if (band === "tiny") return { ...draw, kind: "band", high: dtype === "float16" ? 1e-4 : 1e-12 };
  if (band === "huge") return { ...draw, kind: "band", high: TOP[dtype] ?? 1e6 };
  return { ...draw, kind: "values", values: scattered(sizeOf(draw.shape)) };
}

const ODD = [{ $float: "nan" }, { $float: "inf" }, { $float: "-inf" }] as const;

/** Plain numbers, and among them a few that are not finite. */
function scattered(count: number): NonNullable<Draw["values"]> {
  return Array.from({ length: count }, (_, i) => {
    const plain = (((i * 37) % 23) - 11.5) / 4;
    return i % 7 === 3 ? (ODD[(i * 5) % 3] ?? plain) : plain;
  });
}
