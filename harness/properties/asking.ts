import type { Call, Returned, Threw } from "../case.ts";
import type { Engine } from "../engine.ts";

/** Asks an engine a call that it should answer. */
export type Ask = (call: Call) => Promise<Returned>;

/** The engine does not do what a property needs. */
export class NotDone extends Error {
  override name = "NotDone";
}

/** The engine refused. */
export class Refused extends Error {
  override name = "Refused";
  readonly call: Call;
  readonly answer: Threw;

  constructor(call: Call, answer: Threw) {
    super(`${answer.class} in ${answer.phase}: ${answer.message}`);
    this.call = call;
    this.answer = answer;
  }
}

/** The engine threw out of `answer`. */
export class Crashed extends Error {
  override name = "Crashed";
  readonly call: Call;

  constructor(call: Call, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.call = call;
  }
}

/** The way to ask an engine; `count` hears of each call. It throws NotDone, Refused or Crashed. */
export function asking(engine: Engine, count: () => void = () => {}): Ask {
  return async (call) => {
    count();
    const answer = await attempt(engine, call);
    if (answer.kind === "unsupported") throw new NotDone(answer.reason);
    if (answer.kind === "threw") throw new Refused(call, answer);
    return answer;
  };
}

async function attempt(engine: Engine, call: Call) {
  try {
    return await engine.answer(call);
  } catch (error) {
    throw new Crashed(call, error);
  }
}
