import { expect, test } from "vitest";
import type { NdArray } from "#harness/array";
import { type Layer, type Library, only, tableEngine } from "#harness/engines/table";
import { array, call } from "../kit/sample.ts";

const ONE = array("float32", [2], [1, 2]);

/** A library whose tensors are arrays as they come. */
const LIBRARY: Library<NdArray> = {
  name: "plain",
  version: "1",
  put: (given) => given,
  take: (tensor) => tensor,
};

function asked(layer: Layer<NdArray>, more: Partial<Library<NdArray>> = {}) {
  const engine = tableEngine({ ...LIBRARY, ...more }, { "nn.Identity": layer });
  const inputs = [{ kind: "tensor", array: ONE, grad: false }] as const;
  return engine.answer(call({ inputs, state: {} }));
}

test("what a layer of the table gives is the output", async () => {
  expect(await asked((_, x) => x)).toMatchObject({
    kind: "returned",
    tensors: { "output.0": { shape: [2] } },
  });
});

test("what the library does not do, and what it throws, is unsupported", async () => {
  const refused = asked(() => {
    only(false, "groups");
    return ONE;
  });
  expect(await refused).toEqual({ kind: "unsupported", reason: "groups" });
  const thrown = asked(() => {
    throw new Error("no such kernel");
  });
  expect(await thrown).toEqual({ kind: "unsupported", reason: "it refuses: no such kernel" });
});

test("a trap of WebAssembly is a crash", async () => {
  const trapped = asked(() => {
    throw new WebAssembly.RuntimeError("memory access out of bounds");
  });
  await expect(trapped).rejects.toThrow("memory access out of bounds");
});

test("a library is entered, and one that may be spoilt begins afresh, before its tensors are made", async () => {
  const done: string[] = [];
  const put = (given: NdArray) => {
    done.push("put");
    return given;
  };
  const enter = () => void done.push("enter");
  await asked((_, x) => x, { put, enter, afresh: () => void done.push("afresh") });
  expect(done).toEqual(["enter", "afresh", "put"]);
});
