import * as z from "zod";
import { DTYPES, type Dtype, type Elements } from "./array.ts";
import { type Case, type CaseJson, caseJson } from "./case.ts";
import { decodeCase } from "./decode.ts";
import type { EncodedCase } from "./encode.ts";
import { checkFormat, FixtureError, parseAs, parseJson, renamed } from "./fixture-error.ts";
import { checkCounts, DecodeError, type FlatArrays, FlatWriter } from "./flat.ts";
import { NpyError, readNpy, writeNpy } from "./npy.ts";

/*
 * A pack is a folder of cases: their headers in one file, all their numbers of a type in another. The part of each
 * case begins where that of the case before it ends.
 */

/** The file with the headers of a pack's cases. */
export const HEADERS = "cases.json";

/** The cases of a folder, of which each is decoded when it is asked for. */
export type Pack = ReadonlyMap<string, () => Case>;

/** What must be known of every header before one can be read. */
const headsJson = z.array(z.looseObject({ id: caseJson.shape.id, arrays: caseJson.shape.arrays }));
type Head = z.infer<typeof headsJson>[number];

/**
 * The cases in the files of a pack, which are given by their names. They must be those of `ids`, in that order.
 * @throws FixtureError, and so does what it gives.
 */
export function readPack(
  files: ReadonlyMap<string, Uint8Array>,
  ids: readonly string[],
  folder: string,
): Pack {
  const where = `${folder}/${HEADERS}`;
  const text = new TextDecoder().decode(files.get(HEADERS));
  const heads = parseAs(headsJson, parseJson(text, where), where);
  checkIds(heads, ids, where);
  const flat = readArrays(files, folder);
  checkTotals(heads, flat, folder);
  const parts = cut(heads, flat);
  return new Map(heads.map((head, i) => [head.id, () => decode(head, parts[i] ?? {}, where)]));
}

function checkIds(heads: readonly Head[], ids: readonly string[], where: string): void {
  for (let i = 0; i < Math.max(heads.length, ids.length); i++) {
    const [want = "no more", got = "no more"] = [ids[i], heads[i]?.id];
    if (want !== got) {
      throw new FixtureError(
        `${where}: case ${i} must be ${want} as in manifest.json, came ${got}`,
      );
    }
  }
}

function readArrays(files: ReadonlyMap<string, Uint8Array>, folder: string): FlatArrays {
  const rows = DTYPES.flatMap((dtype) => {
    const bytes = files.get(`${dtype}.npy`);
    return bytes === undefined ? [] : [[dtype, readFlat(bytes, dtype, folder)] as const];
  });
  return Object.fromEntries(rows);
}

function readFlat(bytes: Uint8Array, dtype: Dtype, folder: string): FlatArrays[Dtype] {
  const where = `${folder}/${dtype}.npy`;
  const array = renamed(NpyError, "", () => readNpy(bytes, where));
  if (array.dtype !== dtype || array.shape.length !== 1) {
    throw new FixtureError(
      `${where}: must hold one row of ${dtype}, came ${array.dtype} of shape (${array.shape.join(", ")})`,
    );
  }
  return array.data;
}

function checkTotals(heads: readonly Head[], flat: FlatArrays, folder: string): void {
  const where = `${folder}/${HEADERS}: `;
  const totals: Partial<Record<Dtype, number>> = {};
  for (const { arrays } of heads) {
    for (const dtype of DTYPES) {
      const count = arrays[dtype];
      if (count !== undefined) totals[dtype] = (totals[dtype] ?? 0) + count;
    }
  }
  renamed(DecodeError, where, () => checkCounts(totals, flat));
}

/** The numbers of each case. */
function cut(heads: readonly Head[], flat: FlatArrays): FlatArrays[] {
  const ends: Partial<Record<Dtype, number>> = {};
  return heads.map(({ arrays }) => {
    const parts = DTYPES.flatMap((dtype) => {
      const count = arrays[dtype];
      if (count === undefined) return [];
      const at = ends[dtype] ?? 0;
      ends[dtype] = at + count;
      return [[dtype, flat[dtype]?.subarray(at, at + count)] as const];
    });
    return Object.fromEntries(parts);
  });
}

function decode(head: Head, arrays: FlatArrays, where: string): Case {
  const of = `${where}: ${head.id}`;
  checkFormat(head, of);
  const json = parseAs(caseJson, head, of);
  return renamed(DecodeError, `${head.id}: `, () => decodeCase(json, arrays));
}

/** The files of a pack, by their names. */
export function packFiles(cases: readonly EncodedCase[]): Map<string, Uint8Array> {
  const headers = `[\n${cases.map(({ json }) => textOf(json)).join(",\n")}\n]\n`;
  const files = new Map<string, Uint8Array>([[HEADERS, new TextEncoder().encode(headers)]]);
  const writer = new FlatWriter();
  for (const { arrays } of cases) {
    for (const dtype of DTYPES) {
      const data = arrays[dtype];
      if (data !== undefined) writer.put({ dtype, shape: [data.length], data });
    }
  }
  for (const [dtype, data] of Object.entries(writer.arrays()) as [Dtype, Elements][]) {
    files.set(`${dtype}.npy`, writeNpy({ dtype, shape: [data.length], data }));
  }
  return files;
}

/** A line for each thing a reader looks for: each key, and each key of call, answer and limits. */
function textOf(json: CaseJson): string {
  const lines = Object.entries(json).map(([key, value]) => {
    const inner = ["call", "answer", "limits"].includes(key) ? Object.entries(value) : [];
    if (inner.length === 0) return ` ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const inside = inner.map(
      ([name, part]) => `  ${JSON.stringify(name)}: ${JSON.stringify(part)}`,
    );
    return ` ${JSON.stringify(key)}: {\n${inside.join(",\n")}\n }`;
  });
  return `{\n${lines.join(",\n")}\n}`;
}
