import { describe, expect, test } from "vitest";
import { type Dtype, type NdArray, sizeOf } from "#harness/array";
import type { Answer, Case } from "#harness/case";
import { compare, crashed } from "#harness/compare";
import { explain } from "#harness/explain";
import { array, call, refusing, returning, TOLERANCE } from "./kit/sample.ts";

function lines(one: Case, got: Answer): string[] {
  const verdict = compare(one, got);
  if (verdict.kind !== "fail") throw new Error(`the verdict is ${verdict.kind}`);
  return explain(one, got, verdict).split("\n");
}

/** Numbers that no reordering leaves as they are. */
function uneven(shape: readonly number[], dtype: Dtype = "float32"): NdArray {
  const numbers = Array.from(
    { length: sizeOf(shape) },
    (_, i) => ((i * 37) % 101) + (i % 7) / 8 + 1,
  );
  return array(dtype, shape, numbers);
}

/** The hint on an output of which each element is changed. */
function hint(
  shape: readonly number[],
  change: (want: number, index: readonly number[], at: (...index: number[]) => number) => number,
): string {
  const want = uneven(shape);
  const wants = Float64Array.from(want.data as Float32Array);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const at = (...index: number[]): number =>
    wants[index.reduce((sum, i, axis) => sum + i * (strides[axis] ?? 0), 0)] ?? 0;
  const numbers = Array.from(wants, (number, i) => {
    const index = strides.map((stride, axis) => Math.floor(i / stride) % (shape[axis] ?? 1));
    return change(number, index, at);
  });
  const got = array("float32", shape, numbers);
  const answer = {
    kind: "returned",
    tensors: { "output.0": got },
    facts: { structure: "tensor" },
  } as const;
  return lines(returning({ "output.0": want }, TOLERANCE), answer)
    .slice(4, -1)
    .join("|")
    .trim();
}

describe("a hint", () => {
  test.each<[string, string]>([
    [hint([3, 4], (x) => -x), "The sign is flipped everywhere."],
    [hint([3, 4], (x) => 1.25 * x), "Got is want times 1.25 everywhere."],
    [hint([3, 4], (x) => x - 0.5), "Got is want plus -0.5 everywhere."],
    [hint([3, 4], () => 0), "Every element of got is 0."],
    [hint([3, 4], () => Number.NaN), "Every element of got is NaN."],
    [
      hint([4, 4], (_, [i = 0, j = 0], at) => at(j, i)),
      "Got is want with its axes in the order (1, 0).",
    ],
    [
      hint([2, 3, 3], (_, [n = 0, i = 0, j = 0], at) => at(n, j, i)),
      "Got is want with its axes in the order (0, 2, 1).",
    ],
    [hint([2, 5], (_, [n = 0, i = 0], at) => at(n, 4 - i)), "Got is want reversed along axis 1."],
    [
      hint([2, 5], (x, [n = 0, i = 0], at) => (i === 0 ? x + 9 : at(n, i - 1))),
      "Got is want shifted by one along axis 1: index 1 holds what belongs to 0.",
    ],
    [
      hint([5, 2], (x, [i = 0, n = 0], at) => (i === 4 ? x + 9 : at(i + 1, n))),
      "Got is want shifted by one along axis 0: index 0 holds what belongs to 1.",
    ],
    [
      hint([4, 3], (_, [i = 0, j = 0], at) => at([1, 0, 2, 3][i] ?? 0, j)),
      "Got is want with the slices of axis 0 in the order (1, 0, 2, 3).",
    ],
    [
      hint([2, 3, 4, 4], (x, [, c]) => (c === 1 ? 2 * x + 1 : x)),
      "Only index 1 of axis 1 differs.",
    ],
    [
      hint([2, 3, 4, 4], (x, [, , , w]) => (w === 3 ? 2 * x + 1 : x)),
      "Only index 3, the last, of axis 3 differs.",
    ],
    [
      hint([1, 2, 4, 5], (x, [, , h, w]) =>
        h === 0 || h === 3 || w === 0 || w === 4 ? 2 * x + 1 : x,
      ),
      "Only the border differs, along axis 2 or 3.",
    ],
    [hint([6, 6], (x, [i = 0, j = 0]) => ((i * j) % 3 === 1 ? 2 * x + 1 : x)), ""],
    [hint([6, 6], (x, [i = 0, j = 0]) => ((i * j) % 3 === 1 ? x + 4e-6 : x + 1e-7)), ""],
  ])("%s", (got, want) => {
    expect(got).toBe(want);
  });

  test("on zeros of another sign", () => {
    const one = returning({ "output.0": array("float32", [2], [0, 1]) }, "bits");
    const tensors = { "output.0": array("float32", [2], [-0, 1]) };
    expect(
      lines(one, { kind: "returned", tensors, facts: { structure: "tensor" } }).join("\n"),
    ).toMatch(/want 0, got -0: off by 0, 0 ULP.\n {4}Only the sign of zeros differs./);
  });

  test.each([
    [[2, 3], [3, 2], "The sizes are right, in another order."],
    [[2, 3, 7], [2, 3, 8], "Sizes are out by one: look at how the output size is rounded."],
    [[2, 3], [6], "The number of elements is right."],
  ])("on shapes %o and %o", (want, got, sentence) => {
    const answer = {
      kind: "returned",
      tensors: { "output.0": uneven(got) },
      facts: { structure: "tensor" },
    } as const;
    expect(lines(returning({ "output.0": uneven(want) }), answer)).toContain(`    ${sentence}`);
  });
});

