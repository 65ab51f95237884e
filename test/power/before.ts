import * as z from "zod";
import { parseAs, parseJson } from "#harness/fixture-error";
import { readGiven } from "#harness/given-file";
import { POWER_FORMAT } from "#harness/report/inputs";

/** Which cases caught each fault, by its name. */
export type Catches = ReadonlyMap<string, readonly string[]>;

const reportJson = z.object({
  format: z.literal(POWER_FORMAT),
  faults: z.array(z.object({ name: z.string(), failures: z.array(z.object({ id: z.string() })) })),
});

/**
 * What caught each fault in an earlier report. Asked first, it mostly does so again; where it does not, or is gone, all
 * other cases are asked as ever.
 * @throws FixtureError
 */
export function readCatches(file: string): Catches {
  const { faults } = parseAs(reportJson, parseJson(readGiven(file), file), file);
  return new Map(faults.map(({ name, failures }) => [name, failures.map(({ id }) => id)]));
}
