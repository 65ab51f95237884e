import { hash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type * as fc from "fast-check";
import type { Judgement } from "../run.ts";
import type { Shard } from "../select.ts";
import { Counts } from "./counts.ts";
import { drawMany } from "./kept.ts";
import type { FuzzLayer } from "./layer.ts";
import { judgeLive, type Live } from "./live.ts";
import { type Question, questions } from "./question.ts";
import { type Counterexample, mannerOf, shrink } from "./shrink.ts";

/** What a run of fuzzing is made of. */
export interface FuzzPlan extends Live {
  readonly layers: readonly FuzzLayer[];
  readonly seed: number;
  readonly shard?: Shard;
  /** It ends at whichever comes first. */
  readonly runs: number;
  readonly seconds: number;
  /** Ends with the first counterexample. */
  readonly bail?: boolean;
  readonly signal?: AbortSignal;
  /** Hears of each counterexample once it is small. */
  readonly onCounterexample?: (found: Counterexample) => void;
  readonly onProgress?: (state: FuzzState) => void;
}

/** How far a run has come, or what it came to. */
export interface FuzzState {
  readonly cases: number;
  readonly failures: number;
  readonly seconds: number;
  readonly casesPerSecond: number;
  /** The share of the processes' time in which they did not work at an answer. */
  readonly outsideOracleShare: number;
}

/** What a run came to. */
export interface FuzzResult extends FuzzState {
  readonly counts: Counts;
  readonly counterexamples: readonly Counterexample[];
  /** Why sketches could not become cases, and how often. */
  readonly unfit: Readonly<Record<string, number>>;
}

const BATCH = 64;
const WAITING_EACH = 8;
/** A layer that fails in more manners than this is known to be wrong. */
const MOST_EACH = 3;
const SHRINK_MS = 20_000;
/** How long what is being made small may take once PyTorch has failed for good. */
const PATIENCE_MS = 2000;

/** Draws, asks PyTorch and the engine, judges, and shrinks what differs, until time or runs are up. */
export async function fuzz(plan: FuzzPlan): Promise<FuzzResult> {
  return new Run(plan).go();
}

class Run {
  readonly #plan: FuzzPlan;
  readonly #arbitrary: fc.Arbitrary<Question>;
  readonly #counts: Counts;
  readonly #start = performance.now();
  readonly #found: Counterexample[] = [];
  readonly #seen = new Map<string, Set<string>>();
  readonly #shrinking = new Set<Promise<void>>();
  readonly #unfit: Record<string, number> = {};
  /** What is being made small. */
  readonly #large = new Set<Counterexample>();
  readonly #failed = Promise.withResolvers<void>();
  #ended = this.#start;
  #cases = 0;
  #failures = 0;
  #seconds = 0;
  #trouble: { readonly error: unknown } | null = null;
  #bailed = false;

  constructor(plan: FuzzPlan) {
    this.#plan = plan;
    this.#arbitrary = questions(plan.layers);
    this.#counts = new Counts(plan.layers);
  }

  async go(): Promise<FuzzResult> {
    const source = this.#questions();
    const places = this.#plan.oracle.processes * WAITING_EACH;
    const work = Array.from({ length: places }, () => this.#work(source));
    await Promise.race([Promise.all(work), this.#failed.promise]);
    this.#ended = performance.now();
    // a process that starts again while another has failed for good may take long to answer
    const late = this.#failed.promise.then(() => pause(PATIENCE_MS, undefined, { ref: false }));
    await Promise.race([Promise.all(this.#shrinking), late]);
    for (const found of this.#large) this.#tell(found, found);
    if (this.#trouble !== null) throw new FuzzStopped(this.#result(), this.#trouble.error);
    return this.#result();
  }

  /** Seeds differ by batch and shard, so that no two shards draw the same. */
  *#questions(): Generator<fc.Value<Question>, void, void> {
    const { seed, shard, runs } = this.#plan;
    for (let batch = 0, left = runs; left > 0; batch++, left -= BATCH) {
      const own = hash("sha256", `${seed} ${shard?.index ?? 1}/${shard?.of ?? 1} ${batch}`);
      yield* drawMany(this.#arbitrary, Number.parseInt(own.slice(0, 8), 16), Math.min(BATCH, left));
    }
  }

  async #work(source: Iterator<fc.Value<Question>>): Promise<void> {
    while (!this.#over()) {
      const { value, done } = source.next();
      if (done === true || value === undefined) return;
      try {
        await this.#ask(value);
      } catch (error) {
        this.#fails(error);
      }
    }
  }

  #fails(error: unknown): void {
    this.#trouble ??= { error };
    this.#failed.resolve();
  }

  #over(): boolean {
    const { seconds, signal } = this.#plan;
    const late = performance.now() - this.#start > 1000 * seconds;
    return late || signal?.aborted === true || this.#trouble !== null || this.#bailed;
  }

  async #ask(drawn: fc.Value<Question>): Promise<void> {
    const judged = await judgeLive(this.#plan, drawn.value.sketch);
    if (this.#bailed) return;
    this.#seconds += judged.seconds;
    if (judged.kind === "unfit") {
      this.#counts.add(drawn.value, "unfit");
      const why = `${drawn.value.layer.layer}: ${judged.why.replace(/-?\d+(\.\d+)?/g, "N")}`;
      this.#unfit[why] = (this.#unfit[why] ?? 0) + 1;
      return;
    }
    this.#cases++;
    const { judgement } = judged;
    this.#counts.add(drawn.value, judgement.case.answer.kind === "threw" ? "refused" : "returned");
    if (judgement.verdict.kind !== "pass") this.#fail(drawn, judgement);
    this.#plan.onProgress?.(this.#state());
  }

  #fail(drawn: fc.Value<Question>, judgement: Judgement): void {
    this.#failures++;
    const { layer } = drawn.value.layer;
    const row = this.#counts.of(layer);
    if (judgement.verdict.kind === "unsupported") {
      row.unsupported++;
      return;
    }
    row.failures++;
    const manner = mannerOf(judgement.verdict);
    const seen = this.#seen.get(layer) ?? new Set();
    this.#seen.set(layer, seen);
    if (seen.has(manner) || seen.size >= MOST_EACH) return;
    seen.add(manner);
    this.#bailed = this.#plan.bail === true;
    const work = this.#shrink(drawn, judgement).finally(() => this.#shrinking.delete(work));
    this.#shrinking.add(work);
  }

  async #shrink(drawn: fc.Value<Question>, judgement: Judgement): Promise<void> {
    const latest = performance.now() + SHRINK_MS;
    const stop = (): boolean => performance.now() > latest || this.#plan.signal?.aborted === true;
    const large: Counterexample = { question: drawn.value, judgement, attempts: 0 };
    this.#large.add(large);
    try {
      this.#tell(large, await shrink(this.#plan, this.#arbitrary, drawn, judgement, stop));
    } catch (error) {
      this.#tell(large, large);
      this.#fails(error);
    }
  }

  /** Once each, be it as it was drawn. */
  #tell(large: Counterexample, found: Counterexample): void {
    if (!this.#large.delete(large)) return;
    this.#found.push(found);
    this.#plan.onCounterexample?.(found);
  }

  #state(): FuzzState {
    const now = this.#ended === this.#start ? performance.now() : this.#ended;
    const seconds = (now - this.#start) / 1000;
    const whole = seconds * this.#plan.oracle.processes;
    return {
      cases: this.#cases,
      failures: this.#failures,
      seconds,
      casesPerSecond: Math.round(this.#cases / Math.max(seconds, 1e-3)),
      outsideOracleShare: whole > 0 ? Math.max(0, 1 - this.#seconds / whole) : 0,
    };
  }

  #result(): FuzzResult {
    const [counts, counterexamples, unfit] = [this.#counts, this.#found, this.#unfit];
    return { ...this.#state(), counts, counterexamples, unfit };
  }
}

/** PyTorch failed in the middle of a run: what was found until then, and why. */
export class FuzzStopped extends Error {
  override name = "FuzzStopped";
  readonly result: FuzzResult;

  constructor(result: FuzzResult, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.result = result;
  }
}
