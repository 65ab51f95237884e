import { type Tensor, torch } from "#engine";

const SIZE = 256;
const OPERATIONS = 2 * SIZE ** 3;
/** A core this much slower than its best is shared with somebody else's work. */
const FREE = 1.15;
const TRIES = 4;
/** What took so many seconds has met good moments and bad ones: it is not measured again. */
const LONG = 0.2;

/**
 * Whether the core is ours alone. Neighbours on the same hardware halve its speed for minutes while the system looks idle,
 * so a product of matrices is timed before and after each measurement, and the measurement repeated until both were fast.
 */
export class Gate {
  readonly #a: Tensor = torch.ones([SIZE, SIZE]);
  #best = Number.POSITIVE_INFINITY;
  /** Measurements that were kept although the core was not free. */
  shared = 0;

  constructor() {
    for (let i = 0; i < 20; i++) this.#probe();
  }

  /** Floating-point operations a second of the fastest product so far. */
  get fastest(): number {
    return OPERATIONS / this.#best;
  }

  /** The seconds that `measure` gives while the core is free; after some tries, what it gives at all. */
  async measured(measure: () => number | Promise<number>): Promise<number> {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < TRIES; i++) {
      const before = this.#probe();
      const seconds = await measure();
      least = Math.min(least, seconds);
      if (Math.max(before, this.#probe()) <= FREE * this.#best) return least;
      if (seconds > LONG) break;
    }
    this.shared++;
    return least;
  }

  /** Seconds for one product: the better of two. */
  #probe(): number {
    const seconds = Math.min(this.#product(), this.#product());
    this.#best = Math.min(this.#best, seconds);
    return seconds;
  }

  #product(): number {
    const start = performance.now();
    torch.scope(() => {
      torch.noGrad(() => torch.matmul(this.#a, this.#a));
    });
    return (performance.now() - start) / 1000;
  }
}
