import { F, flags, floats, list, type Provocation, torch, wanting, wholes } from "../kit/loose.ts";

const unpool = (x: unknown, indices: unknown, size: unknown = 2, options = {}) =>
  F.maxUnpool2d(x, indices, size, options);

const plane = () => floats(1, 2, 2, 2);

const places = () => wholes(1, 2, 2, 2);

/** Adaptive pooling and unpooling. */
export const POOLING: readonly Provocation[] = [
  () => F.adaptiveAvgPool1d(floats(2, 3), null),
  () => F.adaptiveAvgPool1d(floats(2, 3), 2.5),
  () => F.adaptiveAvgPool1d(floats(3), 2),
  () => F.adaptiveAvgPool1d(floats(2, 3), [1, 2]),
  () => F.adaptiveAvgPool2d(plane(), null),
  () => F.adaptiveAvgPool2d(floats(2, 2), [1, 2]),
  () => F.adaptiveAvgPool2d(plane(), [1, 2.5]),
  () => F.adaptiveAvgPool2d(plane(), [-1, 2]),
  () => F.adaptiveAvgPool2d(plane(), [1, 2, 3]),
  () => F.adaptiveAvgPool2d(plane(), [1]),
  () => F.adaptiveMaxPool2d(plane(), [1]),
  () => F.adaptiveMaxPool2d(floats(1, 1, 2, 2, 2), [1, 1]),
  () => F.adaptiveMaxPool2d(floats(1, 0, 2, 2), [1, 1]),
  () => {
    const x = wanting(1, 2, 2, 2);
    const y = F.adaptiveAvgPool2d(x, [0, 1]);
    torch.backward([y], [y]);
  },
  () => unpool(floats(2), wholes(2)),
  () => unpool(plane(), places(), 2, { outputSize: [-1, 4] }),
  () => unpool(plane(), places(), 2, { outputSize: 4 }),
  () => unpool(plane(), places(), 2, { outputSize: [4] }),
  () => unpool(plane(), places(), 2, { outputSize: [9, 4] }),
  () => unpool(plane(), floats(1, 2, 2, 2)),
  () => unpool(floats(1, 1, 1, 2, 2), wholes(1, 1, 1, 2, 2)),
  () => unpool(plane(), wholes(1, 2, 2, 3)),
  () => unpool(floats(1, 0, 2, 2), wholes(1, 0, 2, 2)),
  () => unpool(plane(), torch.full([1, 2, 2, 2], 99, { dtype: "int64" })),
  () => F.adaptiveAvgPool2d(flags(1, 2, 2, 2), list(1, 1)),
];
