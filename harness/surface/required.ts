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

function optionCells(kind: string, { name, axes, ...rest }: Parameter): string[] {
  return [
    ...("default" in rest ? [`${kind} ${name}`] : []),
    ...(axes === undefined ? [] : [`${kind} ${name} per axis`]),
  ];
}
