// Sampling of images at the places that a grid points to. `meta`: int32 fields of Sampling. `terms` is scratch for one point:
// up to 16 elements of the image that it is made of, each with its place in the plane (int32; -1 outside of it), then its
// weight, then the weight's slope along x, y and z.

@unmanaged
class Sampling {
  batch: i32; channels: i32; depth: i32; height: i32; width: i32;
  /** Points of the grid, of one image, and the numbers of each. */
  points: i32; axes: i32;
  /** Elements that a point looks at on each axis: 1 the nearest, 2 linear, 4 cubic. */
  taps: i32;
  /** 0 zeros, 1 the border, 2 a mirror image. */
  padding: i32;
  /** Whether -1 and 1 are the centres of the outermost elements, not their edges. */
  aligned: i32;

  @inline get plane(): i32 { return this.depth * this.height * this.width; }
}

const MOST: usize = 16;

export function grid_sample_f32(meta: usize, terms: usize, image: usize, grid: usize, out: usize): void { gridSample<f32>(changetype<Sampling>(meta), terms, image, grid, out); }
export function grid_sample_f64(meta: usize, terms: usize, image: usize, grid: usize, out: usize): void { gridSample<f64>(changetype<Sampling>(meta), terms, image, grid, out); }

function gridSample<T>(s: Sampling, terms: usize, image: usize, grid: usize, out: usize): void {
  const weights = terms + (MOST << 2);
  const plane = <usize>s.plane * sizeof<T>(), points = <usize>s.points * sizeof<T>();
  for (let n = 0; n < s.batch; n++) {
    for (let point = 0; point < s.points; point++) {
      const count = readPoint<T>(s, grid, terms);
      let from = image, to = out + <usize>point * sizeof<T>();
      for (let c = 0; c < s.channels; c++) {
        store<T>(to, s.taps == 1 ? valueAt<T>(from, terms, 0) : sampled<T>(count, from, terms, weights));
        from += plane;
        to += points;
      }
      grid += <usize>s.axes * sizeof<T>();
    }
    image += plane * <usize>s.channels;
    out += points * <usize>s.channels;
  }
}

// @ts-ignore: decorator
@inline
function sampled<T>(count: i32, image: usize, terms: usize, weights: usize): T {
  let sum: T = <T>0;
  for (let t = 0; t < count; t++) sum += valueAt<T>(image, terms, t) * load<T>(weights + <usize>t * sizeof<T>());
  return sum;
}

/** The element of a term; what lies outside is 0. */
// @ts-ignore: decorator
@inline
function valueAt<T>(image: usize, terms: usize, t: i32): T {
  const at = load<i32>(terms + (<usize>t << 2));
  return at < 0 ? <T>0 : load<T>(image + <usize>at * sizeof<T>());
}

export function grid_sample_back_f32(meta: usize, terms: usize, image: usize, grid: usize, grad: usize, dImage: usize, dGrid: usize): void { gridSampleBack<f32>(changetype<Sampling>(meta), terms, image, grid, grad, dImage, dGrid); }
export function grid_sample_back_f64(meta: usize, terms: usize, image: usize, grid: usize, grad: usize, dImage: usize, dGrid: usize): void { gridSampleBack<f64>(changetype<Sampling>(meta), terms, image, grid, grad, dImage, dGrid); }

/** The gradients of the image and of the grid; 0 for one that is not asked. */
function gridSampleBack<T>(s: Sampling, terms: usize, image: usize, grid: usize, grad: usize, dImage: usize, dGrid: usize): void {
  const weights = terms + (MOST << 2), slopes = weights + MOST * sizeof<T>();
  const plane = <usize>s.plane * sizeof<T>(), points = <usize>s.points * sizeof<T>();
  if (dImage) memory.fill(dImage, 0, plane * <usize>(s.batch * s.channels));
  if (dGrid) memory.fill(dGrid, 0, points * <usize>(s.batch * s.axes));
  for (let n = 0; n < s.batch; n++) {
    for (let point = 0; point < s.points; point++) {
      const count = readPoint<T>(s, grid, terms);
      let from = image, to = dImage, g = grad + <usize>point * sizeof<T>();
      for (let c = 0; c < s.channels; c++) {
        if (dImage) spread<T>(count, load<T>(g), terms, weights, to);
        if (dGrid && s.taps > 1) pull<T>(s.axes, count, load<T>(g), from, terms, slopes, dGrid);
        from += plane;
        to += plane;
        g += points;
      }
      grid += <usize>s.axes * sizeof<T>();
      if (dGrid) dGrid += <usize>s.axes * sizeof<T>();
    }
    image += plane * <usize>s.channels;
    if (dImage) dImage += plane * <usize>s.channels;
    grad += points * <usize>s.channels;
  }
}

