import {
  doubles,
  F,
  floats,
  halves,
  type Provocation,
  torch,
  wanting,
  wholes,
} from "../kit/loose.ts";

const image = () => floats(1, 1, 2, 2);

const grid = () => floats(1, 1, 1, 2);

/** Interpolation, shuffles and sampling. */
export const VISION: readonly Provocation[] = [
  () => F.interpolate(image(), { size: 2, scaleFactor: 2 }),
  () => F.interpolate(image()),
  () => F.interpolate(image(), { size: [2] }),
  () => F.interpolate(image(), { scaleFactor: [2] }),
  () => F.interpolate(image(), { size: [2.5, 2] }),
  () => F.interpolate(image(), { size: 2.5 }),
  () => F.interpolate(image(), { size: 2, recomputeScaleFactor: true }),
  () => F.interpolate(image(), { scaleFactor: Number.NaN }),
  () => F.interpolate(image(), { scaleFactor: Number.NaN, recomputeScaleFactor: true }),
  () => F.interpolate(image(), { size: 0 }),
  () => F.interpolate(floats(1, 0, 2, 2), { size: 2 }),
  () => F.interpolate(image(), { size: 2, alignCorners: true }),
  () => F.interpolate(image(), { size: 2, antialias: true }),
  () => F.interpolate(image(), { size: 2, mode: "linear" }),
  () => F.interpolate(image(), { size: 2, mode: "lanczos" }),
  () => F.interpolate(halves(1, 1, 2, 2), { size: 2, mode: "bicubic", antialias: true }),
  () => F.pixelShuffle(image(), 2.5),
  () => F.pixelShuffle(floats(2, 2), 2),
  () => F.pixelShuffle(image(), 0),
  () => F.pixelShuffle(image(), 2 ** 33),
  () => F.pixelShuffle(image(), 2),
  () => F.pixelShuffle(floats(2, 2, 2, 2, 2).permute([0, 4, 1, 2, 3]), 1),
  () => F.pixelUnshuffle(floats(1, 3, 2), 2),
  () => F.channelShuffle(image(), 2.5),
  () => F.channelShuffle(floats(2, 2), 2),
  () => F.channelShuffle(image(), 0),
  () => F.channelShuffle(image(), 2),
  () => {
    const y = F.nativeChannelShuffle(wanting(1, 2, 1), 2);
    torch.backward([y], [y]);
  },
  () => F.gridSample(image(), grid(), { mode: "cubic" }),
  () => F.gridSample(image(), grid(), { paddingMode: "zero" }),
  () => F.gridSample(floats(), floats()),
  () => F.gridSample(image(), floats(2, 1, 1, 2)),
  () => F.gridSample(image(), floats(1, 1, 1, 3)),
  () => F.gridSample(floats(1, 1, 0, 2), grid()),
  () => F.gridSample(image(), floats(1, 1, 2)),
  () => F.gridSample(floats(1, 1, 2, 2, 2), floats(1, 1, 1, 1, 3), { mode: "bicubic" }),
  () => F.gridSample(wholes(1, 1, 2, 2), grid()),
  () => F.gridSample(image(), doubles(1, 1, 1, 2)),
  () => F.affineGrid(wholes(1, 2, 3), [1, 1, 2, 2]),
  () => F.affineGrid(floats(1, 2, 3), [1, 2, 2]),
  () => F.affineGrid(floats(1, 3, 4), [1, 1, 2, 2]),
  () => F.affineGrid(floats(1, 2, 3), [1, 1, 0, 2]),
];
