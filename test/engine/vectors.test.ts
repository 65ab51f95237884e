import { afterEach, describe, expect, test, vi } from "vitest";
import { torch } from "#engine";
import { AT_ONCE, CAN_JOIN, DOES_JOIN, NEEDS, told } from "./kit/joined.ts";
import type { Worked } from "./kit/works-child.ts";

/** All works come twice, the second time with code that is new; machines may be busy. */
const PATIENCE_MS = 240_000;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  torch.setNumThreads(1);
  torch.setVectorBits(128);
});

describe("vectors", () => {
  test("are of 128 bits unless more are asked for; other widths are refused", () => {
    expect(torch.getVectorBits()).toBe(128);
    torch.setVectorBits(256);
    expect(torch.getVectorBits()).toBe(CAN_JOIN ? 256 : 128);
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

  test.skipIf(!CAN_JOIN)(
    "are those of all threads: each is given the kernels compiled anew",
    () => {
      const start = vi.spyOn(process.getBuiltinModule("node:worker_threads"), "Worker");
      torch.setNumThreads(2);
      torch.setVectorBits(256);
      torch.setVectorBits(128);
      const modules = start.mock.calls.map(([, options]) => options?.workerData.module);
      const salts = modules.map((module) => WebAssembly.Module.customSections(module, "").length);
      const [first = 0] = salts;
      expect(salts).toEqual([first, first + 1, first + 2]);
    },
  );

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

if (!DOES_JOIN) {
  test.skip(`vectors of 256 bits: ${NEEDS}`, () => undefined);
}

describe.skipIf(!DOES_JOIN)("vectors of 256 bits", { timeout: PATIENCE_MS }, () => {
  test.each([
    ["at once, every kernel", ["256 bits"], [AT_ONCE, "--no-wasm-lazy-compilation"]],
    ["once the kernels are hot", ["256 bits"], []],
    ["with threads that come later", ["256 bits", "2 threads"], [AT_ONCE]],
    ["with threads that are there", ["2 threads", "256 bits"], [AT_ONCE]],
    ["again", ["256 bits", "128 bits", "2 threads", "256 bits"], [AT_ONCE]],
  ])("are joined by V8, and give the same bits: %s", async (_, steps, flags) => {
    const { before, after, joined, bits, parts } = await told<Worked>(
      "works-child",
      steps,
      ...flags,
    );
    expect({ joined, bits }).toEqual({ joined: true, bits: 256 });
    expect(after).toEqual(before);
    expect(Object.keys(after).length).toBeGreaterThan(80);
    if (steps.includes("2 threads")) expect(parts).toBeGreaterThan(0);
  });

  test.each([
    ["unless they are asked for", []],
    ["any more, once 128 are asked for", ["256 bits", "128 bits"]],
  ])("are not joined %s", async (_, steps) => {
    const { joined, bits } = await told<Worked>("works-child", steps, AT_ONCE);
    expect({ joined, bits }).toEqual({ joined: false, bits: 128 });
  });
});
