import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeCase } from "#harness/encode";
import { FixtureError } from "#harness/fixture-error";
import { openFixtures } from "#harness/fixtures";
import { DecodeError } from "#harness/flat";
import { HEADERS, packFiles, readPack } from "#harness/pack";
import { matches } from "#harness/select";
import { FrameReader, readRows, writeFrame } from "#harness/wire";
import { fixturesOf } from "../kit/folder.ts";
import { BOTH, LAYER } from "../kit/refusal.ts";
import { mutated } from "./kit/mutated.ts";

const FILES = packFiles(BOTH.map(encodeCase));
const IDS = BOTH.map(({ id }) => id);
const SEED = 20_261_130;

/** Runs `work`; an error of this class is an answer too. */
function orRefused<T>(kind: new (message?: string) => Error, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof kind)) throw error;
    return null;
  }
}

test.each([...FILES.keys()])("%s with any bytes changed reads as a pack, or is refused", (name) => {
  const whole = FILES.get(name) ?? new Uint8Array();
  const property = fc.property(mutated([whole]), (bytes) => {
    orRefused(FixtureError, () => {
      const pack = readPack(new Map([...FILES, [name, bytes]]), IDS, LAYER);
      for (const load of pack.values()) orRefused(FixtureError, load);
    });
  });
  fc.assert(property, { numRuns: 1000, seed: SEED });
});

/** The headers with any part of them another value. */
test("headers with anything in the place of anything are refused, or read as what they say", () => {
  const text = new TextDecoder().decode(FILES.get(HEADERS));
  const places = [...text.matchAll(/"[^"]*"|-?\d+|\[\]|\{\}|true|null/g)];
  const property = fc.property(
    fc.constantFrom(...places),
    fc.json({ maxDepth: 4 }),
    (at, value) => {
      const other = text.slice(0, at.index) + value + text.slice(at.index + at[0].length);
      const files = new Map([...FILES, [HEADERS, new TextEncoder().encode(other)]]);
      orRefused(FixtureError, () => {
        for (const load of readPack(files, IDS, LAYER).values()) orRefused(FixtureError, load);
      });
    },
  );
  fc.assert(property, { numRuns: 2000, seed: SEED });
});

test("a folder with any bytes of any file changed loads the same cases, or is refused", () => {
  const folder = fixturesOf(BOTH);
  mkdirSync(path.join(folder, "regressions"));
  const names = ["manifest.json", ...[...FILES.keys()].map((name) => `${LAYER}/${name}`)];
  for (const name of names) {
    const file = path.join(folder, name);
    const whole = readFileSync(file);
    const property = fc.property(mutated([whole]), (bytes) => {
      writeFileSync(file, bytes);
      const loaded = orRefused(FixtureError, () => {
        const { ids, load } = openFixtures(folder);
        return ids.map(load);
      });
      if (loaded !== null) expect(loaded).toEqual(BOTH);
    });
    fc.assert(property, { numRuns: 150, seed: SEED });
    writeFileSync(file, whole);
  }
});

test("frames with any bytes changed, in pieces of any size, are frames or refused", () => {
  const frames = [writeFrame({ a: [1, 2] }), writeFrame({ b: 1 }, { int8: Int8Array.of(1, 2) })];
  const whole = Buffer.concat(frames);
  const counts = fc.dictionary(fc.constantFrom("int8", "float64", "bool"), fc.nat());
  const property = fc.property(
    mutated([whole]),
    fc.integer({ min: 1, max: 40 }),
    counts,
    (bytes, size, claimed) => {
      const reader = new FrameReader();
      orRefused(DecodeError, () => {
        for (let at = 0; at < bytes.length; at += size) {
          for (const { numbers } of reader.take(bytes.subarray(at, at + size)))
            readRows(numbers, claimed);
        }
      });
    },
  );
  fc.assert(property, { numRuns: 1000, seed: SEED });
});

test("a pattern of many stars is matched in no time", () => {
  const id = `nn.${"a".repeat(2000)}/b`;
  const start = performance.now();
  expect(matches(`${"*a".repeat(30)}*c`, id)).toBe(false);
  expect(matches(`${"*?".repeat(30)}*c`, id)).toBe(false);
  expect(matches(`${"*a".repeat(30)}*b`, id)).toBe(true);
  expect(performance.now() - start).toBeLessThan(2000);
});
