// Scores of some queries (rows) against keys (columns) made weights: the softmax of scale · score + mask along each row.
import { storeUpTo } from "./lanes";
import { scaleRun } from "./norm-runs";
import { peakOf, sumOfExp } from "./softmax-rows";

/**
 * x (count x columns, contiguous) is changed in place; its first row is row `first` of all. A `mask` of 0 is none; its strides may
 * be 0. `causal` leaves row r its first r + 1 columns. A row of nothing but -inf becomes zeros if `safe`, else NaN.
 * `room`: ROOM_BYTES of softmax-rows.ts.
 */
export function weighRows<T>(
  first: i32, count: i32, columns: i32, x: usize, scale: T, causal: bool, safe: bool,
  mask: usize, rowMask: i32, columnMask: i32, room: usize,
): void {
  const bytes = <usize>(columns * sizeof<T>());
  const step = <usize>(columnMask * sizeof<T>());
  for (let r = first; r < first + count; r++) {
    const live = causal ? min(r + 1, columns) : columns;
    scoreRow<T>(x, live, scale, mask, step);
    if (sizeof<T>() == 4) weighRow32(x, live, safe, room);
    else weighRow64(x, live, safe);
    memory.fill(x + <usize>(live * sizeof<T>()), 0, bytes - <usize>(live * sizeof<T>()));
    x += bytes;
    if (mask) mask += <usize>(rowMask * sizeof<T>());
  }
}

/** x = scale · x + mask, whose elements lie `step` bytes apart. */
function scoreRow<T>(x: usize, columns: i32, scale: T, mask: usize, step: usize): void {
  const end = x + <usize>(columns * sizeof<T>()), factor = v128.splat<T>(scale);
  if (mask && step == sizeof<T>()) {
    for (; x < end; x += 16, mask += 16) storeUpTo<T>(x, end, v128.add<T>(v128.mul<T>(factor, v128.load(x)), v128.load(mask)));
  } else if (mask && step > 0) {
    for (; x < end; x += sizeof<T>(), mask += step) store<T>(x, scale * load<T>(x) + load<T>(mask));
  } else {
    const same = mask ? v128.splat<T>(load<T>(mask)) : v128.splat<T>(<T>0);
    for (; x < end; x += 16) storeUpTo<T>(x, end, v128.add<T>(v128.mul<T>(factor, v128.load(x)), same));
  }
}

/** The softmax of a row, in place. */
function weighRow32(x: usize, columns: i32, safe: bool, room: usize): void {
  const peak = peakOf(x, columns, room);
  if (safe && peak == -Infinity && isBlind(x, columns)) {
    memory.fill(x, 0, <usize>columns << 2);
    return;
  }
  const total = sumOfExp(x, x, columns, peak, room);
  scaleRun(x, x, columns, 1 / total);
}

/** Whether all of a row is -inf. */
function isBlind(x: usize, columns: i32): bool {
  const end = x + (<usize>columns << 2);
  while (x < end && load<f32>(x) == -Infinity) x += 4;
  return x == end;
}

function weighRow64(x: usize, columns: i32, safe: bool): void {
  const end = x + (<usize>columns << 3);
  let greatest = -Infinity;
  for (let p = x; p < end; p += 8) greatest = max(greatest, load<f64>(p));
  if (safe && greatest == -Infinity) {
    memory.fill(x, 0, end - x);
    return;
  }
  let sum: f64 = 0;
  for (let p = x; p < end; p += 8) {
    const e = Math.exp(load<f64>(p) - greatest);
    sum += e;
    store<f64>(p, e);
  }
  for (let p = x; p < end; p += 8) store<f64>(p, load<f64>(p) / sum);
}
