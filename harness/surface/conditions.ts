import * as z from "zod";
import refusalsJson from "./refusals.json" with { type: "json" };
import semanticsJson from "./semantics.json" with { type: "json" };

const text = z.string().min(1);

/** By entry, when PyTorch refuses, and the ids of the cases that show it. */
export type Refusals = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** By id, the rules of PyTorch that are easy to get wrong; a case that would notice carries the id as a tag. */
export type Semantics = Readonly<Record<string, string>>;

/** The conditions that the suite must show, as they were found by asking PyTorch. */
export const REFUSALS: Refusals = z
  .record(text, z.record(text, z.array(text)))
  .parse(refusalsJson.conditions);

/** The rules that the suite must show. */
export const SEMANTICS: Semantics = z.record(text, text).parse(semanticsJson.rules);
