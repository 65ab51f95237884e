import type { Entry, Parameter } from "./surface.ts";

/** What of an entry a suite must show, a name for each cell: "case", "float16", "option stride per axis". */
export function requiredCells(entry: Entry): string[] {
  const { dtypes = {}, gradients = [] } = entry;
  return [
    "case",
    ...Object.entries(dtypes).map(([dtype, how]) => (how === "yes" ? dtype : `refuses ${dtype}`)),
    ...gradients.map((slot) => `gradient ${slot}`),
    ...(entry.training ? ["train", "eval"] : []),
    ...(entry.unbatched ? ["batched", "unbatched"] : []),
    ...(entry.draws ? ["initial state"] : []),
    ...entry.parameters.flatMap((one) => optionCells("option", one)),
    ...entry.forward.flatMap((one) => optionCells("forward", one)),
  ];
}

/** What a cell asks for. */
export type CellKind = "options" | "gradients" | "dtypes" | "modes";

/** The kind of a required cell other than "case". */
export function kindOf(cell: string): CellKind {
  if (/^(option|forward) /.test(cell)) return "options";
  if (cell.startsWith("gradient ")) return "gradients";
  return MODES.includes(cell) ? "modes" : "dtypes";
}

const MODES = ["train", "eval", "batched", "unbatched", "initial state"];

function optionCells(kind: string, { name, axes, ...rest }: Parameter): string[] {
  return [
    ...("default" in rest ? [`${kind} ${name}`] : []),
    ...(axes === undefined ? [] : [`${kind} ${name} per axis`]),
  ];
}
