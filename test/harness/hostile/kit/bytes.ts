/** A .npy file of version 2.0 with these texts in its header. */
export function npyOf(descr: string, shape: string, data = "", order = "False"): Uint8Array {
  const dict = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}}\n`;
  const head = Buffer.from("\x93NUMPY\x02\x00\0\0\0\0", "latin1");
  const text = Buffer.from(dict, "latin1");
  head.writeUInt32LE(text.length, 8);
  return Buffer.concat([head, text, Buffer.from(data, "latin1")]);
}
