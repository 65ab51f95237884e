import { labelOf } from "./columns.ts";
import type { CaseReport, Run } from "./document.ts";

/** A case that came out otherwise. */
export interface Change {
  readonly id: string;
  readonly old: string;
  readonly new: string;
}

/** How a run differs from an earlier one. */
export interface Diff {
  readonly old: string;
  readonly new: string;
  /** Cases that came out worse: passed before, or were looked at more closely. */
  readonly worse: readonly Change[];
  readonly better: readonly Change[];
  /** Neither: failed before, is unsupported now, or the other way round. */
  readonly other: readonly Change[];
  /** Cases that only the later run has, and those that only the earlier has. */
  readonly added: readonly Change[];
  readonly gone: readonly Change[];
  /** Cases that pass in both, whose greatest error is now a quarter greater, or a quarter less; the most changed first. */
  readonly further: readonly Change[];
  readonly nearer: readonly Change[];
}

const NOTABLE = 1.25;
/** What uses less than this share of its limit is near enough. */
const NEAR = 0.02;

/** What got better, what got worse, what is new, what is gone. */
export function diffRuns(before: Run, after: Run): Diff {
  const olds = new Map(before.cases.map((one) => [one.id, one]));
  const news = new Map(after.cases.map((one) => [one.id, one]));
  const both = after.cases.flatMap((now) => {
    const old = olds.get(now.id);
    return old === undefined ? [] : [{ old, now }];
  });
  const changed = both.filter(({ old, now }) => told(old) !== told(now));
  const step = ({ old, now }: Both): number => rank(now) - rank(old);
  const moved = both
    .filter(({ old, now }) => old.outcome === "pass" && now.outcome === "pass")
    .map((pair) => ({ pair, growth: growth(pair) }))
    .sort((a, b) => Math.abs(Math.log(b.growth)) - Math.abs(Math.log(a.growth)));
  return {
    old: labelOf(before),
    new: labelOf(after),
    worse: changed.filter((pair) => step(pair) < 0).map(changeOf),
    better: changed.filter((pair) => step(pair) > 0).map(changeOf),
    other: changed.filter((pair) => step(pair) === 0).map(changeOf),
    added: after.cases
      .filter(({ id }) => !olds.has(id))
      .map((now) => ({ id: now.id, old: "", new: told(now) })),
    gone: before.cases
      .filter(({ id }) => !news.has(id))
      .map((old) => ({ id: old.id, old: told(old), new: "" })),
    further: moved.filter((one) => one.growth >= NOTABLE).map(({ pair }) => shareChange(pair)),
    nearer: moved.filter((one) => one.growth <= 1 / NOTABLE).map(({ pair }) => shareChange(pair)),
  };
}

interface Both {
  readonly old: CaseReport;
  readonly now: CaseReport;
}

function changeOf({ old, now }: Both): Change {
  return { id: now.id, old: told(old), new: told(now) };
}

function shareChange({ old, now }: Both): Change {
  const percent = ({ worst }: CaseReport): string => `${(100 * (worst?.share ?? 0)).toFixed(1)} %`;
  return { id: now.id, old: percent(old), new: percent(now) };
}

/** How many times as great the greatest error is, 1 where both are small. */
function growth({ old, now }: Both): number {
  const [before, after] = [old.worst?.share ?? 0, now.worst?.share ?? 0];
  return Math.max(after, NEAR) / Math.max(before, NEAR);
}

/** A failure and what is unsupported are as bad: one is wrong, the other is not there. */
function rank({ outcome, unchecked }: CaseReport): number {
  if (outcome === "pass") return unchecked.length === 0 ? 1e9 : 1e6 - unchecked.length;
  return { fail: 0, unsupported: 0, xfail: 1, stale: 2 }[outcome];
}

function told({ outcome, unchecked }: CaseReport): string {
  return unchecked.length === 0 ? outcome : `${outcome}, ${unchecked.length} unchecked`;
}
