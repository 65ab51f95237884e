import type { Fixtures } from "#harness/fixtures";
import { judge } from "#harness/run";
import { globOf } from "#harness/select";
import type { Verdict } from "#harness/verdict";
import type { Patch } from "./patch.ts";
import { patchedEngine } from "./patched-engine.ts";

/** What is asked of a patched engine. */
export interface Trial {
  readonly patches: readonly Patch[];
  /** Layers to ask first, as patterns. */
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
export async function tryOut(
  { patches, layers, bail, others = true }: Trial,
  { ids, load }: Fixtures,
): Promise<TrialResult> {
  const engine = await patchedEngine(patches);
  const failures: Failure[] = [];
  let cases = 0;
  for (const id of inOrder(ids, layers, others)) {
    const { verdict } = await judge(engine, load(id));
    cases++;
    if (verdict.kind === "pass") continue;
    failures.push({ id, how: said(verdict) });
    if (bail) break;
  }
  return { cases, failures };
}

/** Cases of the layers that can show something, then perhaps all others. */
function inOrder(ids: readonly string[], layers: readonly string[], others: boolean): string[] {
  const globs = layers.map(globOf);
  const own = (id: string): boolean => globs.some((glob) => glob.test(id.split("/")[0] ?? ""));
  return [...ids.filter(own), ...(others ? ids.filter((id) => !own(id)) : [])];
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
