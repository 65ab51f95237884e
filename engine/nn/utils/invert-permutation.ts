import { numbers } from "../../ops/copy.ts";
import { type Tensor, tensorFrom } from "../../tensor.ts";

/**
 * The permutation that undoes another: out[p[i]] = i. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.invert_permutation.html
 *
 * **Shapes**: (n) int64, out (n); null gives null.
 */
export function invertPermutation(permutation: Tensor): Tensor;
export function invertPermutation(permutation: Tensor | null): Tensor | null;
export function invertPermutation(permutation: Tensor | null): Tensor | null {
  if (permutation === null) return null;
  const inverse = new BigInt64Array(permutation.numel);
  numbers(permutation).forEach((place, i) => {
    inverse[place] = BigInt(i);
  });
  return tensorFrom(permutation.shape, "int64", inverse);
}
