/** Where a container keeps its names in order: JavaScript lists fields named by numbers first, whatever came first. */
export const NAMES = Symbol("names");

/** Those of `own` that are in `names`, in that order, then the others. */
export function inOrder<T>(
  names: readonly string[],
  own: Iterable<readonly [string, T]>,
): [string, T][] {
  const left = new Map(own);
  const first: [string, T][] = [];
  for (const name of names) {
    if (!left.has(name)) continue;
    first.push([name, left.get(name) as T]);
    left.delete(name);
  }
  return [...first, ...left];
}
