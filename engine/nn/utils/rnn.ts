// torch.nn.utils.rnn, under PyTorch's names in camelCase.
export { invertPermutation } from "./invert-permutation.ts";
export { PackedSequence } from "./packed-sequence.ts";
