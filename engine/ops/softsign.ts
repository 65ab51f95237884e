import { checkAs } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { tanh } from "./activation.ts";
import { classOf } from "./check-tensor.ts";
import { add, div, sub } from "./pointwise.ts";
import { abs } from "./rounding.ts";

/** x / (1 + |x|); integers become the default float type. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html */
export function softsign(x: Tensor): Tensor {
  checkMember(x, "softsign", "abs");
  return div(x, add(abs(x), 1));
}

/** x - tanh(x); integers become the default float type. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html */
export function tanhshrink(x: Tensor): Tensor {
  checkMember(x, "tanhshrink", "tanh");
  return sub(x, tanh(x));
}

function checkMember(x: unknown, where: string, method: string): void {
  checkAs(
    "AttributeError",
    x instanceof Tensor,
    where,
    () => `'${classOf(x)}' object has no attribute '${method}'`,
  );
}
