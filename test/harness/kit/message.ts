/** The message of the error that `work` throws; anything else thrown is passed on. */
export function messageOf(kind: new (message?: string) => Error, work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof kind) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}
