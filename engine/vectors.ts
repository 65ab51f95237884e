import { check } from "./errors.ts";
import { vectorBits } from "./memory.ts";
import { renewKernels } from "./threads.ts";

/** That of Node 24. */
const LEAST_V8 = 13;

/** How wide the vectors are that kernels compute with: 128 bits unless setVectorBits said otherwise. */
export function getVectorBits(): number {
  return vectorBits;
}

/**
 * Lets kernels compute with vectors of 256 bits instead of 128. Every element is computed as before: the bits are the same. It
 * is V8's experimental revectorization, which joins pairs of WebAssembly's 128-bit operations to one of AVX2. Products of
 * matrices, and linear layers, convolutions and recurrent layers with them, become 1.6 to 1.8 times faster, activation functions
 * 1.4 to 1.7 times; what waits for memory gains nothing, and the smallest calls may take a little longer. Node 24 and later have
 * it on x86-64; elsewhere it stays at 128, and a processor without AVX2 computes as before. It holds for the whole process:
 * other WebAssembly and other threads too, which may meet what makes V8 call it experimental (it has been seen to end the
 * process over code of another shape than ours). The kernels are compiled anew, so that their first calls afterwards are slow. A
 * page cannot ask for it, but in a Chromium started with `--js-flags=--experimental-wasm-revectorize` it is on anyway, whatever
 * getVectorBits says.
 * @throws EngineError if it is neither 128 nor 256.
 */
export function setVectorBits(wanted: 128 | 256): void {
  check(
    wanted === 128 || wanted === 256,
    "set_vector_bits",
    () => `set_vector_bits expects 128 or 256, but got ${wanted}`,
  );
  if (wanted === vectorBits || !revectorize(wanted === 256)) return;
  renewKernels(wanted);
}

/** Tells V8 how to compile all that it compiles in this process from now on. False where that can't be told. */
function revectorize(on: boolean): boolean {
  const { process } = globalThis;
  const version = Number.parseInt(process?.versions?.v8 ?? "0", 10);
  if (process?.arch !== "x64" || version < LEAST_V8) return false;
  try {
    const v8 = process.getBuiltinModule("node:v8");
    v8.setFlagsFromString(`--${on ? "" : "no-"}experimental-wasm-revectorize`);
    return true;
  } catch {
    return false; // Other runtimes than Node have its names, and not all that is behind them.
  }
}
