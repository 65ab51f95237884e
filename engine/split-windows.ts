import { intsAt, kernels, scratch, scratchInts } from "./memory.ts";
import {
  ELEMENTS,
  MULTIPLICATIONS,
  productOf,
  ranges,
  replaced,
  SHARES,
  type Split,
} from "./split-parts.ts";

/** Pixels of a convolution that a part has at least, where there are parts enough for all threads. */
const PIXELS = 512;
/** Places of engine/kernels/geometry.ts, and how many there are. */
const GEOMETRY = {
  ...{ BATCH: 0, GROUPS: 1, CHANNELS: 2, FILTERS: 3, IMAGE: 4, OUT: 7, KERNEL: 10 },
  ...{ PART: 22, PARTS: 23, SIZE: 24 },
} as const;
/** What engine/kernels/sweep.ts takes to plan a convolution. */
const SWEEP_BYTES = 256;

/** kernels/conv*.ts: each part knows by its geometry which blocks, planes or taps are its own. */
export function convolution(
  room: "conv_forward_scratch" | "conv_image_scratch" | "conv_weight_scratch",
  bytes: number,
  along: "pixels" | "weights",
): Split {
  return (numbers, threads) => {
    const geometry = geometryAt(numbers[0] as number);
    const [batch, groups, channels, filters] = geometry as [number, number, number, number];
    const planes = batch * groups * sizeAt(geometry, GEOMETRY.OUT);
    if (planes * channels * filters * sizeAt(geometry, GEOMETRY.KERNEL) < MULTIPLICATIONS)
      return null;
    // Each part packs weights or gradients for itself: more parts than threads only where they are large.
    const most = along === "pixels" ? Math.min(threads * SHARES, Math.floor(planes / PIXELS)) : 0;
    const parts = Math.max(threads, most);
    return Array.from({ length: parts }, (_, part) => {
      const meta = scratchInts(
        replaced(geometry, { [GEOMETRY.PART]: part, [GEOMETRY.PARTS]: parts }),
      );
      const own = scratch(kernels[room](meta, bytes, scratch(SWEEP_BYTES)));
      return [meta, ...numbers.slice(1, -1), own];
    });
  };
}

interface Pooled {
  /** Which arguments point at planes of the image, of the output, and of the int32 places there. */
  readonly image: number;
  readonly out: number;
  readonly index?: number;
  readonly bytes: number;
}

/** kernels/pool.ts and kernels/avg-pool.ts, along the planes. */
export function planes({ image, out, index, bytes }: Pooled): Split {
  return (numbers, threads) => {
    const geometry = geometryAt(numbers[0] as number);
    const count = geometry[GEOMETRY.BATCH] as number;
    const [imageSize, outSize] = [sizeAt(geometry, GEOMETRY.IMAGE), sizeAt(geometry, GEOMETRY.OUT)];
    if (count * imageSize < ELEMENTS) return null;
    return ranges(count, threads * SHARES).map((range) => {
      const meta = scratchInts(replaced(geometry, { [GEOMETRY.BATCH]: range.count }));
      const part = replaced(numbers, { 0: meta });
      part[image] = (part[image] as number) + range.from * imageSize * bytes;
      part[out] = (part[out] as number) + range.from * outSize * bytes;
      if (index !== undefined && part[index] !== 0)
        part[index] = (part[index] as number) + range.from * outSize * 4;
      return part;
    });
  };
}

/** kernels/scatter.ts, along the planes. */
export function scattered(bytes: number): Split {
  return (numbers, threads) => {
    const [grad, index, image, planes, count, size] = numbers as [
      ...[number, number, number, number, number, number],
    ];
    if (planes * size < ELEMENTS) return null;
    return ranges(planes, threads * SHARES).map((range) => [
      ...[grad + range.from * count * bytes, index + range.from * count * 4],
      ...[image + range.from * size * bytes, range.count, count, size],
    ]);
  };
}

function geometryAt(meta: number): number[] {
  return intsAt(meta, GEOMETRY.SIZE);
}

/** The product of three axes' sizes. */
function sizeAt(geometry: readonly number[], at: number): number {
  return productOf(geometry.slice(at, at + 3));
}
