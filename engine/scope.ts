import { NONE, scopeStorages } from "./lifetime.ts";
import { arenaUsage, setArenaLimit } from "./memory.ts";
import type { Storage } from "./storage.ts";
import { Tensor } from "./tensor.ts";

/**
 * Runs `body` and gives back, at once, the memory of every tensor made inside it and of every gradient that `zeroGrad()` drops
 * inside it, except parameters, buffers, gradients that leaves have, and the tensors that `body` returns (alone, or in arrays,
 * maps and plain objects). A synchronous loop needs one scope a step, since JavaScript finalizes nothing before the loop ends.
 */
export function scope<T>(body: () => T): T {
  return scopeStorages(body, storagesIn);
}

function storagesIn(value: unknown): ReadonlySet<Storage> {
  if (typeof value !== "object" || value === null) return NONE;
  const found = new Set<Storage>();
  collect(value, found);
  return found;
}

/** Bytes of tensor data in the arena: now, at most so far, and the most allowed. */
export function memory(): { live: number; peak: number; limit: number } {
  return arenaUsage();
}

/** The most bytes that tensors may hold in the arena (1 GiB unless set); beyond it they are JavaScript arrays: slower, never wrong. */
export function setMemoryLimit(bytes: number): void {
  setArenaLimit(bytes);
}

function collect(value: unknown, into: Set<Storage>): void {
  if (value instanceof Tensor) {
    into.add(value.storage);
    if (value.grad) into.add(value.grad.storage);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, into);
  } else if (value instanceof Map) {
    for (const item of value.values()) collect(item, into);
  } else if (value !== null && typeof value === "object") {
    for (const item of Object.values(value)) collect(item, into);
  }
}
