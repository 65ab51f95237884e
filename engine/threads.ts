import { check } from "./errors.ts";
import type { Kernels } from "./kernels.generated.ts";
import { compileAnew, type SharedKernels, setKernels, shareMemory } from "./memory.ts";
import { SPLITS } from "./splits.ts";
import { CONTROL, startWorker } from "./worker.ts";

/** A call's parts fit 10 bits of its state. */
const MOST_PARTS = 512;
const MOST_ARGUMENTS = 24;
/** How often the end is looked for before the thread sleeps: some 20 microseconds. */
const SPINS = 2000;

interface Pool extends SharedKernels {
  readonly control: Int32Array;
  readonly numbers: Float64Array;
  readonly names: ReadonlyMap<string, number>;
  readonly functions: readonly ((...numbers: number[]) => number)[];
  readonly threads: object[];
  calls: number;
}

let pool: Pool | null = null;
let wanted = 1;

/** How many threads compute: 1 unless setNumThreads said more. https://docs.pytorch.org/docs/stable/generated/torch.get_num_threads.html */
export function getNumThreads(): number {
  return wanted;
}

/**
 * Lets work that takes longer than some 50 microseconds be shared among n threads. Every element is computed as one thread
 * computes it: the bits are the same for every n. Where there is no SharedArrayBuffer (a page that is not cross-origin
 * isolated), it stays at 1. https://docs.pytorch.org/docs/stable/generated/torch.set_num_threads.html
 * @throws EngineError if n is not a whole number of at least 1.
 */
export function setNumThreads(n: number): void {
  check(
    Number.isInteger(n) && n > 0,
    "set_num_threads",
    () => `set_num_threads expects a positive integer, but got ${n}`,
  );
  if (pool === null && (n === 1 || typeof SharedArrayBuffer === "undefined")) return;
  pool ??= newPool(shareMemory());
  wanted = n;
  stop(pool);
  start(pool);
}

/** Compiles the kernels anew, for all threads: V8 may have been told to compile otherwise. */
export function renewKernels(vectorBits: 128 | 256): void {
  const fresh = compileAnew(vectorBits);
  if (pool === null) return;
  stop(pool);
  pool = newPool(fresh);
  start(pool);
}

/** For tests: how many parts other threads have taken since setNumThreads. */
export function partsOfOthers(): number {
  return pool === null ? 0 : Atomics.load(pool.control, CONTROL.TAKEN);
}

function newPool(shared: SharedKernels): Pool {
  const entries = Object.entries(shared.exports).filter(([, it]) => typeof it === "function");
  return {
    ...shared,
    control: new Int32Array(new SharedArrayBuffer(32)),
    numbers: new Float64Array(new SharedArrayBuffer(MOST_PARTS * MOST_ARGUMENTS * 8)),
    names: new Map(entries.map(([name], i) => [name, i])),
    functions: entries.map(([, it]) => it as (...numbers: number[]) => number),
    threads: [],
    calls: 0,
  };
}

/** Threads that wait wake up, see STOP and end. Those that come later have a control block of their own. */
function stop(old: Pool): void {
  if (old.threads.length === 0) return;
  Atomics.store(old.control, CONTROL.STOP, 1);
  Atomics.add(old.control, CONTROL.CALLS, 1);
  Atomics.notify(old.control, CONTROL.CALLS);
  pool = { ...old, control: new Int32Array(new SharedArrayBuffer(32)), threads: [], calls: 0 };
}

/** As many threads as are wanted, and what ops call from now on. */
function start(at: Pool): void {
  setKernels(wanted === 1 ? (at.exports as unknown as Kernels) : sharing(at, wanted));
  for (let i = 1; i < wanted; i++) at.threads.push(startWorker(at));
}

/** The kernels, those that can be split among threads in the place of the plain ones. */
function sharing(at: Pool, threads: number): Kernels {
  const shared = Object.entries(SPLITS).map(([name, split]) => {
    const plain = at.functions[at.names.get(name) as number] as (...numbers: number[]) => number;
    const kernel = (...numbers: number[]) => {
      const parts = split(numbers, threads);
      return parts === null ? plain(...numbers) : runParts(name, parts);
    };
    return [name, kernel];
  });
  return { ...at.exports, ...Object.fromEntries(shared) } as unknown as Kernels;
}

/**
 * Publishes the parts, works on them itself, and waits for those that others took. Which call it is, how many parts it has
 * and which is next are one number: a thread that comes late can take a part of this call or none.
 */
function runParts(name: string, parts: readonly (readonly number[])[]): number {
  const at = pool as Pool;
  const { control, numbers, functions } = at;
  const kernel = at.names.get(name) as number;
  const arity = parts[0]?.length ?? 0;
  for (let i = 0; i < parts.length; i++) numbers.set(parts[i] as number[], i * arity);
  control[CONTROL.KERNEL] = kernel;
  control[CONTROL.ARITY] = arity;
  control[CONTROL.FAILED] = 0;
  Atomics.store(control, CONTROL.DONE, 0);
  at.calls = (at.calls + 1) & 0xfff;
  Atomics.store(control, CONTROL.STATE, (at.calls << 20) | (parts.length << 10));
  Atomics.add(control, CONTROL.CALLS, 1);
  Atomics.notify(control, CONTROL.CALLS);
  const run = functions[kernel] as (...numbers: number[]) => number;
  for (let part = takePart(control); part >= 0; part = takePart(control)) {
    run(...(parts[part] as number[]));
    Atomics.add(control, CONTROL.DONE, 1);
  }
  waitFor(control, parts.length);
  if (control[CONTROL.FAILED] !== 0) throw new Error(`the kernel ${name} failed on a thread`);
  return 0;
}

function takePart(control: Int32Array): number {
  for (;;) {
    const state = Atomics.load(control, CONTROL.STATE);
    const [parts, next] = [(state >>> 10) & 1023, state & 1023];
    if (next >= parts) return -1;
    if (Atomics.compareExchange(control, CONTROL.STATE, state, state + 1) === state) return next;
  }
}

function waitFor(control: Int32Array, parts: number): void {
  for (let spins = 0; ; spins++) {
    const done = Atomics.load(control, CONTROL.DONE);
    if (done >= parts) return;
    if (spins > SPINS && maySleep) Atomics.wait(control, CONTROL.DONE, done, 1);
  }
}

/** A page's own thread may not. */
const maySleep = typeof document === "undefined";
