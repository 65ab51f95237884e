import { SelectionError } from "../select.ts";

/**
 * A whole number above 0.
 * @throws SelectionError
 */
export function positive(name: string, text: string, most = 999_999_999): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number > most) throw new SelectionError(`${name}: must be at most ${most}, came ${text}`);
  if (number > 0) return number;
  throw new SelectionError(`${name}: must be a whole number above 0, came ${text}`);
}

/** More processes at once than any machine has room for: PyTorch takes half a gigabyte in each. */
export const MOST_PROCESSES = 128;
