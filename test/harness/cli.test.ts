import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { fourCases } from "./kit/four-cases.ts";
import { withoutPace } from "./kit/scribe.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
const PARROT = path.join(import.meta.dirname, "kit", "parrot-engine.ts");

/** Runs the program as a person would. */
async function touchstone(args: readonly string[], lie = "honest", signalAfter?: RegExp) {
  const child = execa(process.execPath, ["harness/cli.ts", ...args], {
    cwd: ROOT,
    reject: false,
    env: { NO_COLOR: "1", CI: "1", PARROT_LIE: lie },
  });
  child.stdout.on("data", (text) => {
    if (signalAfter?.test(String(text))) child.kill("SIGINT");
  });
  const { exitCode, stdout, stderr } = await child;
  return { exitCode, stdout: withoutPace(stdout), stderr };
}

function asking(fixtures = fourCases()): string[] {
  return ["--fixtures", fixtures, "--engine", PARROT];
}

describe("the exit code", () => {
  test("is 0 when every case passes; a run is what is done when nothing else is said", async () => {
    const { exitCode, stdout, stderr } = await touchstone(asking());
    expect(stdout).toMatch("4 cases: 4 passed, 0 failed, 0 unsupported.");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test("is 1 when a case fails, which is explained", async () => {
    const { exitCode, stdout } = await touchstone(
      ["run", "--filter", "*/b", ...asking()],
      "forgetful",
    );
    expect(stdout).toMatch(/output\.0 is missing:[\s\S]*touchstone -- repro nn.Identity\/b/);
    expect(stdout).toMatch("1 case: 0 passed, 1 failed, 0 unsupported.");
    expect(exitCode).toBe(1);
  });

  test("is 2 when a byte of the fixtures was changed", async () => {
    const fixtures = fourCases();
    const file = path.join(fixtures, "nn.Identity", "float32.npy");
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = 7;
    writeFileSync(file, bytes);
    const { exitCode, stderr } = await touchstone(["run", ...asking(fixtures)]);
    expect(stderr).toMatch(
      /^nn.Identity\/float32.npy: SHA-256 must be \w{12}\.\.\. as in manifest.json/,
    );
    expect(stderr.split("\n")).toHaveLength(1);
    expect(exitCode).toBe(2);
  });

  test("is 2 when a filter matches nothing", async () => {
    const { exitCode, stderr } = await touchstone(["run", "--filter", "nope", ...asking()]);
    expect(stderr).toMatch(/^--filter nope: must match a case/);
    expect(exitCode).toBe(2);
  });

  test("is 2 for an option that there is not", async () => {
    const { exitCode, stderr } = await touchstone(["run", "--colour"]);
    expect(stderr).toMatch("unknown option '--colour'");
    expect(exitCode).toBe(2);
  });

  test("is 130 after an interrupt, and the result is called a part", async () => {
    const { exitCode, stdout } = await touchstone(["run", ...asking()], "slow", /against PyTorch/);
    expect(stdout).toMatch(/Stopped after [0-3] of 4 cases: this is a part of a result/);
    expect(exitCode).toBe(130);
  });

  test("is told by --help", async () => {
    const { exitCode, stdout } = await touchstone(["--help"]);
    expect(stdout).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}130 +interrupted/);
    expect(exitCode).toBe(0);
  });
});

test("engines lists the engines by name", async () => {
  expect(await touchstone(["engines"])).toEqual({
    exitCode: 0,
    stdout:
      "touchstone\ntfjs-cpu\ntfjs-wasm\njax-js\nonnxruntime-node\nonnxruntime-web\njs-pytorch",
    stderr: "",
  });
});
