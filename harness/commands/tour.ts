import { openFixtures } from "../fixtures.ts";
import { checkPlace, writeWhole } from "../report/json.ts";
import type { Terminal } from "../terminal.ts";
import { gather } from "../tour/gather.ts";
import { renderTour } from "../tour/html.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The options of `touchstone tour`, as they are typed. */
export interface TourOptions {
  readonly to: string;
  readonly fixtures: string;
}

/** Writes the page on which the documented layers are computed where it is opened. */
export async function tourCommand(
  { to, fixtures }: TourOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  checkPlace(to, "--to");
  const tour = gather(openFixtures(fixtures));
  writeWhole(to, await renderTour(tour));
  terminal.out(`${to}: ${tour.cases.length} documented examples`);
  return EXIT.green;
}
