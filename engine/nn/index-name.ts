import { checkAs } from "../errors.ts";

/** The name of the entry at `index` in a list of `length`, counted from the end if negative. Throws IndexError beyond it. */
export function indexName(where: string, index: number, length: number): string {
  checkAs(
    "IndexError",
    Number.isInteger(index) && index >= -length && index < length,
    where,
    () => `index ${index} is out of range: there are ${length}`,
  );
  return String(index < 0 ? index + length : index);
}
