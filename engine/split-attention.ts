import { scratch } from "./memory.ts";
import { ELEMENTS, ranges, replaced, SHARES, type Split } from "./split-parts.ts";

/** kernels/attention.ts: scores made weights, along the outer batch, or the inner one where there is no outer. */
export function attentionWeights(bytes: number): Split {
  return (numbers, threads) => {
    const [outer, inner, rows, columns, x] = numbers as [number, number, number, number, number];
    if (outer * inner * rows * columns < ELEMENTS) return null;
    const along = outer > 1 ? 0 : 1;
    const matrices = along === 0 ? inner : 1;
    const [mask, step] = [numbers[8] as number, numbers[9 + along] as number];
    return ranges(along === 0 ? outer : inner, threads * SHARES).map(({ from, count }) =>
      replaced(numbers, {
        ...{ [along]: count, 4: x + from * matrices * rows * columns * bytes },
        ...{ 8: mask === 0 ? 0 : mask + from * step * bytes, 13: scratch(16) },
      }),
    );
  };
}

/** kernels/attention.ts: the gradient of the scores, along the rows. */
export function attentionGradient(bytes: number): Split {
  return (numbers, threads) => {
    const [rows, columns, weights, d] = numbers as [number, number, number, number];
    if (rows * columns < ELEMENTS) return null;
    return ranges(rows, threads * SHARES).map(({ from, count }) => {
      const at = from * columns * bytes;
      return [count, columns, weights + at, d + at];
    });
  };
}
