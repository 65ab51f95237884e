import { existsSync } from "node:fs";
import { expect } from "vitest";
import { PYTORCH } from "#harness/oracle";

/*
 * Tests that ask a live PyTorch are named *.live.test.ts. They need `npm run setup`; where that was not done they are
 * skipped with the reason, but not in CI, where it is a failure.
 */

/** Whether this is CI, where more time is spent and nothing may be skipped. */
export const inCi = Boolean(process.env["CI"]);

const reason = `PyTorch is not set up at ${PYTORCH.file}: run "npm run setup"`;

/** Skips the test where PyTorch is missing; in CI it fails. */
export function needsPyTorch(skip: (why: string) => void): void {
  const ready = existsSync(PYTORCH.file);
  if (!ready && !inCi) skip(reason);
  expect(ready, reason).toBe(true);
}

/** Skips the test on Windows, with the reason. */
export function needsPosix(skip: (why: string) => void, why: string): void {
  if (process.platform === "win32") skip(`not on Windows: ${why}`);
}
