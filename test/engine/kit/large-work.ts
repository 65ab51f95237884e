import { F, nn, type Tensor, torch } from "#engine";

/** Work large enough to be split, each kernel of splits.ts by one at least. */
export const WORK: Readonly<Record<string, () => readonly Tensor[]>> = {
  "gemm, more rows": () => [torch.mm(normal([700, 300]), normal([300, 90]))],
  "gemm, more columns": () => [torch.mm(normal([70, 300]), normal([300, 901]))],
  "gemm, transposed": () => [torch.mm(normal([300, 333]).T, normal([170, 300]).T)],
  "gemm, float64": () => [torch.mm(normal([129, 300], "float64"), normal([300, 65], "float64"))],
  gemv: () => [torch.mm(normal([3000, 700]), normal([700, 1]))],
  "bmm, outer": () => [torch.matmul(normal([6, 2, 65, 130]), normal([6, 2, 130, 99]))],
  "bmm, inner": () => [torch.bmm(normal([7, 65, 130], "float64"), normal([7, 130, 99], "float64"))],
  "copies between layouts": () => [
    normal([300, 301]).T.contiguous(),
    normal([2, 3, 211, 97], "float64").permute(0, 2, 1, 3).contiguous(),
    normal([90_001]).clone(),
    torch.permute(normal([5, 70, 331]).to("float16"), [2, 0, 1]).contiguous(),
  ],
  sums: () =>
    bothTypes((dtype) => [
      normal([1000, 101], dtype).sum(0),
      normal([101, 1000], dtype).sum(1),
      normal([3, 301, 103], dtype).sum(1),
    ]),
  unary: () => [torch.exp(normal([70_001])), torch.exp(normal([70_001], "float64"))],
  activation: () => [followed((x) => F.gelu(x), "float32"), followed((x) => F.gelu(x), "float64")],
  binary: () => [
    torch.add(normal([300, 301]), normal([301])),
    torch.mul(normal([90_001]), normal([90_001])),
  ],
  "binary, float64": () => [
    torch.div(normal([300, 1, 301], "float64"), normal([300, 2, 1], "float64")),
  ],
  "convolution of one image": () => both(CONV, [1, 12, 41, 37], [20, 12, 3, 3]),
  "convolution of images": () => both(CONV, [3, 12, 19, 23], [20, 12, 3, 3]),
  "convolution in groups": () => both(GROUPS, [2, 24, 23, 21], [36, 12, 3, 3]),
  "convolution, small channels": () => both(STRIDED, [5, 3, 61, 67], [7, 3, 5, 5]),
  "convolution, steps": () => both(STRIDED, [2, 12, 61, 67], [20, 12, 3, 3]),
  "convolution, wider steps than kernels": () => both(LEAPS, [2, 9, 91, 97], [40, 9, 2, 2]),
  "convolution, one by one": () => both({}, [1, 40, 45, 47], [50, 40, 1, 1]),
  "convolution, depthwise": () => both({ groups: 40, padding: 1 }, [2, 40, 47, 49], [40, 1, 3, 3]),
  "convolution along one axis": () => [
    F.conv1d(normal([1, 16, 4001]), normal([20, 16, 3]), { bias: normal([20]) }),
  ],
  "transposed convolution": () => [
    ...[{}, { stride: 2, padding: 1 }, { stride: 3 }].map((options) =>
      F.convTranspose2d(normal([2, 24, 31, 29]), normal([24, 12, 2, 2]), {
        ...options,
        bias: normal([12]),
      }),
    ),
  ],
  "recurrent layer": () => sequence((dtype) => new nn.RNN(20, 96, { bidirectional: true, dtype })),
  "recurrent layer, GRU": () => sequence((dtype) => new nn.GRU(20, 96, { dtype })),
  "recurrent layer, LSTM": () => sequence((dtype) => new nn.LSTM(20, 96, { dtype })),
  "recurrent layer, projected": () =>
    sequence((dtype) => new nn.LSTM(20, 128, { projSize: 70, bidirectional: true, dtype })),
  "recurrent layers, nothing kept": () =>
    torch.noGrad(() =>
      [nn.RNN, nn.GRU, nn.LSTM].map((Kind) => {
        const layer = new Kind(20, 96, { bidirectional: true });
        return (layer.forward(normal([41, 5, 20])) as [Tensor, unknown])[0];
      }),
    ),
  attention: () => heads([3, 4, 90, 33], [4, 90, 90]),
  "attention, one batch": () => heads([7, 101, 33], [101, 1]),
  "attention in blocks of rows": () => heads([1, 3, 290, 17], [1, 1]),
  "max pooling": () => pools((x) => F.maxPool2d(x, 3, { stride: 2, padding: 1 })),
  "average pooling": () => pools((x) => F.avgPool2d(x, 2)),
  "layer norm": () => bothTypes((dtype) => [normed(new nn.LayerNorm(90, { dtype }), [900, 90])]),
  "rms norm": () => bothTypes((dtype) => [normed(new nn.RMSNorm(90, { dtype }), [900, 90])]),
  "batch norm": () =>
    bothTypes((dtype) => [
      normed(new nn.BatchNorm1d(67, { dtype }), [1100, 67]),
      normed(new nn.BatchNorm1d(35, { dtype }), [30, 35, 71]),
    ]),
  "group norm": () =>
    bothTypes((dtype) => [normed(new nn.GroupNorm(6, 36, { dtype }), [9, 36, 230])]),
  softmax: () =>
    bothTypes((dtype) => [
      followed((x) => F.softmax(x.reshape(101, -1), { dim: 1 }), dtype, 101 * 701),
      followed((x) => F.logSoftmax(x.reshape(101, 7, -1), { dim: 1 }), dtype, 101 * 721),
    ]),
  losses: () =>
    bothTypes((dtype) => [
      followed((x) => F.mseLoss(x, normal([70_001], dtype)), dtype),
      followed((x) => F.huberLoss(x, normal([70_001], dtype), { reduction: "none" }), dtype),
      followed((x) => F.binaryCrossEntropyWithLogits(x, normal([70_001], dtype).sigmoid()), dtype),
    ]),
  "cross entropy": () =>
    bothTypes((dtype) => [
      scored((x) => F.crossEntropy(x, classes([67], 1033)), [67, 1033], dtype),
      scored((x) => F.crossEntropy(x, classes([5, 31], 500), SMOOTH), [5, 500, 31], dtype),
      scored((x) => F.crossEntropy(x, normal([67, 1033], dtype)), [67, 1033], dtype),
      scored((x) => F.crossEntropy(x, x.mul(2)), [5, 500, 31], dtype),
    ]),
  embedding: () =>
    bothTypes((dtype) => {
      const weight = torch.randn([300, 133], { dtype, requiresGrad: true });
      const y = F.embedding(classes([41, 17], 300), weight, { paddingIdx: 3 });
      torch.backward([y], [normal(y.shape, dtype)]);
      return [y.detach(), weight.grad as Tensor];
    }),
};

