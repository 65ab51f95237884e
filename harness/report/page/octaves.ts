import { GREATEST_OCTAVE, type Measured, NO_ERROR } from "./data.ts";

/** How many errors lie in each octave, the engine's and PyTorch's. */
export interface Distribution {
  readonly octaves: readonly number[];
  readonly engine: readonly number[];
  readonly reference: readonly number[];
  readonly total: number;
}

/** The errors of the tensors that `keeps` keeps, counted by powers of two. */
export function distribute(
  measured: Measured,
  unit: "share" | "ulp",
  keeps: (at: number) => boolean,
): Distribution {
  const [own, reference] =
    unit === "share"
      ? [measured.share, measured.referenceShare]
      : [measured.ulp, measured.referenceUlp];
  const bins = GREATEST_OCTAVE - NO_ERROR + 1;
  const engineBins = new Array<number>(bins).fill(0);
  const referenceBins = new Array<number>(bins).fill(0);
  let total = 0;
  for (const [i, at] of measured.at.entries()) {
    if (!keeps(at)) continue;
    total++;
    add(engineBins, own[i] ?? NO_ERROR);
    add(referenceBins, reference[i] ?? NO_ERROR);
  }
  const used = (bin: number): boolean => (engineBins[bin] ?? 0) + (referenceBins[bin] ?? 0) > 0;
  const all = engineBins.map((_, bin) => bin);
  const first = gatherTail(engineBins, referenceBins, total);
  const last = all.findLast(used) ?? 0;
  const shown = all.filter((bin) => (bin === 0 && used(0)) || (bin >= first && bin <= last));
  return {
    octaves: shown.map((bin) => bin + NO_ERROR),
    engine: shown.map((bin) => engineBins[bin] ?? 0),
    reference: shown.map((bin) => referenceBins[bin] ?? 0),
    total,
  };
}

/** What is on the left of all but a few goes to the first octave that is shown, which says "at most"; gives its bin. */
function gatherTail(engine: number[], reference: number[], total: number): number {
  let first = 1;
  while (
    first < engine.length - 1 &&
    (engine[first] ?? 0) + (reference[first] ?? 0) < FEW * total
  ) {
    for (const bins of [engine, reference]) {
      bins[first + 1] = (bins[first + 1] ?? 0) + (bins[first] ?? 0);
      bins[first] = 0;
    }
    first++;
  }
  return first;
}

const FEW = 0.01;

/** "exact", "1/8", "4": the greatest error in an octave. */
export function octaveText(octave: number): string {
  if (octave === NO_ERROR) return "exact";
  if (octave === GREATEST_OCTAVE) return "more";
  if (octave >= 0) return `${2 ** octave}`;
  return octave >= -10 ? `1/${2 ** -octave}` : `2${superscript(octave)}`;
}

function superscript(number: number): string {
  return `${number}`.replace(/./g, (letter) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(letter)] ?? "");
}

function add(bins: number[], octave: number): void {
  const bin = octave - NO_ERROR;
  bins[bin] = (bins[bin] ?? 0) + 1;
}
