import type { Case } from "#harness/case";
import { fixturesOf } from "./folder.ts";
import { array, call, refusing, returning } from "./sample.ts";

/** Three cases of a layer, and a refusal of another. */
export const FOUR_CASES: readonly Case[] = [
  ...["a", "b", "c"].map((name, i) =>
    returning({ "output.0": array("float32", [1], [i + 1]) }, undefined, {
      id: `nn.Identity/${name}`,
      call: call({ seed: 10 + i }),
    }),
  ),
  refusing({ id: "nn.Linear/refused" }),
];

/** A fixtures folder with them. */
export function fourCases(): string {
  return fixturesOf(FOUR_CASES);
}
