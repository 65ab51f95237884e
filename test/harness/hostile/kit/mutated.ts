import fc from "fast-check";

/** One of these files with bytes changed, cut off, added, or taken out of the middle. */
export function mutated(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const change = fc.record({ place, kind: fc.nat(4), byte: fc.nat(255), length: fc.nat(40) });
  return fc
    .tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([file, changes]) => changes.reduce(apply, file));
}

interface Change {
  readonly place: number;
  readonly kind: number;
  readonly byte: number;
  readonly length: number;
}

function apply(bytes: Uint8Array, { place, kind, byte, length }: Change): Uint8Array {
  const at = Math.floor(place * bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (kind) {
    case 0:
      return Buffer.concat([before, [byte], after.subarray(1)].map((part) => Buffer.from(part)));
    case 1:
      return Uint8Array.from(bytes, (old, i) => (i === at ? old ^ (1 << (byte & 7)) : old));
    case 2:
      return bytes.slice(0, at);
    case 3:
      return Buffer.concat([before, Buffer.alloc(length, byte), after]);
    default:
      return Buffer.concat([before, after.subarray(length)]);
  }
}
