import type { Case } from "../case.ts";
import type { Refusals, Semantics } from "./conditions.ts";
import { type CellKind, kindOf, requiredCells } from "./required.ts";
import { shownByUse, shownCells, usedNames } from "./shown.ts";
import { type Entry, entriesOf, outsideOf, ownerOf, type Surface } from "./surface.ts";

/** The number of the format that `coverage --json` writes. */
export const COVERAGE_FORMAT = 2;

/** So many of so many. */
export interface Share {
  readonly required: number;
  readonly covered: number;
}

/** What the suite shows of one class or function. */
export interface EntryCoverage {
  readonly name: string;
  readonly kind: Entry["kind"];
  readonly cases: number;
  readonly cells: Share;
  /** The cells by what they ask for; modes are training, batches and drawn states. */
  readonly options: Share;
  readonly gradients: Share;
  readonly dtypes: Share;
  readonly modes: Share;
  readonly examples: Share;
  readonly refusals: Share;
  /** Cells, examples and refusals that no case shows. */
  readonly missing: readonly string[];
}

/** The suite held against the surface, both ways. */
export interface Coverage {
  readonly summary: Readonly<
    Record<"classes" | "functions" | "cells" | "examples" | "refusals" | "semantics", Share>
  >;
  readonly entries: readonly EntryCoverage[];
  /** Examples of documented pages that no case shows. */
  readonly missingExamples: readonly string[];
  /** Rules that no case is tagged with. */
  readonly missingRules: readonly string[];
  /** What names something that is not there: a layer, a tag, a case. */
  readonly unknown: readonly string[];
  /** Cases that show nothing that is asked for. */
  readonly unused: readonly string[];
  /** What is left out, and why. */
  readonly outside: readonly string[];
  /** Examples that are no case, and why. */
  readonly notRun: readonly string[];
}

/** What a suite is held against. */
export interface Demands {
  readonly surface: Surface;
  readonly refusals: Refusals;
  readonly semantics: Semantics;
}

/** What the cases show of what is demanded, what they do not, and what they show that nobody knows of. */
export function cover(cases: Iterable<Case>, demands: Demands): Coverage {
  const { surface, refusals, semantics } = demands;
  const entries = entriesOf(surface);
  const suite = readSuite(cases, entries);
  const rows = [...entries].map(([name, entry]) => rowOf(name, entry, suite, demands));
  const pages = examplesOf(surface, (owner) => !entries.has(owner));
  const unshown = pages.filter((id) => !suite.tags.has(id));
  const rules = Object.keys(semantics);
  const missingRules = rules.filter((rule) => !suite.tags.has(rule));
  const total = (pick: (row: EntryCoverage) => Share): Share => sum(rows.map(pick));
  return {
    summary: {
      classes: sum(rows.filter(isClass).map(seen)),
      functions: sum(rows.filter((row) => !isClass(row)).map(seen)),
      cells: total((row) => row.cells),
      examples: sum([...rows.map((row) => row.examples), share(pages, unshown)]),
      refusals: total((row) => row.refusals),
      semantics: { required: rules.length, covered: rules.length - missingRules.length },
    },
    entries: rows,
    missingExamples: unshown,
    missingRules: missingRules.map((rule) => `${rule}: ${semantics[rule]}`),
    unknown: [...suite.unknown, ...unknownNames(suite, entries, refusals, demands)],
    unused: suite.unused,
    outside: [...outsideOf(surface)].map(([name, why]) => `${name}: ${why}`),
    notRun: Object.entries(surface.examples).flatMap(([id, { why }]) =>
      why ? [`${id}: ${why}`] : [],
    ),
  };
}

/** Nothing is missing, and nothing is there for nothing. */
export function isWhole({ summary, unknown, unused }: Coverage): boolean {
  const shares = Object.values(summary);
  return (
    unknown.length + unused.length === 0 && shares.every((one) => one.covered === one.required)
  );
}

/** The suite by what it shows. */
interface Suite {
  readonly shown: Map<string, Set<string>>;
  readonly counts: Map<string, number>;
  readonly tags: Map<string, string>;
  readonly refused: Map<string, string>;
  readonly ids: Set<string>;
  readonly unknown: string[];
  readonly unused: string[];
}

function readSuite(cases: Iterable<Case>, entries: Map<string, Entry>): Suite {
  const suite: Suite = {
    shown: new Map([...entries.keys()].map((name) => [name, new Set<string>()])),
    counts: new Map(),
    tags: new Map(),
    refused: new Map(),
    ids: new Set(),
    unknown: [],
    unused: [],
  };
  for (const one of cases) readCase(one, entries, suite);
  return suite;
}

