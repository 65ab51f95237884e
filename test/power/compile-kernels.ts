import { readFileSync } from "node:fs";
import path from "node:path";
import asc from "assemblyscript/asc";
import * as z from "zod";

const optionsJson = z.array(z.string());

/**
 * The module that embeds the kernels in `folder`, with other text for some of its files. They are not optimised: that takes
 * a tenth of the time, and changes no bit of what they compute.
 */
export async function compileKernels(
  folder: string,
  changed: ReadonlyMap<string, string>,
): Promise<string> {
  const options = optionsJson.parse(
    JSON.parse(readFileSync(path.join(folder, "options.json"), "utf8")),
  );
  let binary = new Uint8Array();
  const { error, stderr } = await asc.main(
    ["index.ts", "--baseDir", folder, "--outFile", "kernels.wasm", ...options],
    {
      readFile: (name, base) => changed.get(name) ?? textOf(path.join(base, name)),
      writeFile: (_name, contents) => {
        if (typeof contents !== "string") binary = new Uint8Array(contents);
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`the patched kernels must compile: ${stderr.toString()}`);
  return `export const KERNELS_BASE64 = "${Buffer.from(binary).toString("base64")}";\n`;
}

/** Null of what is not there: the compiler tries several places. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
