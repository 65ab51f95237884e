/** A value of a module's option as Python would hold it; arrays are tuples. */
export type PythonValue = null | boolean | number | bigint | string | readonly PythonValue[];

/** Python's repr of a value: True, None, 'reflect', (2, 1), 1e-05; whole numbers as ints. */
export function formatValue(value: PythonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") {
    const isInt = Number.isSafeInteger(value) && !Object.is(value, -0);
    return isInt ? String(value) : formatPythonFloat(value);
  }
  return typeof value === "string" ? formatPythonString(value) : formatTuple(value);
}

/** Python's repr of a tuple: (), (3,), (2, 1). */
export function formatTuple(items: readonly PythonValue[]): string {
  const inner = items.map(formatValue).join(", ");
  return items.length === 1 ? `(${inner},)` : `(${inner})`;
}

/** Python's repr of a float: the shortest digits that read back the same, "1e-05", "3.0", "1e+16", "inf". */
export function formatPythonFloat(x: number): string {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const [mantissa = "", power = ""] = Math.abs(x).toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 16)
    return sign + positional(mantissa.replace(".", ""), exponent);
  const places = String(Math.abs(exponent)).padStart(2, "0");
  return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${places}`;
}

/** str(torch.Size): torch.Size([2, 3]). */
export function formatSize(shape: readonly number[]): string {
  return `torch.Size([${shape.join(", ")}])`;
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${whole}.${digits.slice(exponent + 1) || "0"}`;
}

function formatPythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text
    .replace(/\\/g, "\\\\")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/\t/g, "\\t");
  return quote + (quote === "'" ? inner.replace(/'/g, "\\'") : inner) + quote;
}
