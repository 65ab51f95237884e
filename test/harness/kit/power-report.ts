import type { PowerReport } from "#harness/report/inputs";

/** Two faults, of which one is caught, and a correct engine of which nothing false is said. */
export const POWER: PowerReport = {
  format: 1,
  summary: { faults: 2, caught: 1, caughtWithFuzz: 1, honest: 1, falseAlarms: 0 },
  faults: [
    {
      ...{ name: "stride-swapped", family: "convolution", kind: "stride", fuzz: null },
      failures: [{ id: "nn.Conv2d/stride-per-axis" }],
    },
    { name: "bias-lost", family: "linear", kind: "bias", failures: [], fuzz: { found: null } },
  ],
  variants: [{ name: "reversed", how: "sums from the end", cases: 3, failures: [] }],
};
