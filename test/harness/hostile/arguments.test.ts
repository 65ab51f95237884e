import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { ROOT } from "#harness/root";

/*
 * Words that nobody should type. Each ends at once: with the code 2, and a message that says which word it was and what must hold.
 */

const MOMENTS = 60_000;

const REFUSED: readonly [words: readonly string[], says: RegExp][] = [
  [["run", "--shard", "0/0"], /^--shard: must be i\/n .* came 0\/0$/],
  [["run", "--shard", "1/1e9"], /^--shard: must be i\/n .* came 1\/1e9$/],
  [["run", "--shard", "99999/999999"], /^--shard 99999\/999999: must have a case a shard/],
  [["run", "--filter", ""], /^--filter: must not be empty/],
  [["run", "--filter", "*".repeat(100_000).concat("!")], /^--filter \*+!: must /],
  [["run", "--fixtures", "/no/such/folder"], /^\/no\/such\/folder: there is no such folder/],
  [["run", "--fixtures", "package.json"], /^package\.json: must be a folder$/],
  [["run", "--engine", "../../etc/passwd"], /^--engine \.\.\/\.\.\/etc\/passwd: must be a module/],
  [["run", "--engine", "stdio:"], /^--engine stdio: must be followed by a command$/],
  [["run", "--engine", "stdio:/no/such/thing"], /: it cannot be started: spawn \S+ ENOENT$/],
  [["run", "--json", "/"], /^--json \/: must be a file/],
  [["run", "--json", "/no/such/folder/x.json"], /: there is no folder \/no\/such\/folder$/],
  [["run", "--known", "/dev/zero"], /^\/dev\/zero: must be readable: it is no file but a pipe/],
  [["run", "--known", "package.json"], /^package\.json:1: must be "pattern # reason"/],
  [["run", "more"], /^error: too many arguments for 'run'/],
  [["run", "--layer"], /^error: option '-l, --layer <name>' argument missing$/],
  [["--engines"], /^error: unknown option '--engines'/],
  [["fuzz", "--seconds", "NaN"], /^--seconds: must be a whole number above 0, came NaN$/],
  [["fuzz", "--seconds", "1e3"], /^--seconds: must be a whole number above 0, came 1e3$/],
  [["fuzz", "--seed", "-1"], /^--seed: must be a whole number below 2\^32, came -1$/],
  [["fuzz", "--processes", "1000000"], /^--processes: must be at most \d+, came 1000000$/],
  [["fuzz", "--layer", "nothing"], /nothing/],
  [["repro", "../../etc/passwd"], /\.\.\/\.\.\/etc\/passwd/],
  [
    ["merge", "/dev/zero", "--json", "x.json"],
    /^\/dev\/zero: must be readable JSON: it is no file but a pipe or a device$/,
  ],
  [
    ["merge-fuzz", "/dev", "--json", "x.json"],
    /^\/dev: must be what .* it is no file but a folder$/,
  ],
  [["report", "package.json", "--html", "x.html"], /^package\.json: must be/],
  [["report", "package.json"], /^report: must be asked for --html/],
  [["diff", "package.json", "package.json"], /^package\.json: must be/],
  [["schema", "nothing"], /nothing/],
];

describe("the command refuses", () => {
  test.concurrent.each(REFUSED)("%j", { timeout: MOMENTS }, async (words, says) => {
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      ["harness/cli.ts", ...words],
      {
        cwd: ROOT,
        env: { NO_COLOR: "1" },
        reject: false,
        timeout: MOMENTS,
      },
    );
    expect(stderr.replace(/\n[\s\S]*/, "")).toMatch(says);
    expect([stdout, exitCode]).toEqual(["", 2]);
  });
});
