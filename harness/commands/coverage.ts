import { renameSync, writeFileSync } from "node:fs";
import type { Case } from "../case.ts";
import { type Fixtures, openFixtures, readSurface } from "../fixtures.ts";
import { renderCoverage } from "../report/coverage.ts";
import { checkPlace } from "../report/json.ts";
import { REFUSALS, SEMANTICS } from "../surface/conditions.ts";
import { type Coverage, cover, isWhole } from "../surface/cover.ts";
import type { Progress, Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The options of `touchstone coverage`, as they are typed. */
export interface CoverageOptions {
  readonly fixtures: string;
  readonly json?: string;
  readonly all?: boolean;
}

/** The number of the format that `--json` writes. */
export const COVERAGE_FORMAT = 1;

/** Compares the fixtures with the surface that was recorded with them. */
export function coverageCommand(options: CoverageOptions, terminal: Terminal): ExitCode {
  if (options.json !== undefined) checkPlace(options.json);
  const fixtures = openFixtures(options.fixtures);
  const progress = terminal.progress(fixtures.ids.length, "cases");
  const coverage = coverageOf(fixtures, progress);
  progress.stop();
  terminal.out(renderCoverage(coverage, options.all === true));
  if (options.json !== undefined) writeCoverage(options.json, coverage);
  return isWhole(coverage) ? EXIT.green : EXIT.red;
}

/** What a set of fixtures covers. */
export function coverageOf(fixtures: Fixtures, progress?: Progress): Coverage {
  function* cases(): Iterable<Case> {
    for (const [done, id] of fixtures.ids.entries()) {
      progress?.advance(done);
      yield fixtures.load(id);
    }
  }
  const surface = readSurface(fixtures);
  return cover(cases(), { surface, refusals: REFUSALS, semantics: SEMANTICS });
}

function writeCoverage(file: string, coverage: Coverage): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify({ format: COVERAGE_FORMAT, ...coverage }, null, 1)}\n`);
  renameSync(draft, file);
}
