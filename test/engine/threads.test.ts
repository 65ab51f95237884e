import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { nn, type Tensor, torch } from "#engine";
import { kernels, setKernels } from "#engine/memory";
import { SPLITS } from "#engine/splits";
import { partsOfOthers } from "#engine/threads";
import { normal, WORK } from "./kit/large-work.ts";

/** Where cores are few and busy, a thread that has taken a part is waited for. */
const PATIENCE_MS = 240_000;

afterEach(() => torch.setNumThreads(1));

describe("threads", () => {
  test.each(Object.entries(WORK))(
    "give the bits of one thread: %s",
    (_, work) => {
      const [alone, ...shared] = [1, 2, 3].map((threads) => {
        torch.setNumThreads(threads);
        return Array.from({ length: 3 }, () => bitsOf(work));
      });
      for (const bits of shared) expect(bits).toEqual(alone);
    },
    PATIENCE_MS,
  );

  test("take their share of the work", async () => {
    torch.setNumThreads(2);
    await vi.waitFor(() => {
      torch.exp(normal([1_000_000]));
      expect(partsOfOthers()).toBeGreaterThan(0);
    }, 20_000);
  });

  test("are given nothing small", () => {
    torch.setNumThreads(2);
    for (let i = 0; i < 100; i++) new nn.Linear(10, 5)(torch.ones([3, 10]));
    expect(partsOfOthers()).toBe(0);
  });

  test("are 1 unless more are asked for; no whole number is refused", () => {
    expect(torch.getNumThreads()).toBe(1);
    torch.setNumThreads(2);
    expect(torch.getNumThreads()).toBe(2);
    expect(() => torch.setNumThreads(0)).toThrow("expects a positive integer, but got 0");
  });

  test("see tensors that were made before them, and memory that grew after", () => {
    const before = torch.arange(100_000);
    torch.setNumThreads(2);
    expect(before.select(0, 99_999).item()).toBe(99_999n);
    const after = torch.ones([8_000_000]);
    expect(torch.neg(after).select(0, 7_999_999).item()).toBe(-1);
  });
});

test(
  "every kernel that is split is among the work above",
  () => {
    const before = kernels;
    const plain = kernels as unknown as Record<string, (...numbers: number[]) => number>;
    const called = new Set<string>();
    const watched = Object.keys(SPLITS).map((name) => [
      name,
      (...numbers: number[]) => {
        if (SPLITS[name]?.(numbers, 2) !== null) called.add(name);
        return plain[name]?.(...numbers);
      },
    ]);
    setKernels({ ...plain, ...Object.fromEntries(watched) });
    for (const work of Object.values(WORK)) work();
    setKernels(before);
    expect([...called].sort()).toEqual(Object.keys(SPLITS).sort());
  },
  PATIENCE_MS,
);

describe("without SharedArrayBuffer", () => {
  beforeAll(() => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    vi.resetModules();
  });
  afterAll(() => vi.unstubAllGlobals());

  test("there is one thread, with the same bits", async () => {
    const lone = await import("#engine");
    lone.torch.setNumThreads(4);
    expect(lone.torch.getNumThreads()).toBe(1);
    lone.torch.manualSeed(0);
    const bits = lone.torch.exp(lone.torch.randn([100_000])).toTypedArray();
    torch.manualSeed(0);
    expect(bits).toEqual(torch.exp(torch.randn([100_000])).toTypedArray());
  });
});

function bitsOf(work: () => readonly Tensor[]): Buffer[] {
  torch.manualSeed(3);
  return work().map((x) => Buffer.from(x.toTypedArray().slice().buffer));
}
