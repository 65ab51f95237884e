import { type Fault, faultsOf } from "../fault.ts";

const layers = ["nn.Embedding*", "nn.functional.embedding*", "nn.functional.one_hot"];

/** Embeddings. */
export const embeddings: readonly Fault[] = faultsOf("embedding", layers, [
  {
    name: "embedding-padding-row-gets-a-gradient",
    kind: "padding_idx",
    file: "kernels/embedding.ts",
    find: "if (index != <i64>padding) {",
    replace: "if (index != <i64>padding || padding >= 0) {",
  },
  {
    name: "embedding-padding-counted-from-the-start",
    kind: "padding_idx",
    file: "ops/embedding.ts",
    find: "return index < 0 ? index + rows : index;",
    replace: "return index < 0 ? -1 : index;",
  },
  {
    name: "embedding-padding-row-drawn",
    kind: "padding_idx",
    file: "nn/embedding-table.ts",
    find: "if (padding !== null) noGrad(",
    replace: "if (padding !== null && padding < 0) noGrad(",
  },
  {
    name: "embedding-repeated-index-overwrites",
    kind: "gradient",
    file: "kernels/embedding.ts",
    find: "store<T>(to, load<T>(to) + load<T>(from));",
    replace: "store<T>(to, load<T>(from));",
  },
  {
    name: "embedding-frequency-ignored",
    kind: "scale_grad_by_freq",
    file: "ops/embedding.ts",
    find: "const scale = scaled ? round(1 / (counts[row] as number)) : 1;",
    replace: "const scale = scaled ? round(1) : 1;",
  },
  {
    name: "embedding-max-norm-not-in-place",
    kind: "max_norm",
    file: "ops/renorm.ts",
    find: "if (table.storage !== weight.storage) copyElements(to(table, weight.dtype), weight);",
    replace: "if (table.storage === weight.storage) copyElements(weight.mul(2), weight);",
  },
  {
    name: "embedding-norm-type-ignored",
    kind: "norm_type",
    file: "kernels/embedding.ts",
    find: "const norm = normOf<T>(start, end, p);",
    replace: "const norm = normOf<T>(start, end, 2);",
  },
  {
    name: "embedding-all-rows-renormed",
    kind: "max_norm",
    file: "ops/renorm.ts",
    find: "const used = [...new Set(numbers(indices))];",
    replace: "const used = [...new Set(numbers(indices)), ...Array(rows).keys()];",
  },
  {
    name: "embedding-bag-means-are-sums",
    kind: "mode",
    file: "ops/embedding-bag.ts",
    find: '(mode === "mean" ? div(x, divisor) : x)',
    replace: '(mode === "sum" ? x : mul(x, 1))',
  },
  {
    name: "embedding-bag-padding-counts",
    kind: "padding_idx",
    file: "ops/embedding-bags.ts",
    find: "sizes[bag] = (sizes[bag] as number) - 1;",
    replace: "sizes[bag] = (sizes[bag] as number) - 0;",
  },
  {
    name: "embedding-bag-last-offset-starts-a-bag",
    kind: "include_last_offset",
    file: "ops/embedding-bags.ts",
    find: "offsets.numel - +includeLastOffset",
    replace: "offsets.numel - +(includeLastOffset && offsets.numel < 0)",
  },
  {
    name: "embedding-bag-weights-ignored",
    kind: "per_sample_weights",
    file: "ops/embedding-bag.ts",
    find: "const sum = addRows(table, rows, scales, owners,",
    replace: "const sum = addRows(table, rows, null, owners,",
  },
  {
    name: "embedding-bag-weights-gradient-lost",
    kind: "gradient",
    file: "ops/embedding-bag.ts",
    find: "factors?.requiresGrad ? dfactors(factors) : null",
    replace: "factors?.requiresGrad ? mul(dfactors(factors), 0) : null",
  },
  {
    name: "embedding-bag-max-last-wins",
    kind: "mode",
    file: "kernels/rows.ts",
    find: "load<i32>(place) < 0 || value > load<T>(most)",
    replace: "load<i32>(place) < 0 || value >= load<T>(most)",
  },
  {
    name: "embedding-bag-offsets-shifted",
    kind: "offsets",
    file: "ops/embedding-bags.ts",
    find: "for (const start of starts) owners[start] = (owners[start] as number) + 1;",
    replace:
      "for (const start of starts) owners[start && start - 1] = (owners[start && start - 1] as number) + 1;",
  },
  {
    name: "embedding-frozen-is-learnt",
    kind: "freeze",
    file: "nn/sparse.ts",
    find: "!frozen, dtype);",
    replace: "true || !frozen, dtype);",
  },
  {
    name: "one-hot-a-class-too-few",
    kind: "num_classes",
    file: "ops/one-hot.ts",
    find: "found.reduce((a, b) => Math.max(a, b), 0) + 1 : numClasses",
    replace: "found.reduce((a, b) => Math.max(a, b), 0) + 2 : numClasses",
  },
]);
