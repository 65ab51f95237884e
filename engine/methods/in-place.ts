import * as functions from "../ops/arithmetic-inplace.ts";
import { copy_ } from "../ops/assign.ts";
import { addMethods, type Methods } from "./add-methods.ts";

declare module "../tensor.ts" {
  interface Tensor extends Methods<typeof functions> {
    copy_(source: Tensor): Tensor;
  }
}

addMethods({ ...functions, copy_ });