// @ts-ignore: decorator
@inline
function spread<T>(count: i32, grad: T, terms: usize, weights: usize, dImage: usize): void {
  for (let t = 0; t < count; t++) {
    const at = load<i32>(terms + (<usize>t << 2));
    if (at < 0) continue;
    const to = dImage + <usize>at * sizeof<T>();
    store<T>(to, load<T>(to) + grad * load<T>(weights + <usize>t * sizeof<T>()));
  }
}

// @ts-ignore: decorator
@inline
function pull<T>(axes: i32, count: i32, grad: T, image: usize, terms: usize, slopes: usize, dGrid: usize): void {
  for (let axis = 0; axis < axes; axis++) {
    let sum: T = <T>0;
    for (let t = 0; t < count; t++) sum += valueAt<T>(image, terms, t) * load<T>(slopes + <usize>t * sizeof<T>());
    const to = dGrid + <usize>axis * sizeof<T>();
    store<T>(to, load<T>(to) + grad * sum);
    slopes += MOST * sizeof<T>();
  }
}

/** Fills in the terms of the point that `grid` begins with; gives how many there are. */
function readPoint<T>(s: Sampling, grid: usize, terms: usize): i32 {
  // an axis each: `taps` places as int32, then weights, then slopes
  const step: usize = 16 + 8 * sizeof<T>();
  const x = terms + (MOST << 2) + 4 * MOST * sizeof<T>(), y = x + step, z = y + step;
  readAxis<T>(s, load<T>(grid), s.width, x);
  readAxis<T>(s, load<T>(grid, sizeof<T>()), s.height, y);
  if (s.axes == 3) readAxis<T>(s, load<T>(grid, 2 * sizeof<T>()), s.depth, z);
  else standStill<T>(z);
  const deep = s.axes == 3 ? s.taps : 1;
  let t = 0;
  for (let k = 0; k < deep; k++) {
    for (let j = 0; j < s.taps; j++) {
      for (let i = 0; i < s.taps; i++) term<T>(s, t++, terms, x, i, y, j, z, k);
    }
  }
  return t;
}

/** One term: an element's place, the product of its weights, and the slopes of that product. */
// @ts-ignore: decorator
@inline
function term<T>(s: Sampling, t: i32, terms: usize, x: usize, i: i32, y: usize, j: i32, z: usize, k: i32): void {
  const px = placeOf(x, i), py = placeOf(y, j), pz = placeOf(z, k);
  const inside = px >= 0 && py >= 0 && pz >= 0;
  store<i32>(terms + (<usize>t << 2), inside ? (pz * s.height + py) * s.width + px : -1);
  const wx = weightOf<T>(x, i), wy = weightOf<T>(y, j), wz = weightOf<T>(z, k);
  const at = terms + (MOST << 2) + <usize>t * sizeof<T>(), next = MOST * sizeof<T>();
  store<T>(at, wx * wy * wz);
  store<T>(at + next, slopeOf<T>(x, i) * wy * wz);
  store<T>(at + 2 * next, wx * slopeOf<T>(y, j) * wz);
  store<T>(at + 3 * next, wx * wy * slopeOf<T>(z, k));
}

// @ts-ignore: decorator
@inline
function placeOf(axis: usize, tap: i32): i32 { return load<i32>(axis + (<usize>tap << 2)); }

// @ts-ignore: decorator
@inline
function weightOf<T>(axis: usize, tap: i32): T { return load<T>(axis + <usize>tap * sizeof<T>(), 16); }

// @ts-ignore: decorator
@inline
function slopeOf<T>(axis: usize, tap: i32): T { return load<T>(axis + <usize>tap * sizeof<T>(), 16 + 4 * sizeof<T>()); }

function put<T>(axis: usize, tap: i32, place: i32, weight: T, slope: T): void {
  store<i32>(axis + (<usize>tap << 2), place);
  store<T>(axis + <usize>tap * sizeof<T>(), weight, 16);
  store<T>(axis + <usize>tap * sizeof<T>(), slope, 16 + 4 * sizeof<T>());
}

