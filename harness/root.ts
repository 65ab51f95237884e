import path from "node:path";

const above = path.dirname(import.meta.dirname);

const inPackage = path.basename(above) === "dist";

/** The folder that holds fixtures/ and python-ref/: one above the sources, two above what is built of them in dist/. */
export const ROOT = inPackage ? path.dirname(above) : above;

/** What to do where something is not installed that a script of this project installs, and which the package has not. */
export function firstRun(script: string): string {
  return inPackage
    ? `clone Touchstone, and run "npm run ${script}" there`
    : `run "npm run ${script}" first`;
}
