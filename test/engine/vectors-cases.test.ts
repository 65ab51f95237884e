import { describe, expect, test } from "vitest";
import type { Answered } from "./kit/cases-child.ts";
import { AT_ONCE, DOES_JOIN, NEEDS, told } from "./kit/joined.ts";

const HOUR = 3_600_000;

if (!DOES_JOIN) test.skip(`cases with vectors of 256 bits: ${NEEDS}`, () => undefined);

describe.skipIf(!DOES_JOIN)("vectors of 256 bits", () => {
  // Every case takes both of two cores half a minute: it is CI that asks them all.
  const share = process.env["CI"] ? 1 : 16;
  test(
    `answer every case of ${share} as those of 128 do, to the last bit`,
    async () => {
      const [narrow, wide] = await Promise.all(
        ["128", "256"].map((bits) => told<Answered>("cases-child", [bits, `1/${share}`], AT_ONCE)),
      );
      expect([narrow?.joined, wide?.joined]).toEqual([false, true]);
      expect([narrow?.bits, wide?.bits]).toEqual([128, 256]);
      expect(Object.keys(wide?.hashes ?? {}).length).toBeGreaterThan(10_000 / share);
      expect(wide?.hashes).toEqual(narrow?.hashes);
    },
    HOUR,
  );
});
