import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, test, vi } from "vitest";
import { torch } from "#engine";
import type { Told } from "./kit/vectors-child.ts";

/** Where V8 can join vectors: Node 24 on x86-64. */
const CAN = process.arch === "x64" && Number.parseInt(process.versions.v8, 10) >= 13;
/** Where it then does so. Elsewhere than on Linux nobody says whether the processor has AVX2. */
const DOES =
  CAN && process.platform === "linux" && /\bavx2\b/.test(readFileSync("/proc/cpuinfo", "utf8"));
/** All works come twice, the second time with code that is new; machines may be busy. */
const PATIENCE_MS = 240_000;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  torch.setNumThreads(1);
  torch.setVectorBits(128);
});

/** What a process told that took these steps, and what V8 said of joining vectors. */
async function worked(steps: readonly string[], ...flags: string[]) {
  const child = execa(
    process.execPath,
    [
      ...flags,
      "--trace-wasm-revectorize",
      path.join(import.meta.dirname, "kit/vectors-child.ts"),
      ...steps,
    ],
    { ipc: true },
  );
  const [message, { stdout }] = await Promise.all([child.getOneMessage(), child]);
  return { ...(message as unknown as Told), joins: stdout.includes("Decide to vectorize") };
}

/** V8 compiles each kernel for good when it is called for the first time. */
const AT_ONCE = "--no-liftoff";

describe("vectors", () => {
  test("are of 128 bits unless more are asked for; other widths are refused", () => {
    expect(torch.getVectorBits()).toBe(128);
    torch.setVectorBits(256);
    expect(torch.getVectorBits()).toBe(CAN ? 256 : 128);
    expect(() => torch.setVectorBits(512 as never)).toThrow("expects 128 or 256, but got 512");
    torch.setVectorBits(128);
    expect(torch.getVectorBits()).toBe(128);
  });

  test("see tensors that were made before them, with threads and without", () => {
    const made = [torch.arange(100_000)];
    for (const [bits, threads] of [[256, 2] as const, [128, 1] as const, [256, 3] as const]) {
      torch.setVectorBits(bits);
      made.push(torch.arange(100_000));
      torch.setNumThreads(threads);
      made.push(torch.arange(100_000));
    }
    const sums = made.map((x) => torch.neg(x).sum().item());
    expect(sums).toEqual(made.map(() => -4_999_950_000n));
  });

  test.skipIf(!CAN)("are those of all threads: each is given the kernels compiled anew", () => {
    const start = vi.spyOn(process.getBuiltinModule("node:worker_threads"), "Worker");
    torch.setNumThreads(2);
    torch.setVectorBits(256);
    torch.setVectorBits(128);
    const modules = start.mock.calls.map(([, options]) => options?.workerData.module);
    const salts = modules.map((module) => WebAssembly.Module.customSections(module, "").length);
    const [first = 0] = salts;
    expect(salts).toEqual([first, first + 1, first + 2]);
  });

  const without = (kind: object, v8: unknown = { setFlagsFromString: () => undefined }) =>
    vi.stubGlobal("process", {
      ...{ arch: "x64", versions: { v8: "13.6.233" }, getBuiltinModule: () => v8 },
      ...kind,
    });

  test.each([
    ["on another processor", () => without({ arch: "arm64" })],
    ["in an older V8", () => without({ versions: { v8: "12.4.254.21-node.33" } })],
    ["in another runtime, which refuses", () => without({}, null)],
    ["in a page", () => vi.stubGlobal("process", undefined)],
  ])("stay as they are %s", (_, pretend) => {
    pretend();
    torch.setVectorBits(256);
    expect(torch.getVectorBits()).toBe(128);
  });
});

if (!DOES) {
  test.skip("vectors of 256 bits: needs Node 24 or later on Linux, and a processor with AVX2", () =>
    undefined);
}

describe.skipIf(!DOES)("vectors of 256 bits", { timeout: PATIENCE_MS }, () => {
  test.each([
    ["at once", ["256 bits"], [AT_ONCE]],
    ["once the kernels are hot", ["256 bits"], []],
    ["with threads that come later", ["256 bits", "2 threads"], [AT_ONCE]],
    ["with threads that are there", ["2 threads", "256 bits"], [AT_ONCE]],
    ["again", ["256 bits", "128 bits", "2 threads", "256 bits"], [AT_ONCE]],
  ])("are joined by V8, and give the same bits: %s", async (_, steps, flags) => {
    const { before, after, joins, bits, parts } = await worked(steps, ...flags);
    expect({ joins, bits }).toEqual({ joins: true, bits: 256 });
    expect(after).toEqual(before);
    expect(Object.keys(after).length).toBeGreaterThan(80);
    if (steps.includes("2 threads")) expect(parts).toBeGreaterThan(0);
  });

  test.each([
    ["unless they are asked for", []],
    ["any more, once 128 are asked for", ["256 bits", "128 bits"]],
  ])("are not joined %s", async (_, steps) => {
    const { joins, bits } = await worked(steps, AT_ONCE);
    expect({ joins, bits }).toEqual({ joins: false, bits: 128 });
  });
});