function readCase(one: Case, entries: Map<string, Entry>, suite: Suite): void {
  const { id, call, answer, tags } = one;
  suite.ids.add(id);
  for (const tag of tags) suite.tags.set(tag, id);
  suite.counts.set(call.layer, (suite.counts.get(call.layer) ?? 0) + 1);
  if (answer.kind === "threw") suite.refused.set(id, call.layer);
  const own = entries.get(call.layer);
  if (own === undefined) suite.unknown.push(`${id}: there is no ${call.layer} on the surface`);
  const before = own === undefined ? [] : shownCells(one, own);
  let used = own !== undefined && requiredCells(own).some((cell) => before.includes(cell));
  for (const cell of before) suite.shown.get(call.layer)?.add(cell);
  for (const name of usedNames(one)) {
    const entry = entries.get(name);
    if (entry === undefined) continue;
    used = true;
    for (const cell of shownByUse(one, name, entry)) suite.shown.get(name)?.add(cell);
  }
  if (!used) suite.unused.push(id);
}

function rowOf(name: string, entry: Entry, suite: Suite, demands: Demands): EntryCoverage {
  const shown = suite.shown.get(name) ?? new Set<string>();
  const cells = requiredCells(entry);
  const examples = examplesOf(demands.surface, (owner) => owner === name);
  const conditions = Object.entries(demands.refusals[name] ?? {});
  const dark = cells.filter((cell) => !shown.has(cell));
  const untold = examples.filter((id) => !suite.tags.has(id));
  const unrefused = conditions.filter(([, ids]) => !ids.some((id) => suite.refused.has(id)));
  return {
    name,
    kind: entry.kind,
    cases: suite.counts.get(name) ?? 0,
    cells: share(cells, dark),
    ...cellsByKind(cells, dark),
    examples: share(examples, untold),
    refusals: share(conditions, unrefused),
    missing: [
      ...dark,
      ...untold.map((id) => `example ${id}`),
      ...unrefused.map(([condition]) => `refusal: ${condition}`),
    ],
  };
}

function cellsByKind(
  cells: readonly string[],
  dark: readonly string[],
): Pick<EntryCoverage, "options" | "gradients" | "dtypes" | "modes"> {
  const shareOf = (kind: CellKind): Share => {
    const isOfKind = (cell: string): boolean => cell !== "case" && kindOf(cell) === kind;
    return share(cells.filter(isOfKind), dark.filter(isOfKind));
  };
  return {
    options: shareOf("options"),
    gradients: shareOf("gradients"),
    dtypes: shareOf("dtypes"),
    modes: shareOf("modes"),
  };
}

/** The examples of some owners that make a call which is a case. */
function examplesOf({ examples }: Surface, isOwner: (name: string) => boolean): string[] {
  return Object.entries(examples).flatMap(([id, { calls }]) =>
    calls > 0 && isOwner(ownerOf(id)) ? [id] : [],
  );
}

function unknownNames(
  suite: Suite,
  entries: Map<string, Entry>,
  refusals: Refusals,
  { surface, semantics }: Demands,
): string[] {
  const known = (tag: string): boolean =>
    Object.hasOwn(semantics, tag) || Object.hasOwn(surface.examples, tag) || tag === "documented";
  const tags = [...suite.tags].filter(([tag]) => !known(tag));
  const strangers = Object.keys(refusals).filter((name) => !entries.has(name));
  const ids = Object.values(refusals).flatMap((conditions) => Object.values(conditions).flat());
  return [
    ...tags.map(([tag, id]) => `${id}: its tag ${tag} is no rule and no example`),
    ...strangers.map((name) => `refusals.json: there is no ${name} on the surface`),
    ...ids.filter((id) => !suite.ids.has(id)).map((id) => `refusals.json: there is no case ${id}`),
    ...ids
      .filter((id) => suite.ids.has(id) && !suite.refused.has(id))
      .map((id) => `refusals.json: ${id} is no refusal`),
  ];
}

function isClass({ kind }: EntryCoverage): boolean {
  return kind === "class";
}

function seen({ missing }: EntryCoverage): Share {
  return { required: 1, covered: missing.includes("case") ? 0 : 1 };
}

function share(all: readonly unknown[], missing: readonly unknown[]): Share {
  return { required: all.length, covered: all.length - missing.length };
}

function sum(shares: readonly Share[]): Share {
  return {
    required: shares.reduce((total, one) => total + one.required, 0),
    covered: shares.reduce((total, one) => total + one.covered, 0),
  };
}
