import { type Engine, PROTOCOL } from "#harness/engine";

/** Refuses everything. */
export const engine: Engine = {
  name: "refuser",
  version: "1",
  protocol: PROTOCOL,
  answer: () => ({ kind: "threw", phase: "forward", class: "ValueError", message: "no" }),
};
