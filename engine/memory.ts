import { KERNELS_BASE64, type Kernels } from "./kernels.generated.ts";

const PAGE = 65536;
/** 4 GiB, all that 32 bits address. */
const MOST_PAGES = 65536;
const GROWTH = 16 * 2 ** 20;
/** Kernels may read one vector past the end of a block. */
const SLACK = 64;
const SCRATCH = 2 ** 20;
const DEFAULT_LIMIT = 2 ** 30;
/** Below this a JavaScript array is cheaper than a block of the arena that must be watched. */
const ARENA_FROM = 4096;

/** The one memory that kernels work on. Blocks above a few KiB live in it; it grows and never shrinks. */
export let memory = new WebAssembly.Memory({ initial: 64, maximum: MOST_PAGES });
let allWords = new Int32Array(memory.buffer);

/** How wide the vectors are that the kernels, which choose their tiles by it, are compiled to (engine/vectors.ts). */
export let vectorBits: 128 | 256 = 128;

let binary = decodeBase64(KERNELS_BASE64);
const instance = new WebAssembly.Instance(new WebAssembly.Module(binary), {
  env: { memory, vectorBits },
});

/** The compiled kernels of engine/kernels. */
export let kernels = instance.exports as unknown as Kernels;

/** What a worker needs to run kernels on this memory. */
export interface SharedKernels {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly vectorBits: number;
  /** The kernels of this thread, in the order in which every instance has them. */
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Moves everything to a memory that workers share, at the same addresses. Done once, and only for who wants threads. */
export function shareMemory(): SharedKernels {
  const initial = memory.buffer.byteLength / PAGE;
  const shared = new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared: true });
  binary = wantingSharedMemory(binary);
  const module = new WebAssembly.Module(binary);
  const { exports } = new WebAssembly.Instance(module, { env: { memory: shared, vectorBits } });
  new Uint8Array(shared.buffer).set(new Uint8Array(memory.buffer));
  memory = shared;
  allWords = new Int32Array(memory.buffer);
  setKernels(exports as unknown as Kernels);
  return { module, memory, vectorBits, exports };
}

/** The kernels compiled anew, on the same memory. Engines keep compiled code by its bytes, so these are others each time. */
export function compileAnew(bits: 128 | 256): SharedKernels {
  vectorBits = bits;
  binary = withSalt(binary);
  const module = new WebAssembly.Module(binary);
  const { exports } = new WebAssembly.Instance(module, { env: { memory, vectorBits } });
  setKernels(exports as unknown as Kernels);
  return { module, memory, vectorBits, exports };
}

/** What ops call from now on. */
export function setKernels(others: Kernels): void {
  kernels = others;
}

const start = (instance.exports["__heap_base"] as WebAssembly.Global | undefined)?.value ?? PAGE;
const scratchBase = align(start as number, 64);
let scratchTop = scratchBase;
const scratchEnd = scratchBase + SCRATCH;
/** Where random numbers are made, a row at a time; it is always there, so that drawing never makes the memory grow. */
export const ROW_BYTES = 2 ** 16;
export const rowBase = scratchEnd;
let bump = rowBase + ROW_BYTES;
let limit = DEFAULT_LIMIT;
let smallest = ARENA_FROM;
let eager = false;
let live = 0;
let peak = 0;
const free: number[][] = [];

/** Bytes of tensor data in the arena: now, at most so far, and the most allowed. */
export function arenaUsage(): { live: number; peak: number; limit: number } {
  return { live, peak, limit };
}

/** The most bytes that tensors may hold in the arena; beyond it storages are JavaScript arrays. */
export function setArenaLimit(bytes: number): void {
  limit = bytes;
}

/**
 * For tests: from now on every storage lies in the arena and every allocation acts as if the memory had to grow for it.
 * A view that was taken before an allocation and is used after it is then empty: always, not once in a thousand calls.
 */
export function growEagerly(on: boolean): void {
  eager = on;
  smallest = on ? 0 : ARENA_FROM;
}

/** Whether so few bytes are better kept in a JavaScript array. */
export function isSmall(bytes: number): boolean {
  return bytes < smallest;
}

/**
 * A block of at least `bytes`, 64-byte aligned, not cleared; 0 when the arena is at its limit, or for few bytes, unless they
 * are sure to be `given back`, which costs nothing.
 */
export function allocateBlock(bytes: number, givenBack: boolean): number {
  if (eager) growBy(0);
  if (isSmall(bytes) && !givenBack) return 0;
  const index = sizeClass(bytes);
  const size = classSize(index);
  if (live + size > limit) return 0;
  const pointer = free[index]?.pop() ?? extend(size);
  if (pointer === 0) return 0;
  live += size;
  if (live > peak) peak = live;
  return pointer;
}

