import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";

const packageJson = z.object({ version: z.string() });

/** The version of a package that lies in this folder's node_modules. */
export function versionOf(name: string): string {
  const file = path.join(import.meta.dirname, "node_modules", name, "package.json");
  return packageJson.parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
