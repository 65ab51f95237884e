import type { Value } from "#harness/case";
import type { Fixtures } from "#harness/fixtures";
import { fuzz } from "#harness/fuzz/drive";
import { LAYERS } from "#harness/fuzz/layers";
import { speechless } from "#harness/fuzz/live";
import type { Counterexample } from "#harness/fuzz/shrink";
import { startOracle } from "#harness/oracle";
import type { Patch } from "./patch.ts";
import { patchedEngine } from "./patched-engine.ts";
import { said } from "./trial.ts";

/** How long, and from which seed on, a patched engine is asked what nobody wrote down. */
export interface FuzzTrial {
  readonly patches: readonly Patch[];
  readonly seconds: number;
  readonly seed: number;
}

/** The first counterexample that was found, once it was small. */
export interface Found {
  readonly id: string;
  readonly how: string;
  /** When, in seconds from the start. */
  readonly seconds: number;
  /** How many elements its inputs have together. */
  readonly elements: number;
}

/** What fuzzing a patched engine came to. */
export interface FuzzTrialResult {
  readonly cases: number;
  readonly found: Found | null;
}

/** Fuzzes the engine with patches against a live PyTorch, all layers alike, until the first counterexample. */
export async function fuzzOut(
  { patches, seconds, seed }: FuzzTrial,
  { manifest }: Fixtures,
): Promise<FuzzTrialResult> {
  const engine = speechless(await patchedEngine(patches));
  const oracle = await startOracle({ processes: 2, manifest });
  const enough = new AbortController();
  const start = performance.now();
  let found: Found | null = null;
  try {
    const { cases } = await fuzz({
      ...{ oracle, engine, layers: LAYERS, seed, seconds, runs: Infinity },
      signal: enough.signal,
      onCounterexample: (one) => {
        found ??= foundOf(one, (performance.now() - start) / 1000);
        enough.abort();
      },
    });
    return { cases, found };
  } finally {
    await oracle.close();
  }
}

function foundOf({ judgement: { case: one, verdict } }: Counterexample, seconds: number): Found {
  const given = [...one.call.inputs, ...Object.values(one.call.keywords)];
  const elements = given.reduce<number>((sum, value) => sum + elementsIn(value), 0);
  return { id: one.id, how: said(verdict), seconds, elements };
}

function elementsIn(value: Value): number {
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, part) => sum + elementsIn(part as Value), 0);
  }
  const isTensor = typeof value === "object" && value !== null && "array" in value;
  return isTensor ? value.array.data.length : 0;
}
