// The normal distribution. Below -t it holds exp(-t²/2) R(t); (t + 4) R(t) is a polynomial in (t - 4) / (t + 4), a
// Chebyshev fit on all t >= 0 made with 60 digits: the error is below 3e-16.

const TAIL = memory.data<f64>([
  0.7552851304157515, -0.6078966419718923, 0.3871374007422149, -0.1865218579596366,
  0.060396574890917876, -0.007540188967386312, -0.0034796923670479736, 0.0016308184674099085,
  0.00013334430941183256, -0.00023109501736277426, -1.908246351414571e-06, 3.514511190283765e-05,
  7.166587641195121e-07, -5.921611045923978e-06, -6.298367338492369e-07, 1.0247851016552774e-06,
  2.7246296951145873e-07, -1.597739614223922e-07, -8.686647015997893e-08, 1.7844927772981415e-08,
  2.1427603843452355e-08, -5.873626764987191e-10, -3.73064508186837e-09, -1.1997782031253095e-10,
  3.403312308649495e-10,
]);

// Near 0, where the half it starts from is exact: 1/2 + v times a polynomial in v², fitted likewise to 1e-17.
const CENTRAL = memory.data<f64>([
  0.3989422804014327, -0.06649038006690544, 0.009973557010035244, -0.0011873282154674033,
  0.0001154346874649783, -9.444655252885645e-06, 6.659652660067456e-07, -4.121638779725404e-08,
  2.2578085480725584e-09, -9.955810186047423e-11,
]);

/** The probability that a standard normal lies below v; its relative error is small in both tails. */
export function normalBelow(v: f64): f64 {
  const t = abs(v);
  if (t != t) return v;
  if (t > 40) return v < 0 ? 0 : 1;
  if (t < 0.75) return 0.5 + v * polynomial(CENTRAL, 9, v * v);
  const u = (t - 4) / (t + 4);
  const tail = bell(t) * (polynomial(TAIL, 24, u) / (t + 4));
  return v < 0 ? tail : 1 - tail;
}

// @ts-ignore: decorator
@inline
function polynomial(terms: usize, degree: i32, u: f64): f64 {
  let at = terms + (<usize>degree << 3);
  let sum = load<f64>(at);
  while (at > terms) {
    at -= 8;
    sum = sum * u + load<f64>(at);
  }
  return sum;
}

/** exp(-v²/2) / sqrt(2 pi). */
// @ts-ignore: decorator
@inline
export function normalDensity(v: f64): f64 {
  return 0.3989422804014327 * bell(v);
}

/** exp(-t²/2), t² in two parts: its first part is exact, as it is the square of 26 bits. */
// @ts-ignore: decorator
@inline
function bell(t: f64): f64 {
  const high = reinterpret<f64>(reinterpret<u64>(t) & 0xfffffffff8000000);
  return Math.exp(-0.5 * high * high) * Math.exp(-0.5 * (t - high) * (t + high));
}
