import { engine as right } from "#harness/engines/touchstone";
import { faulty, spoilt } from "../properties/faults.ts";

/** Touchstone with a fault, for runs of commands: gradients of Tanh are a thousandth too great. */
export const engine = faulty(right, (answer, { layer }) =>
  layer === "nn.Tanh" ? spoilt(answer, "grad", (x) => x * 1.001) : answer,
);
