// Padding by copies of elements: each output axis has a map (int32) of the input's positions. `meta`: int32 sizes depth,
// height, width of the input, then of the output, then the three maps one after another.

export function pad_gather(width: i32, image: usize, out: usize, planes: i32, meta: usize): void {
  if (width == 4) gather<u32>(image, out, planes, meta);
  else if (width == 8) gather<u64>(image, out, planes, meta);
  else if (width == 2) gather<u16>(image, out, planes, meta);
  else gather<u8>(image, out, planes, meta);
}

function gather<T>(image: usize, out: usize, planes: i32, meta: usize): void {
  const depth = load<i32>(meta), height = load<i32>(meta, 4), width = load<i32>(meta, 8);
  const outDepth = load<i32>(meta, 12), outHeight = load<i32>(meta, 16), outWidth = load<i32>(meta, 20);
  const mapZ = meta + 24, mapY = mapZ + <usize>(outDepth << 2), mapX = mapY + <usize>(outHeight << 2);
  for (let plane = 0; plane < planes; plane++) {
    for (let z = 0; z < outDepth; z++) {
      const iz = load<i32>(mapZ + <usize>(z << 2));
      for (let y = 0; y < outHeight; y++) {
        const row = image + <usize>((iz * height + load<i32>(mapY + <usize>(y << 2))) * width * sizeof<T>());
        for (let x = 0; x < outWidth; x++) {
          store<T>(out, load<T>(row + <usize>(load<i32>(mapX + <usize>(x << 2)) * sizeof<T>())));
          out += sizeof<T>();
        }
      }
    }
    image += <usize>(depth * height * width * sizeof<T>());
  }
}

export function pad_scatter_f32(grad: usize, image: usize, planes: i32, meta: usize): void {
  scatter<f32>(grad, image, planes, meta);
}

export function pad_scatter_f64(grad: usize, image: usize, planes: i32, meta: usize): void {
  scatter<f64>(grad, image, planes, meta);
}

/** image = 0, then += grad where gather took its elements from, in the output's order. */
function scatter<T>(grad: usize, image: usize, planes: i32, meta: usize): void {
  const depth = load<i32>(meta), height = load<i32>(meta, 4), width = load<i32>(meta, 8);
  const outDepth = load<i32>(meta, 12), outHeight = load<i32>(meta, 16), outWidth = load<i32>(meta, 20);
  const mapZ = meta + 24, mapY = mapZ + <usize>(outDepth << 2), mapX = mapY + <usize>(outHeight << 2);
  memory.fill(image, 0, <usize>(planes * depth * height * width * sizeof<T>()));
  for (let plane = 0; plane < planes; plane++) {
    for (let z = 0; z < outDepth; z++) {
      const iz = load<i32>(mapZ + <usize>(z << 2));
      for (let y = 0; y < outHeight; y++) {
        const row = image + <usize>((iz * height + load<i32>(mapY + <usize>(y << 2))) * width * sizeof<T>());
        for (let x = 0; x < outWidth; x++) {
          const at = row + <usize>(load<i32>(mapX + <usize>(x << 2)) * sizeof<T>());
          store<T>(at, load<T>(at) + load<T>(grad));
          grad += sizeof<T>();
        }
      }
    }
    image += <usize>(depth * height * width * sizeof<T>());
  }
}
