import type { Storage } from "./storage.ts";

/** How many scopes are open. */
let scopes = 0;
/** What was made in them, the innermost scope's last; its length is `top`, so that no scope makes an array anew. */
const made: (Storage | null)[] = [];
let top = 0;

/** Whether what is made now is given back at a scope's end. */
export function isInScope(): boolean {
  return scopes > 0;
}

/** The innermost scope gives this back at its end, unless it outlives it. */
export function giveToScope(storage: Storage): void {
  made[top++] = storage;
}

/** Runs `body`, then gives back every storage made inside it, except kept ones and those that `leaving` names. */
export function scopeStorages<T>(body: () => T, leaving: (result: T) => ReadonlySet<Storage>): T {
  const first = top;
  let left: ReadonlySet<Storage> = NONE;
  scopes++;
  try {
    const result = body();
    left = leaving(result);
    return result;
  } finally {
    scopes--;
    const end = top;
    top = first;
    const older = scopes === 0 ? takeYoung() : NONE;
    for (let i = first; i < end; i++) {
      const storage = made[i] as Storage;
      made[i] = null;
      const stays = storage.kept || storage.isGradient || left.has(storage);
      if (!stays) storage.dispose();
      else if (scopes > 0) made[top++] = storage;
      else if (storage.isGradient) keepYoung(storage);
      else storage.outlive();
    }
    for (const storage of older) storage.outlive();
  }
}

/**
 * Gradients that have outlived one scope. Most are dropped in the next step of a loop, so only what outlives that too is watched,
 * or what is there when the event loop turns: the garbage collector tells nothing before.
 */
let young: Storage[] = [];
let turning = false;

function keepYoung(storage: Storage): void {
  young.push(storage);
  if (turning) return;
  turning = true;
  setTimeout(() => {
    turning = false;
    for (const storage of takeYoung()) storage.outlive();
  }, 0);
}

function takeYoung(): Iterable<Storage> {
  if (young.length === 0) return NONE;
  const taken = young;
  young = [];
  return taken;
}

/** Of no storages. */
export const NONE: ReadonlySet<Storage> = new Set();
