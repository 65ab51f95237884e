import { doubles, F, flags, floats, nn, type Provocation } from "../kit/loose.ts";

/** The remaining activations. */
export const ACTIVATIONS: readonly Provocation[] = [
  () => new nn.Softmax({ dim: 0.5 })(floats(2)),
  () => new nn.Softmax2d()(floats(2)),
  () => F.silu(3),
  () => F.celu(floats(2), { alpha: 0 }),
  () => F.glu(floats()),
  () => F.glu(floats(3)),
  () => F.threshold(flags(2), 0, 0),
  () => F.prelu(floats(2, 3), doubles(3)),
  () => F.prelu(floats(2, 3), floats(3, 1)),
  () => F.prelu(floats(), floats(3)),
  () => F.prelu(floats(2, 3), floats(2)),
  () => F.binaryCrossEntropyWithLogits(floats(2), floats(2).long()),
];
