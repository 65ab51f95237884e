import { intsAt, kernels, scratch, scratchInts } from "./memory.ts";
import { attentionBackward, attentionForward } from "./split-attention.ts";
import { classLosses, classSlopes, shareLosses, shareSlopes } from "./split-classes.ts";
import { copies } from "./split-copies.ts";
import {
  ELEMENTS,
  MULTIPLICATIONS,
  productOf,
  type Range,
  ranges,
  replaced,
  SHARES,
  type Split,
  UNIT,
} from "./split-parts.ts";
import {
  gruBackward,
  gruForward,
  lstmBackward,
  lstmForward,
  plainBackward,
  plainForward,
} from "./split-recurrent.ts";
import { gathered, groups, lines, slopes, spread, sums, terms } from "./split-rows.ts";
import { convolution, planes, scattered } from "./split-windows.ts";

const TILE = 32;

/** The kernels that threads share, by name. */
export const SPLITS: Readonly<Record<string, Split>> = {
  gemm_f32: product(4),
  gemm_f64: product(8),
  bmm_f32: products(4),
  bmm_f64: products(8),
  copy_strided: copies,
  sum_f32: sums(4),
  sum_f64: sums(8),
  unary_f32: elements({ pointers: [1, 2], count: 3, bytes: 4 }),
  unary_f64: elements({ pointers: [1, 2], count: 3, bytes: 8 }),
  activation_f32: elements({ pointers: [1, 2], count: 3, bytes: 4 }),
  activation_f64: elements({ pointers: [1, 2], count: 3, bytes: 8 }),
  activation_sloped_f32: elements({ pointers: [1, 2, 3], count: 4, bytes: 4 }),
  activation_backward_f32: elements({ pointers: [1, 2, 3], count: 4, bytes: 4 }),
  activation_backward_f64: elements({ pointers: [1, 2, 3], count: 4, bytes: 8 }),
  binary_f32: pairs(4),
  binary_f64: pairs(8),
  conv_forward_f32: convolution("conv_forward_scratch", 4, "pixels"),
  conv_forward_f64: convolution("conv_forward_scratch", 8, "pixels"),
  conv_image_f32: convolution("conv_image_scratch", 4, "pixels"),
  conv_image_f64: convolution("conv_image_scratch", 8, "pixels"),
  conv_weight_f32: convolution("conv_weight_scratch", 4, "weights"),
  conv_weight_f64: convolution("conv_weight_scratch", 8, "weights"),
  max_pool_f32: planes({ image: 1, out: 2, index: 3, bytes: 4 }),
  max_pool_f64: planes({ image: 1, out: 2, index: 3, bytes: 8 }),
  avg_pool_f32: planes({ image: 3, out: 4, bytes: 4 }),
  avg_pool_f64: planes({ image: 3, out: 4, bytes: 8 }),
  avg_pool_image_f32: planes({ image: 4, out: 3, bytes: 4 }),
  avg_pool_image_f64: planes({ image: 4, out: 3, bytes: 8 }),
  scatter_add_f32: scattered(4),
  scatter_add_f64: scattered(8),
  norm_rows_f32: groups({ from: 2, sizes: [4, 5] }),
  norm_rows_f64: groups({ from: 2, sizes: [4, 5] }),
  norm_rows_backward_f32: groups({ from: 3, sizes: [5, 6], unit: kernels.norm_rows_block }),
  norm_rows_backward_f64: groups({ from: 3, sizes: [5, 6], unit: kernels.norm_rows_block }),
  norm_channels_f32: groups({ from: 2, sizes: [4, 5, 6, 7] }),
  norm_channels_f64: groups({ from: 2, sizes: [4, 5, 6, 7] }),
  norm_channels_backward_f32: groups({ from: 3, sizes: [5, 6, 7, 8] }),
  norm_channels_backward_f64: groups({ from: 3, sizes: [5, 6, 7, 8] }),
  softmax_f32: lines({ pointers: [0, 1], sizes: 2, bytes: 4 }),
  softmax_f64: lines({ pointers: [0, 1], sizes: 2, bytes: 8 }),
  softmax_backward_f32: lines({ pointers: [0, 1, 2], sizes: 3, bytes: 4 }),
  softmax_backward_f64: lines({ pointers: [0, 1, 2], sizes: 3, bytes: 8 }),
  loss_f32: terms(4),
  loss_f64: terms(8),
  loss_backward_f32: slopes(4),
  loss_backward_f64: slopes(8),
  cross_entropy_f32: classLosses(4),
  cross_entropy_f64: classLosses(8),
  cross_entropy_backward_f32: classSlopes(4),
  cross_entropy_backward_f64: classSlopes(8),
  soft_cross_entropy_f32: shareLosses(4),
  soft_cross_entropy_f64: shareLosses(8),
  soft_cross_entropy_backward_f32: shareSlopes(4),
  soft_cross_entropy_backward_f64: shareSlopes(8),
  embedding_rows: gathered,
  embedding_add_f32: spread(4),
  embedding_add_f64: spread(8),
  attention_forward_f32: attentionForward(4),
  attention_forward_f64: attentionForward(8),
  attention_backward_f32: attentionBackward(4),
  attention_backward_f64: attentionBackward(8),
  rnn_forward_f32: plainForward(4),
  rnn_forward_f64: plainForward(8),
  rnn_backward_f32: plainBackward(4),
  rnn_backward_f64: plainBackward(8),
  lstm_forward_f32: lstmForward(4),
  lstm_forward_f64: lstmForward(8),
  lstm_backward_f32: lstmBackward(4),
  lstm_backward_f64: lstmBackward(8),
  gru_forward_f32: gruForward(4),
  gru_forward_f64: gruForward(8),
  gru_backward_f32: gruBackward(4),
  gru_backward_f64: gruBackward(8),
};

