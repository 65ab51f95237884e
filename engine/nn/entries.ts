import { checkAs } from "../errors.ts";

/** Values by name: a map, an object, or pairs. */
export type Named<T> =
  | ReadonlyMap<string, T>
  | Readonly<Record<string, T>>
  | Iterable<readonly [string, T]>;

/** The names and values given to an update, in order; those of a plain object sorted by name if `sorted`. */
export function entriesOf<T>(where: string, given: Named<T>, sorted = false): [string, T][] {
  const value: unknown = given;
  checkAs(
    "TypeError",
    typeof value === "object" && value !== null,
    where,
    () =>
      `${where}.update should be called with an iterable of key/value pairs, but got ${typeof value}`,
  );
  if (!(Symbol.iterator in value)) {
    const entries = Object.entries(given as Readonly<Record<string, T>>);
    return sorted ? entries.sort(([a], [b]) => (a < b ? -1 : 1)) : entries;
  }
  return Array.from(given as Iterable<readonly [string, T]>, (pair, i) =>
    checkPair(where, pair, i),
  );
}

function checkPair<T>(where: string, pair: readonly [string, T], i: number): [string, T] {
  const value: unknown = pair;
  checkAs(
    "TypeError",
    Array.isArray(value),
    where,
    () => `${where} update sequence element #${i} should be Iterable; is ${typeof value}`,
  );
  checkAs(
    "ValueError",
    value.length === 2,
    where,
    () => `${where} update sequence element #${i} has length ${value.length}; 2 is required`,
  );
  return [...pair];
}
