import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { openFixtures } from "#harness/fixtures";
import { startOracle } from "#harness/oracle";
import { fuzzReportJson } from "#harness/report/fuzz-report";
import type { Draw } from "#harness/sketch";
import { sketch } from "./kit/fake-oracle.ts";
import { emptyFolder } from "./kit/folder.ts";
import { inCi, needsPosix, needsPyTorch } from "./kit/live.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
const FIXTURES = path.join(ROOT, "fixtures");
const LIMIT = { timeout: 300_000 };
/** How often PyTorch is killed: more where there is time. */
const KILLS = inCi ? 3 : 1;

test(
  "a live PyTorch answers a sketch with a case, and says why another is none",
  LIMIT,
  async ({ skip }) => {
    needsPyTorch(skip);
    const oracle = await startOracle({ processes: 1, manifest: openFixtures(FIXTURES).manifest });
    try {
      const asked = (draw: object) => ({
        ...sketch("a"),
        call: {
          ...sketch("a").call,
          layer: "nn.Linear",
          args: [2, 3],
          inputs: [{ $draw: draw as Draw }],
        },
      });
      const reply = await oracle.ask(asked({ shape: [1, 2] }));
      expect(reply.kind === "case" && Object.keys(reply.case.limits)).toContain("output.0");
      const other = await oracle.ask(asked({ shape: [1, 2], kind: "odd" }));
      expect(other.kind === "unfit" && other.why).toMatch("a draw's kind is none of those");
    } finally {
      await oracle.close();
    }
  },
);

/** The processes that `parent` has started. */
async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await execa("ps", ["-o", "pid=", "--ppid", `${parent}`], { reject: false });
  return stdout
    .split("\n")
    .map(Number)
    .filter((pid) => pid > 0);
}

async function isAlive(pid: number): Promise<boolean> {
  const { stdout } = await execa("ps", ["-o", "stat=", "-p", `${pid}`], { reject: false });
  return stdout.trim() !== "";
}

/** Kills PyTorch's processes in the middle of a run, one after the other, so many times. */
async function killedRun(kills: number) {
  const json = path.join(emptyFolder(), "report.json");
  const args = ["fuzz", "--layer", "linear", "--seconds", "6", "--json", json, "--no-keep"];
  const child = execa(process.execPath, ["harness/cli.ts", ...args], {
    ...{ cwd: ROOT, reject: false, all: true, env: { NO_COLOR: "1" } },
  });
  const met = new Set<number>();
  child.stdout.once("data", async () => {
    for (let i = 0; i < kills; i++) {
      await pause(500 + 1000 * Math.random());
      const pids = await childrenOf(child.pid ?? 0);
      for (const pid of pids) met.add(pid);
      const victim = pids[0];
      if (victim !== undefined) process.kill(victim, "SIGKILL");
    }
  });
  const { exitCode, all } = await child;
  const left = readdirSync(path.dirname(json));
  expect(left, all).toContain("report.json");
  const report = fuzzReportJson.parse(JSON.parse(readFileSync(json, "utf8")));
  return { exitCode, said: all, left, report, met: [...met] };
}

/** A run of `kills` deaths, which needs PyTorch and a system with signals. */
async function killed(kills: number, skip: (why: string) => void) {
  needsPosix(skip, "it has no signal to kill with");
  needsPyTorch(skip);
  return killedRun(kills);
}

describe("kill -9 of PyTorch in a run", () => {
  test.for(Array.from({ length: KILLS }, (_, i) => i + 1))(
    "once: the run goes on to its right end (%i)",
    LIMIT,
    async (_, { skip }) => {
      const { exitCode, said, left, report, met } = await killed(1, skip);
      expect(said).toMatch(/process died at nn\.\w+\/found-\w+: SIGKILL; started again/);
      expect({ exitCode, left }, said).toEqual({ exitCode: 0, left: ["report.json"] });
      expect(report.summary.cases).toBeGreaterThan(0);
      for (const pid of met) expect(await isAlive(pid)).toBe(false);
    },
  );

  test.for(Array.from({ length: KILLS }, (_, i) => i + 1))(
    "again and again: the run ends and says why (%i)",
    LIMIT,
    async (_, { skip }) => {
      const { exitCode, said, left, report, met } = await killed(4, skip);
      expect(said).toMatch(/Stopped: PyTorch's process died .*SIGKILL/);
      expect({ exitCode, left }, said).toEqual({ exitCode: 2, left: ["report.json"] });
      expect(report.stops).toHaveLength(1);
      for (const pid of met) expect(await isAlive(pid)).toBe(false);
    },
  );
});

test("an interrupt ends a run, which says what it came to", LIMIT, async ({ skip }) => {
  needsPosix(skip, "it has no signal to interrupt with");
  needsPyTorch(skip);
  const json = path.join(emptyFolder(), "report.json");
  const args = ["fuzz", "--layer", "linear", "--seconds", "250", "--json", json, "--no-keep"];
  const child = execa(process.execPath, ["harness/cli.ts", ...args], {
    ...{ cwd: ROOT, reject: false, all: true, env: { NO_COLOR: "1" } },
  });
  child.stdout.once("data", async () => {
    await pause(2000);
    child.kill("SIGINT");
  });
  const { exitCode, all } = await child;
  expect(exitCode, all).toBe(130);
  expect(all).toMatch(/\d+ cases: \d+ returned/);
  const { summary } = fuzzReportJson.parse(JSON.parse(readFileSync(json, "utf8")));
  expect(summary.seconds).toBeLessThan(200);
  expect(summary.cases).toBeGreaterThan(0);
});
