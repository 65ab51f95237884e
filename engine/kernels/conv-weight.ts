// The gradient of a convolution to its weight: patches (taps x pixels) times grad transposed, both packed block by block.
import { isDepthwise } from "./depthwise";
import { depthwiseWeight, depthwiseWeightScratch } from "./depthwise-weight";
import { gemm, KC, MC } from "./gemm";
import { Geometry } from "./geometry";
import { packPanels, pairsSize, panelsSize } from "./pack";
import { packTaps, placeRuns } from "./pack-windows";
import { blockPixels, patchesScratch, unfold } from "./patches";
import { isSmall } from "./small";
import { BLOCK, open, outputSweep, placeTaps, Sweep, SWEEP_BYTES } from "./sweep";
import { EDGE_BYTES, packedTiles, panelWidth } from "./tile";

/** Bytes of scratch that conv_weight needs; `room` holds SWEEP_BYTES for a moment. */
export function conv_weight_scratch(meta: usize, elementBytes: i32, room: usize): i32 {
  const g = changetype<Geometry>(meta);
  return elementBytes == 4 ? scratchOf<f32>(g, room) : scratchOf<f64>(g, room);
}

function scratchOf<T>(g: Geometry, room: usize): i32 {
  if (isDepthwise(g)) return depthwiseWeightScratch<T>(g, room);
  if (!isWide<T>(g)) return patchesScratch(g, sizeof<T>());
  const elements = panelsSize<T>(g.filters, KC) + pairsSize(MC, KC) + outputSweep(g, BLOCK, room).room;
  return <i32>(SWEEP_BYTES + EDGE_BYTES) + KC * 12 + (g.channels * g.taps << 2) + elements * sizeof<T>() + 512;
}

export function conv_weight_f32(meta: usize, grad: usize, image: usize, weight: usize, scratch: usize): void {
  toWeight<f32>(changetype<Geometry>(meta), grad, image, weight, scratch);
}

export function conv_weight_f64(meta: usize, grad: usize, image: usize, weight: usize, scratch: usize): void {
  toWeight<f64>(changetype<Geometry>(meta), grad, image, weight, scratch);
}

/** weight (filters x k) = the sum over all images of grad (filters x pixels) times the patches (k x pixels) transposed. */
function toWeight<T>(g: Geometry, grad: usize, image: usize, weight: usize, scratch: usize): void {
  clear<T>(g, weight);
  if (isDepthwise(g)) depthwiseWeight<T>(g, grad, image, weight, scratch);
  else if (isWide<T>(g)) wide<T>(g, grad, image, weight, scratch);
  else narrow<T>(g, grad, image, weight, scratch);
}

/** The part that is done: rows of taps where filters fill panels, and whole groups elsewhere. */
// @ts-ignore: decorator
@inline
function isByRows<T>(g: Geometry): bool {
  return !isDepthwise(g) && isWide<T>(g);
}

function clear<T>(g: Geometry, weight: usize): void {
  const k = g.channels * g.taps, row = <usize>(k * sizeof<T>());
  if (!isByRows<T>(g)) {
    const first = g.begin(g.groups), own = g.end(g.groups) - first;
    memory.fill(weight + <usize>(first * g.filters) * row, 0, <usize>(own * g.filters) * row);
    return;
  }
  for (let i = 0; i < g.groups * g.filters; i++) {
    const group = i / g.filters, first = firstTap(g, k, group, g.part);
    memory.fill(weight + <usize>i * row + <usize>(first * sizeof<T>()), 0, <usize>((firstTap(g, k, group, g.part + 1) - first) * sizeof<T>()));
  }
}

/** The first of a group's k rows of taps that belongs to a part, at a whole pair: the rows of all groups are shared out. */
function firstTap(g: Geometry, k: i32, group: i32, part: i32): i32 {
  if (part == g.parts) return k;
  const at = <i32>(<i64>g.groups * k * part / g.parts) - group * k;
  return max(0, min(k, at & ~1));
}

