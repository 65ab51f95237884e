import type { FuzzLayer } from "../fuzz/layer.ts";
import { LAYERS } from "../fuzz/layers.ts";
import { globOf, SelectionError } from "../select.ts";

/**
 * Layers by name, with or without "nn.", with * and ?, or a family's name.
 * @throws SelectionError
 */
export function layersOf(wanted: string | undefined): readonly FuzzLayer[] {
  if (wanted === undefined) return LAYERS;
  const glob = globOf(wanted);
  const found = LAYERS.filter(
    ({ layer, family }) => family === wanted || glob.test(layer) || glob.test(layer.slice(3)),
  );
  if (found.length > 0) return found;
  const names = [...new Set(LAYERS.map(({ family }) => family))].join(", ");
  throw new SelectionError(
    `--layer ${wanted}: must be a layer that can be drawn, or one of ${names}`,
  );
}
