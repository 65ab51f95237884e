import { floats, nn, type Provocation } from "../kit/loose.ts";

class Untold extends (nn.modules.lazy.LazyModuleMixin(nn.Linear) as unknown as typeof nn.Linear) {}

class Unfinished extends Untold {
  initializeParameters(): void {}
}

const open = () => new nn.parameter.UninitializedParameter();

/** Modules that take their sizes from their first input. */
export const LAZY: readonly Provocation[] = [
  () => nn.modules.lazy.LazyModuleMixin(),
  () => new Untold(2, 3)(floats(2)),
  () => Object.assign(new Unfinished(2, 3), { weight: open() })(floats(2)),
  () => new nn.LazyLinear(3).forward(floats(2, 2)),
  () => new nn.LazyConv1d(4, 3)(floats(2)),
  () => new nn.LazyConv1d(4, 3, { groups: 2 })(floats(3, 5)),
  () => Object.assign(new nn.LazyLinear(3), { weight: new nn.Parameter(floats(3, 2)) })(floats(2)),
  () => {
    const layer = new nn.LazyLinear(3, { bias: false });
    layer.loadStateDict(new Map([["weight", floats(3, 2)]]));
    layer(floats(4));
  },
  () => new nn.LazyBatchNorm1d()(floats(3)),
];
