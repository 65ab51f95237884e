import { copyWords } from "./copy-words.ts";
import { bytesOf, type Dtype, type Elements, elementsOver } from "./dtype.ts";
import { check } from "./errors.ts";
import { giveToScope, isInScope } from "./lifetime.ts";
import { allocateBlock, freeBlock, isSmall, memory, words } from "./memory.ts";

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
  /** The backward pass in which one gradient holds this and nobody else; 0 for none. */
  heldOnceIn = 0;
  /** Outlives every scope: parameters and buffers do. */
  kept = false;
  /** Outlives every scope until its leaf lets go of it. */
  isGradient = false;
  #pointer: number;
  #heap: Int32Array | null = null;
  #view: Elements | null = null;
  #viewType: Dtype | null = null;
  #disposed = false;
  #watched = false;

  /** Zero-filled when it is a JavaScript buffer; arena blocks hold whatever they held. */
  constructor(bytes: number) {
    this.bytes = bytes;
    this.#pointer = allocateBlock(bytes, isInScope());
    // V8 makes a small typed array at once, but its buffer only when that is asked for.
    if (this.#pointer === 0) this.#heap = new Int32Array(Math.ceil(bytes / 8) * 2);
    if (isInScope()) giveToScope(this);
    else this.outlive();
  }

  /**
   * Called outside of scopes, and where a scope ends that this outlives: from now on its memory comes back when nobody can reach
   * it any more. Few bytes move to a JavaScript buffer, a block of the arena is watched.
   */
  outlive(): void {
    if (this.#pointer === 0 || this.#watched || this.#disposed) return;
    if (isSmall(this.bytes)) {
      this.#heap = new Int32Array(Math.ceil(this.bytes / 8) * 2);
      copyWords(words(), this.#pointer >>> 2, this.#heap, 0, this.#heap.length);
      freeBlock(this.#pointer, this.bytes);
      this.#pointer = 0;
    } else {
      this.#watched = true;
      unreachable.register(this, { pointer: this.#pointer, bytes: this.bytes }, this);
    }
  }

  /** Its leaf lets go of this gradient: in a scope it goes with what was made there. */
  letGo(): void {
    if (!isInScope() || !this.isGradient) return;
    this.isGradient = false;
    giveToScope(this);
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
    if (this.#watched) unreachable.unregister(this);
    if (this.#pointer !== 0) freeBlock(this.#pointer, this.bytes);
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
