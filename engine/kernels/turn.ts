// Transposes: a source that lies contiguous along one axis, copied to a target that does along another, a square of vectors at a
// time. Blocks are narrow, so that the lines of the target that they write stay in the cache until they are whole.

/** Bytes of a block along the source's contiguous axis. */
const BLOCK: usize = 64;

/** Whether p x q elements hold a square of vectors. */
// @ts-ignore: decorator
@inline
export function canTurn<T>(p: i32, q: i32): bool {
  const lanes: i32 = 16 / sizeof<T>();
  return sizeof<T>() > 1 && p >= lanes && q >= lanes;
}

/** Element (p, q) comes from p elements and q `stepQ` bytes on, and goes to p `stepP` bytes and q elements on. */
export function turn<T>(from: usize, stepQ: usize, to: usize, stepP: usize, p: i32, q: i32): void {
  const lanes: i32 = 16 / sizeof<T>();
  const wholeP = p & ~(lanes - 1), wholeQ = q & ~(lanes - 1);
  const bytesP = <usize>(wholeP * sizeof<T>()), bytesQ = <usize>(wholeQ * sizeof<T>());
  for (let at: usize = 0; at < bytesP; at += BLOCK) {
    const end = min(at + BLOCK, bytesP);
    let line = from, into = to;
    for (let x: usize = 0; x < bytesQ; x += 16) {
      let square = into;
      for (let y = at; y < end; y += 16) {
        turnSquare<T>(line + y, stepQ, square, stepP);
        square += <usize>lanes * stepP;
      }
      line += <usize>lanes * stepQ;
      into += 16;
    }
    turnOneByOne<T>(from + at + <usize>wholeQ * stepQ, stepQ, to + bytesQ, stepP, <i32>((end - at) / sizeof<T>()), q - wholeQ);
    to += (end - at) / sizeof<T>() * stepP;
  }
  turnOneByOne<T>(from + bytesP, stepQ, to, stepP, p - wholeP, q);
}

function turnOneByOne<T>(from: usize, stepQ: usize, to: usize, stepP: usize, p: i32, q: i32): void {
  for (let i = 0; i < p; i++) {
    let at = from;
    for (let j = 0; j < q; j++, at += stepQ) store<T>(to + <usize>(j * sizeof<T>()), load<T>(at));
    from += sizeof<T>();
    to += stepP;
  }
}

// @ts-ignore: decorator
@inline
function turnSquare<T>(from: usize, stepQ: usize, to: usize, stepP: usize): void {
  if (sizeof<T>() == 2) turnEight(from, stepQ, to, stepP);
  else if (sizeof<T>() == 4) turnFour(from, stepQ, to, stepP);
  else {
    const v = v128.load(from), w = v128.load(from + stepQ);
    v128.store(to, v128.shuffle<i64>(v, w, 0, 2));
    v128.store(to + stepP, v128.shuffle<i64>(v, w, 1, 3));
  }
}

// @ts-ignore: decorator
@inline
function turnFour(from: usize, stepQ: usize, to: usize, stepP: usize): void {
  const v = v128.load(from), w = v128.load(from + stepQ);
  from += 2 * stepQ;
  turnQuad(v, w, v128.load(from), v128.load(from + stepQ), to, stepP);
}

// @ts-ignore: decorator
@inline
function turnEight(from: usize, stepQ: usize, to: usize, stepP: usize): void {
  const far = from + 4 * stepQ;
  const a = v128.load(from), b = v128.load(from + stepQ), c = v128.load(from + 2 * stepQ), d = v128.load(from + 3 * stepQ);
  const e = v128.load(far), f = v128.load(far + stepQ), g = v128.load(far + 2 * stepQ), h = v128.load(far + 3 * stepQ);
  turnQuad(lowOf16(a, b), lowOf16(c, d), lowOf16(e, f), lowOf16(g, h), to, stepP);
  turnQuad(highOf16(a, b), highOf16(c, d), highOf16(e, f), highOf16(g, h), to + 4 * stepP, stepP);
}

/** Four vectors of four each, to four lines. */
// @ts-ignore: decorator
@inline
function turnQuad(v: v128, w: v128, x: v128, y: v128, to: usize, stepP: usize): void {
  const vwLow = v128.shuffle<i32>(v, w, 0, 4, 1, 5), vwHigh = v128.shuffle<i32>(v, w, 2, 6, 3, 7);
  const xyLow = v128.shuffle<i32>(x, y, 0, 4, 1, 5), xyHigh = v128.shuffle<i32>(x, y, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(vwLow, xyLow, 0, 2));
  v128.store(to + stepP, v128.shuffle<i64>(vwLow, xyLow, 1, 3));
  to += 2 * stepP;
  v128.store(to, v128.shuffle<i64>(vwHigh, xyHigh, 0, 2));
  v128.store(to + stepP, v128.shuffle<i64>(vwHigh, xyHigh, 1, 3));
}

// @ts-ignore: decorator
@inline
function lowOf16(v: v128, w: v128): v128 {
  return v128.shuffle<i16>(v, w, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
function highOf16(v: v128, w: v128): v128 {
  return v128.shuffle<i16>(v, w, 4, 12, 5, 13, 6, 14, 7, 15);
}
