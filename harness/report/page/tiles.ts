import type { MapDetail } from "./data.ts";

/** Where the cells of a map are drawn, and what stands beside them. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The place of a cell across and down. */
  readonly placeOf: (cell: number) => readonly [x: number, y: number];
  readonly across: (x: number) => string;
  readonly down: (y: number) => string;
  /** How to read it. */
  readonly caption: string;
}

const MOST_ACROSS = 72;

/**
 * A tensor of three axes or more as blocks over its last two axes, side by side along the third last; other tensors, and those of
 * which cells fell together, as rows.
 */
export function layoutOf(map: MapDetail): Layout {
  const { shape, rowsEach, columnsEach } = map;
  const [channels = 1, height = 1, width = 1] = shape.slice(-3);
  const whole = rowsEach === 1 && columnsEach === 1;
  const across = channels * (width + 1) - 1;
  if (shape.length < 3 || !whole || across > MOST_ACROSS) return rowsLayout(map);
  return blocks(shape, { channels, height, width });
}

function blocks(
  shape: readonly number[],
  { channels, height, width }: Readonly<Record<"channels" | "height" | "width", number>>,
): Layout {
  const leading = shape.slice(0, -3);
  const lines = leading.reduce((product, size) => product * size, 1);
  const axis = shape.length - 3;
  const middle = (place: number, size: number): boolean =>
    place % (size + 1) === Math.floor((size - 1) / 2);
  return {
    width: channels * (width + 1) - 1,
    height: lines * (height + 1) - 1,
    placeOf: (cell) => {
      const [line, channel] = [
        Math.floor(cell / (width * height * channels)),
        Math.floor(cell / (width * height)) % channels,
      ];
      const [row, column] = [Math.floor(cell / width) % height, cell % width];
      return [channel * (width + 1) + column, line * (height + 1) + row];
    },
    across: (x) => (middle(x, width) ? `${Math.floor(x / (width + 1))}` : ""),
    down: (y) =>
      middle(y, height) ? indexIn(leading, Math.floor(y / (height + 1))).join(", ") : "",
    caption: `a block for each slice over the last two axes, axis ${axis} across${leading.length > 0 ? `, axis ${leading.map((_, i) => i).join(" and ")} down` : ""}`,
  };
}

function rowsLayout({ shape, rowsEach, columnsEach, columns, errors }: MapDetail): Layout {
  const together =
    rowsEach * columnsEach > 1 ? `; a cell is the worst of ${rowsEach} by ${columnsEach}` : "";
  return {
    width: columns,
    height: errors.length / columns,
    placeOf: (cell) => [cell % columns, Math.floor(cell / columns)],
    across: (x) => span(x, columnsEach),
    down: (y) => indexIn(shape.slice(0, -1), y * rowsEach).join(", "),
    caption: `the last axis across${shape.length > 1 ? ", the others down" : ""}${together}`,
  };
}

/** The index of a cell, of those that fell together in one row the first. */
export function cellIndex(
  { shape, rowsEach, columnsEach, columns }: MapDetail,
  cell: number,
): string {
  const row = Math.floor(cell / columns);
  const leading = indexIn(shape.slice(0, -1), row * rowsEach);
  return [...leading, span(cell % columns, columnsEach)].join(", ");
}

/** The places that fell together. */
function span(place: number, each: number): string {
  const first = place * each;
  return each === 1 ? `${first}` : `${first}–${first + each - 1}`;
}

function indexIn(shape: readonly number[], at: number): string[] {
  const index: string[] = [];
  let rest = at;
  for (const size of [...shape].reverse()) {
    index.unshift(`${rest % size}`);
    rest = Math.floor(rest / size);
  }
  return index;
}
