import type { Plain } from "../data.ts";

const TOKEN = /\s*(?:(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|'([^']*)'|"([^"]*)"|(\w+)|([(),[\]]))/iy;
const NAMES: Readonly<Record<string, Plain>> = {
  none: null,
  null: null,
  true: true,
  false: false,
};

type Token = { readonly value: Plain } | { readonly mark: string };

/** What was typed as a value: a number, a tuple of numbers, None, True, False or a word in quotes; undefined where it is none. */
export function readLiteral(text: string): Plain | undefined {
  const tokens = tokensOf(text);
  if (tokens === null) return undefined;
  const top = readItems(tokens, null);
  if (top === null || tokens.length > 0) return undefined;
  return top.items.length === 1 && !top.comma
    ? top.items[0]
    : top.items.length > 0
      ? top.items
      : undefined;
}

/** A value as it is typed. */
export function showLiteral(value: Plain): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "object") {
    return `(${value.map(showLiteral).join(", ")}${value.length === 1 ? "," : ""})`;
  }
  return typeof value === "string" ? `'${value}'` : `${value}`;
}

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const whole = text.trimEnd();
  while (TOKEN.lastIndex < whole.length) {
    const found = TOKEN.exec(whole);
    if (found === null) return null;
    const [, number, single, double, name, mark] = found;
    if (mark !== undefined) tokens.push({ mark });
    else if (number !== undefined) tokens.push({ value: Number(number) });
    else if (name === undefined) tokens.push({ value: single ?? double ?? "" });
    else {
      const value = NAMES[name.toLowerCase()];
      if (value === undefined) return null;
      tokens.push({ value });
    }
  }
  return tokens;
}

/** Items up to the mark that ends them, or to the end; null where they are none. The tokens read are taken off. */
function readItems(
  tokens: Token[],
  end: string | null,
): { readonly items: Plain[]; readonly comma: boolean } | null {
  const items: Plain[] = [];
  let comma = false;
  for (;;) {
    const next = tokens.shift();
    if (next === undefined) return end === null ? { items, comma } : null;
    if ("mark" in next && next.mark === end) return { items, comma };
    const item = readItem(next, tokens);
    if (item === undefined) return null;
    items.push(item);
    const after = tokens[0];
    if (after === undefined || ("mark" in after && after.mark === end)) continue;
    if (!("mark" in after) || after.mark !== ",") return null;
    tokens.shift();
    comma = true;
  }
}

function readItem(token: Token, tokens: Token[]): Plain | undefined {
  if (!("mark" in token)) return token.value;
  if (token.mark !== "(" && token.mark !== "[") return undefined;
  const inner = readItems(tokens, token.mark === "(" ? ")" : "]");
  if (inner === null) return undefined;
  const alone = token.mark === "(" && inner.items.length === 1 && !inner.comma;
  return alone ? inner.items[0] : inner.items;
}
