import { allocate, DTYPES, type Dtype, type Elements, type NdArray, sizeOf } from "./array.ts";
import type { ArrayRef } from "./case.ts";

/** A case's numbers: for each dtype that occurs, all of its tensors laid end to end. */
export type FlatArrays = Readonly<Partial<Record<Dtype, Elements>>>;

/** A header and the numbers it points into do not belong together. */
export class DecodeError extends Error {
  override name = "DecodeError";
}

/** Cuts tensors out of flat arrays, and remembers which numbers were asked for. */
export class FlatReader {
  readonly #arrays: FlatArrays;
  readonly #taken = new Map<Dtype, [at: number, end: number][]>();

  constructor(arrays: FlatArrays, counts: Readonly<Partial<Record<Dtype, number>>>) {
    checkCounts(counts, arrays);
    this.#arrays = arrays;
  }

  /** The tensor that a reference names, on the flat array's own memory. */
  view(ref: ArrayRef): NdArray {
    const end = ref.at + sizeOf(ref.shape);
    const flat = this.#arrays[ref.dtype] ?? allocate(ref.dtype, 0);
    if (!(end <= flat.length)) {
      throw new DecodeError(
        `a ${ref.dtype} of shape (${ref.shape.join(", ")}) at ${ref.at} must end within ${flat.length} elements, came ${end}`,
      );
    }
    this.#note(ref.dtype, ref.at, end);
    return { dtype: ref.dtype, shape: ref.shape, data: flat.subarray(ref.at, end) };
  }

  /** The tensor that a reference names, on memory of its own: nothing else can be reached from it. */
  copy(ref: ArrayRef): NdArray {
    const { dtype, shape, data } = this.view(ref);
    return { dtype, shape, data: data.slice() };
  }

  /** `count` float32 numbers. */
  floats(at: number, count: number): Float32Array {
    return this.view({ dtype: "float32", shape: [count], at }).data as Float32Array;
  }

  /** Every number must have been asked for exactly once. */
  finish(): void {
    for (const dtype of DTYPES) {
      let covered = 0;
      const spans = (this.#taken.get(dtype) ?? []).sort(([a], [b]) => a - b);
      for (const [at, end] of spans) {
        if (at !== covered) throw misplaced(dtype, covered, at);
        covered = end;
      }
      const length = this.#arrays[dtype]?.length ?? 0;
      if (covered !== length) throw misplaced(dtype, covered, length);
    }
  }

  #note(dtype: Dtype, at: number, end: number): void {
    if (at === end) return;
    const spans = this.#taken.get(dtype);
    if (spans === undefined) this.#taken.set(dtype, [[at, end]]);
    else spans.push([at, end]);
  }
}

/**
 * Whether arrays are as long as a header counts.
 * @throws DecodeError
 */
export function checkCounts(
  counts: Readonly<Partial<Record<Dtype, number>>>,
  arrays: FlatArrays,
): void {
  for (const dtype of DTYPES) {
    const got = arrays[dtype]?.length;
    if (counts[dtype] !== got) {
      throw new DecodeError(
        `arrays: ${counts[dtype] ?? "no"} ${dtype} must come with as many, came ${got ?? "none"}`,
      );
    }
  }
}

function misplaced(dtype: Dtype, want: number, got: number): DecodeError {
  return new DecodeError(
    `tensors of ${dtype} must lie end to end: one must begin at ${want}, ${
      got > want ? `nothing lies before ${got}` : `one begins at ${got}`
    }`,
  );
}

/** Lays tensors end to end, a row for each dtype. */
export class FlatWriter {
  readonly #rows = new Map<Dtype, Elements[]>();
  readonly #counts = new Map<Dtype, number>();

  put({ dtype, shape, data }: NdArray): ArrayRef {
    const at = this.#counts.get(dtype) ?? 0;
    this.#counts.set(dtype, at + data.length);
    this.#rows.set(dtype, [...(this.#rows.get(dtype) ?? []), data]);
    return { dtype, shape: [...shape], at };
  }

  /** Where `data` was put, in float32 elements. */
  floats(data: Float32Array): { at: number } {
    return {
      at: this.put({ dtype: "float32", shape: [data.length], data: new Float32Array(data) }).at,
    };
  }

  counts(): Partial<Record<Dtype, number>> {
    return Object.fromEntries(this.#counts);
  }

  arrays(): FlatArrays {
    const whole = [...this.#rows].map(([dtype, rows]) => [dtype, this.#join(dtype, rows)] as const);
    return Object.fromEntries(whole);
  }

  #join(dtype: Dtype, rows: readonly Elements[]): Elements {
    const flat = allocate(dtype, this.#counts.get(dtype) ?? 0);
    const bytes = new Uint8Array(flat.buffer);
    let at = 0;
    for (const row of rows) {
      bytes.set(new Uint8Array(row.buffer, row.byteOffset, row.byteLength), at);
      at += row.byteLength;
    }
    return flat;
  }
}
