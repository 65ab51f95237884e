/** The number of the format that `diff --json` writes. */
export const DIFF_FORMAT = 1;
