import type { Case } from "#harness/case";
import type { Fixtures } from "#harness/fixtures";
import { judge } from "#harness/run";
import { globOf } from "#harness/select";
import type { Verdict } from "#harness/verdict";
import type { Patch } from "./patch.ts";
import { patchedEngine } from "./patched-engine.ts";

/** What is asked of a patched engine. */
export interface Trial {
  readonly patches: readonly Patch[];
  /** Cases to ask before all others. */
  readonly first?: readonly string[];
  /** Layers to ask then, as patterns. */
  readonly layers: readonly string[];
  /** Whether it ends at the first case that is not passed. */
  readonly bail: boolean;
  /** Whether all other layers are asked after them: yes, if not said. */
  readonly others?: boolean;
}

/** A case that a patched engine did not pass, and in what it differs. */
export interface Failure {
  readonly id: string;
  readonly how: string;
}

/** What a patched engine did on the fixtures. */
export interface TrialResult {
  /** How many cases it was asked. */
  readonly cases: number;
  readonly failures: readonly Failure[];
}

/** Runs the fixtures on the engine with patches. */
export async function tryOut(trial: Trial, fixtures: Fixtures): Promise<TrialResult> {
  const engine = await patchedEngine(trial.patches);
  const failures: Failure[] = [];
  let cases = 0;
  for (const one of inOrder(trial, fixtures)) {
    const { verdict } = await judge(engine, one);
    cases++;
    if (verdict.kind === "pass") continue;
    failures.push({ id: one.id, how: said(verdict) });
    if (trial.bail) break;
  }
  return { cases, failures };
}

/**
 * Cases of the layers that can show something, then perhaps all others. Last come those of whose answers a sample is kept:
 * one of them takes as long as hundreds of the others.
 */
function* inOrder(trial: Trial, fixtures: Fixtures): Generator<Case> {
  const { first = [], layers, others = true } = trial;
  const ids = new Set(fixtures.ids);
  const globs = layers.map(globOf);
  const own = (id: string): boolean => globs.some((glob) => glob.test(id.split("/")[0] ?? ""));
  const likely = new Set([...first.filter((id) => ids.has(id)), ...fixtures.ids.filter(own)]);
  const large: string[] = [];
  for (const id of others ? new Set([...likely, ...ids]) : likely) {
    const one = fixtures.load(id);
    if (one.call.sample === undefined) yield one;
    else large.push(id);
  }
  for (const id of large) yield fixtures.load(id);
}

/** In what an answer differs, in one line. */
export function said(verdict: Verdict): string {
  if (verdict.kind === "unsupported") return `unsupported: ${verdict.reason}`;
  const first = verdict.kind === "fail" ? verdict.differences[0] : undefined;
  if (first === undefined) return "";
  return first.kind === "crash" ? `crash: ${firstLine(first.got)}` : `${first.kind} ${first.where}`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
