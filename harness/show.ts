import type { NdArray } from "./array.ts";
import type { Call, Value } from "./case.ts";

/** A call in one line, as Python would write it; tensors by type and shape. */
export function showCall(call: Call): string {
  const made = showMade(call.layer, call.args, call.options);
  const steps = (call.steps ?? []).map((s) => ` then ${showMade(s.call, s.inputs, s.keywords)}`);
  const given = [...call.inputs.map(showValue), ...showOptions(call.keywords)].join(", ");
  const notes = [
    call.dtype,
    call.training ? "training" : "eval",
    ...(call.gradMode ? [] : ["no_grad"]),
    ...(call.sample === undefined ? [] : [`${call.sample} elements a tensor`]),
    ...(call.earlier.length > 0 ? [`after ${call.earlier.length} calls`] : []),
  ];
  const called = call.method === undefined ? "on" : `calls ${call.method}`;
  return `${made}${steps.join("")} ${called} (${given}): ${notes.join(", ")}`;
}

/** A value as Python would write it. */
export function showValue(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return showNumber(value);
  if (!("kind" in value)) {
    return `(${value.map(showValue).join(", ")}${value.length === 1 ? "," : ""})`;
  }
  switch (value.kind) {
    case "tensor":
      return showForm(value.array);
    case "drawn":
      return `torch.${value.sampler}(${showShape(value.shape)}) of ${value.dtype}, seed ${value.seed}`;
    case "module":
      return showMade(value.layer, value.args, value.options);
    case "function":
      return value.name;
    case "dtype":
      return `torch.${value.dtype}`;
    case "part":
      return `self${value.path && "."}${value.path}`;
    case "generator":
      return `torch.Generator().manual_seed(${value.seed})`;
    case "list":
      return `[${value.items.map(showValue).join(", ")}]`;
    case "dict":
      return `{${showOptions(value.entries).join(", ")}}`;
    case "packed":
      return `packed(${showForm(value.data.array)}, batch sizes ${value.batchSizes.join(", ")})`;
  }
}

/** A number with as many digits as tell it from its neighbours in float32. */
export function showNumber(value: number | bigint): string {
  if (typeof value === "bigint") return `${value}`;
  if (Object.is(value, -0)) return "-0";
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? `${value}`
    : `${Number(value.toPrecision(9))}`.replace("Infinity", "inf").replace("NaN", "nan");
}

/** Type and shape: "float32 (2, 3)". */
export function showForm({ dtype, shape }: NdArray): string {
  return `${dtype} ${showShape(shape)}`;
}

/** "(2, 3)", "(4,)", "()". */
export function showShape(shape: readonly number[]): string {
  return `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

function showMade(
  layer: string,
  args: readonly Value[],
  options: Readonly<Record<string, Value>>,
): string {
  return `${layer}(${[...args.map(showValue), ...showOptions(options)].join(", ")})`;
}

function showOptions(options: Readonly<Record<string, Value>>): string[] {
  return Object.entries(options).map(([name, value]) => `${name}=${showValue(value)}`);
}
