import * as z from "zod";
import { caseId, FORMAT } from "./case.ts";
import { checkFormat, parseAs, parseJson } from "./fixture-error.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a fixtures folder says of itself: who answered, what the cases are, and the SHA-256 of every file by its path, written with "/". */
export const manifestJson = z.strictObject({
  format: z.literal(FORMAT),
  torch: z.string().min(1),
  numpy: z.string().min(1),
  python: z.string().min(1),
  platform: z.string().min(1),
  cases: z.int().nonnegative(),
  /** By folder, the ids of the cases in it: those of a layer, or a single one. */
  packs: z.record(z.string(), z.array(caseId).min(1)),
  files: z.record(z.string(), sha256),
});

/** The versions behind a fixtures folder, and what it holds. */
export type Manifest = z.infer<typeof manifestJson>;

/**
 * The text of a manifest.json as what it says.
 * @throws FixtureError
 */
export function parseManifest(text: string): Manifest {
  const json = parseJson(text, "manifest.json");
  checkFormat(json, "manifest.json");
  return parseAs(manifestJson, json, "manifest.json");
}
