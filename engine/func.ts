// torch.func, under PyTorch's names in camelCase. https://docs.pytorch.org/docs/stable/func.api.html
export { functionalCall } from "./nn/utils/stateless.ts";
