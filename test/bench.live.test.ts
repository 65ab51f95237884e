import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { readBench } from "#harness/report/inputs";
import { CAN_JOIN } from "./engine/kit/joined.ts";
import { emptyFolder } from "./harness/kit/folder.ts";
import { needsPyTorch } from "./harness/kit/live.ts";

const PATIENCE_MS = 240_000;

/** Times one product of matrices beside PyTorch; what it said, and where it wrote. */
async function timed(...more: readonly string[]) {
  const [json, html] = ["bench.json", "bench.html"].map((name) => path.join(emptyFolder(), name));
  const few = ["-t", "1", "-r", "1", "-p", "pytorch", "-f", "torch.matmul/64"];
  const places = ["--json", json as string, "--html", html as string];
  const args = [path.join(import.meta.dirname, "bench", "main.ts"), ...few, ...places, ...more];
  const { stdout, stderr } = await execa(process.execPath, args, { reject: false });
  return { stdout, stderr, json: json as string, html: html as string };
}

test(
  "the vectors are as wide as they can be, or as was asked; everything that is written says so",
  async ({ skip }) => {
    needsPyTorch(skip);
    const best = CAN_JOIN ? 256 : 128;
    for (const [more, bits] of [[[], best] as const, [["--vectors", "128"], 128] as const]) {
      const { stdout, json, html } = await timed(...more);
      expect(stdout).toContain(`\n${bits}-bit vectors`);
      expect(readFileSync(html, "utf8")).toContain(`with ${bits}-bit vectors`);
      expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({
        sessions: [{ vectorBits: bits }],
      });
      expect(readBench(json).sessions[0]?.vectorBits).toBe(bits);
    }
  },
  PATIENCE_MS,
);

test("another width is refused", async () => {
  const { stderr } = await timed("--vectors", "512");
  expect(stderr).toContain("argument '512' is invalid. must be 128 or 256, came 512");
});
