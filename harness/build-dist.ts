import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { ROOT } from "./root.ts";

const DIST = path.join(ROOT, "dist");
/** What of the sources is not compiled. */
const STYLES = ["report/page/base.css", "report/page/page.css", "tour/page/tour.css"];

/**
 * Builds dist/, which the published package runs on: Node strips no types inside node_modules. A package.json of its
 * own there gives the short names (`#engine`) the built files, while in the sources they stay the sources.
 */
async function buildDist(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  const config = path.join(ROOT, "tsconfig.build.json");
  await execa("tsc", ["-p", config], { preferLocal: true, localDir: ROOT, stdio: "inherit" });
  const { imports } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  const built = Object.entries<string>(imports).map(([name, file]) => [name, toBuilt(file)]);
  const inner = { type: "module", imports: Object.fromEntries(built) };
  writeFileSync(path.join(DIST, "package.json"), `${JSON.stringify(inner, null, 2)}\n`);
  for (const style of STYLES) {
    cpSync(path.join(ROOT, "harness", style), path.join(DIST, "harness", style));
  }
}

function toBuilt(file: string): string {
  return file.replace(/\.ts$/, ".js");
}

await buildDist();
