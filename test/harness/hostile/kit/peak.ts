import path from "node:path";
import { execa } from "execa";

const ROOT = path.join(import.meta.dirname, "..", "..", "..", "..");

/** What a process of its own says after this work, how long it took, and the most memory that it had, in bytes. */
export async function peakOf(work: string): Promise<{
  readonly said: string;
  readonly peak: number;
  readonly seconds: number;
}> {
  const source = `
    const start = performance.now();
    const said = await (async () => { ${work} })().catch((error) => error.name + ": " + error.message);
    const seconds = (performance.now() - start) / 1000;
    console.log(JSON.stringify({ said, seconds, peak: process.resourceUsage().maxRSS * 1024 }));`;
  const args = ["--input-type=module-typescript", "-e", source];
  const { stdout } = await execa(process.execPath, args, { cwd: ROOT });
  return JSON.parse(stdout);
}
