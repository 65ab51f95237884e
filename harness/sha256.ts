import { sha256 as hashed } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Node's own is some ten times faster; a page has none that answers at once. */
const node = globalThis.process?.getBuiltinModule?.("node:crypto");

/** SHA-256 in hexadecimal of all pieces, one after another, in Node and in a browser. */
export function sha256(pieces: Iterable<Uint8Array>): string {
  if (node !== undefined) {
    const hash = node.createHash("sha256");
    for (const bytes of pieces) hash.update(bytes);
    return hash.digest("hex");
  }
  const hash = hashed.create();
  for (const bytes of pieces) hash.update(bytes);
  return bytesToHex(hash.digest());
}
