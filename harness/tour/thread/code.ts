import type { Call, Value } from "../../case.ts";
import { camelCase } from "../../engines/touchstone/find.ts";
import { showForm, showNumber, showShape } from "../../show.ts";

/** A call as it is written in TypeScript. */
export function codeOf({ layer, args, options, inputs, keywords, training }: Call): string {
  const given = [...inputs.map(nameOf), ...(isEmpty(keywords) ? [] : [showNamed(keywords)])];
  const quiet = training ? [] : ["layer.eval();"];
  return [
    `const layer = ${showMade(layer, args, options)};`,
    ...quiet,
    `layer(${given.join(", ")})`,
  ].join("\n");
}

/** An input by what it is: a tensor by its form. */
function nameOf(value: Value): string {
  if (value === null || typeof value !== "object" || !("kind" in value)) return show(value);
  if (value.kind === "tensor") return `/* ${showForm(value.array)} */ input`;
  return show(value);
}

function showMade(
  layer: string,
  args: readonly Value[],
  options: Readonly<Record<string, Value>>,
): string {
  const given = [...args.map(show), ...(isEmpty(options) ? [] : [showNamed(options)])];
  return `new ${layer}(${given.join(", ")})`;
}

function showNamed(named: Readonly<Record<string, Value>>): string {
  const pairs = Object.entries(named).map(([name, value]) => `${camelCase(name)}: ${show(value)}`);
  return `{ ${pairs.join(", ")} }`;
}

function show(value: Value): string {
  if (value === null || typeof value === "boolean") return `${value}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return showNumber(value);
  if (!("kind" in value)) return `[${value.map(show).join(", ")}]`;
  if (value.kind === "list") return `[${value.items.map(show).join(", ")}]`;
  if (value.kind === "module") return showMade(value.layer, value.args, value.options);
  if (value.kind === "function") return camelCase(value.name.replace("nn.functional.", "F."));
  if (value.kind === "tensor") return `input ${showShape(value.array.shape)}`;
  return value.kind;
}

function isEmpty(named: Readonly<Record<string, Value>>): boolean {
  return Object.keys(named).length === 0;
}
