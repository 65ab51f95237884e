// The hyperbolic tangent. float32: an odd minimax polynomial near 0, 1 - 2 / (exp(2 |x|) + 1) elsewhere.
import { four, join, ONE, pair, SIGN, term } from "./constant";
import { onePlusExp32 } from "./exp";

// @ts-ignore: decorator
@inline
export function tanhOf<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return tanh32(x);
  return f64x2(Math.tanh(f64x2.extract_lane(x, 0)), Math.tanh(f64x2.extract_lane(x, 1)));
}

const TWO: usize = memory.data<f32>([2]);
const GREATEST: usize = memory.data<f32>([20]);
const NEAR: usize = memory.data<f32>([0.625]);

// @ts-ignore: decorator
@inline
function tanh32(x: v128): v128 {
  const size = f32x4.abs(x);
  const twice = f32x4.pmin(f32x4.add(size, size), four(GREATEST));
  const far = f32x4.sub(four(ONE), f32x4.div(four(TWO), onePlusExp32(twice)));
  const y = v128.bitselect(near(size), far, f32x4.lt(size, four(NEAR)));
  return v128.or(y, v128.and(x, four(SIGN)));
}

const CURVE: usize = memory.data<f32>([
  -0.005637108348309994, 0.02057969570159912, -0.053722016513347626, 0.1333123743534088, -0.33333274722099304,
]);

// @ts-ignore: decorator
@inline
function near(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const q = join(pair(CURVE, 0, square), f32x4.mul(square, square), pair(CURVE, 2, square));
  return f32x4.add(x, f32x4.mul(f32x4.mul(x, square), join(q, square, term(CURVE, 4))));
}
