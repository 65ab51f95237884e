/** How PyTorch's argument parser refuses an element of a list; it looks at the first by itself. */
export function oddElement(name: string, value: unknown, place: number): string {
  const type = pythonType(value);
  return place === 0
    ? `argument '${name}' must be tuple of ints, but found element of type ${type} at pos 0`
    : `argument '${name}' failed to unpack the object at pos ${place + 1} with error "type must be tuple of ints,but got ${type}"`;
}

/** What PyTorch calls the type of a value that is no whole number. */
export function pythonType(value: unknown): string {
  if (typeof value === "number") return "float";
  return typeof value === "string" ? "str" : typeof value === "boolean" ? "bool" : "NoneType";
}
