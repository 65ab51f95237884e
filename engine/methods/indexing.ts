import { gather, indexSelect, take } from "../ops/gather.ts";
import { indexPut } from "../ops/index.ts";
import { maskedSelect, type NonzeroOptions, nonzero } from "../ops/nonzero.ts";
import type { Operand } from "../ops/promotion.ts";
import { indexAdd, indexCopy, indexFill, scatter, scatterAdd } from "../ops/scatter.ts";
import { index, setIndex } from "../ops/subscript.ts";
import { maskedFill, where } from "../ops/where.ts";
import type { Tensor } from "../tensor.ts";
import { addMethods, type Methods } from "./add-methods.ts";

const functions = {
  ...{ gather, indexSelect, take, index, setIndex, indexPut, maskedSelect, maskedFill },
  ...{ scatter, scatterAdd, indexAdd, indexCopy, indexFill },
};

declare module "../tensor.ts" {
  interface Tensor extends Methods<typeof functions> {
    nonzero(): Tensor;
    nonzero(options: NonzeroOptions): Tensor | Tensor[];
    /** This where `condition` holds, else `other`. */
    where(condition: Tensor, other: Operand): Tensor;
  }
}

addMethods({
  ...functions,
  nonzero,
  where: (x: Tensor, condition: Tensor, other: Operand) => where(condition, x, other),
});
