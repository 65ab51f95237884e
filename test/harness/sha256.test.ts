import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sha256 } from "#harness/sha256";

const TEXTS = [[""], ["abc"], ["ab", "", "c"], ["a".repeat(1000)]].map((pieces) =>
  pieces.map((text) => new TextEncoder().encode(text)),
);

beforeAll(() => {
  vi.stubGlobal("process", { ...process, getBuiltinModule: undefined });
  vi.resetModules();
});
afterAll(() => vi.unstubAllGlobals());

test("is the same in Node and where there is none", async () => {
  const page = await import("#harness/sha256");
  expect(TEXTS.map(page.sha256)).toEqual(TEXTS.map(sha256));
  expect(page.sha256).not.toBe(sha256);
  for (const abc of TEXTS.slice(1, 3)) expect(sha256(abc)).toMatch(/^ba7816bf8f01cfea/);
});
