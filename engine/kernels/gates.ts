// What the cells of recurrent layers share.
import { storePart } from "./lanes";

/** Stores what there is of a vector at byte j of a row of `bytes`. */
// @ts-ignore: decorator
@inline
export function put<T>(to: usize, j: usize, bytes: usize, v: v128): void {
  if (j + 16 <= bytes) v128.store(to, v);
  else storePart<T>(to, to + (bytes - j), v);
}

/** The slope of a sigmoid, from its value. */
// @ts-ignore: decorator
@inline
export function ofSigmoid<T>(y: v128): v128 {
  return v128.mul<T>(y, v128.sub<T>(v128.splat<T>(<T>1), y));
}

/** The slope of a tanh, from its value. */
// @ts-ignore: decorator
@inline
export function ofTanh<T>(y: v128): v128 {
  return v128.sub<T>(v128.splat<T>(<T>1), v128.mul<T>(y, y));
}
