import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { execa, type Options } from "execa";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { F, nn, torch } from "#engine";

const ROOT = path.join(import.meta.dirname, "..", "..");
const PROJECT = mkdtempSync(path.join(tmpdir(), "touchstone-consumer-"));
const MINUTES = 5 * 60_000;

/** Packs what npm would publish, and installs it in an empty project. */
beforeAll(async () => {
  const packed = await execa("npm", ["pack", "--json", "--pack-destination", PROJECT], {
    cwd: ROOT,
    stderr: "ignore",
  });
  const [tarball] = Object.values<{ filename: string }>(JSON.parse(jsonIn(packed.stdout)));
  write("package.json", { name: "consumer", type: "module", private: true });
  await inProject("npm", [
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    tarball?.filename ?? "",
  ]);
  for (const name of ["consumer.ts", "page.ts"]) {
    cpSync(path.join(import.meta.dirname, name), path.join(PROJECT, name));
  }
}, MINUTES);

afterAll(() => rmSync(PROJECT, { recursive: true, force: true }), MINUTES);

describe("the packed package in an empty project", () => {
  test.each([
    ["nodenext", "nodenext"],
    ["preserve", "bundler"],
  ])("its types hold for a consumer with module %s", async (module, moduleResolution) => {
    const own = { module, moduleResolution, typeRoots: [path.join(ROOT, "node_modules/@types")] };
    const compilerOptions = { ...own, strict: true, noEmit: true, target: "es2023" };
    write("tsconfig.json", { compilerOptions, files: ["consumer.ts", "page.ts"] });
    const { stdout, exitCode } = await inProject("tsc", ["-p", "."], { reject: false });
    expect(stdout).toBe("");
    expect(exitCode).toBe(0);
  });

  test("Node imports it, and it computes what the sources do", async () => {
    const consumer = `import("./consumer.ts").then((it) => console.log(it.shown, ...it.functions))`;
    const { stdout } = await inProject(process.execPath, ["--eval", consumer]);
    expect(stdout).toBe(`${fromSources()} function function`);
  });

  test("Vite bundles the engine into one script, which computes the same", async () => {
    const entry = path.join(PROJECT, "page.ts");
    const lib = { entry, formats: ["es" as const], fileName: "page" };
    await build({ root: PROJECT, logLevel: "error", build: { lib, outDir: "site" } });
    const bundle = pathToFileURL(path.join(PROJECT, "site", "page.js")).href;
    expect((await import(bundle)).shown).toBe(fromSources());
  });

  test("the command finds the fixtures that come with it", async () => {
    const { stdout } = await inProject("touchstone", ["run", "--layer", "Linear"]);
    expect(stdout).toMatch(/nn\.Linear/);
    expect(stdout).toMatch(/ 0 failed, 0 unsupported/);
  });

  test("the command makes the page of a run", async () => {
    await inProject("touchstone", ["run", "--layer", "Linear", "--json", "run.json"]);
    await inProject("touchstone", ["report", "run.json", "--html", "page.html"]);
    const page = readFileSync(path.join(PROJECT, "page.html"), "utf8");
    expect(page).toMatch(/<style>:root \{[\s\S]{100,}<script>\(function[\s\S]{100000,}<\/html>\n$/);
  });

  test("the command makes the page of the tour", async () => {
    const { stdout } = await inProject("touchstone", ["tour", "--to", "tour.html"]);
    expect(stdout).toMatch(/^tour\.html: \d+ documented examples$/);
    const page = readFileSync(path.join(PROJECT, "tour.html"), "utf8");
    expect(page).toMatch(/\.example \{[\s\S]*id="engine">\(function[\s\S]{100000,}<\/html>\n$/);
  });

  test.each([
    ["setup", ["fuzz", "--runs", "1"]],
    ["setup", ["record"]],
    ["engines", ["run", "--engine", "jax-js", "--layer", "nn.ReLU"]],
  ])("the command says that npm run %s is a clone's, at %j", async (script, words) => {
    const { stderr, exitCode } = await inProject("touchstone", words, { reject: false });
    expect(stderr).toMatch(`clone Touchstone, and run "npm run ${script}" there`);
    expect(exitCode).toBe(2);
  });
});

function fromSources(): string {
  torch.manualSeed(0);
  const layer = new nn.Linear(3, 2);
  return `${layer}\n${F.relu(layer(torch.randn([4, 3])))}`;
}

function write(name: string, data: object): void {
  writeFileSync(path.join(PROJECT, name), JSON.stringify(data));
}

/** What the scripts of npm print stands before npm's own JSON. */
function jsonIn(text: string): string {
  return text.slice(text.search(/^[[{]/m));
}

function inProject(file: string, args: readonly string[], options: Options = {}) {
  const cwd = PROJECT;
  const env = { NO_COLOR: "1" };
  return execa(file, args, { cwd, env, preferLocal: true, localDir: cwd, ...options }) as Promise<{
    stdout: string;
    stderr: string;
    exitCode: number;
  }>;
}
