// torch.nn.utils, under PyTorch's names in camelCase.
export * as rnn from "./rnn.ts";
