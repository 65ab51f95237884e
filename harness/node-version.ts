/** What is said where Node is older than a package's `engines` asks, ">=22.18"; null where it is not. */
export function tooOld(node: string, asked: string): string | null {
  const [here, least] = [partsOf(node), partsOf(asked)];
  const at = least.findIndex((part, i) => part !== (here[i] ?? 0));
  if (at < 0 || (here[at] ?? 0) > (least[at] ?? 0)) return null;
  return `Node must be ${asked}, came ${node}`;
}

function partsOf(version: string): number[] {
  return version.replace(/^\D+/, "").split(".").map(Number);
}
