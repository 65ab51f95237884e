// Margin losses of rows of n scores by class. Margins are compared in the type itself, sums run in float64.

export function multi_margin_f32(x: usize, rows: i32, n: i32, targets: usize, weights: usize, p: i32, margin: f64, losses: usize): void {
  multiMargin<f32>(x, rows, n, targets, weights, p, margin, losses);
}

export function multi_margin_f64(x: usize, rows: i32, n: i32, targets: usize, weights: usize, p: i32, margin: f64, losses: usize): void {
  multiMargin<f64>(x, rows, n, targets, weights, p, margin, losses);
}

/** losses (float64) = w_t Σ max(0, margin - x_t + x_c)^p / n over c ≠ t; `targets`: int32, `weights`: an element a class, or 0. */
function multiMargin<T>(x: usize, rows: i32, n: i32, targets: usize, weights: usize, p: i32, margin: f64, losses: usize): void {
  for (let r = 0; r < rows; r++) {
    const target = load<i32>(targets + (<usize>r << 2));
    const own = load<T>(x + <usize>target * sizeof<T>());
    let sum: f64 = 0;
    for (let c = 0; c < n; c++) {
      const z = <f64>(<T>margin - own + load<T>(x + <usize>c * sizeof<T>()));
      if (c != target && z > 0) sum += p == 1 ? z : z * z;
    }
    const weight = weights ? <f64>load<T>(weights + <usize>target * sizeof<T>()) : 1;
    store<f64>(losses + (<usize>r << 3), weight * sum / <f64>n);
    x += <usize>n * sizeof<T>();
  }
}

export function multi_margin_backward_f32(g: usize, x: usize, dx: usize, rows: i32, n: i32, targets: usize, weights: usize, p: i32, margin: f64): void {
  multiMarginBackward<f32>(g, x, dx, rows, n, targets, weights, p, margin);
}

export function multi_margin_backward_f64(g: usize, x: usize, dx: usize, rows: i32, n: i32, targets: usize, weights: usize, p: i32, margin: f64): void {
  multiMarginBackward<f64>(g, x, dx, rows, n, targets, weights, p, margin);
}

/** `g` (float64): what the loss of each row is multiplied by. */
function multiMarginBackward<T>(g: usize, x: usize, dx: usize, rows: i32, n: i32, targets: usize, weights: usize, p: i32, margin: f64): void {
  for (let r = 0; r < rows; r++) {
    const target = load<i32>(targets + (<usize>r << 2));
    const own = load<T>(x + <usize>target * sizeof<T>());
    const weight = weights ? <f64>load<T>(weights + <usize>target * sizeof<T>()) : 1;
    const scale = load<f64>(g + (<usize>r << 3)) * weight / <f64>n;
    let sum: f64 = 0;
    for (let c = 0; c < n; c++) {
      const at = <usize>c * sizeof<T>();
      const z = <f64>(<T>margin - own + load<T>(x + at));
      const slope: f64 = c == target || !(z > 0) ? 0 : p == 1 ? 1 : 2 * z;
      store<T>(dx + at, <T>(scale * slope));
      sum += slope;
    }
    store<T>(dx + <usize>target * sizeof<T>(), <T>(-scale * sum));
    x += <usize>n * sizeof<T>();
    dx += <usize>n * sizeof<T>();
  }
}

export function multilabel_margin_f32(x: usize, rows: i32, n: i32, targets: usize, marks: usize, losses: usize): void {
  multilabelMargin<f32>(x, rows, n, targets, marks, losses);
}

export function multilabel_margin_f64(x: usize, rows: i32, n: i32, targets: usize, marks: usize, losses: usize): void {
  multilabelMargin<f64>(x, rows, n, targets, marks, losses);
}

/** losses (float64) = Σ max(0, 1 - x_t + x_c) / n over listed t and unlisted c; a row of `targets` (int32) ends at -1. `marks`: n bytes. */
function multilabelMargin<T>(x: usize, rows: i32, n: i32, targets: usize, marks: usize, losses: usize): void {
  for (let r = 0; r < rows; r++) {
    const count = markListed(targets, n, marks);
    let sum: f64 = 0;
    for (let k = 0; k < count; k++) {
      const own = load<T>(x + <usize>load<i32>(targets + (<usize>k << 2)) * sizeof<T>());
      for (let c = 0; c < n; c++) {
        const z = <f64>(<T>1 - (own - load<T>(x + <usize>c * sizeof<T>())));
        if (!load<u8>(marks + c) && z > 0) sum += z;
      }
    }
    store<f64>(losses + (<usize>r << 3), sum / <f64>n);
    x += <usize>n * sizeof<T>();
    targets += <usize>n << 2;
  }
}

export function multilabel_margin_backward_f32(g: usize, x: usize, dx: usize, rows: i32, n: i32, targets: usize, marks: usize): void {
  multilabelMarginBackward<f32>(g, x, dx, rows, n, targets, marks);
}

export function multilabel_margin_backward_f64(g: usize, x: usize, dx: usize, rows: i32, n: i32, targets: usize, marks: usize): void {
  multilabelMarginBackward<f64>(g, x, dx, rows, n, targets, marks);
}

function multilabelMarginBackward<T>(g: usize, x: usize, dx: usize, rows: i32, n: i32, targets: usize, marks: usize): void {
  const bytes = <usize>n * sizeof<T>();
  for (let r = 0; r < rows; r++) {
    const count = markListed(targets, n, marks);
    const scale = load<f64>(g + (<usize>r << 3)) / <f64>n;
    memory.fill(dx, 0, bytes);
    for (let k = 0; k < count; k++) {
      const at = <usize>load<i32>(targets + (<usize>k << 2)) * sizeof<T>();
      const own = load<T>(x + at);
      for (let c = 0; c < n; c++) {
        const other = <usize>c * sizeof<T>();
        if (load<u8>(marks + c) || !(<T>1 - (own - load<T>(x + other)) > <T>0)) continue;
        store<T>(dx + at, load<T>(dx + at) - <T>1);
        store<T>(dx + other, load<T>(dx + other) + <T>1);
      }
    }
    for (let c = 0; c < n; c++) {
      const at = dx + <usize>c * sizeof<T>();
      store<T>(at, <T>(scale * <f64>load<T>(at)));
    }
    x += bytes;
    dx += bytes;
    targets += <usize>n << 2;
  }
}

/** Marks the classes that a row lists; gives how many entries it has. */
function markListed(targets: usize, n: i32, marks: usize): i32 {
  memory.fill(marks, 0, n);
  for (let k = 0; k < n; k++) {
    const target = load<i32>(targets + (<usize>k << 2));
    if (target < 0) return k;
    store<u8>(marks + <usize>target, 1);
  }
  return n;
}
