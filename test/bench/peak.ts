/** Multiplies and adds in registers alone, as the inner loop of a matrix product would if memory cost nothing. */
const SOURCE = `
export function peak(loops: i32, factor: f32): f32 {
  const v = changetype<usize>(memory.data(2048));
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  const p = f32x4.splat(factor); // a constant would be made anew each time
  for (let i = 0; i < loops; i++) {
    for (let k: usize = v; k < v + 256; k += 16) {
      const x = f32x4.mul(v128.load(k), p);
      a = f32x4.add(a, x);
      b = f32x4.add(b, f32x4.mul(v128.load(k, 256), p));
      c = f32x4.add(c, f32x4.mul(v128.load(k, 512), p));
      d = f32x4.add(d, f32x4.mul(v128.load(k, 768), p));
      e = f32x4.add(e, f32x4.mul(v128.load(k, 1024), p));
      f = f32x4.add(f, f32x4.mul(v128.load(k, 1280), p));
      g = f32x4.add(g, f32x4.mul(v128.load(k, 1536), p));
      h = f32x4.add(h, f32x4.mul(v128.load(k, 1792), p));
    }
  }
  a = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  return f32x4.extract_lane(a, 0);
}`;
const OPERATIONS_A_LOOP = 16 * 8 * 4 * 2;
/** Some quarter of a millisecond. */
const MOMENT = 1e7;

/**
 * A probe of how many floating-point operations a second 128-bit multiplications and additions reach, on this core, now, over
 * so many operations. They stay of 128 bits where V8 joins vectors: it begins with stores side by side, and here are none.
 */
export async function peakProbe(): Promise<(operations?: number) => number> {
  const { compileString } = await import("assemblyscript/asc");
  const options = {
    runtime: "stub",
    enable: ["simd"],
    optimizeLevel: 3,
    shrinkLevel: 0,
    noAssert: true,
  };
  const { error, binary, stderr } = await compileString(SOURCE, options);
  if (error || !binary) throw new Error(`the probe must compile, came ${stderr}`);
  const imports = { env: { abort: () => undefined } };
  const instance = new WebAssembly.Instance(
    new WebAssembly.Module(binary as BufferSource),
    imports,
  );
  const peak = instance.exports["peak"] as (loops: number, factor: number) => number;
  for (let i = 0; i < 20; i++) peak(1000, 1.5);
  return (operations = MOMENT) => {
    const loops = Math.ceil(operations / OPERATIONS_A_LOOP);
    const start = performance.now();
    peak(loops, 1.5);
    return (OPERATIONS_A_LOOP * loops) / ((performance.now() - start) / 1000);
  };
}
