import path from "node:path";
import { rolldown } from "rolldown";

/** The sources are bundled as they are; the published package has them built. */
const BUILT = path.extname(import.meta.filename) !== ".ts";

/** A program for a browser as one text. `main` is its source without the ending, `.ts` or `.tsx`. */
export async function bundle(main: string, ending: ".ts" | ".tsx" = ".ts"): Promise<string> {
  const built = await rolldown({
    input: `${main}${BUILT ? ".js" : ending}`,
    platform: "browser",
    tsconfig: false,
    transform: { jsx: { runtime: "automatic", importSource: "preact" } },
    resolve: { mainFields: ["browser", "module", "main"] },
  });
  try {
    // Classes keep their names, as messages say them.
    const { output } = await built.generate({ format: "iife", minify: true, keepNames: true });
    return output[0].code;
  } finally {
    await built.close();
  }
}
