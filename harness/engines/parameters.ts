import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../root.ts";
import { type Parameter, surfaceJson } from "../surface/surface.ts";

const SURFACE = path.join(ROOT, "fixtures", "surface.json");
let found: ReadonlyMap<string, readonly Parameter[]> | null = null;

/** The parameters of a class or function, with their defaults, as recorded from PyTorch; none where it was not recorded. */
export function parametersOf(layer: string): readonly Parameter[] {
  found ??= read();
  return found.get(layer) ?? [];
}

function read(): Map<string, readonly Parameter[]> {
  if (!existsSync(SURFACE)) return new Map();
  const { entries } = surfaceJson.parse(JSON.parse(readFileSync(SURFACE, "utf8")));
  return new Map(
    Object.entries(entries).map(([name, entry]) => [name, "out" in entry ? [] : entry.parameters]),
  );
}
