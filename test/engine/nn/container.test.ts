import { describe, expect, test } from "vitest";
import { nn, torch } from "#engine";

const three = () => new nn.Sequential(new nn.ReLU(), new nn.Tanh(), new nn.ELU());
const names = (s: nn.Sequential) => [...s.namedChildren()].map(([k, m]) => `${k} ${String(m)}`);

test("a list of modules can be read and changed", () => {
  const s = three();
  expect(s.length).toBe(3);
  expect(String(s.get(-1))).toBe("ELU(alpha=1.0)");
  expect([...s].map(String)).toEqual(["ReLU()", "Tanh()", "ELU(alpha=1.0)"]);
  s.insert(1, new nn.Sigmoid()).append(new nn.SELU());
  expect(names(s)).toEqual(["0 ReLU()", "1 Sigmoid()", "2 Tanh()", "3 ELU(alpha=1.0)", "4 SELU()"]);
  s.delete(0);
  expect(String(s.pop(-1))).toBe("SELU()");
  s.set(0, new nn.Identity());
  expect(names(s)).toEqual(["0 Identity()", "1 Tanh()", "2 ELU(alpha=1.0)"]);
  expect(names(s.slice(1))).toEqual(["1 Tanh()", "2 ELU(alpha=1.0)"]);
});

test("names, given as a map or an object, become the keys of the state", () => {
  const first = new nn.Linear(2, 3);
  const s = new nn.Sequential({ first, act: new nn.ReLU() });
  expect([...s.stateDict().keys()]).toEqual(["first.weight", "first.bias"]);
  expect(String(new nn.Sequential(new Map([["act", new nn.ReLU()]])))).toBe(
    "Sequential(\n  (act): ReLU()\n)",
  );
});

test("an empty one gives back its input", () => {
  const x = torch.ones([2]);
  expect(new nn.Sequential()(x)).toBe(x);
});

describe("refusals", () => {
  test.each<[string, () => unknown, string, string]>([
    [
      "no module",
      () => new nn.Sequential(3 as never),
      "TypeError",
      "Sequential: number is not a Module subclass",
    ],
    [
      "no such index",
      () => three().get(3),
      "IndexError",
      "Sequential: index 3 is out of range: there are 3",
    ],
    [
      "no such place",
      () => three().insert(5, new nn.ReLU()),
      "IndexError",
      "Sequential: Index out of range: 5 for 3 modules",
    ],
    [
      "a dotted name",
      () => new nn.Sequential({ "a.b": new nn.ReLU() }),
      "KeyError",
      `Sequential: module name can't contain ".", got: a.b`,
    ],
    [
      "an empty name",
      () => new nn.Sequential({ "": new nn.ReLU() }),
      "KeyError",
      `Sequential: module name can't be empty string ""`,
    ],
    [
      "a taken name",
      () => new nn.Sequential({ forward: new nn.ReLU() }),
      "KeyError",
      "Sequential: attribute 'forward' already exists",
    ],
    [
      "a fraction as a size",
      () => new nn.Unflatten(1, [2.5, 3]),
      "TypeError",
      "Unflatten: unflattened_size must be tuple of ints, but found element of type float at pos 0",
    ],
    [
      "a number for sizes",
      () => new nn.Unflatten(1, 6 as never),
      "TypeError",
      "Unflatten: unflattened_size must be a tuple of ints, but found type int",
    ],
    [
      "sizes that do not fit",
      () => new nn.Unflatten(1, [2, 4])(torch.ones([2, 6])),
      "RuntimeError",
      "unflatten: Provided sizes [2, 4] don't multiply up to the size of dim 1 (6) in the input tensor",
    ],
    [
      "no sizes",
      () => new nn.Unflatten(1, [])(torch.ones([2, 6])),
      "RuntimeError",
      "unflatten: sizes must be non-empty",
    ],
    [
      "two open sizes",
      () => new nn.Unflatten(1, [-1, -1])(torch.ones([2, 6])),
      "RuntimeError",
      "unflatten: only one dimension can be inferred",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
