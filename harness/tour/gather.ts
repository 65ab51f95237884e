import type { Call, Case, Value } from "../case.ts";
import { type Fixtures, readSurface } from "../fixtures.ts";
import { entriesOf, type Parameter } from "../surface/surface.ts";
import type { Option, Plain, TourData, TourGroup } from "./data.ts";
import { OWN, SECTIONS } from "./sections.ts";

/** The tour, and the cases that it shows. */
export interface Tour {
  readonly data: TourData;
  readonly cases: readonly Case[];
}

/** A documented example of a class; -reduced is what stands for one that is too large. */
const EXAMPLE = /\/documented-\d+(-reduced)?$/;
const ELSEWHERE = "https://docs.pytorch.org/docs/stable/generated/torch.";

/** Gathers the documented examples of a page's sections. */
export function gather(fixtures: Fixtures): Tour {
  const entries = [...entriesOf(readSurface(fixtures))];
  const parameters = new Map(entries.map(([name, entry]) => [name, entry.parameters]));
  const layers = [...parameters.keys()].filter((name) => /^nn\.[A-Z]\w*$/.test(name));
  const cases: Case[] = [];
  const take = (ids: readonly string[]): TourGroup["examples"] =>
    ids.map((id) => {
      const one = fixtures.load(id);
      cases.push(one);
      return { id, options: optionsOf(one.call, parameters.get(one.call.layer) ?? [], fixtures) };
    });
  const sections = SECTIONS.map(({ title, own, has }) => {
    const first = take(own.map((name) => `${OWN}/${name}`));
    const groups = layers.filter(has).map((layer) => ({
      title: layer,
      link: `${ELSEWHERE}${layer}.html`,
      examples: take(examplesOf(fixtures, layer)),
    }));
    const all = [{ title: "On the page itself", link: null, examples: first }, ...groups];
    return { title, groups: all.filter(({ examples }) => examples.length > 0) };
  });
  const { torch, platform } = fixtures.manifest;
  return { data: { torch, platform, sections }, cases };
}

/** The examples of a layer that are kept whole. */
function examplesOf({ ids, load }: Fixtures, layer: string): string[] {
  return ids.filter(
    (id) => id.startsWith(`${layer}/`) && EXAMPLE.test(id) && load(id).call.sample === undefined,
  );
}

/** What of the constructor's parameters can be typed in. */
function optionsOf(call: Call, parameters: readonly Parameter[], fixtures: Fixtures): Option[] {
  return parameters.flatMap(({ name, default: usual }, i) => {
    const place = i < call.args.length ? i : null;
    const value = place === null ? (call.options[name] ?? usual) : call.args[place];
    if (!isPlain(value)) return [];
    const isOpen = value === null || typeof value === "string";
    const given = isOpen ? givenOf(fixtures, call.layer, name, i) : [];
    if (value === null && given.some(isMade)) return [];
    const choices = typeof value === "string" ? given.filter(isWord).sort() : [];
    return [{ name, value, place, choices: [...new Set([value, ...choices])].filter(isWord) }];
  });
}

function isPlain(value: unknown): value is Plain {
  if (Array.isArray(value)) return value.every(isPlain);
  return value === null || ["boolean", "number", "string"].includes(typeof value);
}

function isWord(value: unknown): value is string {
  return typeof value === "string";
}

/** A module, a tensor: what cannot be typed in. */
function isMade(value: Value): boolean {
  const kind = value !== null && typeof value === "object" && "kind" in value ? value.kind : "";
  return ["module", "tensor", "function"].includes(kind);
}

/** What recorded cases of a layer give for a parameter, and PyTorch takes. */
function givenOf({ ids, load }: Fixtures, layer: string, name: string, place: number): Value[] {
  const cases = ids.filter((id) => id.startsWith(`${layer}/`)).map(load);
  const taken = cases.filter(({ answer }) => answer.kind === "returned");
  return taken.map(({ call }) => call.args[place] ?? call.options[name] ?? null);
}
