import { indexOf } from "./hint-order.ts";
import type { Pair } from "./hint-pair.ts";

/** Where the differing elements lie, if that is a place with a name. */
export function hintOfPlace(pair: Pair): string | null {
  const places = differing(pair);
  if (places.length < 2 || places.length === pair.wants.length) return null;
  return oneIndex(places, pair.shape) ?? border(places, pair.shape);
}

function differing({ shape, wants, gots, near }: Pair): number[][] {
  const places: number[][] = [];
  for (let at = 0; at < wants.length; at++) {
    if (!near(wants[at] ?? 0, gots[at] ?? 0, at)) places.push(indexOf(at, shape));
  }
  return places;
}

function oneIndex(places: readonly number[][], shape: readonly number[]): string | null {
  for (const [axis, size] of shape.entries()) {
    const found = new Set(places.map((place) => place[axis]));
    if (size < 2 || found.size !== 1) continue;
    const [index = 0] = found;
    const where = index === size - 1 ? `${index}, the last,` : `${index}`;
    return `Only index ${where} of axis ${axis} differs.`;
  }
  return null;
}

/** The border of the spatial axes, which are those after batch and channels. */
function border(places: readonly number[][], shape: readonly number[]): string | null {
  const spatial = [...shape.keys()].filter((axis) => axis >= Math.min(2, shape.length - 1));
  const axes = spatial.filter((axis) => (shape[axis] ?? 0) > 2);
  const outside = (place: readonly number[]): boolean =>
    axes.some((axis) => place[axis] === 0 || place[axis] === (shape[axis] ?? 0) - 1);
  if (!places.every(outside)) return null;
  return `Only the border differs, along axis ${axes.join(" or ")}.`;
}
