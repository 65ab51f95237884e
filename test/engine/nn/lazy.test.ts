import { expect, test } from "vitest";
import { nn, type Tensor, torch } from "#engine";
import { deepCopy } from "#engine/nn/deep-copy";

/** x times a learnt factor for each column. */
class Scale extends nn.Module {
  factor: nn.Parameter;

  constructor(width: number) {
    super();
    this.factor = new nn.Parameter(torch.ones([width]));
  }

  override forward(x: Tensor): Tensor {
    return torch.mul(x, this.factor);
  }
}

class LazyScale extends nn.modules.lazy.LazyModuleMixin(Scale) {
  static override clsToBecome = Scale;

  constructor() {
    super(0);
    this.factor = new nn.UninitializedParameter();
  }

  override initializeParameters(x: Tensor): void {
    (this.factor as nn.UninitializedParameter).materialize([x.size(-1)]);
    nn.init.constant_(this.factor, 2);
  }
}

test("a lazy module of one's own takes its size from the first input, and its other class", () => {
  const layer = new LazyScale() as LazyScale & ((x: Tensor) => Tensor);
  expect(layer.hasUninitializedParams()).toBe(true);
  expect([...layer(torch.ones([2, 3])).toTypedArray()]).toEqual([2, 2, 2, 2, 2, 2]);
  expect(layer).not.toBeInstanceOf(LazyScale);
  expect(String(layer)).toBe("Scale()");
  expect(() => layer(torch.ones([2, 4]))).toThrow("must match the size");
});

test("the copy of a lazy module is lazy by itself", () => {
  const whole = new nn.Sequential(new nn.LazyLinear(2));
  const copy = deepCopy(whole);
  whole(torch.ones([1, 3]));
  expect(String(copy)).toContain("LazyLinear(in_features=0, out_features=2, bias=True)");
  copy(torch.ones([1, 5]));
  expect(String(copy)).toContain("Linear(in_features=5, out_features=2, bias=True)");
  expect(String(whole)).toContain("Linear(in_features=3");
});
