import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

/** Licences under which a package may be used here and passed on; MPL-2.0 is of tools that are not passed on. */
const LICENCES = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MPL-2.0",
  "Python-2.0",
  "WTFPL",
]);

/** What a package's own LICENSE file says where its package.json says nothing. */
const SAID_ELSEWHERE: Readonly<Record<string, string>> = { "color-convert": "MIT" };

function json<T>(file: string): T {
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

/** The packages of a lock file, by where they go; the first is the project itself. */
function locked(folder: string): [place: string, Locked][] {
  const { packages } = json<Lock>(`${folder}package-lock.json`);
  return Object.entries(packages).filter(([place]) => place !== "");
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
}

/** The names in "(MIT OR Apache-2.0)" that must all be allowed: one of an OR is enough. */
function isAllowed(expression: string): boolean {
  const choices = expression.replace(/[()]/g, "").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every((one) => LICENCES.has(one.trim())));
}

describe.each(["", "harness/engines/libraries/"])(
  "the packages of %spackage-lock.json",
  (folder) => {
    const packages = locked(folder);

    test("are some", () => {
      expect(packages.length).toBeGreaterThan(100);
    });

    test("have a licence of the list", () => {
      const odd = packages
        .map(([place, { license }]) => [place, license ?? SAID_ELSEWHERE[nameOf(place)] ?? "none"])
        .filter(([, licence]) => !isAllowed(licence ?? "none"));
      expect(odd).toEqual([]);
    });

    test("are known by their sums, and come from no place but the registry", () => {
      const odd = packages.filter(
        ([, { integrity, resolved }]) =>
          !/^sha512-[\w+/]{86}==$/.test(integrity ?? "") || resolved !== undefined,
      );
      expect(odd.map(([place]) => place)).toEqual([]);
    });

    test("are asked for by exact version", () => {
      const asked = json<Record<"dependencies" | "devDependencies", Record<string, string>>>(
        `${folder}package.json`,
      );
      const wanted = Object.entries({ ...asked.dependencies, ...asked.devDependencies });
      const versions = new Map(packages.map(([place, { version }]) => [place, version]));
      expect(wanted.length).toBeGreaterThan(3);
      for (const [name, version] of wanted) {
        expect(version).toMatch(/^\d+\.\d+\.\d+$/);
        expect(versions.get(`node_modules/${name}`)).toBe(version);
      }
    });
  },
);

test("no package runs a script when it is installed but those that package.json allows", () => {
  const { allowScripts } = json<{ allowScripts: Record<string, boolean> }>("package.json");
  const scripted = locked("").filter(([, { hasInstallScript }]) => hasInstallScript === true);
  expect(scripted.map(([place]) => nameOf(place))).toEqual(Object.keys(allowScripts));
});

test("the libraries of other engines run no script when they are installed", () => {
  const { scripts } = json<{ scripts: Record<string, string> }>("package.json");
  expect(scripts["engines"]).toMatch(/^npm ci --ignore-scripts /);
});

const REQUIREMENTS = ["python-ref/requirements.txt", "python-ref/requirements-dev.txt"];

function requirements(): string[] {
  return REQUIREMENTS.flatMap((file) => readFileSync(file, "utf8").trim().split("\n"));
}

test("Python's packages are asked for by exact version", () => {
  expect(requirements().length).toBeGreaterThan(3);
  for (const line of requirements()) expect(line).toMatch(/^[a-z][\w.-]*==\d+(\.\d+)+$/);
});

describe("Python's packages and those that they need", () => {
  const packages = readFileSync("python-ref/requirements-locked.txt", "utf8")
    .replace(/^#.*\n/gm, "")
    .replaceAll(" \\\n", "")
    .trim()
    .split("\n");

  test("are locked, but for PyTorch", () => {
    const locked = packages.map((line) => line.split(" ")[0]);
    const open = requirements().filter((line) => !locked.includes(line));
    expect(open.map((line) => line.split("==")[0])).toEqual(["torch"]);
    expect(locked.length).toBeGreaterThan(12);
  });

  test.each(packages)("by their sums: %s", (line) => {
    expect(line).toMatch(/^[a-z][\w.-]*==\d+(\.\d+)+( +--hash=sha256:[\da-f]{64})+$/);
  });
});
