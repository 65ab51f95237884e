/** Arguments that Python takes by position or by name: values in order, then perhaps an object of the others by name. */
export type Arguments<T> = readonly (T[keyof T] | T | undefined)[];

/**
 * The arguments that have defaults, by name: `named([1, { keepdim: true }], ["dim", "keepdim"])` is
 * `{ dim: 1, keepdim: true }`. Only the last value can be the object.
 */
export function named<T extends object>(
  given: readonly unknown[],
  names: readonly (keyof T & string)[],
): Partial<T> {
  const last = given.at(-1);
  const options = isPlain(last) ? last : {};
  const values = isPlain(last) ? given.slice(0, -1) : given;
  const byPosition = values.map((value, i) => [names[i], value] as const);
  const set = byPosition.filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), ...options } as Partial<T>;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && isRecord(value);
}

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