const CONV: Case = returning(
  { "output.0": uneven([1, 2, 3]), "grad.input.0": uneven([2]) },
  TOLERANCE,
  {
    id: "nn.Conv1d/each-axis-differs",
    call: call({
      layer: "nn.Conv1d",
      args: [3, 2n],
      options: { kernel_size: [2], padding: "same", bias: false, dtype: null },
      inputs: [
        { kind: "tensor", array: uneven([1, 3, 4]), grad: true },
        { kind: "list", items: [{ kind: "dtype", dtype: "int64" }, -0, Infinity] },
        { kind: "module", layer: "nn.ReLU", args: [], options: { inplace: true } },
        { kind: "function", name: "torch.tanh" },
        { kind: "dict", entries: { a: 1 } },
      ],
      training: false,
      gradMode: false,
    }),
  },
);

test("a failure is a screen of whole sentences that ends with a command", () => {
  const tensors = { "output.0": array("float32", [1, 2, 3], [1, 2, 3, Number.NaN, 5, 6]) };
  const text = lines(CONV, { kind: "returned", tensors, facts: { structure: "(tensor,)" } }).join(
    "\n",
  );
  expect(text).toMatchInlineSnapshot(`
    "nn.Conv1d/each-axis-differs
      nn.Conv1d(3, 2, kernel_size=(2,), padding="same", bias=False, dtype=None) on (float32 (1, 3, 4), [torch.int64, -0, inf], nn.ReLU(inplace=True), torch.tanh, {a=1}): float32, eval, no_grad
      output.0: 5 of 6 elements differ by more than their limit; 1 of them where one side is NaN or infinite.
        Worst at [0, 0, 2]: want 75.25, got 3: off by 72.3, 1.49e+7 times the limit of 4.84e-6, 9.47e+6 ULP.
      grad.input.0 is missing:
        want float32 of shape (2,)
        got  nothing
      structure reads otherwise:
        want tensor
        got  (tensor,)
      To see it again: npm run touchstone -- repro nn.Conv1d/each-axis-differs"
  `);
});

test("a refusal that differs shows both", () => {
  const got = { kind: "threw", phase: "construct", class: "RuntimeError", message: "no" } as const;
  expect(lines(refusing(), got).join("\n")).toMatchInlineSnapshot(`
    "nn.Identity/refused
      nn.Identity() on (): float32, training
      thrown in another phase:
        want forward
        got  construct
      thrown as another class:
        want ValueError
        got  RuntimeError
      the message lacks a part:
        want must be b
        got  no
      To see it again: npm run touchstone -- repro nn.Identity/refused"
  `);
});

test("a crash shows the first lines of its stack", () => {
  const error = new TypeError("x is undefined");
  error.stack = ["TypeError: x is undefined", ..."abcdefgh"].join("\n");
  const verdict = crashed(CONV, error);
  const text = verdict.kind === "fail" ? explain(CONV, null, verdict) : "";
  expect(text).toMatchInlineSnapshot(`
    "nn.Conv1d/each-axis-differs
      nn.Conv1d(3, 2, kernel_size=(2,), padding="same", bias=False, dtype=None) on (float32 (1, 3, 4), [torch.int64, -0, inf], nn.ReLU(inplace=True), torch.tanh, {a=1}): float32, eval, no_grad
      the engine crashed:
        want returned output.0, grad.input.0
        got  TypeError: x is undefined
        a
        b
        c
        d
      To see it again: npm run touchstone -- repro nn.Conv1d/each-axis-differs"
  `);
});

test("of many differences the first are told and the rest named", () => {
  const tensors = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`output.${i}`, uneven([1])]),
  );
  const text = lines(returning(tensors), {
    kind: "returned",
    tensors: {},
    facts: { structure: "tensor" },
  });
  expect(text.length).toBeLessThanOrEqual(24);
  expect(text.at(-2)).toBe("  5 more differ: output.4, output.5, output.6, output.7, output.8.");
});

test("of a text of many lines the first that differs is shown", () => {
  const one: Case = {
    ...returning({}),
    answer: { kind: "returned", tensors: {}, facts: { repr: "a\nb\nc" } },
  };
  const text = lines(one, { kind: "returned", tensors: {}, facts: { repr: "a\nB" } }).join("\n");
  expect(text).toMatch(/repr reads otherwise:\n {4}want line 2: "b"\n {4}got {2}line 2: "B"\n/);
});

test("a limit that cannot see is told to be the fixture's fault", () => {
  const one = returning({ "output.0": uneven([1]) }, {
    ...(TOLERANCE as object),
    amplification: Infinity,
  } as never);
  expect(lines(one, one.answer).join("\n")).toMatch(
    "The limit there is infinite: the fixture is at fault",
  );
});
