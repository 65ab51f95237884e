import type { Answer, Call, Case } from "#harness/case";
import { encodeCall } from "#harness/encode";
import { type Engine, PROTOCOL, type Unsupported } from "#harness/engine";
import { FlatWriter } from "#harness/flat";

/** What a liar makes of the right answer. */
export type Lie = (answer: Answer, call: Call) => Answer | Unsupported;

/** An engine that has seen the recorded answers, and gives them back, or what a lie makes of them. */
export function parrot(cases: Iterable<Case>, lie: Lie = (answer) => answer): Engine {
  const heard = new Map<string, Answer>();
  for (const { call, answer } of cases) heard.set(fingerprint(call), answer);
  return {
    name: "parrot",
    version: "1",
    protocol: PROTOCOL,
    answer: (call) => {
      const answer = heard.get(fingerprint(call));
      if (answer === undefined) throw new Error("the parrot has not heard this call");
      return lie(structuredClone(answer), call);
    },
  };
}

function fingerprint(call: Call): string {
  const writer = new FlatWriter();
  const json = JSON.stringify(encodeCall(call, writer));
  const numbers = Object.entries(writer.arrays()).map(
    ([dtype, { buffer }]) => `${dtype} ${Buffer.from(buffer).toString("base64")}`,
  );
  return [json, ...numbers].join("\n");
}
