import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate, DTYPES, type NdArray, sizeOf } from "#harness/array";
import { type Case, caseJson, type Value } from "#harness/case";
import { decodeCase } from "#harness/decode";
import { encodeCase } from "#harness/encode";
import { call, returning } from "./kit/sample.ts";

const anArray: fc.Arbitrary<NdArray> = fc
  .record({
    dtype: fc.constantFrom(...DTYPES),
    shape: fc.array(fc.nat({ max: 3 }), { maxLength: 3 }),
    first: fc.nat({ max: 100 }),
  })
  .map(({ dtype, shape, first }) => {
    const data = allocate(dtype, sizeOf(shape));
    for (const i of data.keys())
      data[i] = data instanceof BigInt64Array ? BigInt(first + i) : first + i;
    return { dtype, shape, data };
  });

/** zod drops this one key. */
const aKey = fc.string().filter((key) => key !== "__proto__");

const aTensor = fc
  .record({ array: anArray, grad: fc.boolean(), gradient: anArray })
  .map((tensor) => ({ kind: "tensor" as const, ...tensor }));

const { value: aValue } = fc.letrec<{ value: Value; named: Record<string, Value> }>((tie) => ({
  named: fc.dictionary(aKey, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.string(),
    fc.double().map((x) => x + 0),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    aTensor,
    fc.record({ seed: fc.nat(), grad: fc.boolean() }).map((drawn) => ({
      ...{ kind: "drawn" as const, sampler: "rand" as const, dtype: "float16" as const },
      ...{ shape: [2, 0], ...drawn },
    })),
    fc.string().map((name) => ({ kind: "function" as const, name })),
    fc.constantFrom(...DTYPES).map((dtype) => ({ kind: "dtype" as const, dtype })),
    fc.string().map((path) => ({ kind: "part" as const, path })),
    fc.nat().map((seed) => ({ kind: "generator" as const, seed })),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => ({ kind: "list" as const, items })),
    tie("named").map((entries) => ({ kind: "dict" as const, entries })),
    fc
      .record({
        layer: fc.string(),
        args: fc.array(tie("value"), { maxLength: 2 }),
        options: tie("named"),
      })
      .map((made) => ({ kind: "module" as const, ...made })),
    fc
      .record({ data: aTensor, batchSizes: fc.array(fc.nat(), { maxLength: 2 }) })
      .map((packed) => ({
        kind: "packed" as const,
        ...packed,
        sortedIndices: [1, 0],
        unsortedIndices: null,
      })),
  ),
}));

test("a case is the same after it was written as JSON and arrays and read again", () => {
  fc.assert(
    fc.property(
      fc.array(aValue, { maxLength: 4 }),
      fc.array(anArray, { maxLength: 4 }),
      (values, arrays) => {
        const tensors = Object.fromEntries(arrays.map((one, i) => [`output.${i}`, one]));
        const state = { weight: arrays[0] ?? { dtype: "bool", shape: [], data: Uint8Array.of(1) } };
        const one: Case = returning(tensors, "bits", {
          call: call({
            inputs: values,
            state: state as Record<string, NdArray>,
            steps: [{ call: ".append", inputs: values, keywords: { name: "weight" } }],
            method: "nn.utils.parametrize.cached",
            earlier: [{ inputs: values, keywords: { mask: null }, training: false }],
            prints: ["output.0"],
            sample: 9,
          }),
        });
        const { json, arrays: flat } = encodeCase(one);
        const read = caseJson.parse(JSON.parse(JSON.stringify(json)));
        expect(decodeCase(read, flat)).toEqual(one);
      },
    ),
    { numRuns: 200 },
  );
});

test("limits keep their numbers, also those that JSON has no word for", () => {
  const tensors = {
    "output.0": { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) },
  } as const;
  for (const amplification of [3.5, Infinity, Number.NaN, Float32Array.of(1, Infinity)]) {
    const limit = {
      terms: 7,
      amplification,
      residual: Float32Array.of(1e-9, 0),
      referenceLimited: true,
    };
    const { json, arrays } = encodeCase(returning(tensors, limit));
    const read = caseJson.parse(JSON.parse(JSON.stringify(json)));
    expect(decodeCase(read, arrays).limits).toEqual({ "output.0": limit });
  }
});

test("an argument of -0 keeps its sign, as JSON.stringify would not", () => {
  const one = returning({}, "bits", { call: call({ args: [-0] }) });
  const { json, arrays } = encodeCase(one);
  const read = caseJson.parse(JSON.parse(JSON.stringify(json)));
  expect(decodeCase(read, arrays).call.args).toEqual([-0]);
});

test("a key called __proto__ stays a key", () => {
  const options = JSON.parse('{"__proto__": 1}');
  const { json, arrays } = encodeCase(returning({}, "bits", { call: call({ options }) }));
  expect(Object.entries(decodeCase(json, arrays).call.options)).toEqual([["__proto__", 1]]);
});
