import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { FAMILY_NAMES, familyOf } from "#harness/report/family";

const FIXTURES = path.join(import.meta.dirname, "..", "..", "..", "fixtures");

test("every layer of the fixtures has a family, and every family but the last has a layer", () => {
  const layers = readdirSync(FIXTURES).filter((name) => /^(nn|torch)\.|^documented$/.test(name));
  const families = new Set(layers.map(familyOf));
  expect(layers.filter((layer) => familyOf(layer) === "Other")).toEqual([]);
  expect(FAMILY_NAMES.filter((name) => !families.has(name))).toEqual(["Other"]);
});

test.each([
  ["nn.LazyConvTranspose2d", "Convolution"],
  ["nn.functional.adaptive_max_pool2d_with_indices", "Pooling"],
  ["nn.CosineEmbeddingLoss", "Loss"],
  ["nn.functional.embedding_bag", "Embedding"],
  ["nn.functional.normalize", "Normalization"],
  ["nn.utils.parametrizations.weight_norm", "Utilities"],
  ["nn.Softplus", "Activation"],
  ["nn.Unflatten", "Shape"],
])("%s belongs to %s", (layer, family) => expect(familyOf(layer)).toBe(family));
