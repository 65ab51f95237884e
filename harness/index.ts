export * from "./array.ts";
export type * from "./case.ts";
export { FORMAT, PHASES, PROFILES } from "./case.ts";
export { compare } from "./compare.ts";
export { decodeCase } from "./decode.ts";
export { type EncodedCase, encodeCase } from "./encode.ts";
export { ASPECTS, type Aspect, type Engine, PROTOCOL, type Unsupported } from "./engine.ts";
export {
  Absent,
  type Given,
  type Layer,
  type Library,
  only,
  tableEngine,
} from "./engines/table.ts";
export { explain } from "./explain.ts";
export { FixtureError } from "./fixture-error.ts";
export { type Fixtures, openFixtures } from "./fixtures.ts";
export { type KnownFailures, readKnown } from "./known.ts";
export type { Manifest } from "./manifest.ts";
export { NpyError, readNpy, writeNpy } from "./npy.ts";
export { type Judged, type Judgement, judge, type Outcome, type RunPlan, run } from "./run.ts";
export { type Selection, type Shard, select } from "./select.ts";
export { isGreen, type Summary, Tally } from "./tally.ts";
export type * from "./verdict.ts";
