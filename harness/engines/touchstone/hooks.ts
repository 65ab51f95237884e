import { Tensor } from "#engine";

/** Hooks that a call may hang into a module, as PROTOCOL.md lists them. */
export const HOOKS: ReadonlyMap<string, Hook> = new Map<string, Hook>([
  ["hook.nothing", () => null],
  ["hook.double_first", (_module, ...given) => doubled(given[0])],
  ["hook.double_last", (_module, ...given) => doubled(given.at(-1))],
]);

type Hook = (module: unknown, ...given: readonly unknown[]) => unknown;

function doubled(value: unknown): unknown {
  if (value instanceof Tensor) return value.mul(2);
  return Array.isArray(value) ? value.map(doubled) : value;
}
