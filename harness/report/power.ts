import type { PowerReport } from "./inputs.ts";
import type { PageData } from "./page/data.ts";

/** What the suite caught, in a sentence. */
export function powerSentence({ summary }: PowerReport): string {
  const { faults, caught, caughtWithFuzz, honest, falseAlarms } = summary;
  const share = faults === 0 ? "" : ` (${Math.floor((1000 * caught) / faults) / 10} %)`;
  const fuzzed =
    caughtWithFuzz === null || caught === faults ? "" : `, ${caughtWithFuzz} with fuzzing`;
  return `The fixtures alone catch ${caught} of ${faults} faults seeded in an engine${share}${fuzzed}; ${honest} correct engines that compute otherwise raise ${falseAlarms} false alarms.`;
}

/** What the page shows of it. */
export function powerOf(power: PowerReport): NonNullable<PageData["power"]> {
  return {
    sentence: powerSentence(power),
    faults: power.faults.map(({ name, family, kind, failures, fuzz }) => {
      const by = failures[0]?.id ?? fuzz?.found?.id ?? null;
      return { name, family, kind, by };
    }),
    variants: power.variants.map(({ name, how, cases, failures }) => {
      return { name, how, cases, alarms: failures.length };
    }),
  };
}
