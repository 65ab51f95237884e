import path from "node:path";
import type { Command } from "commander";
import { ROOT } from "../root.ts";
import { terminal } from "../terminal.ts";
import { type BrowserOptions, browserCommand } from "./browser.ts";
import { EXIT_HELP, type ExitCode } from "./exit-codes.ts";
import { type TourOptions, tourCommand } from "./tour.ts";

type Finish = (code: ExitCode) => void;

const FIXTURES = path.join(ROOT, "fixtures");

/** The commands by which the engine computes in a browser. */
export function addPages(program: Command, finish: Finish, signal: AbortSignal): void {
  program
    .command("browser")
    .description(
      "run the engine in Chromium, and in Node beside it: the same verdicts, the same bits",
    )
    .option("-f, --filter <pattern>", "cases whose id has this in it, or with * and ? is like this")
    .option("-l, --layer <name>", "cases of one layer: Conv2d")
    .option("-s, --shard <i/n>", "the i-th of n shares of the cases")
    .option("-j, --json <file>", "write the browser's report as JSON too")
    .option("-t, --threads <n>", "how many threads compute in the page", "1")
    .option("--no-open", "start no Chromium, but say where any browser of this machine may come")
    .option("--fixtures <folder>", "the recorded cases", FIXTURES)
    .addHelpText("after", EXIT_HELP)
    .action(async (options: BrowserOptions) =>
      finish(await browserCommand(options, terminal, signal)),
    );
  program
    .command("tour")
    .description("write a page on which PyTorch's documented layers are computed, options and all")
    .option("--to <file>", "where it goes", "tour.html")
    .option("--fixtures <folder>", "the recorded cases", FIXTURES)
    .action(async (options: TourOptions) => finish(await tourCommand(options, terminal)));
}