function standStill<T>(axis: usize): void { put<T>(axis, 0, 0, <T>1, <T>0); }

/** The taps of one axis, for the number that the grid has for it. */
function readAxis<T>(s: Sampling, number: T, size: i32, axis: usize): void {
  const scale = <T>(s.aligned ? size - 1 : size) / <T>2;
  const raw = s.aligned ? (number + <T>1) / <T>2 * <T>(size - 1) : ((number + <T>1) * <T>size - <T>1) / <T>2;
  if (s.taps == 4) return readCubic<T>(s, raw, scale, size, axis);
  const at = brought<T>(s, raw, size), slope = scale * turned<T>(s, raw, size);
  if (s.taps == 1) return put<T>(axis, 0, within<T>(nearest<T>(at), size), <T>1, <T>0);
  const first = floor<T>(at), rest = at - first;
  tap<T>(s, 0, within<T>(first, size), <T>1 - rest, -slope, axis);
  tap<T>(s, 1, within<T>(first + <T>1, size), rest, slope, axis);
}

/** In three axes what lies outside does not count at all; in two it is a zero, which a weight of NaN makes NaN. */
function tap<T>(s: Sampling, i: i32, place: i32, weight: T, slope: T, axis: usize): void {
  if (place < 0 && s.axes == 3) put<T>(axis, i, place, <T>0, <T>0);
  else put<T>(axis, i, place, weight, slope);
}

/** Four taps, each of which is brought back on the image by itself. */
function readCubic<T>(s: Sampling, raw: T, scale: T, size: i32, axis: usize): void {
  const first = floor<T>(raw), t = raw - first;
  for (let i = 0; i < 4; i++) {
    const place = within<T>(brought<T>(s, first + <T>(i - 1), size), size);
    const distance = t - <T>(i - 1);
    put<T>(axis, i, place, cubic<T>(distance), scale * cubicSlope<T>(distance));
  }
}

/** The cubic convolution kernel with a = -3/4. */
function cubic<T>(distance: T): T {
  const d = abs<T>(distance), a = <T>-0.75;
  if (d > <T>1) return ((a * d - <T>5 * a) * d + <T>8 * a) * d - <T>4 * a;
  return ((a + <T>2) * d - (a + <T>3)) * d * d + <T>1;
}

function cubicSlope<T>(distance: T): T {
  const d = abs<T>(distance), a = <T>-0.75;
  const slope = d > <T>1 ? (<T>3 * a * d - <T>10 * a) * d + <T>8 * a : (<T>3 * (a + <T>2) * d - <T>2 * (a + <T>3)) * d;
  return distance < <T>0 ? -slope : slope;
}

/** A place as an index; -1 for none. */
function within<T>(place: T, size: i32): i32 {
  return place >= <T>0 && place < <T>size ? <i32>place : -1;
}

/** A place brought back on the image as the padding says. */
function brought<T>(s: Sampling, place: T, size: i32): T {
  if (s.padding == 0) return place;
  const last = <T>(size - 1);
  const at = s.padding == 1 ? place : mirrored<T>(s, place, size);
  return at > <T>0 ? (at < last ? at : last) : <T>0;
}

/** How a place moves when it is brought back: 1, -1, or 0 at the border. */
function turned<T>(s: Sampling, place: T, size: i32): T {
  if (s.padding == 0) return <T>1;
  const last = <T>(size - 1);
  if (s.padding == 1) return place > <T>0 && place < last ? <T>1 : <T>0;
  const at = mirrored<T>(s, place, size);
  if (!(at > <T>0 && at < last)) return <T>0;
  const low = s.aligned ? <T>0 : <T>-0.5, twice = <T>2 * <T>(s.aligned ? size - 1 : size);
  const from = place - low, far = abs<T>(from), extra = far - trunc<T>(far / twice) * twice;
  return (extra < twice - extra) == (from >= <T>0) ? <T>1 : <T>-1;
}

/** A place mirrored at both ends, as often as needed. */
function mirrored<T>(s: Sampling, place: T, size: i32): T {
  const low = s.aligned ? <T>0 : <T>-0.5, twice = <T>2 * <T>(s.aligned ? size - 1 : size);
  if (twice == <T>0) return <T>0;
  const far = abs<T>(place - low), extra = far - trunc<T>(far / twice) * twice;
  return min<T>(extra, twice - extra) + low;
}
