/**
 * What a promise gives within `ms` milliseconds, unless `signal` comes first.
 * @throws Error where it does not.
 */
export async function inTime<T>(given: Promise<T>, ms: number, signal?: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = (): void => reject(new Error(`it gave no answer in ${ms / 1000} s`));
  const stop = (): void => reject(new Error("it was interrupted before it gave an answer"));
  const timer = setTimeout(late, ms);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted === true) stop();
  try {
    return await Promise.race([given, promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