/** Gives a block back; `bytes` as it was asked for. */
export function freeBlock(pointer: number, bytes: number): void {
  const index = sizeClass(bytes);
  live -= classSize(index);
  const list = free[index];
  if (list) list.push(pointer);
  else free[index] = [pointer];
}

/** Runs `body` with scratch(); all that it takes is given back at the end. */
export function withScratch<T>(body: () => T): T {
  const mark = openScratch();
  try {
    return body();
  } finally {
    closeScratch(mark);
  }
}

/** withScratch without a function: scratch() may be called until closeScratch() is, with what this gives. */
export function openScratch(): number {
  users++;
  return scratchTop;
}

/** Takes back all that scratch() has given since the openScratch() that gave this mark. */
export function closeScratch(mark: number): void {
  scratchTop = mark;
  while (spilled.at(-1)?.user === users) releaseSpill(spilled.pop() as Spill);
  users--;
}

interface Spill {
  readonly pointer: number;
  readonly index: number;
  /** How many had scratch open, one within the other, when it was taken. */
  readonly user: number;
}
const spilled: Spill[] = [];
let users = 0;

/** Bytes for a kernel, 16-byte aligned, not cleared; only inside withScratch. */
export function scratch(bytes: number): number {
  if (eager) growBy(0);
  const pointer = align(scratchTop, 16);
  if (pointer + bytes <= scratchEnd) {
    scratchTop = pointer + bytes;
    return pointer;
  }
  const index = sizeClass(bytes);
  const block = free[index]?.pop() ?? extend(classSize(index));
  if (block === 0)
    throw new RangeError(`kernels need ${bytes} bytes of scratch, but the 4 GiB memory is full`);
  spilled.push({ pointer: block, index, user: users });
  return block;
}

/** int32 values in scratch, for a kernel's `meta`. */
export function scratchInts(values: readonly number[]): number {
  const pointer = scratch(values.length * 4);
  const first = pointer >>> 2;
  for (let i = 0; i < values.length; i++) allWords[first + i] = values[i] as number;
  return pointer;
}

/** The values that `scratchInts` put there. */
export function intsAt(pointer: number, count: number): number[] {
  const values = new Array<number>(count);
  const first = pointer >>> 2;
  for (let i = 0; i < count; i++) values[i] = allWords[first + i] as number;
  return values;
}

/** The whole memory as int32. Never keep it across an op: the buffer changes when the memory grows. */
export function words(): Int32Array {
  return allWords;
}

/** All growth goes through here: asking the memory for its buffer costs more than a small kernel. */
function growBy(pages: number): void {
  memory.grow(pages);
  allWords = new Int32Array(memory.buffer);
}

function releaseSpill({ pointer, index }: Spill): void {
  const list = free[index];
  if (list) list.push(pointer);
  else free[index] = [pointer];
}

/** Four sizes per power of two: the number of the smallest class that holds `bytes`. */
function sizeClass(bytes: number): number {
  const units = Math.max(Math.ceil(bytes / 64), 4);
  const power = 31 - Math.clz32(units);
  const quarter = ((units - 1) >> (power - 2)) - 3;
  return power * 4 + quarter;
}

function classSize(index: number): number {
  const power = Math.floor(index / 4);
  return (4 + (index % 4)) * (1 << (power - 2)) * 64;
}

function extend(size: number): number {
  const pointer = bump;
  const needed = pointer + size + SLACK - memory.buffer.byteLength;
  if (needed > 0) {
    if (!grow(needed)) return 0;
  }
  bump += size;
  return pointer;
}

/** Grows by a quarter at least where there is room: each growth may make the garbage collector run. */
function grow(needed: number): boolean {
  const size = memory.buffer.byteLength;
  const wished = Math.min(Math.max(needed, GROWTH, size / 4), MOST_PAGES * PAGE - size);
  try {
    growBy(Math.ceil(Math.max(needed, wished) / PAGE));
    return true;
  } catch {
    return false;
  }
}

function align(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** The kernels' binary, importing a shared memory: one bit of the import's flags, after the names and the kind "memory". */
function wantingSharedMemory(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const limits = [...["env", "memory"].flatMap((name) => [name.length, ...byteCodes(name)]), 2];
  const at = module.findIndex((_, i) => limits.every((byte, j) => module[i + j] === byte));
  const changed = module.slice();
  changed[at + limits.length] = (module[at + limits.length] as number) | 2;
  return changed;
}

/** The binary with a section more at its end: custom (0), so many bytes long, without a name, and nobody reads the rest. */
function withSalt(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const changed = new Uint8Array(module.length + 3 + salt.length);
  changed.set(module);
  changed.set([0, salt.length + 1, 0, ...salt], module.length);
  return changed;
}

function byteCodes(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
