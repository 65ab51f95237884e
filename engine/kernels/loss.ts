// Losses whose terms each come from one element of up to four operands, which lie contiguous and have n elements; c and d
// may be 0, for ones. `op` picks the loss (engine/ops/element-loss.ts names the numbers), p and q are its parameters.
// Terms go through float64 and round once, but for comparisons with a margin, which are made in the type itself.

/** A float32 in PyTorch, whatever the type. */
const LEAST: f64 = <f64><f32>1e-12;

export function loss_f32(op: i32, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize, stack: usize): f64 {
  return forward<f32>(op, a, b, c, d, n, p, q, y, stack);
}

export function loss_f64(op: i32, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize, stack: usize): f64 {
  return forward<f64>(op, a, b, c, d, n, p, q, y, stack);
}

/** Writes the terms to y, or if that is 0 gives their sum; `stack`: 32 float64. */
function forward<T>(op: i32, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize, stack: usize): f64 {
  switch (op) {
    // |a - b|; (a - b)²; smooth l1 with beta p; huber with delta p
    case 0: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64): f64 => abs(a - b));
    case 1: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64): f64 => (a - b) * (a - b));
    case 2: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => smooth(abs(a - b), p));
    case 3: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => huber(abs(a - b), p));
    // poisson of a log rate, of a rate with eps p; q adds Stirling's terms; gaussian with variance c of at least p
    case 4: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64, q: f64): f64 => Math.exp(a) - b * a + (q != 0 ? stirling(b) : 0));
    case 5: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64, q: f64): f64 => a - b * Math.log(<f64>(<T>a + <T>p)) + (q != 0 ? stirling(b) : 0));
    case 6: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64, q: f64): f64 => 0.5 * (Math.log(atLeast(c, p)) + (a - b) * (a - b) / atLeast(c, p)) + q);
    // divergence of a log probability a from b, and from a log probability b
    case 7: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64): f64 => (b == 0 ? 0 : b * Math.log(b)) - b * a);
    case 8: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64): f64 => Math.exp(b) * (b - a));
    // binary cross entropy of a probability with weight c, of a logit with weight c and weight d of the positive class
    case 9: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64): f64 => c * ((b - 1) * atLeast(Math.log1p(-a), -100) - b * atLeast(Math.log(a), -100)));
    case 10: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64): f64 => c * ((1 - b) * a + ((d - 1) * b + 1) * softplus(-a)));
    // log(1 + exp(-a b)), where what exceeds p is infinite; both sides of a logit
    case 11: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => Math.log1p(within(Math.exp(-a * b), p)));
    case 12: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64): f64 => b * softplus(-a) + (1 - b) * softplus(a));
    // rank of a and b by label c; hinge of a by label b; a over b; a cosine a by label b; all with margin p
    case 13: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => atLeast(<f64>(<T>-c * (<T>a - <T>b) + <T>p), 0));
    case 14: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => (b != 1 ? atLeast(<f64>(<T>p - <T>a), 0) : 0) + (b != -1 ? a : 0));
    case 15: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => atLeast(<f64>(<T>p + <T>a - <T>b), 0));
    case 16: return map<T>(a, b, c, d, n, p, q, y, stack, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => b == 1 ? 1 - a : b == -1 ? atLeast(<f64>(<T>a - <T>p), 0) : 0);
    default: return unreachable();
  }
}

export function loss_backward_f32(op: i32, g: usize, each: i32, count: f64, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize): void {
  backward<f32>(op, g, each, count, a, b, c, d, n, p, q, y);
}

export function loss_backward_f64(op: i32, g: usize, each: i32, count: f64, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize): void {
  backward<f64>(op, g, each, count, a, b, c, d, n, p, q, y);
}

