import { type Engine, PROTOCOL } from "#harness/engine";

/** An engine that does nothing. */
export const engine: Engine = {
  name: "sleeper",
  version: "1",
  protocol: PROTOCOL,
  answer: () => ({ kind: "unsupported", reason: "asleep" }),
};
