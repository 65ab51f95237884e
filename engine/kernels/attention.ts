// Scores of queries (rows) against keys (columns) made weights: the softmax of scale · score + mask along each row.

export function attention_weights_f32(
  outer: i32, inner: i32, rows: i32, columns: i32, x: usize, scale: f64, causal: i32, safe: i32,
  mask: usize, outerMask: i32, innerMask: i32, rowMask: i32, columnMask: i32,
): void {
  weights<f32>(outer, inner, rows, columns, x, <f32>scale, causal, safe, mask, outerMask, innerMask, rowMask, columnMask);
}

export function attention_weights_f64(
  outer: i32, inner: i32, rows: i32, columns: i32, x: usize, scale: f64, causal: i32, safe: i32,
  mask: usize, outerMask: i32, innerMask: i32, rowMask: i32, columnMask: i32,
): void {
  weights<f64>(outer, inner, rows, columns, x, scale, causal, safe, mask, outerMask, innerMask, rowMask, columnMask);
}

/**
 * x (outer x inner x rows x columns) is changed in place. A `mask` of 0 is none; its strides may be 0. `causal` leaves row r its
 * first r + 1 columns. A row of nothing but -inf becomes zeros if `safe`, else NaN.
 */
function weights<T>(
  outer: i32, inner: i32, rows: i32, columns: i32, x: usize, scale: T, causal: i32, safe: i32,
  mask: usize, outerMask: i32, innerMask: i32, rowMask: i32, columnMask: i32,
): void {
  const bytes = <usize>(columns * sizeof<T>());
  const step = <usize>(columnMask * sizeof<T>());
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      for (let r = 0; r < rows; r++) {
        const live = causal ? min(r + 1, columns) : columns;
        const from = mask ? mask + <usize>((o * outerMask + i * innerMask + r * rowMask) * sizeof<T>()) : 0;
        row<T>(x, live, scale, from, step, safe);
        memory.fill(x + <usize>(live * sizeof<T>()), 0, bytes - <usize>(live * sizeof<T>()));
        x += bytes;
      }
    }
  }
}

function row<T>(x: usize, columns: i32, scale: T, mask: usize, step: usize, safe: i32): void {
  const end = x + <usize>(columns * sizeof<T>());
  let greatest = <T>-Infinity;
  for (let p = x; p < end; p += sizeof<T>()) {
    let v = scale * load<T>(p);
    if (mask) {
      v += load<T>(mask);
      mask += step;
    }
    store<T>(p, v);
    greatest = max<T>(greatest, v);
  }
  if (safe && greatest == <T>-Infinity) {
    memory.fill(x, 0, end - x);
    return;
  }
  let sum: f64 = 0;
  for (let p = x; p < end; p += sizeof<T>()) {
    const e = Math.exp(<f64>(load<T>(p) - greatest));
    sum += e;
    store<T>(p, <T>e);
  }
  for (let p = x; p < end; p += sizeof<T>()) store<T>(p, <T>(<f64>load<T>(p) / sum));
}

export function attention_scores_gradient_f32(rows: i32, columns: i32, p: usize, d: usize): void {
  scoresGradient<f32>(rows, columns, p, d);
}

export function attention_scores_gradient_f64(rows: i32, columns: i32, p: usize, d: usize): void {
  scoresGradient<f64>(rows, columns, p, d);
}

/** `d`, the gradient of the weights p, becomes that of scale · score + mask, in place. */
function scoresGradient<T>(rows: i32, columns: i32, p: usize, d: usize): void {
  for (let r = 0; r < rows; r++) {
    let dot: f64 = 0;
    for (let c = 0; c < columns; c++) {
      const at = <usize>(c * sizeof<T>());
      dot += <f64>load<T>(p + at) * <f64>load<T>(d + at);
    }
    for (let c = 0; c < columns; c++) {
      store<T>(d, <T>(<f64>load<T>(p) * (<f64>load<T>(d) - dot)));
      p += sizeof<T>();
      d += sizeof<T>();
    }
  }
}
