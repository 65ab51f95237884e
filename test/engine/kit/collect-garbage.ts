import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** Runs the garbage collector now; it tells what it found when the event loop turns. */
export const collectGarbage: () => void = runInNewContext("gc");
