import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";

/** Where V8 can join vectors: Node 24 on x86-64. */
export const CAN_JOIN = process.arch === "x64" && Number.parseInt(process.versions.v8, 10) >= 13;

/** Where it then does so. Elsewhere than on Linux nobody says whether the processor has AVX2. */
export const DOES_JOIN =
  CAN_JOIN &&
  process.platform === "linux" &&
  /\bavx2\b/.test(readFileSync("/proc/cpuinfo", "utf8"));

/** Why a test of joined vectors is skipped. */
export const NEEDS = "needs Node 24 or later on Linux, and an x86-64 processor with AVX2";

/** V8 compiles each kernel for good when it is called for the first time. */
export const AT_ONCE = "--no-liftoff";

/** What a child tells that was started with these words, and whether V8 joined vectors in it. */
export async function told<T>(
  child: "works-child" | "cases-child",
  words: readonly string[],
  ...flags: readonly string[]
): Promise<T & { readonly joined: boolean }> {
  const file = path.join(import.meta.dirname, `${child}.ts`);
  const running = execa(process.execPath, [...flags, "--trace-wasm-revectorize", file, ...words], {
    ipc: true,
  });
  const [message, { stdout }] = await Promise.all([running.getOneMessage(), running]);
  return { ...(message as T), joined: stdout.includes("Decide to vectorize") };
}
