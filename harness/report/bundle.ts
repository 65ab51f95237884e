import { readFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

const PAGE = path.join(import.meta.dirname, "page");
/** The sources are bundled as they are; the published package has them built. */
const MAIN = path.extname(import.meta.filename) === ".ts" ? "main.tsx" : "main.js";

/** The page's program and its style, each as one text. */
export async function bundlePage(): Promise<{ script: string; style: string }> {
  const bundle = await rolldown({
    input: path.join(PAGE, MAIN),
    platform: "browser",
    tsconfig: false,
    transform: { jsx: { runtime: "automatic", importSource: "preact" } },
    resolve: { mainFields: ["module", "main"] },
  });
  try {
    const { output } = await bundle.generate({ format: "iife", minify: true });
    const style = readFileSync(path.join(PAGE, "page.css"), "utf8");
    return { script: output[0].code, style };
  } finally {
    await bundle.close();
  }
}
