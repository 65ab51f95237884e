import { cpus } from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { execa } from "execa";
import * as z from "zod";
import { BENCH_FORMAT } from "#harness/report/inputs";
import { checkPlace, ReportError, writeJson, writeWhole } from "#harness/report/json";
import { vectorsText } from "#harness/report/page/wording";
import { renderBench } from "./page.ts";
import type { Row, Session } from "./session.ts";
import { showPeers, showRow } from "./show.ts";
import { PEERS, summarize } from "./summary.ts";

const optionsJson = z.object({
  threads: z.array(z.number()),
  vectors: z.literal([128, 256]),
  rounds: z.number(),
  filter: z.string(),
  peer: z.array(z.string()),
  json: z.string().optional(),
  html: z.string().optional(),
});

const command = new Command("bench")
  .description("Times the engine beside PyTorch and other libraries, in turns, on one machine.")
  .option("-t, --threads <n,…>", "numbers of threads, a session each", numbers, everyNumber())
  .option("-v, --vectors <bits>", "how wide the vectors of WebAssembly are: 128 or 256", width, 256)
  .option("-r, --rounds <n>", "how often each takes its turn", (text) => numbers(text)[0], 5)
  .option("-f, --filter <text>", "workloads with this in their name", "")
  .option("-p, --peer <name,…>", "beside whom", peerNames, [...PEERS])
  .option("-j, --json <file>", "write what was measured as JSON too")
  .option("--html <file>", "write a page with charts too")
  .action(async (options: unknown) => bench(optionsJson.parse(options)));
await command.parseAsync();

async function bench(options: z.infer<typeof optionsJson>): Promise<void> {
  checkPlaces(options);
  const sessions: Session[] = [];
  for (const threads of options.threads) sessions.push(await oneSession(threads, options));
  const summary = summarize(sessions);
  say(`\n${showPeers(sessions)}`);
  const share = summary.sgemmShareOfPeak;
  if (share !== null)
    say(`sgemm 512 to 2048: at least ${(100 * share).toFixed(0)} % of the machine's 128-bit peak`);
  for (const { threads, peak, shared } of sessions) {
    say(
      `${threads} threads: at best ${(peak / 1e9).toFixed(1)} GFLOP/s a core; ${shared} timings on a shared core`,
    );
  }
  for (const bits of new Set(sessions.map(({ vectorBits }) => vectorBits))) say(vectorsText(bits));
  const report = { format: BENCH_FORMAT, summary, sessions };
  if (options.json !== undefined) writeJson(options.json, report);
  if (options.html !== undefined) writeWhole(options.html, await renderBench(sessions, summary));
}

/** In a process of its own: libraries take their number of threads when they start. */
async function oneSession(
  threads: number,
  { vectors, rounds, filter, peer }: z.infer<typeof optionsJson>,
): Promise<Session> {
  const plan = JSON.stringify({ threads, vectorBits: vectors, rounds, filter, peers: peer });
  const child = execa("node", ["--expose-gc", path.join(import.meta.dirname, "child.ts"), plan], {
    ipc: true,
    stdio: "inherit",
    reject: false,
  });
  let found: Session | null = null;
  for await (const message of child.getEachMessage()) {
    const news = message as unknown as { row: Row } | { session: Session };
    if ("row" in news) say(showRow(news.row));
    else found = news.session;
  }
  await child;
  if (found === null) throw new Error(`the session with ${threads} threads ended early`);
  return found;
}

/** One thread, and as many as there are cores. */
function everyNumber(): number[] {
  return [...new Set([1, cpus().length])];
}

function numbers(text: string): number[] {
  const found = text.split(",").map(Number);
  if (found.every((n) => Number.isInteger(n) && n > 0)) return found;
  throw new InvalidArgumentError(`must be whole numbers above 0, came ${text}`);
}

function width(text: string): 128 | 256 {
  if (text === "128" || text === "256") return text === "128" ? 128 : 256;
  throw new InvalidArgumentError(`must be 128 or 256, came ${text}`);
}

function peerNames(text: string): string[] {
  const found = text.split(",");
  if (found.every((name) => PEERS.some((peer) => peer === name))) return found;
  throw new InvalidArgumentError(`must be among ${PEERS.join(", ")}, came ${text}`);
}

function checkPlaces({ json, html }: z.infer<typeof optionsJson>): void {
  try {
    if (json !== undefined) checkPlace(json);
    if (html !== undefined) checkPlace(html, "--html");
  } catch (error) {
    if (error instanceof ReportError) command.error(error.message);
    throw error;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
