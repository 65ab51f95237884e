import { bmm } from "../ops/bmm.ts";
import { mm } from "../ops/matmul.ts";
import { matmul } from "../ops/matmul-broadcast.ts";
import { addmv, baddbmm, dot, mv, outer } from "../ops/products.ts";
import { addMethods, type Methods } from "./add-methods.ts";

const functions = { mm, bmm, matmul, dot, mv, outer, addmv, baddbmm };

declare module "../tensor.ts" {
  interface Tensor extends Methods<typeof functions> {}
}

addMethods(functions);
