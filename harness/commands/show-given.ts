import type { Call, Value } from "../case.ts";
import { showCall, showValue } from "../show.ts";
import { showArray } from "../show-array.ts";

/** A call, and every number that it is given, a line each. */
export function showGivenOf(call: Call): string[] {
  return [
    `  ${showCall(call)}`,
    ...Object.entries(call.state ?? {}).map(([key, array]) => `  state.${key} ${showArray(array)}`),
    ...call.earlier.flatMap(({ inputs, keywords }, i) =>
      showGiven(`earlier.${i}`, inputs, keywords),
    ),
    ...showGiven("input", call.inputs, call.keywords),
    ...Object.entries(call.upstream).map(([key, array]) => `  upstream.${key} ${showArray(array)}`),
  ];
}

function showGiven(
  name: string,
  inputs: readonly Value[],
  keywords: Readonly<Record<string, Value>>,
): string[] {
  return [...Object.entries(inputs), ...Object.entries(keywords)].map(
    ([key, value]) => `  ${name}.${key} ${showInput(value)}`,
  );
}

function showInput(value: Value): string {
  const tensor = typeof value === "object" && value !== null && "kind" in value ? value : null;
  return tensor?.kind === "tensor" ? showArray(tensor.array) : showValue(value);
}
