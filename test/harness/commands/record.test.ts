import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { EXIT } from "#harness/commands/exit-codes";
import { RecordError, recordCommand } from "#harness/commands/record";
import { emptyFolder } from "../kit/folder.ts";
import { needsPosix } from "../kit/live.ts";

const { signal } = new AbortController();

test("record says what to do where PyTorch is not set up", async () => {
  const room = emptyFolder();
  const error = await recordCommand({}, signal, room).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RecordError);
  expect((error as Error).message.replaceAll("\\", "/")).toMatch(
    /\/\.venv\/.*: there is no PyTorch to ask: run "npm run setup" first$/,
  );
});

/** A stand-in for python that ends as it is told and only when it is called rightly. */
function roomWith(script: string): string {
  const room = emptyFolder();
  const bin = path.join(room, ".venv", "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, "python"), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(bin, "python"), 0o755);
  return room;
}

const SHELL = "a shell script stands in for python";

describe("record", () => {
  test("hands its options on to emit.py", async ({ skip }) => {
    needsPosix(skip, SHELL);
    const room = roomWith('test "$*" = "emit.py --check --layer Conv2d --jobs 1" || exit 1');
    expect(await recordCommand({ check: true, layer: "Conv2d", jobs: "1" }, signal, room)).toBe(
      EXIT.green,
    );
    expect(await recordCommand({ drift: true }, signal, room)).toBe(EXIT.red);
  });

  test("says unusable for any exit code that is neither 0 nor 1", async ({ skip }) => {
    needsPosix(skip, SHELL);
    for (const code of [2, 3, 139]) {
      expect(await recordCommand({}, signal, roomWith(`exit ${code}`))).toBe(EXIT.unusable);
    }
  });

  test("lets python clear away what it has written when it is interrupted", async ({ skip }) => {
    needsPosix(skip, SHELL);
    const room = roomWith(
      "trap 'rm draft; exit 130' INT; touch draft; while :; do sleep 0.1; done",
    );
    const interruption = new AbortController();
    const recording = recordCommand({}, interruption.signal, room);
    await expect.poll(() => existsSync(path.join(room, "draft"))).toBe(true);
    interruption.abort();
    expect(await recording).toBe(EXIT.interrupted);
    expect(existsSync(path.join(room, "draft"))).toBe(false);
  });

  test("runs in python's room", async ({ skip }) => {
    needsPosix(skip, SHELL);
    const room = roomWith("test -x .venv/bin/python");
    expect(await recordCommand({}, signal, room)).toBe(EXIT.green);
  });
});
