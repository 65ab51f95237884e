import Table from "cli-table3";
import pc from "picocolors";

/** How cells lie in their column. */
export type Align = "left" | "right";

const BORDERS = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left"],
  ...["bottom-right", "left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
];

/** A table without lines, to be filled with push(). */
export function plainTable(head: readonly string[], colAligns: readonly Align[]): Table.Table {
  return new Table({
    head: head.map((name) => pc.bold(name)),
    colAligns: [...colAligns],
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 2 },
    chars: Object.fromEntries(BORDERS.map((name) => [name, ""])),
  });
}

/** Its text, without blanks at the ends of lines. */
export function tableText(table: Table.Table): string {
  return table.toString().replace(/ +$/gm, "");
}
