import { copyWords } from "./copy-words.ts";
import { bytesOf } from "./dtype.ts";
import { closeScratch, openScratch, scratch, words } from "./memory.ts";
import type { Storage } from "./storage.ts";
import type { Tensor } from "./tensor.ts";

/** Where the storages of pinned tensors lie, of each call after those of the calls around it. */
const bases: number[] = [];
let top = 0;

/**
 * Calls a kernel with the byte address of each tensor's first element. The last `written` tensors are those it writes.
 * The only place that knows the two kinds of storage: what lies in a JavaScript buffer is copied to scratch and back.
 * Small tensors pass here a million times a second, so it leaves nothing to the garbage collector.
 */
export function pin<T>(
  tensors: readonly Tensor[],
  written: number,
  kernel: (...pointers: number[]) => T,
): T {
  const mark = openScratch();
  const first = top;
  try {
    for (let i = 0; i < tensors.length; i++) {
      const { storage } = tensors[i] as Tensor;
      bases[top] = storage.pointer || (twinOf(tensors, first, storage) ?? addressOf(storage));
      top++;
    }
    const result = call(kernel, tensors, first);
    for (let i = tensors.length - written; i < tensors.length; i++) {
      const own = (tensors[i] as Tensor).storage.words;
      if (own) copyWords(words(), (bases[first + i] as number) >>> 2, own, 0, own.length);
    }
    return result;
  } finally {
    top = first;
    closeScratch(mark);
  }
}

function call<T>(
  kernel: (...pointers: number[]) => T,
  tensors: readonly Tensor[],
  first: number,
): T {
  switch (tensors.length) {
    case 1:
      return kernel(at(tensors, first, 0));
    case 2:
      return kernel(at(tensors, first, 0), at(tensors, first, 1));
    case 3:
      return kernel(at(tensors, first, 0), at(tensors, first, 1), at(tensors, first, 2));
    case 4:
      return kernel(
        at(tensors, first, 0),
        at(tensors, first, 1),
        at(tensors, first, 2),
        at(tensors, first, 3),
      );
    default:
      return kernel(...tensors.map((_, i) => at(tensors, first, i)));
  }
}

/** The address of the first element of a tensor that is pinned. */
function at(tensors: readonly Tensor[], first: number, i: number): number {
  const { offset, dtype } = tensors[i] as Tensor;
  return (bases[first + i] as number) + (offset === 0 ? 0 : offset * bytesOf(dtype));
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
function twinOf(tensors: readonly Tensor[], first: number, storage: Storage) {
  for (let i = first; i < top; i++) if (tensors[i - first]?.storage === storage) return bases[i];
  return undefined;
}

function addressOf(storage: Storage): number {
  const own = storage.words;
  if (!own) return storage.pointer;
  const pointer = scratch(own.length * 4 + 16);
  copyWords(own, 0, words(), pointer >>> 2, own.length);
  return pointer;
}