/** y = g / count times the slope of loss op / 4 along operand op % 4; g has an element for each term or just one. */
function backward<T>(op: i32, g: usize, each: i32, count: f64, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize): void {
  switch (op) {
    case 0: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64): f64 => signOf(a - b)); break;
    case 4: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64): f64 => 2 * (a - b)); break;
    case 8: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => a - b <= -p ? -1 : a - b >= p ? 1 : (a - b) / p); break;
    case 12: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => a - b <= -p ? -p : a - b >= p ? p : a - b); break;
    case 16: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64): f64 => Math.exp(a) - b); break;
    case 17: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64, q: f64): f64 => -a + (q != 0 ? stirlingSlope(b) : 0)); break;
    case 20: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => 1 - b / <f64>(<T>a + <T>p)); break;
    case 21: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64, q: f64): f64 => -Math.log(<f64>(<T>a + <T>p)) + (q != 0 ? stirlingSlope(b) : 0)); break;
    case 24: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => (a - b) / atLeast(c, p)); break;
    case 26: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => 0.5 * (1 - (a - b) * (a - b) / atLeast(c, p)) / atLeast(c, p)); break;
    case 28: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64): f64 => -b); break;
    case 29: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64): f64 => (b == 0 ? 0 : Math.log(b)) + b / b - a); break;
    case 32: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64): f64 => -Math.exp(b)); break;
    case 33: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64): f64 => Math.exp(b) * (b - a + 1)); break;
    case 36: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64): f64 => c * (a - b) / max((1 - a) * a, LEAST)); break;
    case 37: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64): f64 => c * (Math.log1p(-a) - Math.log(a))); break;
    case 40: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64): f64 => c * ((1 - b) * logistic(a) - d * b * logistic(-a))); break;
    case 41: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64): f64 => c * (d == 1 ? -a : d * softplus(-a) - softplus(a))); break;
    case 44: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => -b * odds(within(Math.exp(-a * b), p))); break;
    case 48: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64): f64 => logistic(a) * (1 - b) - logistic(-a) * b); break;
    case 49: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64): f64 => -a); break;
    case 52: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => (<T>-c * (<T>a - <T>b) + <T>p >= <T>0 ? 1 : 0) * -c); break;
    case 54: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => (<T>-c * (<T>a - <T>b) + <T>p >= <T>0 ? 1 : 0) * (b - a)); break;
    case 56: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => (b != 1 && <T>p - <T>a >= <T>0 ? -1 : 0) + (b != -1 ? 1 : 0)); break;
    case 60: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => <T>p + <T>a - <T>b >= <T>0 ? 1 : 0); break;
    case 64: slope<T>(g, each, count, a, b, c, d, n, p, q, y, (a: f64, b: f64, c: f64, d: f64, p: f64): f64 => b == 1 ? -1 : b == -1 && <T>a - <T>p >= <T>0 ? 1 : 0); break;
    default: unreachable();
  }
}

/** Sums run in blocks of 128, whose sums are joined pairwise on the stack. */
// @ts-ignore: decorator
@inline
function map<T>(a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize, stack: usize, f: (a: f64, b: f64, c: f64, d: f64, p: f64, q: f64) => f64): f64 {
  let depth = 0, blocks = 0, sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    const term = <T>f(<f64>load<T>(a + at), <f64>load<T>(b + at), c ? <f64>load<T>(c + at) : 1, d ? <f64>load<T>(d + at) : 1, p, q);
    if (y) store<T>(y + at, term);
    sum += <f64>term;
    if ((i & 127) == 127) {
      blocks++;
      depth = join(stack, depth, blocks, sum);
      sum = 0;
    }
  }
  while (depth > 0) sum += load<f64>(stack + (<usize>--depth << 3));
  return sum;
}

/** Puts a block's sum on the stack, joined with those of as many blocks; gives the stack's new depth. */
function join(stack: usize, depth: i32, blocks: i32, sum: f64): i32 {
  for (; (blocks & 1) == 0; blocks >>= 1) sum += load<f64>(stack + (<usize>--depth << 3));
  store<f64>(stack + (<usize>depth << 3), sum);
  return depth + 1;
}

// @ts-ignore: decorator
@inline
function slope<T>(g: usize, each: i32, count: f64, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize, f: (a: f64, b: f64, c: f64, d: f64, p: f64, q: f64) => f64): void {
  const step = each ? sizeof<T>() : 0;
  for (let i = 0; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    const part = f(<f64>load<T>(a + at), <f64>load<T>(b + at), c ? <f64>load<T>(c + at) : 1, d ? <f64>load<T>(d + at) : 1, p, q);
    store<T>(y + at, <T>(<f64>load<T>(g + <usize>i * step) / count * part));
  }
}

// @ts-ignore: decorator
@inline
function atLeast(v: f64, low: f64): f64 {
  return v < low ? low : v;
}

// @ts-ignore: decorator
@inline
function within(v: f64, greatest: f64): f64 {
  return v > greatest ? Infinity : v;
}

/** 0 for NaN too. */
// @ts-ignore: decorator
@inline
function signOf(v: f64): f64 {
  return v > 0 ? 1 : v < 0 ? -1 : 0;
}

// @ts-ignore: decorator
@inline
function smooth(z: f64, beta: f64): f64 {
  return z < beta ? 0.5 * z * z / beta : z - 0.5 * beta;
}

// @ts-ignore: decorator
@inline
function huber(z: f64, delta: f64): f64 {
  return z <= delta ? 0.5 * z * z : delta * (z - 0.5 * delta);
}

/** log(1 + exp(v)). */
// @ts-ignore: decorator
@inline
function softplus(v: f64): f64 {
  return max(v, 0) + Math.log1p(Math.exp(-abs(v)));
}

// @ts-ignore: decorator
@inline
function logistic(v: f64): f64 {
  const e = Math.exp(-abs(v));
  return (v < 0 ? e : 1) / (1 + e);
}

// @ts-ignore: decorator
@inline
function odds(z: f64): f64 {
  return z / (1 + z);
}

/** Stirling's approximation of log(b!), for b above 1. */
function stirling(b: f64): f64 {
  return b <= 1 ? 0 : b * Math.log(b) - b + 0.5 * Math.log(6.283185307179586 * b);
}

/** Its slope; below 1 a gradient of 0 meets the slopes of the logarithms. */
function stirlingSlope(b: f64): f64 {
  if (b <= 1) return 0 * Math.log(b) + 0 / b;
  return Math.log(b) + 0.5 / b;
}
