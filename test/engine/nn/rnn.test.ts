import { describe, expect, test } from "vitest";
import { nn, type Tensor, torch } from "#engine";

const kinds = { RNN: nn.RNN, GRU: nn.GRU, LSTM: nn.LSTM } as const;
const names = Object.keys(kinds) as (keyof typeof kinds)[];

/** The output and the last state h of a layer of either kind. */
function run(layer: InstanceType<(typeof kinds)[keyof typeof kinds]>, x: Tensor): [Tensor, Tensor] {
  const [y, last] = layer.forward(x) as [Tensor, Tensor | [Tensor, Tensor]];
  return [y, Array.isArray(last) ? last[0] : last];
}

describe.each(names)("%s", (name) => {
  const make = (options = {}) => new kinds[name](3, 4, options);

  test("the last step of the output is the last state, bit for bit", () => {
    const [y, h] = run(make(), torch.randn([5, 2, 3]));
    expect(y.select(0, -1).tolist()).toEqual(h.select(0, 0).tolist());
  });

  test("two directions end at opposite ends of the output", () => {
    const [y, h] = run(make({ bidirectional: true, numLayers: 2 }), torch.randn([5, 2, 3]));
    expect(y.select(0, -1).narrow(1, 0, 4).tolist()).toEqual(h.select(0, -2).tolist());
    expect(y.select(0, 0).narrow(1, 4, 4).tolist()).toEqual(h.select(0, -1).tolist());
  });

  test("a sequence in a batch is what it is alone, bit for bit", () => {
    const layer = make();
    const x = torch.randn([4, 3, 3]);
    const [together] = run(layer, x);
    const [alone] = run(layer, x.select(1, 2).contiguous());
    expect(together.select(1, 2).tolist()).toEqual(alone.tolist());
  });

  test("batch first changes where the batch lies, and nothing else", () => {
    const layer = make();
    const turned = make({ batchFirst: true });
    turned.loadStateDict(layer.stateDict());
    const x = torch.randn([4, 2, 3]);
    const [y, h] = run(layer, x);
    const [yTurned, hTurned] = run(turned, x.transpose(0, 1));
    expect(yTurned.transpose(0, 1).tolist()).toEqual(y.tolist());
    expect(hTurned.tolist()).toEqual(h.tolist());
  });

  test("the output may be changed in place: backward keeps values of its own", () => {
    const layer = make();
    const x = torch.randn([4, 2, 3]);
    const gradients = (spoil: boolean) => {
      layer.zeroGrad();
      const [y] = run(layer, x);
      const loss = torch.sum(y);
      if (spoil) torch.noGrad(() => torch.copy_(y.detach(), torch.zeros(y.shape)));
      loss.backward();
      return [...layer.parameters()].map((p) => p.grad?.tolist());
    };
    expect(gradients(true)).toEqual(gradients(false));
  });

  test.each(["float32", "float64"] as const)(
    "without gradients nothing is kept, and no bit changes: %s",
    (dtype) => {
      const layer = make({ bidirectional: true, numLayers: 2, dtype });
      const x = torch.randn([4, 2, 3], { dtype });
      const kept = run(layer, x);
      const lost = torch.noGrad(() => run(layer, x));
      expect(lost.map((y) => y.tolist())).toEqual(kept.map((y) => y.tolist()));
    },
  );

  test("a weight that is changed before backward is refused", () => {
    const layer = make();
    const [y] = run(layer, torch.randn([4, 2, 3]));
    nn.init.zeros_(layer["weight_hh_l0"] as Tensor);
    expect(() => torch.sum(y).backward()).toThrow("modified by an inplace operation");
  });

  test("a copy has weights of its own", () => {
    const encoder = make({ numLayers: 2 });
    expect([...encoder.stateDict().keys()].slice(4)).toEqual([
      "weight_ih_l1",
      "weight_hh_l1",
      "bias_ih_l1",
      "bias_hh_l1",
    ]);
  });
});

