import { kernels, memory, scratch } from "./memory.ts";
import { MULTIPLICATIONS, ranges, replaced, type Split } from "./split-parts.ts";

/** Products of more multiplications are not left to engine/kernels/small.ts, however few rows a part has. */
const SMALL = 2 ** 13;

/** Where a kernel's arguments lie: `steps` is the first of steps, sizes, reverse, first, rows, hidden. */
interface Recurrent {
  readonly steps: number;
  /** The arguments that point at rows, and how wide these are, in units of `hidden`; WIDTH is that of h. */
  readonly rows: Readonly<Record<number, number>>;
  /** Products of hidden x width a row and step. */
  readonly gates: number;
  /** The scratch that so many rows need; it is the last argument. */
  readonly scratch: (rows: number, numbers: readonly number[]) => number;
}

const WIDTH = 0;

/** Plain recurrent layers, kernels/rnn.ts, and their gradient. */
export function plainForward(bytes: number): Split {
  return recurrent(bytes, { ...plain(bytes), rows: { 8: 1, 9: 1, 10: 1 } });
}
export function plainBackward(bytes: number): Split {
  return recurrent(bytes, { ...plain(bytes), rows: { 8: 1, 9: 1, 10: 1, 11: 1 } });
}

function plain(bytes: number) {
  return {
    steps: 1,
    gates: 1,
    scratch: (rows: number, numbers: readonly number[]) =>
      kernels.rnn_scratch(rows, numbers[6] as number, bytes),
  };
}

/** kernels/gru.ts. */
export function gruForward(bytes: number): Split {
  return recurrent(bytes, { ...gru(bytes), rows: { 8: 1, 9: 3, 10: 1, 11: 1, 12: 1 } });
}
export function gruBackward(bytes: number): Split {
  return recurrent(bytes, {
    ...gru(bytes),
    rows: { 7: 3, 8: 1, 9: 1, 10: 1, 11: 1, 12: 3, 13: 3 },
  });
}

function gru(bytes: number) {
  return {
    steps: 0,
    gates: 3,
    scratch: (rows: number, numbers: readonly number[]) =>
      kernels.gru_scratch(rows, numbers[5] as number, bytes),
  };
}

/** kernels/lstm.ts. */
export function lstmForward(bytes: number): Split {
  const rows = { 9: WIDTH, 10: 1, 11: 4, 12: WIDTH, 13: 1, 14: WIDTH, 15: 1, 16: 1 };
  return recurrent(bytes, { ...lstm(bytes), rows });
}
export function lstmBackward(bytes: number): Split {
  const rows = { 9: 4, 10: 1, 11: 1, 12: WIDTH, 13: WIDTH, 14: 1, 15: 4, 16: WIDTH };
  return recurrent(bytes, { ...lstm(bytes), rows });
}

function lstm(bytes: number) {
  return {
    steps: 0,
    gates: 4,
    projected: 6,
    scratch: (rows: number, numbers: readonly number[]) =>
      kernels.lstm_scratch(rows, numbers[5] as number, numbers[6] as number, bytes),
  };
}

/** Along the batch: one part a thread, since each packs the weights for itself. */
function recurrent(bytes: number, at: Recurrent & { readonly projected?: number }): Split {
  return (numbers, threads) => {
    const number = (i: number) => numbers[i] as number;
    const [batch, hidden] = [number(at.steps + 4), number(at.steps + 5)];
    const width = (at.projected !== undefined && number(at.projected)) || hidden;
    const sizes = new Int32Array(memory.buffer, number(at.steps + 1), number(at.steps));
    const rows = sizes.reduce((sum, size) => sum + size, 0);
    if (batch < 2 || hidden * width <= SMALL) return null;
    if (rows * at.gates * hidden * width < MULTIPLICATIONS) return null;
    return ranges(batch, threads).map(({ from, count }) => {
      const part = replaced(numbers, { [at.steps + 3]: from, [at.steps + 4]: count });
      for (const [i, units] of Object.entries(at.rows)) {
        const all = number(Number(i));
        if (all !== 0) part[Number(i)] = all + from * (units * hidden || width) * bytes;
      }
      part[part.length - 1] = scratch(at.scratch(count, numbers));
      return part;
    });
  };
}