interface Contiguous {
  /** Which arguments point at elements, and which is their number. */
  readonly pointers: readonly number[];
  readonly count: number;
  readonly bytes: number;
}

function elements({ pointers, count, bytes }: Contiguous): Split {
  return (numbers, threads) => {
    const n = numbers[count] as number;
    if (n < ELEMENTS) return null;
    return ranges(n, threads * SHARES, UNIT).map((range) => {
      const part = replaced(numbers, { [count]: range.count });
      for (const at of pointers) part[at] = (part[at] as number) + range.from * bytes;
      return part;
    });
  };
}

/** kernels/binary.ts, along the outermost axis. */
function pairs(bytes: number): Split {
  return (numbers, threads) => {
    const [op, a, b, y, dims, meta] = numbers as [number, number, number, number, number, number];
    if (productOf(intsAt(meta, dims)) < ELEMENTS) return null;
    const axes = intsAt(meta, 3 * dims);
    const [outer = 0, stepA, stepB] = [axes[0], axes[dims] as number, axes[2 * dims] as number];
    const inner = productOf(axes.slice(1, dims));
    return ranges(outer, threads * SHARES, dims === 1 ? UNIT : 1).map(({ from, count }) => [
      ...[op, a + from * stepA * bytes, b + from * stepB * bytes, y + from * inner * bytes],
      ...[dims, scratchInts([count, ...axes.slice(1)])],
    ]);
  };
}

/** kernels/gemm.ts: rows of C, or columns where there are more of them. A part is never so small that small.ts takes it. */
function product(bytes: number): Split {
  return (numbers, threads) => {
    if (productOf(numbers.slice(0, 3)) < MULTIPLICATIONS) return null;
    const [m, n, k, a, rowA, , b, , colB, c, rowC] = numbers as [
      ...[number, number, number, number, number, number],
      ...[number, number, number, number, number],
    ];
    if (m >= n) {
      return blocks(m, threads).map(({ from, count }) =>
        replaced(numbers, {
          ...{ 0: count, 3: a + from * rowA * bytes, 9: c + from * rowC * bytes },
          12: scratchFor(count, n, k, bytes),
        }),
      );
    }
    return blocks(n, threads).map(({ from, count }) =>
      replaced(numbers, {
        ...{ 1: count, 6: b + from * colB * bytes, 9: c + from * bytes },
        12: scratchFor(m, count, k, bytes),
      }),
    );
  };
}

/** Whole tiles of the kernel; one part a thread, since each packs its operands for itself. One row alone is gemv.ts's. */
function blocks(n: number, threads: number): Range[] {
  const found = ranges(n, threads, TILE);
  const [last, before] = [found.at(-1), found.at(-2)];
  if (last?.count !== 1 || before === undefined) return found;
  return [...found.slice(0, -2), { from: before.from, count: before.count + 1 }];
}

/** kernels/bmm.ts, along the outer batch, or the inner one where there is no outer. */
function products(bytes: number): Split {
  return (numbers, threads) => {
    const [outer, inner, m, n, k] = numbers as [number, number, number, number, number];
    if (outer * inner * m * n * k < MULTIPLICATIONS) return null;
    const along = outer > 1 ? 0 : 1;
    const matrices = along === 0 ? inner : 1;
    return ranges(along === 0 ? outer : inner, threads * SHARES).map(({ from, count }) => {
      const part = replaced(numbers, { [along]: count, 16: scratchFor(m, n, k, bytes) });
      part[5] = (part[5] as number) + from * (numbers[6 + along] as number) * bytes;
      part[10] = (part[10] as number) + from * (numbers[11 + along] as number) * bytes;
      part[15] = (part[15] as number) + from * matrices * m * n * bytes;
      return part;
    });
  };
}

function scratchFor(m: number, n: number, k: number, bytes: number): number {
  return scratch(kernels.gemm_scratch(m, n, k, bytes));
}
