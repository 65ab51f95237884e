import { checkAs } from "../../errors.ts";
import { cat } from "../../ops/cat.ts";
import { detach } from "../../ops/copy.ts";
import { slice, view } from "../../ops/view.ts";
import { Tensor } from "../../tensor.ts";

/**
 * All parameters end to end. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parameters_to_vector.html
 *
 * **Shapes**: any; out (number of elements). Throws RuntimeError for none, and for one that does not lie in C order.
 */
export function parametersToVector(parameters: Iterable<Tensor>): Tensor {
  return cat([...parameters].map((x) => view(x, [-1])));
}

/**
 * Makes the parameters windows on `vector`, one behind the other: they share its memory from then on.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.vector_to_parameters.html
 *
 * **Shapes**: vector (at least the number of elements). Throws RuntimeError for a shorter one.
 */
export function vectorToParameters(vector: Tensor, parameters: Iterable<Tensor>): void {
  checkAs(
    "TypeError",
    vector instanceof Tensor,
    "vectorToParameters",
    () => `expected torch.Tensor, but got: ${typeof vector}`,
  );
  const values = detach(vector);
  let at = 0;
  for (const parameter of parameters) {
    const end = at + parameter.numel;
    parameter.setData(view(slice(values, 0, at, end), parameter.shape));
    at = end;
  }
}
