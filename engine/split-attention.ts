import { intsAt, kernels, scratch } from "./memory.ts";
import { MULTIPLICATIONS, ranges, replaced, SHARES, type Split } from "./split-parts.ts";

/** Where the sizes lie that kernels/attention-sizes.ts describes. */
const SIZES = 5;

/** kernels/attention.ts, along the heads. */
export function attentionForward(bytes: number): Split {
  return heads((sizes, numbers) => {
    const kept = numbers[8] === 0 ? 0 : 1;
    return scratch(kernels.attention_forward_scratch(...sizes, kept, bytes));
  });
}

/** kernels/attention-backward.ts, along the heads. */
export function attentionBackward(bytes: number): Split {
  return heads((sizes) => scratch(kernels.attention_backward_scratch(...sizes, bytes)));
}

function heads(room: (sizes: readonly number[], numbers: readonly number[]) => number): Split {
  return (numbers, threads) => {
    const [, count, meta] = numbers as [number, number, number];
    const [, ...sizes] = intsAt(meta, SIZES);
    const [rows, columns, width, depth] = sizes as [number, number, number, number];
    if (count * rows * columns * (width + depth) < MULTIPLICATIONS) return null;
    return ranges(count, threads * SHARES).map(({ from, count: own }) =>
      replaced(numbers, {
        ...{ 0: from, 1: from + own },
        [numbers.length - 1]: room(sizes, numbers),
      }),
    );
  };
}