const CONV = { padding: 1 };
const GROUPS = { padding: 1, groups: 2 };
const STRIDED = { stride: 2, padding: 1 };
const LEAPS = { stride: 3 };
const SMOOTH = { labelSmoothing: 0.1, reduction: "none" } as const;

/** Drawn anew. */
export function normal(shape: readonly number[], dtype: "float32" | "float64" = "float32"): Tensor {
  return torch.randn(shape, { dtype });
}

/** A convolution with a bias in both types: the outputs and all gradients. */
function both(options: object, image: readonly number[], kernel: readonly number[]): Tensor[] {
  return (["float32", "float64"] as const).flatMap((dtype) => {
    const leaves = [image, kernel, kernel.slice(0, 1)].map((shape) =>
      torch.randn(shape, { dtype, requiresGrad: true }),
    ) as [Tensor, Tensor, Tensor];
    const [x, weight, bias] = leaves;
    const y = F.conv2d(x, weight, { ...options, bias });
    torch.backward([y], [normal(y.shape, dtype)]);
    return [y.detach(), ...leaves.map((leaf) => leaf.grad as Tensor)];
  });
}

type Packed = nn.utils.rnn.PackedSequence;

/** A recurrent layer over sequences of different lengths in both types: the outputs and all gradients. */
function sequence(make: (dtype: "float32" | "float64") => nn.Module): Tensor[] {
  return (["float32", "float64"] as const).flatMap((dtype) => {
    const layer = make(dtype);
    const run = layer as unknown as (x: Packed) => readonly [Packed, unknown];
    const x = torch.randn([41, 5, 20], { dtype, requiresGrad: true });
    const [y] = run(nn.utils.rnn.packPaddedSequence(x, [41, 41, 29, 12, 1]));
    torch.backward([y.data], [normal(y.data.shape, dtype)]);
    const leaves = [x, ...layer.parameters()].map((leaf) => leaf.grad as Tensor);
    return [y.data.detach(), ...leaves];
  });
}

