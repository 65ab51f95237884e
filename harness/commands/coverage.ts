import type { Case } from "../case.ts";
import { type Fixtures, openFixtures, readSurface } from "../fixtures.ts";
import { renderCoverage } from "../report/coverage.ts";
import { checkPlace, writeJson } from "../report/json.ts";
import { REFUSALS, SEMANTICS } from "../surface/conditions.ts";
import { COVERAGE_FORMAT, type Coverage, cover, isWhole } from "../surface/cover.ts";
import type { Progress, Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The options of `touchstone coverage`, as they are typed. */
export interface CoverageOptions {
  readonly fixtures: string;
  readonly json?: string;
  readonly all?: boolean;
}

/** Compares the fixtures with the surface that was recorded with them. */
export function coverageCommand(options: CoverageOptions, terminal: Terminal): ExitCode {
  if (options.json !== undefined) checkPlace(options.json);
  const fixtures = openFixtures(options.fixtures);
  const progress = terminal.progress(fixtures.ids.length, "cases");
  const coverage = coverageOf(fixtures, progress);
  progress.stop();
  terminal.out(renderCoverage(coverage, options.all === true));
  if (options.json !== undefined) {
    writeJson(options.json, { format: COVERAGE_FORMAT, ...coverage });
  }
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
