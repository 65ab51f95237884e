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
  const options = isPlain(last) ? last : null;
  const byPosition = options ? given.length - 1 : given.length;
  const found: Partial<Record<string, unknown>> = {};
  for (let i = 0; i < byPosition; i++) {
    if (given[i] !== undefined) found[String(names[i])] = given[i];
  }
  return (options ? Object.assign(found, options) : found) as Partial<T>;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && isRecord(value);
}

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
