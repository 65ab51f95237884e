const LOWEST = -2;
const BINS = 64;

/** Errors in units in the last place, counted by powers of two: the median costs no sorting. */
export class UlpCounter {
  readonly #bins = new Uint32Array(BINS);
  #most = 0;
  #count = 0;

  add(ulp: number): void {
    this.#count++;
    if (ulp > this.#most) this.#most = ulp;
    let bin = 0;
    for (let edge = 2 ** LOWEST; ulp > edge && bin < BINS - 1; edge *= 2) bin++;
    this.#bins[bin] = (this.#bins[bin] ?? 0) + 1;
  }

  /** The greatest, and the power of two that half of them do not exceed. */
  summary(): { mostUlp: number; medianUlp: number } {
    if (this.#most === 0) return { mostUlp: 0, medianUlp: 0 };
    let seen = 0;
    let bin = 0;
    while (bin < BINS - 1) {
      seen += this.#bins[bin] ?? 0;
      if (2 * seen >= this.#count) break;
      bin++;
    }
    return { mostUlp: this.#most, medianUlp: Math.min(this.#most, 2 ** (LOWEST + bin)) };
  }
}
