import type { Patch } from "./patch.ts";

/** A correct engine that computes otherwise than ours: other roundings, and nothing else. */
export interface Variant {
  readonly name: string;
  /** How it computes. */
  readonly how: string;
  readonly patches: readonly Patch[];
}

/** How an engine adds up: the bodies of two functions of AssemblyScript. */
interface Order {
  /** The sum of `load(a) * load(b)` over k places that lie stepA and stepB bytes apart, as a T. */
  readonly dot: string;
  /** The sum of n elements T that lie `step` bytes apart, as an f64. */
  readonly sum: string;
  /** Whether sums within kernels, which ours make in float64, are made in the type itself. */
  readonly narrow: boolean;
}

const NAIVE: Order = {
  dot: "let s: T = <T>0; for (let p = 0; p < k; p++, a += stepA, b += stepB) s += load<T>(a) * load<T>(b); return s;",
  sum: "let s: T = <T>0; for (let i = 0; i < n; i++, x += step) s += load<T>(x); return <f64>s;",
  narrow: true,
};

const REVERSED: Order = {
  dot: "let s: T = <T>0; for (let p = k - 1; p >= 0; p--) s += load<T>(a + <usize>p * stepA) * load<T>(b + <usize>p * stepB); return s;",
  sum: "let s: T = <T>0; for (let i = n - 1; i >= 0; i--) s += load<T>(x + <usize>i * step); return <f64>s;",
  narrow: false,
};

/** Down to eight terms: halves down to one take ten times as long over large sums. */
const PAIRWISE: Order = {
  dot: "if (k <= 8) { let s: T = <T>0; for (let p = 0; p < k; p++, a += stepA, b += stepB) s += load<T>(a) * load<T>(b); return s; } const h = k >> 1; return ownDot<T>(h, a, stepA, b, stepB) + ownDot<T>(k - h, a + <usize>h * stepA, stepA, b + <usize>h * stepB, stepB);",
  sum: "if (n <= 8) { let s: T = <T>0; for (let i = 0; i < n; i++, x += step) s += load<T>(x); return <f64>s; } const h = n >> 1; return <f64>(<T>ownSum<T>(x, h, step) + <T>ownSum<T>(x + <usize>h * step, n - h, step));",
  narrow: false,
};

const WIDE: Order = {
  dot: "let s: f64 = 0; for (let p = 0; p < k; p++, a += stepA, b += stepB) s += <f64>load<T>(a) * <f64>load<T>(b); return <T>s;",
  sum: "let s: f64 = 0; for (let i = 0; i < n; i++, x += step) s += <f64>load<T>(x); return s;",
  narrow: false,
};

const BLOCKED: Order = {
  dot: "let s: T = <T>0; for (let q = 0; q < k; q += 8) { let block: T = <T>0; for (let p = q; p < min(q + 8, k); p++) block += load<T>(a + <usize>p * stepA) * load<T>(b + <usize>p * stepB); s += block; } return s;",
  sum: "let s: T = <T>0; for (let j = 0; j < n; j += 8) { let block: T = <T>0; for (let i = j; i < min(j + 8, n); i++) block += load<T>(x + <usize>i * step); s += block; } return <f64>s;",
  narrow: true,
};

/** The correct engines that must pass every case. */
export const VARIANTS: readonly Variant[] = [
  variant("naive", "every sum in a plain loop, in the type itself", NAIVE),
  variant("reversed", "every sum from its last term to its first", REVERSED),
  variant("pairwise", "every sum by halves, down to eight terms", PAIRWISE),
  variant("float64-inside", "every sum in float64, rounded once", WIDE),
  variant("blocked", "every sum in blocks of eight, in the type itself", BLOCKED),
  {
    name: "scalar",
    how: "every function of one number in float64, rounded once",
    patches: scalar(),
  },
];

function variant(name: string, how: string, { dot, sum, narrow }: Order): Variant {
  return { name, how, patches: [...ownSums(dot, sum), ...(narrow ? narrowSums() : [])] };
}

