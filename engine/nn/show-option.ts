import { formatPythonFloat, formatValue } from "../print/python.ts";

/** An option as PyTorch prints it: where it has its default, that default's float ("1.0"), else what was given ("2", "0.3"). */
export function showFloat(value: number, byDefault: number): string {
  return value === byDefault ? formatPythonFloat(value) : formatValue(value);
}

/** ", inplace=True", or nothing. */
export function showInplace(inplace: boolean): string {
  return inplace ? ", inplace=True" : "";
}
