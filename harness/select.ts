/** Which cases to run: all of the given conditions must hold. */
export interface Selection {
  /** A part of an id, or, with * and ?, a pattern for the whole of it. */
  readonly filter?: string;
  /** A layer's name, with or without "nn.": the first part of the ids. */
  readonly layer?: string;
  /** The i-th of n shares, counted from 1. */
  readonly shard?: Shard;
}

/** One of `of` shares of the selected cases. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** A selection that cannot be: it matches nothing, or does not parse. */
export class SelectionError extends Error {
  override name = "SelectionError";
}

/**
 * The ids that a selection keeps, in their order. Every n-th case goes to a shard, so that the shards of n are alike.
 * @throws SelectionError where nothing is left.
 */
export function select(ids: readonly string[], { filter, layer, shard }: Selection): string[] {
  const ofLayer = layer === undefined ? ids : ids.filter((id) => isOfLayer(id, layer));
  if (ofLayer.length === 0) throw nothing("--layer", `${layer}`, ids);
  if (filter === "") throw new SelectionError("--filter: must not be empty, as all ids have that");
  const kept = filter === undefined ? [...ofLayer] : ofLayer.filter((id) => matches(filter, id));
  if (kept.length === 0) throw nothing("--filter", `${filter}`, ofLayer);
  if (shard === undefined) return kept;
  if (shard.of > kept.length) {
    throw new SelectionError(
      `--shard ${shard.index}/${shard.of}: must have a case a shard, came ${kept.length} cases`,
    );
  }
  return kept.filter((_, i) => i % shard.of === shard.index - 1);
}

/** Reads "2/8". */
export function parseShard(text: string): Shard {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index >= 1 && shard.index <= shard.of) return shard;
  throw new SelectionError(`--shard: must be i/n with i from 1 to n, came ${text}`);
}

/** Whether a pattern with * (any text) and ? (one character) is the whole id, or a plain text is in it. */
export function matches(pattern: string, id: string): boolean {
  return /[*?]/.test(pattern) ? globOf(pattern).test(id) : id.includes(pattern);
}

/** A pattern for whole ids. What lies between two stars is taken at the first place where it fits, once and for all: no pattern takes long. */
export function globOf(pattern: string): RegExp {
  const [first = "", ...rest] = pattern.split(/\*+/).map(literal);
  const last = rest.pop();
  if (last === undefined) return new RegExp(`^${first}$`, "s");
  const middle = rest.map((part, i) => `(?=(.*?${part}))\\${i + 1}`).join("");
  return new RegExp(`^${first}${middle}.*${last}$`, "s");
}

/** A part of a pattern without stars. */
function literal(part: string): string {
  return part.replace(/[\\^$.|+()[\]{}]/g, "\\$&").replace(/\?/g, ".");
}

function isOfLayer(id: string, layer: string): boolean {
  const [first = ""] = id.split("/");
  return first === layer || first === `nn.${layer}`;
}

function nothing(option: string, value: string, ids: readonly string[]): SelectionError {
  return new SelectionError(
    `${option} ${value}: must match a case, came none of ${ids.length}, such as ${ids[0] ?? "none"}`,
  );
}
