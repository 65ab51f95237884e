import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A place in the engine's source that may refuse. */
export interface Site {
  /** From the root of the project, with slashes. */
  readonly file: string;
  readonly line: number;
}

/** Every call of check and checkAs and every new EngineError, outside errors.ts. */
export function refusalSites(): Site[] {
  return readdirSync("engine", { recursive: true, encoding: "utf8" })
    .map((name) => path.join("engine", name).split(path.sep).join("/"))
    .filter((file) => file.endsWith(".ts") && file !== "engine/errors.ts")
    .filter((file) => !/^engine\/kernels[./]/.test(file))
    .sort()
    .flatMap((file) => linesThatRefuse(file).map((line) => ({ file, line })));
}

function linesThatRefuse(file: string): number[] {
  const lines = readFileSync(file, "utf8").split("\n");
  const refuses = /(?<![\w.])(?<!function |private )(?:check|checkAs|new EngineError)\((?!\))/;
  return lines.flatMap((text, i) => (!isComment(text) && refuses.test(text) ? [i + 1] : []));
}

function isComment(text: string): boolean {
  return /^\s*(\/\/|\/?\*)/.test(text);
}
