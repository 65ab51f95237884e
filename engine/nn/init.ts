// torch.nn.init, under PyTorch's names in camelCase. https://docs.pytorch.org/docs/stable/nn.init.html

export { normal_, truncNormal_, uniform_ } from "./init-draws.ts";
export { orthogonal_ } from "./init-orthogonal.ts";
export { constant_, dirac_, eye_, ones_, sparse_, zeros_ } from "./init-patterns.ts";
export {
  calculateGain,
  kaimingNormal_,
  kaimingUniform_,
  xavierNormal_,
  xavierUniform_,
} from "./init-scaled.ts";
