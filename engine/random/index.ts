export { bernoulli, bernoulliTensor } from "./bernoulli.ts";
export { cauchy, exponential, geometric, logNormal } from "./continuous.ts";
export { Generator, type Profile, STATE_BYTES } from "./generator.ts";
export { randomBetween, randomFull } from "./integers.ts";
export { multinomial, type Weights } from "./multinomial.ts";
export { normal } from "./normal.ts";
export { randperm } from "./permutation.ts";
export { truncatedNormal } from "./truncated.ts";
export { uniform } from "./uniform.ts";
