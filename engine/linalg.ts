// torch.linalg, under PyTorch's names in camelCase. https://docs.pytorch.org/docs/stable/linalg.html
export { householderProduct } from "./ops/householder-product.ts";
export { matrixExp } from "./ops/matrix-exp.ts";
export { solve } from "./ops/solve.ts";
export { vectorNorm } from "./ops/vector-norm.ts";
