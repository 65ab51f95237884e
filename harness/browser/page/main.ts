import { bitsOf } from "../../bits.ts";
import { engine } from "../../engines/touchstone.ts";
import { reportCase } from "../../report/case-report.ts";
import { stringify } from "../../report/document.ts";
import { run } from "../../run.ts";
import type { CameCase, Message, Plan } from "../talk.ts";
import { openServed } from "./served.ts";
import { setThreads } from "./threads.ts";

const MOST_AT_ONCE = 100;
const SEND_EVERY_MS = 500;

let done = 0;

work().then(
  () => tell({ kind: "ended", error: null }),
  (error) => tell({ kind: "ended", error: error instanceof Error ? `${error.stack}` : `${error}` }),
);

/** Runs the cases of the plan, and tells the server what came of each. */
async function work(): Promise<void> {
  const plan: Plan = await (await fetch("/plan.json")).json();
  await tell({ kind: "begun", agent: navigator.userAgent });
  await setThreads(engine, plan.threads);
  const total = plan.corpora.reduce((sum, { ids }) => sum + ids.length, 0);
  for (const { folder, ids } of plan.corpora) await runCorpus(folder, ids, plan, total);
}

async function runCorpus(
  folder: string,
  ids: readonly string[],
  { known }: Plan,
  total: number,
): Promise<void> {
  const load = await openServed(folder);
  const reasonFor = (id: string): string | null => known[id] ?? null;
  let batch: CameCase[] = [];
  let sent = performance.now();
  const send = async (): Promise<void> => {
    await tell({ kind: "came", cases: batch });
    done += batch.length;
    show(`${done} of ${total} cases`);
    batch = [];
    sent = performance.now();
  };
  for await (const judged of run({ engine, ids, load, known: { reasonFor } })) {
    batch.push({ report: reportCase(judged), bits: bitsOf(judged.answer) });
    const due = batch.length >= MOST_AT_ONCE || performance.now() - sent > SEND_EVERY_MS;
    if (due) await send();
  }
  await send();
}

async function tell(message: Message): Promise<void> {
  await fetch("/tell", { method: "POST", body: stringify(message) });
  if (message.kind === "ended") show(message.error ?? "Done.");
}

function show(text: string): void {
  const place = document.getElementById("state");
  if (place !== null) place.textContent = text;
}
