import { readFileSync } from "node:fs";

const MANIFEST = new URL("package.json", import.meta.url);

/** The version of a library, which package.json pins; for those that do not tell it themselves. */
export function pinned(name: string): string {
  const { dependencies } = JSON.parse(readFileSync(MANIFEST, "utf8"));
  return dependencies[name];
}
