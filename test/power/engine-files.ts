import { readFileSync } from "node:fs";
import path from "node:path";
import { compileKernels } from "./compile-kernels.ts";
import { type Patch, patched } from "./patch.ts";

const ENGINE = path.join(import.meta.dirname, "..", "..", "engine");
const KERNELS = `kernels${path.posix.sep}`;

/** The engine's files that patches change, changed, by their absolute paths. */
export async function patchedFiles(patches: readonly Patch[]): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  for (const patch of patches) {
    sources.set(patch.file, patched(sources.get(patch.file) ?? sourceOf(patch.file), patch));
  }
  const files = new Map<string, string>();
  const kernels = new Map<string, string>();
  for (const [file, source] of sources) {
    if (file.startsWith(KERNELS)) kernels.set(file.slice(KERNELS.length), source);
    else files.set(path.join(ENGINE, file), source);
  }
  if (kernels.size > 0) {
    const source = await compileKernels(path.join(ENGINE, "kernels"), kernels);
    files.set(path.join(ENGINE, "kernels.generated.ts"), source);
  }
  return files;
}

/** The text of a file of the engine. */
export function sourceOf(file: string): string {
  return readFileSync(path.join(ENGINE, file), "utf8");
}
