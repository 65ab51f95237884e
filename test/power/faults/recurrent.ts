import { type Fault, faultsOf } from "../fault.ts";

const layers = ["nn.RNN*", "nn.LSTM*", "nn.GRU*", "nn.utils.rnn.*"];

/** Recurrent layers and cells, and packed sequences. */
export const recurrents: readonly Fault[] = faultsOf("recurrent", layers, [
  {
    name: "gru-resets-the-state-before-the-product",
    kind: "gates",
    file: "kernels/gru.ts",
    find: "    zipLanes<T, Product<T>>(r, own, own, hidden);\n    zipLanes<T, Sum<T>>(n, own, n, hidden);",
    replace:
      "    zipLanes<T, Sum<T>>(n, own, own, hidden);\n    zipLanes<T, Product<T>>(r, own, n, hidden);",
  },
  {
    name: "gru-update-gate-inverted",
    kind: "gates",
    file: "kernels/gru.ts",
    find: "    zipLanes<T, Difference<T>>(h, n, h, hidden);\n    zipLanes<T, Product<T>>(z, h, h, hidden);\n    zipLanes<T, Sum<T>>(n, h, h, hidden);",
    replace:
      "    zipLanes<T, Difference<T>>(n, h, own, hidden);\n    zipLanes<T, Product<T>>(z, own, own, hidden);\n    zipLanes<T, Sum<T>>(h, own, h, hidden);",
  },
  {
    name: "gru-gates-in-the-order-z-r-n",
    kind: "gates",
    file: "kernels/gru.ts",
    find: "const r = gates, z = r + step, n = z + step, own = q + 2 * step;",
    replace: "const z = gates, r = z + step, n = r + step, own = q + 2 * step;",
  },
  {
    name: "gru-hidden-bias-outside-the-reset-gate",
    kind: "bias",
    file: "ops/recurrent-direction.ts",
    find: 'kind !== "gru" && biasIh && biasHh',
    replace: "biasIh && biasHh",
  },
  {
    name: "gru-hidden-bias-gradient-lost",
    kind: "gradient",
    file: "kernels/gru.ts",
    find: "put<T>(into + 2 * step, j, step, v128.mul<T>(dN, r));",
    replace: "put<T>(into + 2 * step, j, step, dN);",
  },
  {
    name: "lstm-gates-in-the-order-i-f-o-g",
    kind: "gates",
    file: "kernels/lstm.ts",
    find: "g = f + step, o = g + step,",
    replace: "o = f + step, g = o + step,",
  },
  {
    name: "lstm-forget-gate-biased-by-one",
    kind: "gates",
    file: "kernels/lstm.ts",
    find: "mapLanes<T, Sigmoid<T>>(i, i, 2 * hidden);",
    replace:
      "for (let k: usize = 0; k < step; k += sizeof<T>()) store<T>(f + k, load<T>(f + k) + <T>1);\n    mapLanes<T, Sigmoid<T>>(i, i, 2 * hidden);",
  },
  {
    name: "lstm-output-without-tanh",
    kind: "gates",
    file: "kernels/lstm.ts",
    find: "mapLanes<T, Tanh<T>>(c, t, hidden);",
    replace: "memory.copy(t, c, step);",
  },
  {
    name: "lstm-cell-gradient-stops",
    kind: "gradient",
    file: "kernels/lstm.ts",
    find: "put<T>(dc + j, j, step, v128.mul<T>(dCell, f));",
    replace: "put<T>(dc + j, j, step, v128.splat<T>(<T>0));",
  },
  {
    name: "lstm-projection-skipped-in-the-state",
    kind: "proj_size",
    file: "kernels/lstm.ts",
    find: "memory.copy(h, y + atW, bytesW);",
    replace: "memory.copy(h, raw + atH, bytesW);",
  },
  {
    name: "rnn-relu-ignored",
    kind: "nonlinearity",
    file: "kernels/rnn.ts",
    find: "if (relu) mapLanes<T, Relu<T>>(gates, gates, count);",
    replace: "if (!relu && relu) mapLanes<T, Relu<T>>(gates, gates, count);",
  },
  {
    name: "rnn-gradient-through-one-step",
    kind: "gradient",
    file: "kernels/rnn.ts",
    find: "multiply<T>(batch, hidden, hidden, dGates + at, hidden, packed, dh, hidden, 0, work);",
    replace: "memory.fill(dh, 0, <usize>(count * sizeof<T>()));",
  },
  {
    name: "rnn-reverse-direction-forwards",
    kind: "bidirectional",
    file: "ops/rnn.ts",
    find: "reverse: direction === 1",
    replace: "reverse: direction > 1",
  },
  {
    name: "rnn-directions-swapped-in-the-output",
    kind: "bidirectional",
    file: "ops/rnn.ts",
    find: "directions === 2 ? cat(outputs, -1)",
    replace: "directions === 2 ? cat(outputs.toReversed(), -1)",
  },
  {
    name: "rnn-last-states-by-direction",
    kind: "num_layers",
    file: "ops/rnn.ts",
    find: "ends: ends.map((each) => stack(each))",
    replace:
      "ends: ends.map((each) => stack(directions === 2 ? [...each.filter((_, i) => i % 2 === 0), ...each.filter((_, i) => i % 2 === 1)] : each))",
  },
  {
    name: "rnn-dropout-after-the-last-layer-too",
    kind: "dropout",
    file: "ops/rnn.ts",
    find: "if (at + directions < weights.length) y =",
    replace: "if (at < weights.length) y =",
  },
  {
    name: "rnn-batch-first-output-not-turned",
    kind: "batch_first",
    file: "ops/rnn.ts",
    find: "const output = batchFirst ? transpose(y, 0, 1, name) : y;",
    replace: "const output = batchFirst && !name ? transpose(y, 0, 1, name) : y;",
  },
  {
    name: "rnn-initial-state-ignored",
    kind: "hx",
    file: "nn/recurrent-call.ts",
    find: "if (given) return x.ndim === 3 ? given : unsqueeze(given, 1);",
    replace: "if (given && x.ndim === 1) return given;",
  },
  {
    name: "rnn-drawn-by-input-size",
    kind: "draws",
    file: "nn/recurrent-base.ts",
    find: "const bound = 1 / Math.sqrt(this.hiddenSize);",
    replace: "const bound = 1 / Math.sqrt(this.inputSize);",
  },
  {
    name: "rnn-hidden-weight-drawn-first",
    kind: "draws",
    file: "nn/recurrent-base.ts",
    find: "    layer[`weight_ih_${suffix}`] = make(rows, width);\n    layer[`weight_hh_${suffix}`] = make(rows, layer.stateWidth);",
    replace:
      "    layer[`weight_hh_${suffix}`] = make(rows, layer.stateWidth);\n    layer[`weight_ih_${suffix}`] = make(rows, width);",
  },
  {
    name: "rnn-cell-bias-counted-once",
    kind: "bias",
    file: "nn/rnn-cell.ts",
    find: "const { weight_ih: ih, weight_hh: hh, bias_ih: biasIh, bias_hh: biasHh } = this;",
    replace:
      "const { weight_ih: ih, weight_hh: hh, bias_ih: biasIh } = this;\n    const biasHh = biasIh && biasIh.mul(0);",
  },
  {
    name: "packed-states-not-unsorted",
    kind: "enforce_sorted",
    file: "nn/recurrent-call.ts",
    find: "ends.map((h) => (unsortedIndices ? indexSelect(h, 1, unsortedIndices) : h))",
    replace: "ends.map((h) => (unsortedIndices ? h : h))",
  },
  {
    name: "packed-sequences-counted-one-short",
    kind: "lengths",
    file: "ops/pack-sequence.ts",
    find: "lengths.filter((n) => n > step).length",
    replace: "lengths.filter((n) => n >= step && n > 0).length",
  },
  {
    name: "pad-packed-value-ignored",
    kind: "padding_value",
    file: "nn/utils/rnn.ts",
    find: "padSteps(sequence.data, sizes, steps, batch, paddingValue)",
    replace: "padSteps(sequence.data, sizes, steps, batch, 0)",
  },
  {
    name: "pad-sequence-left-side-ignored",
    kind: "padding_side",
    file: "ops/pad-sequence.ts",
    find: 'side === "left" ? steps - x.size(0) : 0',
    replace: 'side === "left" ? 0 : 0',
  },
]);