/** Attention with a mask in both types: the output and all gradients. */
function heads(shape: readonly number[], mask: readonly number[]): Tensor[] {
  return (["float32", "float64"] as const).flatMap((dtype) => {
    const leaves = Array.from({ length: 3 }, () =>
      torch.randn(shape, { dtype, requiresGrad: true }),
    ) as [Tensor, Tensor, Tensor];
    const attnMask = normal(mask, dtype);
    const y = F.scaledDotProductAttention(...leaves, { attnMask });
    torch.backward([y], [normal(y.shape, dtype)]);
    return [y.detach(), ...leaves.map((leaf) => leaf.grad as Tensor)];
  });
}

/** A pooling of planes in both types, with the gradient. */
function pools(pool: (x: Tensor) => Tensor): Tensor[] {
  return (["float32", "float64"] as const).flatMap((dtype) => {
    const x = torch.randn([3, 13, 41, 43], { dtype, requiresGrad: true });
    const y = pool(x);
    torch.backward([y], [normal(y.shape, dtype)]);
    return [y.detach(), x.grad as Tensor];
  });
}

/** The output and the gradient. */
export function followed(
  work: (x: Tensor) => Tensor,
  dtype: "float32" | "float64",
  n = 70_001,
): Tensor {
  const x = torch.randn([n], { dtype, requiresGrad: true });
  const y = work(x);
  y.mul(y).sum().backward();
  return torch.cat([y.detach().flatten(), x.grad as Tensor]);
}

/** In both types. */
export function bothTypes(work: (dtype: "float32" | "float64") => Tensor[]): Tensor[] {
  return [...work("float32"), ...work("float64")];
}

/** A loss of scores and its gradient. */
function scored(
  loss: (x: Tensor) => Tensor,
  shape: readonly number[],
  dtype: "float32" | "float64",
): Tensor {
  const n = shape.reduce((product, size) => product * size, 1);
  return followed((x) => loss(x.reshape(...shape)), dtype, n);
}

/** Which of n classes, for each place of a shape. */
function classes(shape: readonly number[], n: number): Tensor {
  return torch.randint(0, n, shape);
}

/** The output and all gradients of a norm. */
function normed(
  norm: nn.LayerNorm | nn.RMSNorm | nn.BatchNorm1d | nn.GroupNorm,
  shape: readonly number[],
): Tensor {
  const [first] = [...norm.parameters()];
  const x = torch.randn(shape, { dtype: first?.dtype ?? "float32", requiresGrad: true });
  const y = norm(x);
  y.mul(y.detach().exp()).sum().backward();
  const leaves = [x, ...norm.parameters()].map((leaf) => (leaf.grad as Tensor).flatten());
  return torch.cat([y.detach().flatten(), ...leaves]);
}
