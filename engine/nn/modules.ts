// torch.nn.modules: what PyTorch documents by the file that it stands in.

export * as lazy from "./lazy.ts";
