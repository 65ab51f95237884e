// The gradient of a convolution to its weight: patches (taps x pixels) times grad transposed, both packed block by block.
import { isDepthwise } from "./depthwise";
import { depthwiseWeight, depthwiseWeightScratch } from "./depthwise-weight";
import { gemm, KC, MC } from "./gemm";
import { Geometry } from "./geometry";
import { packPanels, pairsSize, panelsSize } from "./pack";
import { packTaps, placeRuns } from "./pack-windows";
import { blockPixels, patchesScratch, unfold } from "./patches";
import { isSmall } from "./small";
import { open, outputSweep, placeTaps, Sweep, SWEEP_BYTES } from "./sweep";
import { EDGE_BYTES, packedTiles, panelWidth } from "./tile";

/** Bytes of scratch that conv_weight needs; `room` holds SWEEP_BYTES for a moment. */
export function conv_weight_scratch(meta: usize, elementBytes: i32, room: usize): i32 {
  const g = changetype<Geometry>(meta);
  return elementBytes == 4 ? scratchOf<f32>(g, room) : scratchOf<f64>(g, room);
}

function scratchOf<T>(g: Geometry, room: usize): i32 {
  if (isDepthwise(g)) return depthwiseWeightScratch<T>(g, room);
  if (!isWide<T>(g)) return patchesScratch(g, sizeof<T>());
  const elements = panelsSize<T>(g.filters, KC) + pairsSize(MC, KC) + outputSweep(g, room).room;
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
  memory.fill(weight, 0, <usize>(g.groups * g.filters * g.channels * g.taps * sizeof<T>()));
  if (isDepthwise(g)) depthwiseWeight<T>(g, grad, image, weight, scratch);
  else if (isWide<T>(g)) wide<T>(g, grad, image, weight, scratch);
  else narrow<T>(g, grad, image, weight, scratch);
}

/** Whether filters fill more than half a panel. */
function isWide<T>(g: Geometry): bool {
  return g.filters > panelWidth<T>() / 2 && !isSmall<T>(g.filters, g.channels * g.taps, g.outSize);
}

function wide<T>(g: Geometry, grad: usize, image: usize, weight: usize, scratch: usize): void {
  const sweep = (scratch + 63) & ~63, offsets = sweep + SWEEP_BYTES;
  const rest = (offsets + <usize>(g.channels * g.taps << 2) + 63) & ~63;
  const s = outputSweep(g, sweep);
  const block = rest + blockBytes<T>(g);
  placeTaps<T>(s, offsets);
  for (let n = 0; n < g.batch; n++) {
    let w = weight;
    for (let group = 0; group < g.groups; group++) {
      for (let b = 0; b < s.blocks; b++) {
        open<T>(s, b, image, block);
        addBlock<T>(g, s, grad + <usize>(s.first * sizeof<T>()), offsets, w, rest);
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

/** weight += the products of the open block's pixels. */
function addBlock<T>(g: Geometry, s: Sweep, grad: usize, offsets: usize, weight: usize, scratch: usize): void {
  const k = g.channels * g.taps;
  const edge = scratch, runs = edge + EDGE_BYTES, panels = runs + KC * 12;
  const pairs = panels + <usize>(panelsSize<T>(g.filters, KC) * sizeof<T>());
  for (let pc = 0; pc < s.pixels; pc += KC) {
    const kc = min(KC, s.pixels - pc);
    packPanels<T>(grad + <usize>(pc * sizeof<T>()), sizeof<T>(), <usize>(g.outSize * sizeof<T>()), kc, g.filters, panels);
    const last = placeRuns<T>(s, pc, kc, runs);
    for (let ic = 0; ic < k; ic += MC) {
      const mc = min(MC, k - ic);
      packTaps<T>(s, offsets + (<usize>ic << 2), mc, kc, runs, last, pairs);
      const to = weight + <usize>(ic * sizeof<T>());
      packedTiles<T>(mc, g.filters, kc, pairs, panels, to, sizeof<T>(), <usize>(k * sizeof<T>()), 1, edge);
    }
  }
}

/** The same for few filters, by patches laid out. */
function narrow<T>(g: Geometry, grad: usize, image: usize, weight: usize, scratch: usize): void {
  const k = g.channels * g.taps, pixels = g.outSize;
  const block = blockPixels(k, pixels);
  const patches = (scratch + 15) & ~15;
  const rest = patches + <usize>(k * block * sizeof<T>());
  for (let n = 0; n < g.batch; n++) {
    let w = weight;
    for (let group = 0; group < g.groups; group++) {
      for (let j = 0; j < pixels; j += block) {
        const count = min(block, pixels - j);
        unfold<T>(g, image, j, count, patches);
        gemm<T>(g.filters, k, count, grad + <usize>(j * sizeof<T>()), pixels, 1, patches, 1, count, w, k, 1, 1, rest);
      }
      grad += <usize>(g.filters * pixels * sizeof<T>());
      w += <usize>(g.filters * k * sizeof<T>());
      image += <usize>(g.channels * g.imageSize * sizeof<T>());
    }
  }
}
