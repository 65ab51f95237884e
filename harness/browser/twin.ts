import { bitsOf } from "../bits.ts";
import type { Engine } from "../engine.ts";
import type { Fixtures } from "../fixtures.ts";
import type { KnownFailures } from "../known.ts";
import { reportCase } from "../report/case-report.ts";
import { type CaseReport, caseReportJson, stringify } from "../report/document.ts";
import { run } from "../run.ts";
import type { CameCase } from "./talk.ts";

/** A case that came out otherwise than in Node. */
export interface Otherwise {
  readonly id: string;
  readonly what: "its verdict" | "its bits";
}

/** Which of the cases that came of a browser come out otherwise in Node. It answers them in turn, each once it came. */
export class Twin {
  readonly otherwise: Otherwise[] = [];
  readonly #engine: Engine;
  readonly #fixtures: Fixtures;
  readonly #known: KnownFailures;
  #work: Promise<void> = Promise.resolve();

  constructor(engine: Engine, fixtures: Fixtures, known: KnownFailures) {
    this.#engine = engine;
    this.#fixtures = fixtures;
    this.#known = known;
  }

  /** Answers these too, after those before them. */
  add(cases: readonly CameCase[], signal: AbortSignal): void {
    this.#work = this.#work.then(() => this.#compare(cases, signal));
  }

  /** When all have been answered. */
  finish(): Promise<void> {
    return this.#work;
  }

  async #compare(cases: readonly CameCase[], signal: AbortSignal): Promise<void> {
    const came = new Map(cases.map((one) => [one.report.id, one]));
    const known = this.#known;
    const plan = { engine: this.#engine, load: this.#fixtures.load, known, signal };
    for await (const judged of run({ ...plan, ids: [...came.keys()] })) {
      const { id } = judged.case;
      const theirs = came.get(id);
      if (stringify(theirs?.report) !== stringify(asSent(reportCase(judged)))) {
        this.otherwise.push({ id, what: "its verdict" });
      } else if (theirs?.bits !== bitsOf(judged.answer)) {
        this.otherwise.push({ id, what: "its bits" });
      }
    }
  }
}

/** A report as it is once it was sent: its keys in another order, and no -0. */
function asSent(report: CaseReport): CaseReport {
  return caseReportJson.parse(JSON.parse(stringify(report)));
}
