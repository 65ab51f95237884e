import { describe, expect, test } from "vitest";
import { loadEngine } from "#harness/engines/index";
import { call } from "../kit/sample.ts";
import { asked, program } from "./kit/talker.ts";

const GREETING = `say({ protocol: 1, name: "t", version: "1" });`;

/** The process talks like this, and is told off like that. Those that never end are given half a second. */
const TALKERS: readonly (readonly [name: string, source: string, says: RegExp, ms?: number])[] = [
  ["prints before it greets", `console.log("Loading model...")`, /nonsense: a header must have at/],
  ["greets with no JSON", `say("{")`, /nonsense: a frame's header must be JSON/],
  ["greets with an empty frame", "raw(lengths(0))", /header must be JSON/],
  ["claims a header of 4 GiB", "say(1); hear(() => raw(lengths(2 ** 32 - 1)))", /8388608 bytes/],
  [
    "claims numbers of 4 GiB",
    "say(1); hear(() => raw(lengths(2, 2 ** 32 - 1)))",
    /268435456 bytes/,
  ],
  [
    "prints beside its frames",
    `say(1); hear(() => console.log("step 1 of 10"))`,
    /"step 1 of 10\./,
  ],
  [
    "prints without end",
    `say(1); hear(() => { const more = () => process.stdout.write("x".repeat(65536), more); more(); })`,
    /nonsense/,
  ],
  ["sends zeros without end", "say(1); hear(() => setInterval(() => raw([0]), 1))", /must be JSON/],
  [
    "trickles",
    "say(1); hear(() => { raw(lengths(1e6)); setInterval(() => raw([123]), 20); })",
    /no answer in 0.5 s$/,
    500,
  ],
  ["says nothing", "say(1); live(); hear(() => {})", /no answer in 0.5 s$/, 500],
  ["hangs in a loop", "say(1); hear(() => { for (;;); })", /no answer in 0.5 s$/, 500],
  [
    "complains without end",
    `say(1); hear(() => setInterval(() => process.stderr.write("no\\n".repeat(9999)), 1))`,
    /no answer in 0.5 s; the last it said:\n( {2}no\n?){1,5}$/,
    500,
  ],
  [
    "closes its output and lives on",
    "say(1); hear(() => closeSync(1)); live()",
    /it closed its st/,
  ],
  ["dies within the lengths", "say(1); hear(() => raw([9, 0]) && process.exit(7))", /exit code 7$/],
  [
    "dies within a header",
    "say(1); hear(() => { raw(lengths(9)); raw([123]); setTimeout(() => process.exit(0), 9); })",
    /ended with exit code 0$/,
  ],
  ["runs out of memory", "say(1); hear(() => process.abort())", /ended with SIGABRT/],
  [
    "leaves a child that holds its output",
    `say(1); hear(() => {
      spawn(process.execPath, ["-e", "setTimeout(() => {}, 8000)"], { stdio: "inherit", detached: true });
      setTimeout(() => process.exit(7), 500);
    })`,
    /no answer in 4 s|exit code 7/,
    4000,
  ],
  [
    "will not go",
    "say(1); hear(() => say(2)); process.on('SIGTERM', () => {}); live()",
    /^answered 2/,
  ],
];

describe("a process is told off and gone within seconds that", () => {
  const named = TALKERS.map(([name, ...rest]) => [name, rest] as const);

  test.each(named)("%s", async (_, [source, says, ms]) => {
    const { said, goneMs } = await asked(source, ms);
    expect(said).toMatch(says);
    expect(said.length).toBeLessThan(5000);
    expect(goneMs).toBeLessThan(20_000);
  });
});

const MALFORMED: readonly (readonly [name: string, reply: string, says: RegExp])[] = [
  ["null", "null", /no answer came/],
  ["a deep nest", `"[".repeat(1e6) + "]".repeat(1e6)`, /no answer came/],
  ["an answer of no kind", "{ answer: {} }", /no answer came/],
  ["a shape that is text", `returned({ dtype: "float32", shape: "1", at: 0 })`, /no answer came/],
  ["a negative shape", `returned({ dtype: "float32", shape: [-1], at: 0 })`, /no answer came/],
  [
    "a shape of 33 axes",
    `returned({ dtype: "float32", shape: Array(33).fill(1), at: 0 })`,
    /no ans/,
  ],
  ["an unknown type", `returned({ dtype: "complex64", shape: [1], at: 0 })`, /no answer came/],
  ["a field too many", `returned({ dtype: "float32", shape: [1], at: 0, url: "x" })`, /no answer/],
  ["numbers that are not there", `returned({ dtype: "int8", shape: [9], at: 0 })`, /9.*within 0/],
  [
    "sizes that overflow",
    `returned({ dtype: "int8", shape: [2 ** 40, 2 ** 40, 2 ** 40], at: 0 })`,
    /must end within 0/,
  ],
  [
    "counts of numbers that are not there",
    `{ ...returned(), arrays: { float64: 2 ** 40 } }`,
    /0 bytes of a frame's numbers cannot hold 1099511627776 float64/,
  ],
  ["a negative count", "{ ...returned(), arrays: { int8: -1 } }", /no answer came/],
  ["a count of an unknown type", "{ ...returned(), arrays: { float31: 1 } }", /no answer came/],
];

test("answers of the wrong form are crashes, each of its call alone", async () => {
  const replies = [...MALFORMED.map(([, reply]) => reply), `{ unsupported: "still here" }`];
  const source = `
    const returned = (ref) =>
      ({ answer: { kind: "returned", tensors: ref ? { "output.0": ref } : {}, facts: {} } });
    const replies = [${replies.join(",\n")}];
    ${GREETING} hear(() => say(replies.shift()));`;
  const engine = await loadEngine(`stdio:node ${program(source)}`);
  for (const [name, , says] of MALFORMED) {
    await expect(async () => engine.answer(call()), name).rejects.toThrow(says);
  }
  expect(await engine.answer(call())).toEqual({ kind: "unsupported", reason: "still here" });
  await engine.close?.();
});

test("a process that died is started again for the next call, and its output is not taken for an answer", async () => {
  const source = `${GREETING} hear(() => { raw(lengths(9)); raw([1, 2]); process.exit(3); });`;
  const engine = await loadEngine(`stdio:node ${program(source)}`);
  for (let i = 0; i < 2; i++) {
    await expect(async () => engine.answer(call())).rejects.toThrow("it ended with exit code 3");
  }
  await engine.close?.();
});
