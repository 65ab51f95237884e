// Resampling along one axis: each place of the new axis is a weighted sum of places of the old one. Tensors are (outer, axis,
// inner). `rows` holds int32: where the terms of each of the `count` new places begin, and after them where the last ones end;
// then each term's place on the old axis. `weights` holds a number for each term.

export function resample_f32(outer: i32, size: i32, count: i32, inner: i32, rows: usize, weights: usize, image: usize, out: usize): void { resample<f32>(outer, size, count, inner, rows, weights, image, out); }
export function resample_f64(outer: i32, size: i32, count: i32, inner: i32, rows: usize, weights: usize, image: usize, out: usize): void { resample<f64>(outer, size, count, inner, rows, weights, image, out); }

function resample<T>(outer: i32, size: i32, count: i32, inner: i32, rows: usize, weights: usize, image: usize, out: usize): void {
  const places = rows + (<usize>(count + 1) << 2);
  const line = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      const first = load<i32>(rows + (<usize>i << 2)), end = load<i32>(rows + (<usize>i << 2), 4);
      if (inner == 1) store<T>(out, sumOf<T>(first, end, places, weights, image));
      else blend<T>(inner, first, end, places, weights, image, out);
      out += line;
    }
    image += <usize>size * line;
  }
}

// @ts-ignore: decorator
@inline
function sumOf<T>(first: i32, end: i32, places: usize, weights: usize, image: usize): T {
  let sum: T = <T>0;
  for (let p = first; p < end; p++) {
    const term = weightAt<T>(weights, p) * load<T>(image + <usize>placeAt(places, p) * sizeof<T>());
    sum = p == first ? term : sum + term;
  }
  return sum;
}

/** A line of the result: the weighted sum of lines of the image. */
function blend<T>(inner: i32, first: i32, end: i32, places: usize, weights: usize, image: usize, out: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  const line = <usize>inner * sizeof<T>();
  let i = 0;
  for (; i + lanes <= inner; i += lanes) {
    const column = image + <usize>i * sizeof<T>();
    let sum = v128.splat<T>(<T>0);
    for (let p = first; p < end; p++) {
      const term = v128.mul<T>(v128.splat<T>(weightAt<T>(weights, p)), v128.load(column + <usize>placeAt(places, p) * line));
      sum = p == first ? term : v128.add<T>(sum, term);
    }
    v128.store(out + <usize>i * sizeof<T>(), sum);
  }
  for (; i < inner; i++) {
    const column = image + <usize>i * sizeof<T>();
    let sum: T = <T>0;
    for (let p = first; p < end; p++) {
      const term = weightAt<T>(weights, p) * load<T>(column + <usize>placeAt(places, p) * line);
      sum = p == first ? term : sum + term;
    }
    store<T>(out + <usize>i * sizeof<T>(), sum);
  }
}

export function resample_back_f32(outer: i32, size: i32, count: i32, inner: i32, rows: usize, weights: usize, grad: usize, image: usize): void { resampleBack<f32>(outer, size, count, inner, rows, weights, grad, image); }
export function resample_back_f64(outer: i32, size: i32, count: i32, inner: i32, rows: usize, weights: usize, grad: usize, image: usize): void { resampleBack<f64>(outer, size, count, inner, rows, weights, grad, image); }

/** image = 0, then += each weight times the grad of the sum that it stands in. */
function resampleBack<T>(outer: i32, size: i32, count: i32, inner: i32, rows: usize, weights: usize, grad: usize, image: usize): void {
  const places = rows + (<usize>(count + 1) << 2);
  const line = <usize>inner * sizeof<T>();
  memory.fill(image, 0, <usize>outer * <usize>size * line);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      const end = load<i32>(rows + (<usize>i << 2), 4);
      for (let p = load<i32>(rows + (<usize>i << 2)); p < end; p++) {
        addScaled<T>(inner, weightAt<T>(weights, p), grad, image + <usize>placeAt(places, p) * line);
      }
      grad += line;
    }
    image += <usize>size * line;
  }
}

// @ts-ignore: decorator
@inline
function addScaled<T>(inner: i32, weight: T, from: usize, to: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  const end = to + <usize>inner * sizeof<T>();
  if (inner >= lanes) {
    const factor = v128.splat<T>(weight);
    for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.add<T>(v128.load(to), v128.mul<T>(factor, v128.load(from))));
  }
  for (; to < end; to += sizeof<T>(), from += sizeof<T>()) store<T>(to, load<T>(to) + weight * load<T>(from));
}

/** As resample_f32, of bytes: `weights` are int32 in units of 2^-precision, and each sum is rounded and kept between 0 and 255. */
export function resample_bytes(outer: i32, size: i32, count: i32, inner: i32, rows: usize, weights: usize, precision: i32, image: usize, out: usize): void {
  const places = rows + (<usize>(count + 1) << 2);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      const first = load<i32>(rows + (<usize>i << 2)), end = load<i32>(rows + (<usize>i << 2), 4);
      for (let column = 0; column < inner; column++) {
        let sum = 1 << (precision - 1);
        for (let p = first; p < end; p++) {
          sum += weightAt<i32>(weights, p) * <i32>load<u8>(image + <usize>(placeAt(places, p) * inner + column));
        }
        store<u8>(out++, <u8>max(0, min(255, sum >> precision)));
      }
    }
    image += <usize>size * <usize>inner;
  }
}

// @ts-ignore: decorator
@inline
function placeAt(places: usize, p: i32): i32 {
  return load<i32>(places + (<usize>p << 2));
}

// @ts-ignore: decorator
@inline
function weightAt<T>(weights: usize, p: i32): T {
  return load<T>(weights + <usize>p * sizeof<T>());
}