describe("refusals", () => {
  const x = torch.zeros([4, 2, 3]);
  test.each<[string, () => unknown, string, string]>([
    [
      "dropout that is no probability",
      () => new nn.GRU(3, 4, { dropout: 1.5 }),
      "ValueError",
      "GRU: dropout should be a number in range [0, 1] representing the probability of an element being zeroed, but is 1.5",
    ],
    [
      "a bias that is no boolean",
      () => new nn.RNN(3, 4, { bias: 1 as never }),
      "TypeError",
      "RNN: bias should be of type bool, got: 1",
    ],
    [
      "half a hidden unit",
      () => new nn.RNN(3, 4.5),
      "TypeError",
      "RNN: hidden_size should be of type int, got: float (4.5)",
    ],
    [
      "no input",
      () => new nn.RNN(0, 4),
      "ValueError",
      "RNN: input_size must be greater than zero, but is 0",
    ],
    [
      "no layer",
      () => new nn.LSTM(3, 4, { numLayers: 0 }),
      "ValueError",
      "LSTM: num_layers must be greater than zero, but is 0",
    ],
    [
      "half a layer",
      () => new nn.LSTM(3, 4, { numLayers: 1.5 }),
      "TypeError",
      "LSTM: num_layers: 'float' object cannot be interpreted as an integer (1.5)",
    ],
    [
      "a negative projection",
      () => new nn.LSTM(3, 4, { projSize: -1 }),
      "ValueError",
      "LSTM: proj_size should be a positive integer or zero to disable projections, but is -1",
    ],
    [
      "a projection that does not shrink",
      () => new nn.LSTM(3, 4, { projSize: 4 }),
      "ValueError",
      "LSTM: proj_size has to be smaller than hidden_size, but is 4 for 4",
    ],
    [
      "a projection outside of LSTM",
      () => new nn.GRU(3, 4, { projSize: 2 } as object),
      "ValueError",
      "GRU: proj_size argument is only supported for LSTM, not RNN or GRU",
    ],
    [
      "another nonlinearity",
      () => new nn.RNN(3, 4, { nonlinearity: "gelu" as never }),
      "ValueError",
      "RNN: Unknown nonlinearity 'gelu'. Select from 'tanh' or 'relu'.",
    ],
    [
      "another rank",
      () => new nn.GRU(3, 4)(torch.zeros([3])),
      "ValueError",
      "RNN: GRU: Expected input to be 2D or 3D, got 1D instead",
    ],
    [
      "another width",
      () => new nn.RNN(3, 4)(torch.zeros([4, 2, 5])),
      "RuntimeError",
      "RNN: input.size(-1) must be equal to input_size. Expected 3, got 5",
    ],
    [
      "another dtype",
      () => new nn.RNN(3, 4)(x.to("float64")),
      "ValueError",
      "RNN input dtype (torch.float64) does not match weight dtype (torch.float32). Convert input: input.to(torch.float32), or convert model: model.to(torch.float64)",
    ],
    [
      "no steps",
      () => new nn.RNN(3, 4)(torch.zeros([0, 2, 3])),
      "RuntimeError",
      "RNN: Expected sequence length to be larger than 0 in RNN",
    ],
    [
      "a state without its batch",
      () => new nn.RNN(3, 4)(x, torch.zeros([1, 4])),
      "RuntimeError",
      "RNN: For batched 3-D input, hx should also be 3-D but got 2-D tensor",
    ],
    [
      "a state of another batch",
      () => new nn.RNN(3, 4)(x, torch.zeros([1, 3, 4])),
      "RuntimeError",
      "RNN: Expected hidden size (1, 2, 4), got [1, 3, 4]",
    ],
    [
      "a state of another dtype",
      () => new nn.RNN(3, 4)(x, torch.zeros([1, 2, 4], { dtype: "float64" })),
      "RuntimeError",
      "RNN: mat1 and mat2 must have the same dtype, but got Double and Float",
    ],
    [
      "two states where there is one",
      () => new nn.GRU(3, 4)(x, [x, x] as never),
      "AttributeError",
      "GRU: hx: 'tuple' object has no attribute 'dim'",
    ],
    [
      "one state where there are two",
      () => new nn.LSTM(3, 4)(x, torch.zeros([1, 2, 4]) as never),
      "IndexError",
      "select: index 1 is out of bounds for dimension 0 with size 1",
    ],
    [
      "states of unequal rank",
      () => new nn.LSTM(3, 4)(x, [torch.zeros([1, 2, 4]), torch.zeros([1, 4])]),
      "RuntimeError",
      "LSTM: For batched 3-D input, hx and cx should also be 3-D but got (3-D, 2-D) tensors",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
