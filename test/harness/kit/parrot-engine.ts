import { FOUR_CASES } from "./four-cases.ts";
import { type Lie, parrot } from "./parrot.ts";

const LIES: Readonly<Record<string, Lie>> = {
  honest: (answer) => answer,
  forgetful: (answer) => (answer.kind === "returned" ? { ...answer, tensors: {} } : answer),
  slow: (answer) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    return answer;
  },
};

/** For runs of the command line; the lie comes by the environment. */
export const engine = parrot(FOUR_CASES, LIES[process.env["PARROT_LIE"] ?? "honest"]);
