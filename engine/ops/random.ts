import { fma32, fma64 } from "../random/fma.ts";
import { Generator, type Profile } from "../random/generator.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { writer } from "./copy.ts";

let current = new Generator();
current.seed();

/** torch.default_generator: what draws when no generator is given. */
export function defaultGenerator(): Generator {
  return current;
}

/** torch.manual_seed: starts the default generator's stream anew, under PyTorch's present rules or those of `profile`. */
export function manualSeed(seed: number | bigint, profile: Profile = "torch-2.12+"): Generator {
  if (current.profile !== profile) current = new Generator(profile);
  return current.manualSeed(seed);
}

/** Tensor.uniform_: each element drawn from [from, to). */
export function uniform_(x: Tensor, from = 0, to = 1, generator = current): Tensor {
  const write = writer(x.dtype, elementsOf(x));
  const single = x.dtype !== "float64";
  const low = single ? Math.fround(from) : from;
  const width = single ? Math.fround(Math.fround(to) - low) : to - from;
  for (let i = 0; i < x.numel; i++) {
    const u = single ? generator.uniform24() : generator.uniform53();
    write(i, single ? fma32(u, width, low) : fma64(u, width, low));
  }
  x.storage.version++;
  return x;
}
