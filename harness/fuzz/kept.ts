import * as fc from "fast-check";

/** Draws values together with what is needed to shrink them. */
class Kept<T> extends fc.Arbitrary<fc.Value<T>> {
  readonly #inner: fc.Arbitrary<T>;

  constructor(inner: fc.Arbitrary<T>) {
    super();
    this.#inner = inner;
  }

  generate(random: fc.Random, bias: number | undefined): fc.Value<fc.Value<T>> {
    return new fc.Value(this.#inner.generate(random, bias), undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is fc.Value<T> {
    return false;
  }

  shrink(): fc.Stream<fc.Value<fc.Value<T>>> {
    return fc.Stream.nil();
  }
}

/** `count` values that the arbitrary draws from a seed, fit for shrinking. */
export function drawMany<T>(inner: fc.Arbitrary<T>, seed: number, count: number): fc.Value<T>[] {
  return fc.sample(new Kept(inner), { seed, numRuns: count });
}
