import {
  doubles,
  F,
  flags,
  floats,
  halves,
  list,
  nn,
  type Provocation,
  torch,
  wanting,
  wholes,
} from "../kit/loose.ts";

const MASKED = { srcKeyPaddingMask: flags(2, 3) };

/** A stack in evaluation, one call of it without gradients. */
function encode(...given: readonly unknown[]): unknown {
  const layer = new nn.TransformerEncoderLayer(4, 2, { batchFirst: true });
  const stack = new nn.TransformerEncoder(layer, 1);
  stack.eval();
  return torch.noGrad(() => stack(...given));
}

/** An attention of a query to itself in evaluation, without gradients. */
function attendNatively(x: unknown, options = {}): unknown {
  const layer = new nn.MultiheadAttention(4, 2, { batchFirst: true });
  layer.eval();
  return torch.noGrad(() => layer(x, x, x, options));
}

const attention = () => new nn.MultiheadAttention(4, 2);

const attend = (q: unknown, k: unknown, v: unknown, options = {}) =>
  F.scaledDotProductAttention(q, k, v, options);

/** Layers and the functions behind them. */
export const LAYERS: readonly Provocation[] = [
  () => new nn.Linear(2, 0.5),
  () =>
    new nn.Transformer({ dModel: 4, nhead: 2 })(floats(3, 1, 4), floats(3, 1, 4), {
      srcMask: wholes(3, 3),
    }),
  () => new nn.CircularPad1d(1)(floats(2)),
  () => new nn.CircularPad2d(1)(floats(2)),
  () => new nn.CircularPad3d(1)(floats(2)),
  () => new nn.GRU(2, 2, { bias: 1 }),
  () => new nn.GRU(2, 2.5),
  () => new nn.GRU(2, 2, { numLayers: 1.5 }),
  () => new nn.GRU(2, 2)(floats(3, 1, 2), [floats(1, 1, 2), floats(1, 1, 2)]),
  () => new nn.GRU(2, 2)(nn.utils.rnn.packPaddedSequence(floats(3, 1, 2), [3]), floats(1, 2)),
  () => nn.Embedding.fromPretrained(floats(3)),
  () => encode(floats(2, 3, 4), { srcKeyPaddingMask: torch.ones([2, 3], { dtype: "bool" }) }),
  () => encode(floats(2, 3, 4), { srcKeyPaddingMask: flags(2) }),
  () => encode(floats(2, 3, 4), { srcKeyPaddingMask: flags(2, 4) }),
  () => encode(floats(2, 3, 5), MASKED),
  () => F.hardtanh(floats(2), { minVal: 1, maxVal: 0 }),
  () => F.hardtanh(flags(2)),
  () => F.hardtanh(torch.zeros([2], { dtype: "uint8" })),
  () => F.gelu(floats(2), { approximate: "quick" }),
  () => F.batchNorm(floats(2, 3), floats(3), floats(3), { eps: -1 }),
  () => F.batchNorm(floats(2, 3), null, null),
  () => F.batchNorm(floats(2, 3), floats(3), null, { training: true }),
  () => F.conv1d(floats(1, 2, 3), floats(1, 2, 2), { padding: "full" }),
  () => F.conv1d(floats(1, 2, 3), floats(1, 2, 2), { padding: "same", stride: 2 }),
  () => F.conv1d(floats(2, 3), floats(2, 3)),
  () => F.conv2d(floats(1, 2, 3, 3), floats(1, 2, 2, 2), { stride: [1, 1, 1] }),
  () => F.conv2d(floats(1, 2, 3, 3), floats(1, 2, 2, 2), { groups: 0 }),
  () => F.convTranspose1d(floats(1, 2, 3), floats(2, 2, 2), { outputPadding: -1 }),
  () => F.conv1d(floats(1, 2, 3), floats(1, 2, 0)),
  () => F.conv1d(floats(1, 2, 3), floats(1, 2, 3, 3)),
  () => F.conv1d(floats(1, 2, 3), floats(1, 1, 2), { groups: 2 }),
  () => F.conv1d(floats(1, 2, 3), floats(3, 1, 2), { groups: 2 }),
  () => F.convTranspose1d(floats(1, 2, 3), floats(2, 0, 2)),
  () => F.conv1d(floats(1, 2, 3), floats(1, 2, 2), { bias: floats(2) }),
  () => F.conv1d(floats(1, 2, 3), doubles(1, 2, 2)),
  () => F.conv1d(floats(1, 2, 3), floats(1, 2, 2), { bias: doubles(1) }),
  () => F.conv1d(flags(1, 2, 3), flags(1, 2, 2)),
  () => F.convTranspose1d(floats(1, 2, 1), floats(2, 2, 1), { padding: 1 }),
  () => F.conv1d(floats(1, 2, 0), floats(1, 2, 1), { padding: 1 }),
  () => F.dropout(floats(2), { p: 2 }),
  () => F.embedding(wholes(2), floats(3)),
  () => F.embedding(wholes(2), floats(3, 2), { paddingIdx: 4 }),
  () => F.embedding(list(4), floats(3, 2), { maxNorm: 1 }),
  () => F.instanceNorm(floats(2, 3, 4), { useInputStats: false }),
  () => F.layerNorm(floats(2, 3), [3], { weight: floats(2) }),
  () => F.layerNorm(halves(2, 3), [3], { weight: doubles(3) }),
  () => F.layerNorm(halves(2, 3), [3], { weight: floats(3), bias: halves(3) }),
  () => F.maxPool1d(floats(1, 2, 3), [2, 2]),
  () =>
    attention()(floats(3, 1, 4), floats(3, 1, 4), floats(3, 1, 4), {
      keyPaddingMask: doubles(1, 3),
    }),
  () => attention()(floats(3, 1, 4), floats(3, 1, 4), floats(3, 1, 4), { attnMask: doubles(3, 3) }),
  () => attention()(floats(3, 1, 5), floats(3, 1, 5), floats(3, 1, 5)),
  () => F.pad(floats(2, 3, 4), [-3, -3], { mode: "circular" }),
  () => F.pad(floats(2, 3, 4), [4, -4], { mode: "circular" }),
  () => F.pad(floats(2, 0, 4), [1, 1], { mode: "reflect" }),
  () => F.pad(floats(2, 3, 4), [-5, 0], { mode: "reflect" }),
  () => F.pad(floats(2, 3, 4, 4), [-6, 1, 1, 1], { mode: "replicate" }),
  () => F.pad(flags(2, 3, 4), [1, 1], { mode: "reflect" }),
  () => F.pad(floats(2, 3, 4), [1, 1], { mode: "mirror" }),
  () => F.pad(floats(2, 3, 4), [1, 1], { mode: "reflect", value: 1 }),
  () => F.maxPool2d(floats(1, 2, 3, 3), 2, { padding: -1 }),
  () => F.avgPool2d(floats(1, 2, 3, 3), 0, { stride: 1 }),
  () => F.maxPool2d(floats(1, 0, 3, 3), 2),
  () => F.avgPool2d(floats(1, 2, 3, 3), 2, { padding: 2 }),
  () => F.avgPool3d(floats(1, 2, 3, 3, 3), 2, { padding: 2 }),
  () => F.avgPool3d(floats(1, 2, 3, 3, 3), 4),
  () => F.maxPool2d(floats(1, 2, 9, 9), 3, { padding: 2, dilation: 2 }),
  () => F.maxPool2d(floats(1, 2, 9, 9), [2.5, 2]),
  () => encode(floats(2, 3, 4), { mask: wholes(3, 3) }),
  () => attendNatively(floats(2, 3, 5)),
  () => attendNatively(floats(2, 3, 4), { keyPaddingMask: flags(2, 4) }),
  () => attendNatively(floats(2, 3, 4), { attnMask: flags(2, 3, 3) }),
  () =>
    new nn.MultiheadAttention(4, 2, { kdim: 3 })(floats(3, 1, 4), floats(3, 1, 5), floats(3, 1, 4)),
  () => new nn.GRU(2, 2)(new nn.utils.rnn.PackedSequence(floats(2, 1, 2), list(2))),
  () => F.convTranspose1d(floats(1, 2, 3), floats(2, 1, 2), { bias: doubles(1) }),
  () => new nn.GRU(2, 2)(new nn.utils.rnn.PackedSequence(floats(3, 2), list(1, 2))),
  () => new nn.GRU(2, 2)(new nn.utils.rnn.PackedSequence(floats(2, 2), list(2, 1))),
  () => new nn.GRU(2, 2)(floats(3, 1, 2), doubles(1, 1, 2)),
  () => new nn.LSTM(2, 2)(floats(3, 1, 2), [doubles(1, 1, 2), doubles(1, 1, 2)]),
  () => F.rrelu(floats(2), { upper: Number.POSITIVE_INFINITY }),
  () => F.rrelu(halves(2), { training: true }),
  () =>
    attend(floats(1, 2, 3), floats(1, 2, 3), floats(1, 2, 3), {
      isCausal: true,
      attnMask: floats(2, 2),
      dropoutP: 0.5,
    }),
  () => attend(floats(2), floats(2), floats(2)),
  () => attend(floats(2, 3), doubles(2, 3), floats(2, 3)),
  () => attend(floats(2, 3), floats(2, 3), floats(2, 3), { attnMask: wholes(2, 2) }),
  () => attend(floats(1, 2, 3, 4), floats(1, 2, 3, 4), floats(1, 2, 3, 4), { attnMask: floats(3) }),
  () => attend(wholes(2, 3), wholes(2, 3), wholes(2, 3)),
  () => attend(floats(1, 2, 3), floats(1, 2, 3), floats(1, 2, 3), { dropoutP: 2 }),
  () => attend(floats(1, 1, 2, 3), floats(1, 1, 2, 3), floats(1, 1, 2, 3), { dropoutP: -1 }),
  () => attend(floats(2, 3), floats(2, 3), floats(2, 3), { enableGqa: true }),
  () => attend(floats(1, 3, 2, 3), floats(1, 2, 2, 3), floats(1, 2, 2, 3), { enableGqa: true }),
  () => attend(floats(2, 3), floats(2, 4), floats(2, 3)),
  () => attend(floats(2, 3), floats(2, 3), floats(3, 3)),
  () => attend(floats(2, 3), floats(2, 3), floats(2, 3), { attnMask: floats(2, 2, 2) }),
  () => new nn.Unflatten(1, [])(floats(2, 3)),
  () => new nn.Unflatten(0, [1])(floats()),
  () => F.convTranspose1d(floats(0, 2, 4), floats(2, 0, 2)),
  () => F.maxPool3d(floats(2, 2, 2, 3).permute([0, 3, 1, 2]), 1),
  () => F.embedding(list(0), floats(0, 2)),
  () =>
    F.embedding(list(0).reshape([]), wanting(3, 2), { paddingIdx: 0, sparse: true })
      .sum()
      .backward(),
];
