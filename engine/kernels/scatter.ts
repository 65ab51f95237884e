// Gradients that go back to where values were taken from.

export function scatter_add_f32(grad: usize, index: usize, image: usize, planes: i32, count: i32, size: i32): void {
  scatterAdd<f32>(grad, index, image, planes, count, size);
}

export function scatter_add_f64(grad: usize, index: usize, image: usize, planes: i32, count: i32, size: i32): void {
  scatterAdd<f64>(grad, index, image, planes, count, size);
}

/** image (planes x size) = 0, then image[plane, index[plane, i]] += grad[plane, i], i in order. `index` is int32. */
function scatterAdd<T>(grad: usize, index: usize, image: usize, planes: i32, count: i32, size: i32): void {
  memory.fill(image, 0, <usize>(planes * size * sizeof<T>()));
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0; i < count; i++) {
      const at = image + <usize>(load<i32>(index) * sizeof<T>());
      store<T>(at, load<T>(at) + load<T>(grad));
      index += 4;
      grad += sizeof<T>();
    }
    image += <usize>(size * sizeof<T>());
  }
}
