import { describe, expect, test } from "vitest";
import { F, nn, torch } from "#engine";

const layer = (options = {}) =>
  new nn.TransformerEncoderLayer(4, 2, {
    dimFeedforward: 6,
    dropout: 0,
    batchFirst: true,
    ...options,
  });

test("a stack's layers begin equal and do not share weights", () => {
  const stack = new nn.TransformerEncoder(layer(), 2);
  const [first, second] = [...stack.layers] as [
    nn.TransformerEncoderLayer,
    nn.TransformerEncoderLayer,
  ];
  expect(second.linear1.weight.tolist()).toEqual(first.linear1.weight.tolist());
  nn.init.zeros_(first.linear1.weight);
  expect(second.linear1.weight.tolist()).not.toEqual(first.linear1.weight.tolist());
  expect([...stack.parameters()].length).toBe(2 * [...layer().parameters()].length);
});

test("Transformer draws every matrix anew", () => {
  const model = new nn.Transformer({
    dModel: 4,
    nhead: 2,
    numEncoderLayers: 2,
    numDecoderLayers: 1,
    dimFeedforward: 6,
  });
  const [first, second] = [...(model.encoder as nn.TransformerEncoder).layers] as [
    nn.TransformerEncoderLayer,
    nn.TransformerEncoderLayer,
  ];
  expect(second.linear1.weight.tolist()).not.toEqual(first.linear1.weight.tolist());
  expect(second.linear1.bias?.tolist()).toEqual(first.linear1.bias?.tolist());
});

test("a copied decoder layer whose activation is a module calls relu, and prints the module", () => {
  const own = new nn.TransformerDecoderLayer(4, 2, {
    dimFeedforward: 6,
    dropout: 0,
    activation: new nn.Tanh(),
  });
  const copied = new nn.TransformerDecoder(own, 1);
  const relu = new nn.TransformerDecoderLayer(4, 2, { dimFeedforward: 6, dropout: 0 });
  relu.loadStateDict(own.stateDict());
  const [x, memory] = [torch.randn([3, 2, 4]), torch.randn([5, 2, 4])];
  expect(copied(x, memory).tolist()).toEqual(relu(x, memory).tolist());
  expect(own(x, memory).tolist()).not.toEqual(relu(x, memory).tolist());
  expect(String(copied)).toContain("(activation): Tanh()");
});

test("generateSquareSubsequentMask lets a position see itself and those before", () => {
  const { generateSquareSubsequentMask } = nn.Transformer;
  expect(generateSquareSubsequentMask(2).tolist()).toEqual([
    [0, -Infinity],
    [0, 0],
  ]);
  expect(generateSquareSubsequentMask(2, { dtype: "float64" }).dtype).toBe("float64");
});

test("padded positions come back as zeros in evaluation without gradients, and only there", () => {
  const stack = new nn.TransformerEncoder(layer(), 1).eval();
  const x = torch.randn([2, 3, 4]);
  const srcKeyPaddingMask = torch.tensor([
    [false, false, true],
    [false, false, false],
  ]);
  const padded = (y = stack(x, { srcKeyPaddingMask })) => y.select(0, 0).select(0, 2).tolist();
  expect(torch.noGrad(() => padded())).toEqual([0, 0, 0, 0]);
  expect(padded()).not.toEqual([0, 0, 0, 0]);
  const whole = torch.noGrad(() => stack(x, { srcKeyPaddingMask }).select(0, 1).tolist());
  expect(whole).toEqual(
    torch.noGrad(() =>
      stack(x.narrow(0, 1, 1))
        .select(0, 0)
        .tolist(),
    ),
  );
});

test.each<[string, object]>([
  ["norm_first", { normFirst: true }],
  ["batch_first off", { batchFirst: false }],
  ["no bias", { bias: false }],
  ["another activation", { activation: F.tanh }],
])("padded positions are not left out with %s", (_, options) => {
  expect(new nn.TransformerEncoder(layer(), 1).useNestedTensor).toBe(true);
  expect(new nn.TransformerEncoder(layer(options), 1).useNestedTensor).toBe(false);
});

test("padded positions are not left out with an odd number of heads, or where it is switched off", () => {
  const odd = new nn.TransformerEncoderLayer(3, 3, { batchFirst: true });
  expect(new nn.TransformerEncoder(odd, 1).useNestedTensor).toBe(false);
  const off = new nn.TransformerEncoder(layer(), 1, { enableNestedTensor: false });
  expect(off.useNestedTensor).toBe(false);
});

describe("refusals", () => {
  const model = new nn.Transformer({
    dModel: 4,
    nhead: 2,
    numEncoderLayers: 1,
    numDecoderLayers: 1,
    dimFeedforward: 6,
  });
  const x = torch.zeros([3, 2, 4]);
  const stack = new nn.TransformerEncoder(layer(), 1).eval();
  const batch = torch.zeros([2, 3, 4]);
  test.each<[string, () => unknown, string, string]>([
    [
      "another activation",
      () => layer({ activation: "silu" }),
      "RuntimeError",
      "TransformerLayer: activation should be relu/gelu, not silu",
    ],
    [
      "batches that differ",
      () => model(torch.zeros([3, 1, 4]), x),
      "RuntimeError",
      "Transformer: the batch number of src and tgt must be equal, but is 1 and 2",
    ],
    [
      "another width",
      () => model(torch.zeros([3, 2, 5]), x),
      "RuntimeError",
      "Transformer: the feature number of src and tgt must be equal to d_model, 4, but is 5 and 4",
    ],
    [
      "a mask of integers without a hint",
      () => model(x, x, { tgtMask: torch.zeros([3, 3], { dtype: "int64" }) }),
      "RuntimeError",
      "Transformer: mask: value cannot be converted to type int64_t without overflow",
    ],
    [
      "a padding mask of another shape",
      () => stack(batch, { srcKeyPaddingMask: torch.zeros([2, 4], { dtype: "bool" }) }),
      "RuntimeError",
      "TransformerEncoder: Mask size should match input size, got [2, 4] for an input of [2, 3, 4]",
    ],
    [
      "a padding mask of another rank",
      () => stack(batch, { srcKeyPaddingMask: torch.zeros([3], { dtype: "bool" }) }),
      "RuntimeError",
      "TransformerEncoder: Padding mask should be 2D, got 1D",
    ],
    [
      "nothing but padding",
      () =>
        torch.noGrad(() =>
          stack(batch, { srcKeyPaddingMask: torch.full([2, 3], 1, { dtype: "bool" }) }),
        ),
      "RuntimeError",
      "TransformerEncoder: to_padded_tensor: at least one constituent tensor should have non-zero numel",
    ],
    [
      "no layers",
      () => new nn.TransformerEncoder(layer(), 0)(batch),
      "IndexError",
      "ModuleList: index 0 is out of range: there are 0",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
