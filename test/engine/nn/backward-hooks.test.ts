import { describe, expect, test } from "vitest";
import { nn, type Tensor, torch } from "#engine";

type Gradients = readonly (Tensor | null)[];

const input = () => {
  const x = torch.randn([2, 3]);
  x.requiresGrad = true;
  return x;
};
const values = (x: Tensor | null | undefined) => Array.from((x as Tensor).toTypedArray(), Number);

/** The gradient of x through a layer's sum, with hooks put on by `prepare`. */
function through(layer: nn.Linear, x: Tensor, prepare: (layer: nn.Linear) => void): Tensor {
  x.grad = null;
  prepare(layer);
  torch.sum(layer(x)).backward();
  return x.grad as unknown as Tensor;
}

test("a hook sees the gradients of inputs and outputs, and leaves them as they are", () => {
  const [layer, x, seen] = [new nn.Linear(3, 2), input(), [] as Gradients[]];
  const plain = values(through(layer, x, () => {}));
  const hooked = through(layer, x, () => {
    layer.registerFullBackwardHook((_module, inputs, outputs) => {
      seen.push(inputs, outputs);
      return undefined;
    });
  });
  expect(values(hooked)).toEqual(plain);
  expect(values(seen[0]?.[0])).toEqual(plain);
  expect(seen[1]?.[0]?.shape).toEqual([2, 2]);
});

test("what a hook gives takes the gradient's place, and the next hook sees it", () => {
  const [layer, x] = [new nn.Linear(3, 2), input()];
  const plain = values(through(layer, x, () => {}));
  const double = (_module: unknown, [g]: Gradients) => torch.mul(g as Tensor, 2);
  const hooked = through(layer, x, () => {
    layer.registerFullBackwardHook(double);
    layer.registerFullBackwardHook(double);
  });
  expect(values(hooked)).toEqual(plain.map((g) => 4 * g));
});

test("a hook that comes before changes what all of the module is given", () => {
  const [layer, x] = [new nn.Linear(3, 2), input()];
  const plain = values(through(layer, x, () => {}));
  const bias = values(layer.bias?.grad);
  layer.zeroGrad();
  const hooked = through(layer, x, () => {
    layer.registerFullBackwardPreHook((_module, [g]) => [torch.mul(g as Tensor, 4)]);
  });
  expect(values(hooked)).toEqual(plain.map((g) => 4 * g));
  expect(values(layer.bias?.grad)).toEqual(bias.map((g) => 4 * g));
});

test("a hook that was taken away is not called", () => {
  const [layer, x] = [new nn.Linear(3, 2), input()];
  const plain = values(through(layer, x, () => {}));
  const handle = layer.registerFullBackwardHook(() => [null]);
  handle.remove();
  expect(values(through(layer, x, () => {}))).toEqual(plain);
});

test("where no input wants a gradient, a hook is told of none", () => {
  const [layer, seen] = [new nn.Linear(3, 2), [] as Gradients[]];
  layer.registerFullBackwardHook((_module, inputs, outputs) => {
    seen.push(inputs, outputs);
    return undefined;
  });
  torch.sum(layer(torch.randn([2, 3]))).backward();
  expect(seen[0]).toEqual([null]);
  expect(seen[1]?.[0]?.shape).toEqual([2, 2]);
});

test("outputs are steps of their own, by PyTorch's name", () => {
  const layer = new nn.Linear(3, 2);
  layer.registerFullBackwardHook(() => undefined);
  expect(layer(input()).gradFn?.name).toBe("BackwardHookFunctionBackward");
});

describe("extra state", () => {
  class Counting extends nn.Identity {
    count = 0;
    override getExtraState(): Tensor {
      return torch.tensor(this.count);
    }
    override setExtraState(state: Tensor): void {
      this.count = state.item() as number;
    }
  }
  const counting = (count: number) => Object.assign(new Counting(), { count });

  test("is saved and loaded under a name of its own", () => {
    const [from, to] = [new nn.Sequential(counting(3)), new nn.Sequential(counting(0))];
    expect([...from.stateDict().keys()]).toEqual(["0._extra_state"]);
    to.loadStateDict(from.stateDict());
    expect((to.get(0) as Counting).count).toBe(3);
  });

  test("is missed where it is not, and refused where nothing takes it", () => {
    expect(() => counting(0).loadStateDict({})).toThrow(
      'Missing key(s) in state_dict: "_extra_state"',
    );
    expect(() => new nn.Identity().loadStateDict(counting(0).stateDict())).toThrow(
      'Unexpected key(s) in state_dict: "_extra_state"',
    );
  });
});
