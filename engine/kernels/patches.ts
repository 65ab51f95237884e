// The patches of an image, laid out as a matrix: a row for each tap (channel, z, y, x), a column for each output pixel.
import { gemm_scratch } from "./gemm";
import { Geometry } from "./geometry";

const ROOM: i32 = 1 << 18;

/** How many pixels of k taps make a block of about a MiB. */
export function blockPixels(k: i32, pixels: i32): i32 {
  return min(pixels, max(256, ROOM / max(k, 1) & ~7));
}

/** Bytes of scratch for a block of patches and its product. */
export function patchesScratch(g: Geometry, elementBytes: i32): i32 {
  const k = g.channels * g.taps;
  const block = blockPixels(k, g.outSize);
  const gemms = max(gemm_scratch(k, block, g.filters, elementBytes), gemm_scratch(g.filters, k, block, elementBytes));
  return k * block * elementBytes + gemms + 64;
}

/** `patches` (k x count) = those of output pixels j0.. . */
export function unfold<T>(g: Geometry, image: usize, j0: i32, count: i32, patches: usize): void {
  walk<T>(g, image, j0, count, patches, false);
}

/** The image += patches, each element where unfold takes it from. */
export function fold<T>(g: Geometry, image: usize, j0: i32, count: i32, patches: usize): void {
  walk<T>(g, image, j0, count, patches, true);
}

function walk<T>(g: Geometry, image: usize, j0: i32, count: i32, patches: usize, back: bool): void {
  for (let c = 0; c < g.channels; c++) {
    for (let kz = 0; kz < g.kernelDepth; kz++) {
      for (let ky = 0; ky < g.kernelHeight; ky++) {
        for (let kx = 0; kx < g.kernelWidth; kx++) {
          walkTap<T>(g, image, kz * g.dilationDepth - g.padDepth, ky * g.dilationHeight - g.padHeight,
            kx * g.dilationWidth - g.padWidth, j0, count, patches, back);
          patches += <usize>(count * sizeof<T>());
        }
      }
    }
    image += <usize>(g.imageSize * sizeof<T>());
  }
}

/** One row of the patches: row by row of the output, the part between the image's edges. */
function walkTap<T>(
  g: Geometry, plane: usize, dz: i32, dy: i32, dx: i32, j0: i32, count: i32, patches: usize, back: bool,
): void {
  const first = g.firstColumn(dx), last = g.lastColumn(dx);
  let ox = j0 % g.outWidth, oy = j0 / g.outWidth % g.outHeight, oz = j0 / (g.outWidth * g.outHeight);
  while (count > 0) {
    const run = min(g.outWidth - ox, count);
    const iz = oz * g.strideDepth + dz, iy = oy * g.strideHeight + dy;
    const inside = <u32>iz < <u32>g.depth && <u32>iy < <u32>g.height;
    const from = inside ? min(max(ox, first), ox + run) : ox + run;
    const to = inside ? max(min(ox + run, last), from) : from;
    const place = plane + <usize>(((iz * g.height + iy) * g.width + from * g.strideWidth + dx) * sizeof<T>());
    const at = patches + <usize>((from - ox) * sizeof<T>());
    if (back) {
      addRun<T>(place, at, to - from, g.strideWidth);
    } else {
      memory.fill(patches, 0, <usize>((from - ox) * sizeof<T>()));
      copyRun<T>(place, at, to - from, g.strideWidth);
      memory.fill(at + <usize>((to - from) * sizeof<T>()), 0, <usize>((ox + run - to) * sizeof<T>()));
    }
    patches += <usize>(run * sizeof<T>());
    count -= run;
    ox = 0;
    if (++oy < g.outHeight) continue;
    oy = 0;
    oz++;
  }
}

// @ts-ignore: decorator
@inline
function copyRun<T>(place: usize, patches: usize, count: i32, step: i32): void {
  if (step == 1) {
    memory.copy(patches, place, <usize>(count * sizeof<T>()));
    return;
  }
  for (let i = 0; i < count; i++) {
    store<T>(patches, load<T>(place));
    patches += sizeof<T>();
    place += <usize>(step * sizeof<T>());
  }
}

// @ts-ignore: decorator
@inline
function addRun<T>(place: usize, patches: usize, count: i32, step: i32): void {
  const lanes: i32 = 16 / sizeof<T>();
  let i = 0;
  if (step == 1) {
    for (; i + lanes <= count; i += lanes) {
      v128.store(place, v128.add<T>(v128.load(place), v128.load(patches)));
      place += 16;
      patches += 16;
    }
  } else if (step == 2 && sizeof<T>() == 4) {
    // Not up to the end: what lies between a run's last element and the next may be another thread's.
    const zero = v128.splat<T>(<T>0);
    for (; i + lanes < count; i += lanes) {
      const v = v128.load(patches);
      v128.store(place, f32x4.add(v128.load(place), v128.shuffle<i32>(v, zero, 0, 4, 1, 5)));
      v128.store(place, f32x4.add(v128.load(place, 16), v128.shuffle<i32>(v, zero, 2, 6, 3, 7)), 16);
      place += 32;
      patches += 16;
    }
  }
  for (; i < count; i++) {
    store<T>(place, load<T>(place) + load<T>(patches));
    patches += sizeof<T>();
    place += <usize>(step * sizeof<T>());
  }
}
