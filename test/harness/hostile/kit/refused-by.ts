/** The error that `work` throws, which must be of one of these classes; anything else is passed on. */
export function refusedBy(
  kinds: readonly (new (message?: string) => Error)[],
  work: () => unknown,
): Error {
  try {
    work();
  } catch (error) {
    if (kinds.some((kind) => error instanceof kind)) return error as Error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
