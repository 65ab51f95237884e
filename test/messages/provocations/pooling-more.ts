import {
  doubles,
  F,
  flags,
  floats,
  nn,
  type Provocation,
  torch,
  wanting,
  wholes,
} from "../kit/loose.ts";

const plane = () => floats(1, 2, 4, 4);

const fraction = (x: unknown, options: object, kernel: unknown = 2) =>
  F.fractionalMaxPool2d(x, kernel, options);

const drawn = (samples: unknown) => fraction(plane(), { outputSize: 2, _randomSamples: samples });

/** Fractional and power pooling, fold and unfold. */
export const MORE_POOLING: readonly Provocation[] = [
  () => F.maxPool1d(floats(1, 4), null),
  () => new nn.FractionalMaxPool2d(2),
  () => new nn.FractionalMaxPool2d(2, { outputRatio: [0.5] }),
  () => new nn.FractionalMaxPool3d(0, { outputSize: 2 }),
  () => fraction(plane(), {}),
  () => fraction(plane(), { outputRatio: [0.5] }),
  () => fraction(plane(), { outputRatio: 0.5 }),
  () => fraction(plane(), { outputRatio: [0.5, 0.5, 0.5] }),
  () => fraction(plane(), { outputSize: [2, 2, 2] }),
  () => fraction(plane(), { outputSize: 4 }),
  () => fraction(floats(1, 0, 4, 4), { outputSize: 2 }),
  () => fraction(floats(1, 1, 2, 4, 4), { outputSize: 2 }),
  () => drawn(doubles(1, 2, 2)),
  () => drawn(floats(2, 2)),
  () => drawn(floats(0, 2, 2)),
  () => drawn(floats(1, 3, 2)),
  () => drawn(floats(1, 2, 3)),
  () => fraction(wholes(1, 2, 4, 4), { outputSize: 2 }),
  () =>
    fraction(wanting(1, 2, 4, 4), { outputSize: 2 }, 0)
      .sum()
      .backward(),
  () => F.lpPool1d(floats(1, 2, 4), 2, [2]),
  () => F.lpPool2d(plane(), 0, 2),
  () => F.lpPool2d(plane(), 2, [2, 2, 2]),
  () => F.unfold(plane(), [2, 2, 2]),
  () => F.unfold(floats(1, 2, 0, 4), 2),
  () => F.unfold(plane(), 5),
  () => F.fold(floats(1, 2, 3, 4), 4, 2),
  () => F.fold(floats(1, 3, 9), 4, 2),
  () => F.fold(floats(1, 8, 8), 4, 2),
  () => F.fold(wholes(1, 8, 9), 4, 2),
  () => F.unfold(plane(), 0),
  () => F.unfold(plane(), 2, { padding: -1 }),
  () =>
    F.maxUnpool1d(wanting(1, 2, 2), wholes(1, 2, 2), 2, { outputSize: [0] })
      .sum()
      .backward(),
  () => F.maxUnpool2d(plane(), wholes(1, 2, 4, 4), 2, { stride: 3, padding: 9 }),
  () => F.maxUnpool2d(plane(), wholes(1, 2, 4, 4), [2]),
  () => F.maxUnpool3d(floats(1, 2, 2, 2, 2), wholes(1, 2, 2, 2, 2), 4, { stride: -1 }),
  () =>
    F.maxUnpool1d(wanting(1, 2, 1), wholes(1, 2, 1), 2, { padding: 1 })
      .sum()
      .backward(),
  () =>
    F.embedding(wholes(2), wanting(3, 2), { sparse: true, scaleGradByFreq: true }).sum().backward(),
  () => F.softsign(3),
  () => F.sigmoid(3),
  () => F.linear(floats(), floats(2, 2)),
  () => F.maxPool2d(flags(1, 2, 4, 4), 2),
  () =>
    new nn.TransformerDecoder(new nn.TransformerDecoderLayer(4, 2), 1)(
      floats(3, 1, 4),
      floats(3, 1, 4),
      { tgtMask: wholes(3, 3) },
    ),
  () => torch.baddbmm(floats(1), floats(1), floats(1)),
];
