import { copyWords } from "./copy-words.ts";
import { bytesOf } from "./dtype.ts";
import { scratch, withScratch, words } from "./memory.ts";
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
    const bases: number[] = [];
    const pointers: number[] = [];
    for (const x of tensors) {
      const { storage, offset } = x;
      const base = storage.pointer || (twinOf(tensors, bases, storage) ?? addressOf(storage));
      bases.push(base);
      pointers.push(offset === 0 ? base : base + offset * bytesOf(x.dtype));
    }
    const result = kernel(...pointers);
    for (let i = tensors.length - written; i < tensors.length; i++) {
      const own = (tensors[i] as Tensor).storage.words;
      if (own) copyWords(words(), (bases[i] as number) >>> 2, own, 0, own.length);
    }
    return result;
  });
}

type Pointers<T> = { [K in keyof T]: number };

/** pin, with address 0 for what is absent; `written` counts the absent too. */
export function pinOptional<T extends readonly (Tensor | null)[]>(
  tensors: readonly [...T],
  written: number,
  kernel: (...pointers: Pointers<T>) => void,
): void {
  const present = tensors.filter((x) => x !== null);
  const outputs = tensors.slice(tensors.length - written).filter((x) => x !== null).length;
  pin(present, outputs, (...pointers) => {
    let next = 0;
    kernel(...(tensors.map((x) => (x === null ? 0 : pointers[next++])) as Pointers<T>));
  });
}

/** Where the storage lies if a tensor before has it too. */
function twinOf(tensors: readonly Tensor[], bases: readonly number[], storage: Storage) {
  for (let i = 0; i < bases.length; i++) if (tensors[i]?.storage === storage) return bases[i];
  return undefined;
}

function addressOf(storage: Storage): number {
  const own = storage.words;
  if (!own) return storage.pointer;
  const pointer = scratch(own.length * 4 + 16);
  copyWords(own, 0, words(), pointer >>> 2, own.length);
  return pointer;
}