/** Whether filters fill more than half a panel. */
function isWide<T>(g: Geometry): bool {
  return g.filters > panelWidth<T>() / 2 && !isSmall<T>(g.filters, g.channels * g.taps, g.outSize);
}

function wide<T>(g: Geometry, grad: usize, image: usize, weight: usize, scratch: usize): void {
  const sweep = (scratch + 63) & ~63, offsets = sweep + SWEEP_BYTES;
  const rest = (offsets + <usize>(g.channels * g.taps << 2) + 63) & ~63;
  const s = outputSweep(g, BLOCK, sweep);
  const k = g.channels * g.taps;
  const block = rest + blockBytes<T>(g);
  placeTaps<T>(s, offsets);
  for (let n = 0; n < g.batch; n++) {
    let w = weight;
    for (let group = 0; group < g.groups; group++) {
      const first = firstTap(g, k, group, g.part), end = firstTap(g, k, group, g.part + 1);
      for (let b = 0; b < s.blocks && first < end; b++) {
        open<T>(s, b, image, block);
        addBlock<T>(g, s, grad + <usize>(s.first * sizeof<T>()), offsets, first, end, w, rest);
      }
      grad += <usize>(g.filters * g.outSize * sizeof<T>());
      image += <usize>(g.channels * g.imageSize * sizeof<T>());
      w += <usize>(g.filters * g.channels * g.taps * sizeof<T>());
    }
  }
}

/** Bytes of what addBlock takes. */
function blockBytes<T>(g: Geometry): usize {
  return EDGE_BYTES + KC * 12 + <usize>((panelsSize<T>(g.filters, KC) + pairsSize(MC, KC)) * sizeof<T>()) + 128;
}

/** weight += the products of the open block's pixels, for the taps from `first` up to `end`. */
function addBlock<T>(
  g: Geometry, s: Sweep, grad: usize, offsets: usize, first: i32, end: i32, weight: usize, scratch: usize,
): void {
  const k = g.channels * g.taps;
  const edge = scratch, runs = edge + EDGE_BYTES, panels = runs + KC * 12;
  const pairs = panels + <usize>(panelsSize<T>(g.filters, KC) * sizeof<T>());
  for (let pc = 0; pc < s.pixels; pc += KC) {
    const kc = min(KC, s.pixels - pc);
    packPanels<T>(grad + <usize>(pc * sizeof<T>()), sizeof<T>(), <usize>(g.outSize * sizeof<T>()), kc, g.filters, panels);
    const last = placeRuns<T>(s, pc, kc, runs);
    for (let ic = first; ic < end; ic += MC) {
      const mc = min(MC, end - ic);
      packTaps<T>(s, offsets + (<usize>ic << 2), mc, kc, runs, last, pairs);
      const to = weight + <usize>(ic * sizeof<T>());
      packedTiles<T>(mc, g.filters, kc, pairs, panels, to, sizeof<T>(), <usize>(k * sizeof<T>()), 1, 0, edge);
    }
  }
}

/** The same for few filters, by patches laid out. */
function narrow<T>(g: Geometry, grad: usize, image: usize, weight: usize, scratch: usize): void {
  const k = g.channels * g.taps, pixels = g.outSize;
  const block = blockPixels(k, pixels);
  const patches = (scratch + 15) & ~15;
  const rest = patches + <usize>(k * block * sizeof<T>());
  const end = g.end(g.groups);
  for (let n = 0; n < g.batch; n++) {
    for (let group = g.begin(g.groups); group < end; group++) {
      const plane = n * g.groups + group;
      const source = image + <usize>(plane * g.channels * g.imageSize * sizeof<T>());
      const from = grad + <usize>(plane * g.filters * pixels * sizeof<T>());
      const w = weight + <usize>(group * g.filters * k * sizeof<T>());
      for (let j = 0; j < pixels; j += block) {
        const count = min(block, pixels - j);
        unfold<T>(g, source, j, count, patches);
        gemm<T>(g.filters, k, count, from + <usize>(j * sizeof<T>()), pixels, 1, patches, 1, count, w, k, 1, 1, rest);
      }
    }
  }
}
