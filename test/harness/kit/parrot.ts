import type { Answer, Call, Case } from "#harness/case";
import { encodeCall } from "#harness/encode";
import { type Engine, PROTOCOL, type Unsupported } from "#harness/engine";
import { FlatWriter } from "#harness/flat";

/** What a liar makes of the right answer. It may change what it is given. */
export type Lie = (answer: Answer, call: Call) => Answer | Unsupported;

/** An engine that has seen the recorded answers, and gives them back, or what a lie makes of them. */
export function parrot(cases: readonly Case[], lie: Lie = (answer) => answer): Engine {
  const seen = new Map(cases.map(({ call, answer }) => [call, answer]));
  let heard: ReadonlyMap<string, Answer> | null = null;
  const recall = (call: Call): Answer => {
    heard ??= new Map(cases.map((one) => [fingerprint(one.call), one.answer]));
    const answer = heard.get(fingerprint(call));
    if (answer === undefined) throw new Error("the parrot has not heard this call");
    return answer;
  };
  return {
    name: "parrot",
    version: "1",
    protocol: PROTOCOL,
    answer: (call) => lie(structuredClone(seen.get(call) ?? recall(call)), call),
  };
}

/** All of a call as text, for one that was written and read in between. */
function fingerprint(call: Call): string {
  const writer = new FlatWriter();
  const json = JSON.stringify(encodeCall(call, writer));
  const numbers = Object.entries(writer.arrays()).map(
    ([dtype, { buffer }]) => `${dtype} ${Buffer.from(buffer).toString("base64")}`,
  );
  return [json, ...numbers].join("\n");
}
