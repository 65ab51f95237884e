import {
  doubles,
  F,
  flags,
  floats,
  list,
  nn,
  type Provocation,
  torch,
  wholes,
} from "../kit/loose.ts";

const bag = (...given: readonly unknown[]) => F.embeddingBag(...given);
const pairs = () => wholes(3, 2);
const cell = () => new nn.GRUCell(3, 4);

/** Bags of embeddings, bilinear layers, single steps of recurrent layers. */
export const ROWS_AND_CELLS: readonly Provocation[] = [
  () => new nn.RNNCell(3, 4)(floats(1, 2, 3)),
  () => new nn.RNNCell(3, 4, { nonlinearity: "gelu" })(floats(2, 3)),
  () => new nn.LSTMCell(3, 4)(floats(2, 3), floats(2, 2, 4)),
  () => new nn.LSTMCell(3, 4)(floats(2, 3), [floats(2, 4)]),
  () => cell()(floats(2, 5)),
  () => cell()(floats(2, 3), floats(3, 4)),
  () => cell()(floats(2, 3), floats(2, 5)),
  () => cell()(doubles(2, 3)),
  () => new nn.Bilinear(0, 4, 2),
  () => F.bilinear(floats(5, 3), doubles(5, 4), floats(2, 3, 4)),
  () => F.bilinear(floats(5, 3), floats(4), floats(2, 3, 4)),
  () => F.bilinear(floats(5, 3), floats(6, 4), floats(2, 3, 4)),
  () => F.bilinear(floats(), floats(), floats(2, 1, 1)),
  () => F.bilinear(floats(5, 4), floats(5, 4), floats(2, 3, 4)),
  () => F.bilinear(floats(5, 3), floats(5, 0), floats(2, 3, 0)),
  () => F.bilinear(flags(5, 3), flags(5, 4), flags(2, 3, 4)),
  () => new nn.EmbeddingBag(4, 3, { paddingIdx: 4 }),
  () => new nn.EmbeddingBag(4, 3, { _weight: floats(4, 2) }),
  () => nn.EmbeddingBag.fromPretrained(floats(3)),
  () => bag(pairs(), floats(6, 3), { mode: "sum", perSampleWeights: floats(6) }),
  () => bag(pairs(), floats(6)),
  () => bag(wholes(), floats(6, 3)),
  () => bag(pairs(), floats(6, 3), list(0)),
  () => bag(wholes(3), floats(6, 3)),
  () => bag(wholes(3), floats(6, 3), wholes(1, 1)),
  () => bag(pairs(), floats(6, 3), { mode: "prod" }),
  () => bag(pairs(), floats(6, 3), { mode: "max", scaleGradByFreq: true }),
  () => bag(pairs(), floats(6, 3), { mode: "max", sparse: true }),
  () => bag(pairs(), floats(6, 3), { perSampleWeights: floats(3, 2) }),
  () => bag(pairs(), floats(6, 3), { paddingIdx: 6 }),
  () => bag(floats(3, 2), floats(6, 3)),
  () => bag(pairs(), floats(6, 3), { mode: "sum", perSampleWeights: doubles(3, 2) }),
  () => bag(wholes(3), floats(6, 3), wholes(0), { includeLastOffset: true }),
  () => bag(wholes(3), floats(6, 3), list(1)),
  () => bag(wholes(3), floats(6, 3), list(0, 4)),
  () => bag(wholes(3), floats(6, 3), list(0, 9, 3)),
  () => bag(wholes(2, 0), floats(6, 3)),
  () => bag(list(0, 6), floats(6, 3), list(0)),
  () => {
    const weight = torch.zeros([6, 3], { requiresGrad: true });
    bag(pairs(), weight, { sparse: true, scaleGradByFreq: true }).sum().backward();
  },
];
