import * as z from "zod";
import { FORMAT } from "./case.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a fixtures folder says of itself: who answered, and the SHA-256 of every file by its path, written with "/". */
export const manifestJson = z.strictObject({
  format: z.literal(FORMAT),
  torch: z.string().min(1),
  numpy: z.string().min(1),
  python: z.string().min(1),
  platform: z.string().min(1),
  cases: z.int().nonnegative(),
  files: z.record(z.string(), sha256),
});

/** The versions behind a fixtures folder, and what it holds. */
export type Manifest = z.infer<typeof manifestJson>;
