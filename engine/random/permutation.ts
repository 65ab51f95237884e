import { check } from "../errors.ts";
import type { Generator } from "./generator.ts";

/** From this many elements on, PyTorch draws 64 bits each. */
const MANY = 214748364;

/**
 * torch.randperm: the numbers below n in random order. Draws 1 of 32 bits an element but the last.
 * https://docs.pytorch.org/docs/stable/generated/torch.randperm.html
 */
export function randperm(generator: Generator, n: number): Int32Array<ArrayBuffer> {
  check(n >= 0, "randperm", () => `Trying to create tensor with negative dimension ${n}: [${n}]`);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  if (n >= MANY && generator.profile === "torch-2.12+") return shuffleOutward(generator, order);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (generator.random() % (n - i));
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}

function shuffleOutward(
  generator: Generator,
  order: Int32Array<ArrayBuffer>,
): Int32Array<ArrayBuffer> {
  for (let i = 0; i < order.length; i++) {
    const j = remainder64(generator, i + 1);
    order[i] = order[j] as number;
    order[j] = i;
  }
  return order;
}

/** A 64-bit draw modulo m < 2^37, without BigInt. */
function remainder64(generator: Generator, m: number): number {
  const high = generator.random() % m;
  const low = generator.random();
  const upper = (high * 65536 + (low >>> 16)) % m;
  return (upper * 65536 + (low & 0xffff)) % m;
}
