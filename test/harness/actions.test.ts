import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { ROOT } from "#harness/root";
import { emptyFolder } from "./kit/folder.ts";
import { fourCases } from "./kit/four-cases.ts";

/*
 * What the GitHub actions do is in scripts beside them, so that it can be tried without GitHub.
 */

const ACTIONS = path.join(ROOT, ".github", "actions");
const PARROT = path.join(import.meta.dirname, "kit", "parrot-engine.ts");

/** Runs an action's script as the action would. */
async function script(name: "run" | "report", env: Readonly<Record<string, string>>) {
  const bin = path.dirname(process.execPath);
  const { exitCode, all } = await execa("bash", [path.join(ACTIONS, name, `${name}.sh`)], {
    all: true,
    reject: false,
    env: { NO_COLOR: "1", CI: "1", PATH: `${bin}:${process.env["PATH"]}`, ...env },
  });
  return { exitCode, all };
}

/** Two shards of a run, each as a job of its own. */
async function shards(lie: string): Promise<string> {
  const [fixtures, reports] = [fourCases(), emptyFolder()];
  for (const shard of ["1/2", "2/2"]) {
    const given = { ENGINE: PARROT, SHARD: shard, KNOWN: "", PARROT_LIE: lie };
    const { exitCode, all } = await script("run", {
      ...given,
      FIXTURES: fixtures,
      REPORTS: reports,
    });
    expect(exitCode, all).toBe(0);
  }
  return reports;
}

async function reported(reports: string, strict = "false") {
  const out = emptyFolder();
  const summary = path.join(out, "step.md");
  const env = { REPORTS: reports, OUT: out, STRICT: strict, GITHUB_STEP_SUMMARY: summary };
  return { ...(await script("report", env)), out, summary };
}

describe("a run in shards", { timeout: 120_000 }, () => {
  test("is joined, reported and good", async () => {
    const { exitCode, all, out, summary } = await reported(await shards("honest"), "true");
    expect(exitCode, all).toBe(0);
    expect(readFileSync(summary, "utf8")).toMatch("🟢 conforms");
    for (const file of ["run.json", "report.html", "junit.xml", "badge.svg"]) {
      expect(existsSync(path.join(out, file)), file).toBe(true);
    }
  });

  test("fails where a case fails", async () => {
    const { exitCode, summary } = await reported(await shards("forgetful"));
    expect(exitCode).toBe(1);
    expect(readFileSync(summary, "utf8")).toMatch("🔴 does not conform");
  });

  test("fails where a shard is missing", async () => {
    const reports = await shards("honest");
    rmSync(path.join(reports, "shard-2-of-2.json"));
    expect((await reported(reports)).exitCode).not.toBe(0);
  });

  test("fails at once where it cannot be run", async () => {
    const env = { ENGINE: "./nowhere.ts", SHARD: "1/2", KNOWN: "", REPORTS: emptyFolder() };
    expect((await script("run", env)).exitCode).toBe(2);
  });
});

test("our own workflow is made of the actions", () => {
  const file = path.join(ROOT, ".github", "workflows", "conformance.yml");
  const used = [...readFileSync(file, "utf8").matchAll(/uses: \.\/\.github\/actions\/(\w+)/g)];
  expect(used.map(([, name]) => name)).toEqual(["run", "report"]);
  for (const [, name = ""] of used) {
    const action = readFileSync(path.join(ACTIONS, name, "action.yml"), "utf8");
    expect(action).toContain(`bash "$ACTION/${name}.sh"`);
  }
});
