import { setPrintOptions } from "#engine/print/options";
import {
  bernoulliTensor,
  cauchy,
  exponential,
  Generator,
  geometric,
  logNormal,
  multinomial,
  randomBetween,
  randperm,
  uniform,
} from "#engine/random/index";
import { floats, halves, nn, type Provocation, torch } from "../kit/loose.ts";

const generator = new Generator();
const out = new Float32Array(2);
const outs = new Int32Array(2);

function weights(values: readonly number[], dtype: "float32" | "int32" = "float32") {
  return { values, dtype, rows: 1, categories: values.length };
}

/** Generators, samplers, and what is printed. */
export const RANDOM: readonly Provocation[] = [
  () => torch.setNumThreads(0),
  () => torch.setVectorBits(512 as never),
  () => setPrintOptions({ profile: "long" as never }),
  () => torch.bernoulli_(floats(2), 2),
  () => bernoulliTensor(generator, out, "float32", [2, 2], "float32"),
  () => exponential(generator, outs, "int32"),
  () => exponential(generator, out, "float32", 0),
  () => geometric(generator, out, "float32", 1),
  () => logNormal(generator, out, "float32", 0, 0),
  () => logNormal(generator, outs, "int32"),
  () => cauchy(generator, out, "float32", 0, 0),
  () => cauchy(generator, outs, "int32"),
  () => torch.manualSeed(0.5),
  () => torch.manualSeed(2n ** 64n),
  () => generator.setState(new Uint8Array(4)),
  () => generator.setState(new Uint8Array(generator.getState().length)),
  () => randomBetween(generator, new Uint8Array(2), "bool", -(2n ** 63n), null),
  () => randomBetween(generator, outs, "int32", -(2n ** 63n), null),
  () => uniform(new Generator("torch-2.6-mkl"), new Uint16Array(2), "float16"),
  () => torch.randint(3, 3, [2]),
  () => randomBetween(generator, outs, "uint8", -1, 3),
  () => multinomial(generator, weights([1], "int32"), 1),
  () => multinomial(generator, weights([1]), 0),
  () => multinomial(generator, weights([1]), 2),
  () => multinomial(generator, { ...weights([1]), categories: 2 ** 24 + 1 }, 1),
  () => multinomial(generator, weights([-1, 1]), 2, true),
  () => multinomial(generator, weights([Number.POSITIVE_INFINITY, 1]), 2, true),
  () => multinomial(generator, weights([0, 0]), 2, true),
  () => multinomial(generator, weights([-1, 1]), 1),
  () => torch.randperm(-1),
  () => randperm(generator, -1),
  () => torch.uniform_(halves(2), -1e5, 1),
  () => torch.uniform_(floats(2), -3e38, 3e38),
  () => torch.uniform_(torch.zeros([2], { dtype: "int64" }), 0, 1),
  () => nn.init.truncNormal_(floats(2), { a: 2, b: 1 }),
];
