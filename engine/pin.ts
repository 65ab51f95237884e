import { bytesOf } from "./dtype.ts";
import { memory, scratch, withScratch } from "./memory.ts";
import type { Storage } from "./storage.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Calls a kernel with the byte address of each tensor's first element. The last `written` tensors are those it writes.
 * The only place that knows the two kinds of storage: what lies in a JavaScript buffer is copied to scratch and back.
 */
export function pin<T>(
  tensors: readonly Tensor[],
  written: number,
  kernel: (...pointers: number[]) => T,
): T {
  return withScratch(() => {
    const bases = tensors.map(() => 0);
    tensors.forEach((x, i) => {
      const twin = tensors.findIndex((y) => y.storage === x.storage);
      bases[i] = twin < i ? (bases[twin] as number) : addressOf(x.storage);
    });
    const result = kernel(
      ...tensors.map((x, i) => (bases[i] as number) + x.offset * bytesOf(x.dtype)),
    );
    for (let i = tensors.length - written; i < tensors.length; i++) {
      const { storage } = tensors[i] as Tensor;
      if (storage.pointer === 0) bytesIn(storage).set(scratchBytes(bases[i] as number, storage));
    }
    return result;
  });
}

function addressOf(storage: Storage): number {
  if (storage.pointer !== 0) return storage.pointer;
  const pointer = scratch(storage.bytes + 16);
  scratchBytes(pointer, storage).set(bytesIn(storage));
  return pointer;
}

function bytesIn(storage: Storage): Uint8Array {
  return storage.view("uint8") as Uint8Array;
}

function scratchBytes(pointer: number, storage: Storage): Uint8Array {
  return new Uint8Array(memory.buffer, pointer, storage.bytes);
}
