const MODULUS = 2 ** 31 - 1;

/** The multiplicative congruential generator of Intel MKL (x becomes 1132489760 x mod 2^31 - 1), which older builds draw masks from. */
export class McgStream {
  #x: number;

  constructor(seed: number) {
    this.#x = seed % MODULUS || 1;
  }

  /** The next float32 in (0, 1]; the first one is the seed's own. */
  uniform24(): number {
    return Math.fround(this.next()) * 2 ** -31;
  }

  /** The next integer from 1 to 2^31 - 2. */
  next(): number {
    const x = this.#x;
    // The factor is 17280 * 65536 + 27680: its parts keep every product below 2^53.
    this.#x = (((x * 17280) % MODULUS) * 65536 + x * 27680) % MODULUS;
    return x;
  }

  /** The next float64 in (0, 1). */
  uniform53(): number {
    return this.next() / MODULUS;
  }
}
