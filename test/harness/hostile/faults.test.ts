import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, test, vi } from "vitest";
import { checkPlace, ReportError, writeWhole } from "#harness/report/json";
import { judge } from "#harness/run";
import { emptyFolder } from "../kit/folder.ts";
import { FOUR_CASES, fourCases } from "../kit/four-cases.ts";
import { messageOf } from "../kit/message.ts";
import { refusing } from "../kit/sample.ts";
import { withoutPace } from "../kit/scribe.ts";

const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const PARROT = path.join(import.meta.dirname, "..", "kit", "parrot-engine.ts");
const CLI = path.join(ROOT, "harness", "cli.ts");
const IS_ROOT = process.getuid?.() === 0;

function started(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const whole = [CLI, "run", "--fixtures", fourCases(), "--engine", PARROT, ...args];
  const quiet = { NO_COLOR: "1", CI: "1", ...env };
  return execa(process.execPath, whole, { cwd: ROOT, reject: false, env: quiet });
}

/** Runs a line of the shell, where $0 is Node. */
function shell(line: string) {
  const env = { NO_COLOR: "1", CI: "1" };
  return execa("bash", ["-c", line, process.execPath], { cwd: ROOT, reject: false, env });
}

/** A report without what no two runs share. */
function withoutTimes(file: string): unknown {
  const { summary, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  const { seconds, casesPerSecond, casesPerSecondWarm, ...counts } = summary;
  expect([seconds, casesPerSecond, casesPerSecondWarm].every(Number.isFinite)).toBe(true);
  return { counts, ...rest };
}

describe("a report is written whole or not at all", () => {
  test.each(["/dev/null", "/dev/full", "/dev/stdout", "/"])("never over %s", (file) => {
    expect(messageOf(ReportError, () => checkPlace(file))).toMatch(/must be a file, or not be/);
  });

  test("and leaves no draft where it cannot be", () => {
    const folder = emptyFolder();
    mkdirSync(path.join(folder, "report.json"));
    const file = path.join(folder, "report.json");
    expect(messageOf(ReportError, () => writeWhole(file, "{}"))).toMatch(
      /a place to write to: EISD/,
    );
    expect(readdirSync(folder)).toEqual(["report.json"]);
  });

  test.skipIf(IS_ROOT)(
    "not into a read-only folder (not tried as root, who may write anywhere)",
    () => {
      const folder = emptyFolder();
      chmodSync(folder, 0o555);
      const file = path.join(folder, "report.json");
      expect(messageOf(ReportError, () => checkPlace(file))).toMatch(/a place to write to: EACCES/);
    },
  );

  test("and the one before stays where the disk is full", async () => {
    const folder = emptyFolder();
    const file = path.join(folder, "report.json");
    writeFileSync(file, "before");
    const words = `run --fixtures ${fourCases()} --engine ${PARROT} --json ${file}`;
    const limited = `trap '' XFSZ; ulimit -f 1; exec "$0" ${CLI} ${words}`;
    const { exitCode, stderr } = await shell(limited);
    expect(stderr).toMatch(/report.json: must be a place to write to: EFBIG/);
    expect(exitCode).toBe(2);
    expect(readFileSync(file, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["report.json"]);
  });

  test("by two runs at once", async () => {
    const file = path.join(emptyFolder(), "report.json");
    const both = await Promise.all([started(["--json", file]), started(["--json", file])]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(withoutTimes(file)).toMatchObject({ counts: { cases: 4, pass: 4 } });
    expect(readdirSync(path.dirname(file))).toEqual(["report.json"]);
  });
});

test("a run that is interrupted writes the part that it has, which says so and is not green", async () => {
  const file = path.join(emptyFolder(), "report.json");
  const child = started(["--json", file], { PARROT_LIE: "slow" });
  child.stdout.once("data", () => child.kill("SIGINT"));
  const { exitCode, stdout } = await child;
  expect(exitCode).toBe(130);
  expect(stdout).toMatch(/Stopped after [0-3] of 4 cases: this is a part of a result/);
  expect(withoutTimes(file)).toMatchObject({ counts: { interrupted: true, selected: 4 } });
});

test("a run that is killed writes nothing", async () => {
  const file = path.join(emptyFolder(), "report.json");
  const child = started(["--json", file], { PARROT_LIE: "slow" });
  child.stdout.once("data", () => child.kill("SIGKILL"));
  expect((await child).signal).toBe("SIGKILL");
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

test("a run whose output has no room is not green", async () => {
  const words = `run --fixtures ${fourCases()} --engine ${PARROT}`;
  const { exitCode } = await shell(`exec "$0" ${CLI} ${words} > /dev/full`);
  expect(exitCode).not.toBe(0);
});

test("language and time zone change nothing, and without a terminal nothing is drawn", async () => {
  const places = [
    { LC_ALL: "C", TZ: "UTC" },
    { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", TZ: "Pacific/Apia" },
    { LC_ALL: "ar_EG.UTF-8", LANGUAGE: "ar", TZ: "Nowhere/Nowhere", TERM: "dumb" },
  ];
  const reports = places.map(() => path.join(emptyFolder(), "report.json"));
  const runs = places.map((env, i) => started(["--json", reports[i] ?? ""], { ...env, CI: "" }));
  const said = (await Promise.all(runs)).map(({ stdout }, i) =>
    withoutPace(stdout).replace(reports[i] ?? "", "REPORT"),
  );
  expect(new Set(said).size).toBe(1);
  expect(said[0]).toMatch("4 cases: 4 passed");
  expect(said[0]).not.toMatch(/\p{Cc}(?<!\n)/u);
  const [first, ...others] = reports.map(withoutTimes);
  for (const other of others) expect(other).toEqual(first);
});

describe("an answer that never comes", () => {
  const one = FOUR_CASES[0] ?? refusing();
  const silent = {
    name: "s",
    version: "1",
    protocol: 1,
    answer: () => new Promise<never>(() => {}),
  } as const;

  test("is a crash after two minutes", async () => {
    vi.useFakeTimers();
    const judged = judge(silent, one);
    await vi.advanceTimersByTimeAsync(120_000);
    vi.useRealTimers();
    expect((await judged).verdict).toMatchObject({
      differences: [{ kind: "crash", got: expect.stringContaining("no answer in 120 s") }],
    });
  });

  test("is not waited for after an interrupt", async () => {
    const interruption = new AbortController();
    const judged = judge(silent, one, interruption.signal);
    interruption.abort();
    expect((await judged).verdict).toMatchObject({
      kind: "fail",
      differences: [{ kind: "crash" }],
    });
  });
});
