import { makeBadge } from "badge-maker";
import { standingOf } from "./columns.ts";
import type { Run } from "./document.ts";

const COLOURS = { green: "#17795b", known: "#8f5b00", red: "#bf2740", partial: "#8f5b00" };

/** A run in one small picture. */
export function renderBadge(run: Run): string {
  const standing = standingOf(run);
  return makeBadge({
    label: `conformance to PyTorch ${run.reference.torch}`,
    message: messageOf(run),
    color: COLOURS[standing],
  });
}

function messageOf(run: Run): string {
  const { cases, selected, fail, stale, pass } = run.summary;
  if (run.summary.interrupted) return `partial: ${cases} of ${selected}`;
  return fail + stale === 0 ? `${pass} of ${selected} pass` : `${fail + stale} of ${selected} fail`;
}
