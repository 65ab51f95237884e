import {
  doubles,
  F,
  floats,
  halves,
  type Provocation,
  torch,
  wanting,
  wholes,
} from "../kit/loose.ts";

const { householderProduct, solve } = torch.linalg;

/** Functions of matrices. */
export const LINEAR_ALGEBRA: readonly Provocation[] = [
  () => torch.geqrf(floats(3)),
  () => torch.geqrf(halves(3, 3)),
  () => {
    const [factors] = torch.geqrf(wanting(3, 2)) as unknown as readonly unknown[];
    torch.sum(factors).backward();
  },
  () => householderProduct(floats(2, 3), floats(2)),
  () => torch.matrixExp(floats(2, 3)),
  () => torch.matrixExp(wholes(2, 2)),
  () => solve(floats(2, 2), doubles(2, 1)),
  () => solve(floats(2, 2), floats()),
  () => solve(halves(2, 2), halves(2, 1)),
  () => solve(floats(2, 2), floats(3, 1)),
  () => solve(floats(2, 2), floats(2, 1)),
  () => F.normalize(wanting(2, 3), { out: floats(2, 3) }),
];
