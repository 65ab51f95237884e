import { check, checkAs } from "../errors.ts";
import { MersenneTwister, STATE_WORDS } from "./mersenne.ts";

/** The PyTorch releases whose CPU draws a Generator follows: the pinned reference, or the MKL builds up to 2.6. */
export type Profile = "torch-2.12+" | "torch-2.6-mkl";

/** Bytes of a saved state. */
export const STATE_BYTES = 5056;

const DEFAULT_SEED = 67280421310721n;
const AT = { seed: 0, left: 8, seeded: 12, next: 16, words: 24, normal: 5024, hasNormal: 5040 };

/**
 * torch.Generator on the CPU: MT19937, and the second value of the last pair of normals.
 * Same seed, same draws, same state bytes as PyTorch: https://docs.pytorch.org/docs/stable/generated/torch.Generator.html
 */
export class Generator {
  readonly profile: Profile;
  /** The half of a Box-Muller pair that is still to be returned, before mean and std. */
  cachedNormal: number | null = null;
  readonly #twister = new MersenneTwister();
  #seed = DEFAULT_SEED;

  constructor(profile: Profile = "torch-2.12+") {
    this.profile = profile;
    this.manualSeed(DEFAULT_SEED);
  }

  /** Starts the stream of an integer seed in [-2^63, 2^64); a negative one counts from 2^64 down. */
  manualSeed(seed: number | bigint): this {
    const isWhole = typeof seed === "bigint" || Number.isInteger(seed);
    checkAs("TypeError", isWhole, "manual_seed", () => `expected a long, but got ${seed}`);
    const exact = BigInt(seed);
    checkAs(
      "ValueError",
      exact >= -(2n ** 63n) && exact < 2n ** 64n,
      "manual_seed",
      () => `the seed must lie in [-2^63, 2^64): Overflow when unpacking long long, got ${exact}`,
    );
    this.#seed = BigInt.asUintN(64, exact);
    this.#twister.seed(Number(this.#seed & 0xffffffffn));
    this.cachedNormal = null;
    return this;
  }

  /** The seed of the present stream, as an unsigned 64-bit integer. */
  initialSeed(): bigint {
    return this.#seed;
  }

  /** Starts a stream that cannot be foretold and returns its seed, below 2^53. */
  seed(): bigint {
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
    this.manualSeed((BigInt(high & 0x1fffff) << 32n) | BigInt(low));
    return this.#seed;
  }

  /** The next 32 bits, unsigned. */
  random(): number {
    return this.#twister.next() >>> 0;
  }

  /** The next 64 bits, unsigned: two draws, the first is the high half. */
  random64(): bigint {
    const high = this.random();
    return (BigInt(high) << 32n) | BigInt(this.random());
  }

  /** A float32 in [0, 1): 24 bits of one draw. */
  uniform24(): number {
    return (this.#twister.next() & 0xffffff) * 2 ** -24;
  }

  /** Runs `body` with the state at an address in the kernels' memory, from where its draws are taken. */
  withState(pointer: number, body: () => void): void {
    this.#twister.save(pointer);
    body();
    this.#twister.restore(pointer);
  }

  /** A float64 in [0, 1): 53 bits of two draws. */
  uniform53(): number {
    const high = this.#twister.next() & 0x1fffff;
    return (high * 2 ** 32 + (this.#twister.next() >>> 0)) * 2 ** -53;
  }

  /** torch.Generator.get_state: 5056 bytes, as PyTorch writes them. */
  getState(): Uint8Array {
    const bytes = new Uint8Array(STATE_BYTES);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(AT.seed, this.#seed, true);
    view.setInt32(AT.left, this.#twister.left, true);
    view.setInt32(AT.seeded, 1, true);
    view.setUint32(AT.next, this.#twister.index, true);
    for (let i = 0; i < STATE_WORDS; i++) {
      view.setUint32(AT.words + 8 * i, this.#twister.words[i] as number, true);
    }
    if (this.cachedNormal !== null) {
      view.setFloat64(AT.normal, this.cachedNormal, true);
      view.setInt32(AT.hasNormal, 1, true);
    }
    return bytes;
  }

  /** torch.Generator.set_state: goes on where `getState`, here or in PyTorch, was called. */
  setState(bytes: Uint8Array): this {
    check(
      bytes.length === STATE_BYTES,
      "set_state",
      () =>
        `Expected a CPUGeneratorImplState of size ${STATE_BYTES} but found the input RNG state size to be ${bytes.length}`,
    );
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const left = view.getInt32(AT.left, true);
    const next = view.getBigUint64(AT.next, true);
    const whole = left > 0 && left <= STATE_WORDS && next <= BigInt(STATE_WORDS);
    check(
      whole && view.getInt32(AT.seeded, true) !== 0,
      "set_state",
      () => `Invalid mt19937 state: left ${left} must be 1 to 624, next ${next} at most 624`,
    );
    this.#seed = view.getBigUint64(AT.seed, true);
    this.#twister.left = left;
    this.#twister.index = Number(next);
    for (let i = 0; i < STATE_WORDS; i++) {
      this.#twister.words[i] = view.getUint32(AT.words + 8 * i, true);
    }
    const isCached = view.getInt32(AT.hasNormal, true) !== 0;
    this.cachedNormal = isCached ? view.getFloat64(AT.normal, true) : null;
    return this;
  }

  /** A second generator at the same point of the same stream. */
  clone(): Generator {
    return new Generator(this.profile).setState(this.getState());
  }
}
