/*
 * A library of ten layers, such as somebody may have: tensors of float32 with channels last, gradients of none. The adapter
 * beside it is the example of harness/ADAPTERS.md.
 */

/** A tensor of the library. */
export interface Small {
  readonly sizes: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** A tensor from numbers. */
export function small(sizes: readonly number[], values: Iterable<number>): Small {
  return { sizes, values: Float32Array.from(values) };
}

function each(f: (x: number) => number): (x: Small) => Small {
  return ({ sizes, values }) => ({ sizes, values: values.map(f) });
}

export const relu = each((x) => (x < 0 ? 0 : x));
export const tanh = each(Math.tanh);
export const sigmoid = each((x) => 1 / (1 + Math.exp(-x)));
export const softsign = each((x) => x / (1 + Math.abs(x)));
export const silu = each((x) => x / (1 + Math.exp(-x)));

export function leakyRelu(x: Small, slope: number): Small {
  return each((one) => (one > 0 ? one : one * slope))(x);
}

/** x @ kernel + offset; the kernel is (in, out). */
export function dense(x: Small, kernel: Small, offset?: Small): Small {
  const [ins = 0, outs = 0] = kernel.sizes;
  const rows = x.values.length / ins;
  const values = new Float32Array(rows * outs);
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < outs; o++) {
      let sum = offset?.values[o] ?? 0;
      for (let i = 0; i < ins; i++) {
        sum += (x.values[row * ins + i] ?? 0) * (kernel.values[i * outs + o] ?? 0);
      }
      values[row * outs + o] = sum;
    }
  }
  return { sizes: [...x.sizes.slice(0, -1), outs], values };
}

/** Along the last axis. */
export function softmax(x: Small): Small {
  const width = x.sizes.at(-1) ?? 1;
  const values = x.values.slice();
  for (let start = 0; start < values.length; start += width) {
    const row = values.subarray(start, start + width);
    const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = Array.from(row, (one) => Math.exp(one - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    for (const [i, power] of powers.entries()) row[i] = power / sum;
  }
  return { sizes: x.sizes, values };
}

/** The rows of a table with these numbers. */
export function lookup(table: Small, at: Small): Small {
  const width = table.sizes[1] ?? 0;
  const rows = Array.from(at.values, (row) => [
    ...table.values.subarray(row * width, (row + 1) * width),
  ]);
  return small([...at.sizes, width], rows.flat());
}

/** The mean of the squared differences. */
export function meanSquare(x: Small, y: Small): number {
  const sum = x.values.reduce((all, one, i) => all + (one - (y.values[i] ?? 0)) ** 2, 0);
  return sum / x.values.length;
}
