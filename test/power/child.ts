import { getEachMessage, sendMessage } from "execa";
import { openAll } from "#harness/corpus";
import { type FuzzTrial, fuzzOut } from "./fuzz-trial.ts";
import { type Trial, tryOut } from "./trial.ts";

/* Trials in a process of their own, one after the other, for the process that started it. */

const fixtures = openAll(process.argv[2] ?? "fixtures");
for await (const message of getEachMessage()) {
  await sendMessage((await answer(message as unknown as Trial | FuzzTrial)) as never);
}

async function answer(trial: Trial | FuzzTrial): Promise<object> {
  try {
    const isFuzz = "seconds" in trial;
    return { result: await (isFuzz ? fuzzOut(trial, fixtures) : tryOut(trial, fixtures)) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
