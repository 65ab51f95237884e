import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { F, nn, type Tensor, torch } from "#engine";
import { kernels, setKernels } from "#engine/memory";
import { SPLITS } from "#engine/splits";
import { partsOfOthers } from "#engine/threads";

/** Work large enough to be split, each kernel of splits.ts by one at least. */
const WORK: Readonly<Record<string, () => readonly Tensor[]>> = {
  "gemm, more rows": () => [torch.mm(normal([700, 300]), normal([300, 90]))],
  "gemm, more columns": () => [torch.mm(normal([70, 300]), normal([300, 901]))],
  "gemm, transposed": () => [torch.mm(normal([300, 333]).T, normal([170, 300]).T)],
  "gemm, float64": () => [torch.mm(normal([129, 300], "float64"), normal([300, 65], "float64"))],
  gemv: () => [torch.mm(normal([3000, 700]), normal([700, 1]))],
  "bmm, outer": () => [torch.matmul(normal([6, 2, 65, 130]), normal([6, 2, 130, 99]))],
  "bmm, inner": () => [torch.bmm(normal([7, 65, 130], "float64"), normal([7, 130, 99], "float64"))],
  unary: () => [torch.exp(normal([70_001])), torch.exp(normal([70_001], "float64"))],
  activation: () => [followed((x) => F.gelu(x), "float32"), followed((x) => F.gelu(x), "float64")],
  binary: () => [
    torch.add(normal([300, 301]), normal([301])),
    torch.mul(normal([90_001]), normal([90_001])),
  ],
  "binary, float64": () => [
    torch.div(normal([300, 1, 301], "float64"), normal([300, 2, 1], "float64")),
  ],
};

afterEach(() => torch.setNumThreads(1));

describe("threads", () => {
  test.each(Object.entries(WORK))("give the bits of one thread: %s", (_, work) => {
    const [alone, ...shared] = [1, 2, 3].map((threads) => {
      torch.setNumThreads(threads);
      return Array.from({ length: 3 }, () => bitsOf(work));
    });
    for (const bits of shared) expect(bits).toEqual(alone);
  });

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

test("every kernel that is split is among the work above", () => {
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
});

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

function normal(shape: readonly number[], dtype: "float32" | "float64" = "float32"): Tensor {
  return torch.randn(shape, { dtype });
}

/** The output and the gradient. */
function followed(work: (x: Tensor) => Tensor, dtype: "float32" | "float64"): Tensor {
  const x = torch.randn([70_001], { dtype, requiresGrad: true });
  const y = work(x);
  y.sum().backward();
  return torch.cat([y.detach(), x.grad as Tensor]);
}

function bitsOf(work: () => readonly Tensor[]): Buffer[] {
  torch.manualSeed(3);
  return work().map((x) => Buffer.from(x.toTypedArray().slice().buffer));
}
