// torch.nn.functional: the ops of layers as functions, under PyTorch's names in camelCase.
export { linear } from "../ops/linear.ts";
