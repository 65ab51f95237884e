import { IN_PACKAGE } from "./root.ts";

/** What to do where something is not installed that a script of this project installs, and which the package has not. */
export function firstRun(script: string): string {
  return IN_PACKAGE
    ? `clone Touchstone, and run "npm run ${script}" there`
    : `run "npm run ${script}" first`;
}
