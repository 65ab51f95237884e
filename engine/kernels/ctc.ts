// Connectionist temporal classification of one sequence (Graves et al. 2006), in float64. `x`: log probabilities, `step`
// elements a time step; `labels`: int32. States alternate: blank, label, blank, ... blank.

export function ctc_f32(x: usize, step: i32, times: i32, labels: usize, length: i32, blank: i32, alpha: usize): f64 {
  return forward<f32>(x, step, times, labels, length, blank, alpha);
}

export function ctc_f64(x: usize, step: i32, times: i32, labels: usize, length: i32, blank: i32, alpha: usize): f64 {
  return forward<f64>(x, step, times, labels, length, blank, alpha);
}

/** Minus the log likelihood of the labels. `alpha`: times (2 length + 1) float64. */
function forward<T>(x: usize, step: i32, times: i32, labels: usize, length: i32, blank: i32, alpha: usize): f64 {
  const states = 2 * length + 1, row = <usize>states << 3;
  if (times == 0) return length == 0 ? 0 : Infinity;
  for (let s = 0; s < states; s++) {
    store<f64>(alpha + (<usize>s << 3), s < 2 ? <f64>load<T>(x + <usize>stateOf(labels, s, blank) * sizeof<T>()) : -Infinity);
  }
  for (let t = 1; t < times; t++) {
    const before = alpha + <usize>(t - 1) * row, now = before + row;
    x += <usize>step * sizeof<T>();
    for (let s = 0; s < states; s++) {
      const own = stateOf(labels, s, blank);
      const one = s > 0 ? valueAt(before, s - 1) : -Infinity;
      const two = s > 1 && stateOf(labels, s - 2, blank) != own ? valueAt(before, s - 2) : -Infinity;
      store<f64>(now + (<usize>s << 3), joined(valueAt(before, s), one, two) + <f64>load<T>(x + <usize>own * sizeof<T>()));
    }
  }
  const last = alpha + <usize>(times - 1) * row;
  return -joined(valueAt(last, states - 1), states > 1 ? valueAt(last, states - 2) : -Infinity, -Infinity);
}

export function ctc_backward_f32(x: usize, dx: usize, step: i32, classes: i32, times: i32, labels: usize, length: i32, blank: i32, loss: f64, scale: f64, alpha: usize, beta: usize, shares: usize): void {
  backward<f32>(x, dx, step, classes, times, labels, length, blank, loss, scale, alpha, beta, shares);
}

export function ctc_backward_f64(x: usize, dx: usize, step: i32, classes: i32, times: i32, labels: usize, length: i32, blank: i32, loss: f64, scale: f64, alpha: usize, beta: usize, shares: usize): void {
  backward<f64>(x, dx, step, classes, times, labels, length, blank, loss, scale, alpha, beta, shares);
}

/**
 * dx = scale (exp(x) - the share of each class): the gradient of what comes before a log softmax, as PyTorch gives it.
 * `alpha` as forward left it; `beta`: 2 (2 length + 1) float64; `shares`: a float64 a class.
 */
function backward<T>(x: usize, dx: usize, step: i32, classes: i32, times: i32, labels: usize, length: i32, blank: i32, loss: f64, scale: f64, alpha: usize, beta: usize, shares: usize): void {
  const states = 2 * length + 1, row = <usize>states << 3;
  let now = beta, after = beta + row;
  for (let t = times - 1; t >= 0; t--) {
    const from = x + <usize>(t * step) * sizeof<T>(), into = dx + <usize>(t * step) * sizeof<T>();
    for (let c = 0; c < classes; c++) store<f64>(shares + (<usize>c << 3), -Infinity);
    for (let s = states - 1; s >= 0; s--) {
      const own = stateOf(labels, s, blank);
      let reach: f64 = s >= states - 2 ? 0 : -Infinity;
      if (t < times - 1) {
        const one = s < states - 1 ? valueAt(after, s + 1) : -Infinity;
        const two = s < states - 2 && stateOf(labels, s + 2, blank) != own ? valueAt(after, s + 2) : -Infinity;
        reach = joined(valueAt(after, s), one, two);
      }
      const value = reach + <f64>load<T>(from + <usize>own * sizeof<T>());
      store<f64>(now + (<usize>s << 3), value);
      const share = shares + (<usize>own << 3);
      store<f64>(share, joined(load<f64>(share), valueAt(alpha + <usize>t * row, s) + value, -Infinity));
    }
    for (let c = 0; c < classes; c++) {
      const log = <f64>load<T>(from + <usize>c * sizeof<T>());
      const share = Math.exp(load<f64>(shares + (<usize>c << 3)) + loss - log);
      store<T>(into + <usize>c * sizeof<T>(), <T>((Math.exp(log) - share) * scale));
    }
    const free = after;
    after = now;
    now = free;
  }
}

// @ts-ignore: decorator
@inline
function stateOf(labels: usize, s: i32, blank: i32): i32 {
  return s & 1 ? load<i32>(labels + (<usize>(s >> 1) << 2)) : blank;
}

// @ts-ignore: decorator
@inline
function valueAt(row: usize, s: i32): f64 {
  return load<f64>(row + (<usize>s << 3));
}

/** log(exp(a) + exp(b) + exp(c)). */
function joined(a: f64, b: f64, c: f64): f64 {
  let peak = max(max(a, b), c);
  if (peak == -Infinity) peak = 0;
  return Math.log(Math.exp(a - peak) + Math.exp(b - peak) + Math.exp(c - peak)) + peak;
}
