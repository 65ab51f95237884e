// The windows of images as columns of a matrix, and back; a Geometry's groups and filters are 1.
import { Geometry } from "./geometry";
import { fold, unfold } from "./patches";

/** columns (batch x channels taps x windows) = the windows' elements, each of `width` bytes, 0 beyond the edges. */
export function unfold_columns(width: i32, meta: usize, image: usize, columns: usize): void {
  const g = changetype<Geometry>(meta);
  if (width == 4) unfoldAll<u32>(g, image, columns);
  else if (width == 8) unfoldAll<u64>(g, image, columns);
  else if (width == 2) unfoldAll<u16>(g, image, columns);
  else unfoldAll<u8>(g, image, columns);
}

function unfoldAll<T>(g: Geometry, image: usize, columns: usize): void {
  const windows = g.outSize, rows = g.channels * g.taps;
  for (let n = 0; n < g.batch; n++) {
    unfold<T>(g, image, 0, windows, columns);
    image += <usize>(g.channels * g.imageSize * sizeof<T>());
    columns += <usize>(rows * windows * sizeof<T>());
  }
}

export function fold_columns_f32(meta: usize, columns: usize, image: usize): void { foldAll<f32>(changetype<Geometry>(meta), columns, image); }
export function fold_columns_f64(meta: usize, columns: usize, image: usize): void { foldAll<f64>(changetype<Geometry>(meta), columns, image); }

/** image = the sum of the columns' elements that lie on each place. */
function foldAll<T>(g: Geometry, columns: usize, image: usize): void {
  const windows = g.outSize, rows = g.channels * g.taps;
  memory.fill(image, 0, <usize>(g.batch * g.channels * g.imageSize * sizeof<T>()));
  for (let n = 0; n < g.batch; n++) {
    fold<T>(g, image, 0, windows, columns);
    image += <usize>(g.channels * g.imageSize * sizeof<T>());
    columns += <usize>(rows * windows * sizeof<T>());
  }
}
