import { F, nn, type Tensor, torch } from "#engine";
import { bothTypes, normal } from "./large-work.ts";

/** Rows, columns and sums: less than a tile, whole tiles, one more. */
const SIZES = [1, 2, 3, 4, 6, 8, 9, 16, 17, 33, 64, 67, 130];

/** Small products and what is made of them, at the borders of tiles and vectors. */
export const PRODUCT_WORK: Readonly<Record<string, () => readonly Tensor[]>> = {
  ...Object.fromEntries(
    [false, true].flatMap((left) =>
      [false, true].map((right) => [
        `products${left ? ", left transposed" : ""}${right ? ", right transposed" : ""}`,
        () => bothTypes((dtype) => products(left, right, dtype)),
      ]),
    ),
  ),
  "small batches": () =>
    bothTypes((dtype) =>
      SIZES.map((n) => torch.bmm(normal([3, n, 7], dtype), normal([3, 7, 18 - (n % 5)], dtype))),
    ),
  "linear layers": () =>
    bothTypes((dtype) => SIZES.flatMap((n) => trained(new nn.Linear(n, 19, { dtype }), [5, n]))),
  "small convolutions": () =>
    bothTypes((dtype) =>
      [1, 3, 8, 13].flatMap((channels) =>
        [1, 2, 3].flatMap((kernel) =>
          trained(new nn.Conv2d(channels, 11, kernel, { dtype }), [2, channels, 9, 10]),
        ),
      ),
    ),
  "bilinear resizing": () => [
    F.interpolate(normal([2, 3, 11, 13]), { size: [23, 29], mode: "bilinear" }),
  ],
};

function products(left: boolean, right: boolean, dtype: "float32" | "float64"): Tensor[] {
  return SIZES.flatMap((m, i) =>
    SIZES.map((n, j) => {
      const k = SIZES[(i + 3 * j) % SIZES.length] as number;
      const a = left ? normal([k, m], dtype).T : normal([m, k], dtype);
      return torch.mm(a, right ? normal([n, k], dtype).T : normal([k, n], dtype));
    }),
  );
}

/** The output and all gradients of a layer. */
function trained(layer: nn.Linear | nn.Conv2d, shape: readonly number[]): Tensor[] {
  const { dtype } = layer.weight as Tensor;
  const x = torch.randn(shape, { dtype, requiresGrad: true });
  const y = layer(x);
  torch.backward([y], [torch.randn(y.shape, { dtype })]);
  return [y.detach(), ...[x, ...layer.parameters()].map((leaf) => leaf.grad as Tensor)];
}
