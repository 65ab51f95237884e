/** Few words go faster one by one. */
export function copyWords(
  from: Int32Array,
  at: number,
  to: Int32Array,
  into: number,
  count: number,
) {
  if (count > 64) to.set(from.subarray(at, at + count), into);
  else for (let i = 0; i < count; i++) to[into + i] = from[at + i] as number;
}
