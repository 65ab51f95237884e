import { convolutions } from "./conv.ts";
import type { FuzzLayer } from "./layer.ts";

/** Every layer that can be drawn. */
export const LAYERS: readonly FuzzLayer[] = [...convolutions];
