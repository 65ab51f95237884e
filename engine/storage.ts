import { bytesOf, type Dtype, type Elements, elementsOver } from "./dtype.ts";
import { check } from "./errors.ts";
import { allocateBlock, freeBlock, memory } from "./memory.ts";

interface Block {
  readonly pointer: number;
  readonly bytes: number;
}

let nextSerial = 0;

const unreachable = new FinalizationRegistry<Block>((block) =>
  freeBlock(block.pointer, block.bytes),
);

/** The bytes behind one or more tensors: a block of the arena, or a JavaScript buffer. */
export class Storage {
  readonly bytes: number;
  /** Later storages have greater numbers. */
  readonly serial: number = nextSerial++;
  /** Counts in-place changes; autograd compares it with what it saved. */
  version = 0;
  /** Outlives every scope: parameters, buffers and gradients do. */
  kept = false;
  #pointer: number;
  #heap: Int32Array | null = null;
  #view: Elements | null = null;
  #viewType: Dtype | null = null;
  #disposed = false;

  /** Zero-filled when it is a JavaScript buffer; arena blocks hold whatever they held. */
  constructor(bytes: number) {
    this.bytes = bytes;
    this.#pointer = allocateBlock(bytes);
    // V8 makes a small typed array at once, but its buffer only when that is asked for.
    if (this.#pointer === 0) this.#heap = new Int32Array(Math.ceil(bytes / 8) * 2);
    else unreachable.register(this, { pointer: this.#pointer, bytes }, this);
    scopes.at(-1)?.push(this);
  }

  /** The byte address in the arena; 0 when the bytes are a JavaScript buffer. */
  get pointer(): number {
    this.#checkAlive();
    return this.#pointer;
  }

  /** The bytes as int32, rounded up to 8 bytes, when they are a JavaScript buffer; else null. */
  get words(): Int32Array | null {
    this.#checkAlive();
    return this.#heap;
  }

  /** All bytes as elements. Never keep it across an op: the arena's buffer changes when it grows. */
  view(dtype: Dtype): Elements {
    this.#checkAlive();
    const buffer = this.#heap?.buffer ?? memory.buffer;
    if (this.#view !== null && this.#viewType === dtype && this.#view.buffer === buffer) {
      return this.#view;
    }
    this.#viewType = dtype;
    this.#view = elementsOver(
      dtype,
      buffer,
      this.#pointer,
      Math.floor(this.bytes / bytesOf(dtype)),
    );
    return this.#view;
  }

  /** Gives the bytes back at once; any later use is refused. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#view = null;
    this.#heap = null;
    if (this.#pointer !== 0) {
      unreachable.unregister(this);
      freeBlock(this.#pointer, this.bytes);
    }
  }

  #checkAlive(): void {
    if (!this.#disposed) return;
    check(false, "tensor", () => "its memory was given back by dispose() or scope()");
  }
}

/** The number that the next storage will have. */
export function storageSerial(): number {
  return nextSerial;
}

const scopes: Storage[][] = [];

/** Runs `body`, then gives back every storage made inside it, except kept ones and those that `leaving` names. */
export function scopeStorages<T>(body: () => T, leaving: (result: T) => ReadonlySet<Storage>): T {
  scopes.push([]);
  let left: ReadonlySet<Storage> = new Set();
  try {
    const result = body();
    left = leaving(result);
    return result;
  } finally {
    const made = scopes.pop() as Storage[];
    const outer = scopes.at(-1);
    for (const storage of made) {
      if (!storage.kept && !left.has(storage)) storage.dispose();
      else outer?.push(storage);
    }
  }
}
