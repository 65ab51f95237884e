import { memory } from "../memory.ts";

/** Words of the state of MT19937. */
export const STATE_WORDS = 624;

const SHIFT = 397;

/** MT19937 (Matsumoto and Nishimura 1998), with the counters that PyTorch saves beside the state. */
export class MersenneTwister {
  readonly words = new Int32Array(STATE_WORDS);
  /** Draws until the state is renewed, the renewing one counted. */
  left = 1;
  /** The word that the next draw returns, unless the state is renewed first. */
  index = 0;

  /** Fills the state from 32 bits. */
  seed(seed: number): void {
    const words = this.words;
    words[0] = seed;
    for (let i = 1; i < STATE_WORDS; i++) {
      const last = words[i - 1] as number;
      words[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i;
    }
    this.left = 1;
    this.index = 0;
  }

  /** The next 32 bits, as a signed integer. */
  next(): number {
    if (--this.left === 0) this.#renew();
    let y = this.words[this.index++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  /** Moves the state, counters and all, to an address in the kernels' memory. */
  save(pointer: number): void {
    const state = new Int32Array(memory.buffer, pointer, STATE_WORDS + 2);
    state.set(this.words);
    state[STATE_WORDS] = this.left;
    state[STATE_WORDS + 1] = this.index;
  }

  /** Goes on where the kernels left off. */
  restore(pointer: number): void {
    const state = new Int32Array(memory.buffer, pointer, STATE_WORDS + 2);
    this.words.set(state.subarray(0, STATE_WORDS));
    this.left = state[STATE_WORDS] as number;
    this.index = state[STATE_WORDS + 1] as number;
  }

  #renew(): void {
    const words = this.words;
    const rest = STATE_WORDS - SHIFT;
    for (let i = 0; i < rest; i++) words[i] = twist(words, i, i + 1, i + SHIFT);
    for (let i = rest; i < STATE_WORDS - 1; i++) words[i] = twist(words, i, i + 1, i - rest);
    words[STATE_WORDS - 1] = twist(words, STATE_WORDS - 1, 0, SHIFT - 1);
    this.left = STATE_WORDS;
    this.index = 0;
  }
}

function twist(words: Int32Array, high: number, low: number, mixed: number): number {
  const u = words[high] as number;
  const v = words[low] as number;
  const y = (u & 0x80000000) | (v & 0x7fffffff);
  return (words[mixed] as number) ^ (y >>> 1) ^ (-(v & 1) & 0x9908b0df);
}
