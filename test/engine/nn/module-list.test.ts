import { expect, test } from "vitest";
import { nn } from "#engine";

test("a list can be read and changed", () => {
  const list = new nn.ModuleList([new nn.ReLU()]);
  list.append(new nn.Tanh()).insert(1, new nn.Sigmoid());
  expect([...list].map(String)).toEqual(["ReLU()", "Sigmoid()", "Tanh()"]);
  expect([...list.namedChildren()].map(([name]) => name)).toEqual(["0", "1", "2"]);
  expect(String(list.get(-1))).toBe("Tanh()");
});

test("neighbours that print alike share a line", () => {
  const list = new nn.ModuleList([new nn.ReLU(), new nn.ReLU(), new nn.Tanh()]);
  expect(String(list)).toBe("ModuleList(\n  (0-1): 2 x ReLU()\n  (2): Tanh()\n)");
  expect(String(new nn.ModuleList())).toBe("ModuleList()");
});

test.each<[string, () => unknown, string, string]>([
  [
    "no such index",
    () => new nn.ModuleList().get(0),
    "IndexError",
    "ModuleList: index 0 is out of range: there are 0",
  ],
  [
    "no module",
    () => new nn.ModuleList([3 as never]),
    "TypeError",
    "addModule: number is not a Module subclass",
  ],
  [
    "a call",
    () => new nn.ModuleList().forward(),
    "NotImplementedError",
    'ModuleList: Module [ModuleList] is missing the required "forward" function',
  ],
])("refuses %s", (_, act, errorClass, message) => {
  expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
});
