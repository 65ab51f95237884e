import { existsSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";

/*
 * The room where PyTorch speaks has tests of its own, in its own language. They need `npm run setup`.
 */

const ROOM = path.join(import.meta.dirname, "..", "python-ref");
const PYTHON = path.join(ROOM, ".venv", "bin", "python");
const ready = existsSync(PYTHON);
const inCi = Boolean(process.env["CI"]);
const reason = `PyTorch is not set up at ${PYTHON}: run "npm run setup"`;

test("python-ref: ruff and pytest pass", { timeout: 300_000 }, async ({ skip }) => {
  if (!ready && !inCi) skip(reason);
  expect(ready, reason).toBe(true);
  const style = await execa(PYTHON, ["-m", "ruff", "check", ROOM], { all: true, reject: false });
  expect(style.exitCode, style.all).toBe(0);
  const tests = await execa(PYTHON, ["-m", "pytest", "-q", ROOM], { all: true, reject: false });
  expect(tests.exitCode, tests.all).toBe(0);
});