/** Products of matrices, convolutions, recurrent steps and reductions that add up in an order of their own. */
function ownSums(dot: string, sum: string): Patch[] {
  const first = "// Four float32 as twice two float64.\n";
  const own = [
    `export function ownDot<T>(k: i32, a: usize, stepA: usize, b: usize, stepB: usize): T { ${dot} }`,
    `export function ownSum<T>(x: usize, n: i32, step: usize): f64 { ${sum} }`,
    // A product with a B that lies in panels of 64 bytes a row.
    "export function ownPanels<T>(m: i32, n: i32, k: i32, a: usize, rowA: usize, panels: usize, c: usize, rowC: usize, add: i32): void { const width: i32 = 64 / sizeof<T>(); for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) { const b = panels + ((<usize>(j / width) * <usize>k) << 6) + <usize>(j % width) * sizeof<T>(); const to = c + <usize>i * rowC + <usize>j * sizeof<T>(); const s = ownDot<T>(k, a + <usize>i * rowA, sizeof<T>(), b, 64); store<T>(to, add ? load<T>(to) + s : s); } }",
  ];
  return [
    { file: "kernels/wide.ts", find: first, replace: `${first}${own.join("\n")}\n` },
    ...imported("kernels/gemm.ts", 'import { gemv } from "./gemv";', "ownDot"),
    {
      file: "kernels/gemm.ts",
      find: "  if (isSmall<T>(m, n, k)) {\n",
      replace:
        "  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) { const to = c + <usize>((i * rowC + j * colC) * sizeof<T>()); const s = ownDot<T>(k, a + <usize>(i * rowA * sizeof<T>()), <usize>(colA * sizeof<T>()), b + <usize>(j * colB * sizeof<T>()), <usize>(rowB * sizeof<T>())); store<T>(to, accumulate ? load<T>(to) + s : s); }\n  if (m >= 0) return;\n  if (isSmall<T>(m, n, k)) {\n",
    },
    ...imported("kernels/convolve.ts", 'import { smallPanels } from "./small";', "ownPanels"),
    {
      file: "kernels/convolve.ts",
      find: "else tiles<T>(",
      replace:
        "else if (m > 0) ownPanels<T>(m, live, kc, rows, row, panels, at, stepTo, 1);\n      else tiles<T>(",
    },
    {
      file: "kernels/conv.ts",
      find: "if (isSmall<T>(g.filters, g.outSize, g.channels * g.taps)) return SMALL;",
      replace: "if (g.batch >= 0) return ROWS;",
    },
    ...imported("kernels/packed.ts", 'import { KC, NC } from "./gemm";', "ownPanels"),
    {
      file: "kernels/packed.ts",
      find: "if (isSmall<T>(m, n, k)) smallPanels(",
      replace:
        "ownPanels<T>(m, nc, kc, from, stepA, packed, to, stepC, add);\n      if (m < 0) smallPanels(",
    },
    {
      file: "kernels/packed.ts",
      find: "else tiles<T>(",
      replace: "else if (m < 0) tiles<T>(",
    },
    ...imported("kernels/reduce.ts", 'import { highOf, lowOf } from "./wide";', "ownSum"),
    {
      file: "kernels/reduce.ts",
      find: "step: usize): f64 {\n  if (n <= BLOCK) {",
      replace:
        "step: usize): f64 {\n  if (n >= 0) return ownSum<T>(x, n, step);\n  if (n <= BLOCK) {",
    },
  ];
}

function imported(file: string, beside: string, name: string): Patch[] {
  return [{ file, find: beside, replace: `${beside}\nimport { ${name} } from "./wide";` }];
}

/** Sums of losses, pools and softmax, attention's too, in the type itself. */
function narrowSums(): Patch[] {
  const line = (file: string, find: string, replace: string): Patch => ({ file, find, replace });
  return [
    line(
      "kernels/loss-lanes.ts",
      "low = f64x2.add(low, first);",
      "low = rounded<T>(f64x2.add(low, first));",
    ),
    ...["sum", "e"].flatMap((term) =>
      ["low", "high"].map((half) => {
        const sum = `f64x2.add(${half}, ${half}Of(${term}))`;
        const narrow = `f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(${sum}))`;
        return line("kernels/softmax-rows.ts", `${half} = ${sum};`, `${half} = ${narrow};`);
      }),
    ),
    line(
      "kernels/softmax-rows.ts",
      "  low = f64x2.add(low, high);\n  return",
      "  low = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.add(low, high)));\n  return",
    ),
    line(
      "kernels/bins.ts",
      "else total += <f64>load<T>(at);",
      "else total = <f64>(<T>total + load<T>(at));",
    ),
    line("kernels/avg-pool.ts", "avgPool<f32, f64>", "avgPool<f32, f32>"),
  ];
}

/** Functions of float32 by those of float64, lane by lane. */
function scalar(): Patch[] {
  const byLane = (file: string, own: string, name: string): Patch => ({
    file: `kernels/${file}.ts`,
    find: `if (sizeof<T>() == 4) return ${own}(x);`,
    replace: `if (sizeof<T>() == 4) return f32x4(${[0, 1, 2, 3].map((i) => `<f32>${name}(<f64>f32x4.extract_lane(x, ${i}))`).join(", ")});`,
  });
  const never = (file: string, call: string): Patch => ({
    file: `kernels/${file}.ts`,
    find: `if (sizeof<T>() == 4) return ${call};`,
    replace: `if (sizeof<T>() == 2) return ${call};`,
  });
  const always = (file: string, name: string): Patch => ({
    file: `kernels/${file}.ts`,
    find: `if (sizeof<T>() == 8) return changetype<Each<T, ${name}>>`,
    replace: `if (sizeof<T>() >= 4) return changetype<Each<T, ${name}>>`,
  });
  return [
    byLane("exp", "exp32", "Math.exp"),
    byLane("exp", "expm1_32", "Math.expm1"),
    byLane("log", "log32", "Math.log"),
    byLane("log", "log1p32", "Math.log1p"),
    byLane("tanh", "tanh32", "Math.tanh"),
    never("error-function", "erf32(x)"),
    never("sigmoid", "gated32(v, x)"),
    always("gelu", "Value"),
    always("gelu", "Slope"),
  ];
}
