import { readFileSync } from "node:fs";
import path from "node:path";
import { bundle } from "../bundle.ts";

const PAGE = path.join(import.meta.dirname, "page");

/** The page's program and its style, each as one text. */
export async function bundlePage(): Promise<{ script: string; style: string }> {
  const style = ["base.css", "page.css"].map((file) => readFileSync(path.join(PAGE, file), "utf8"));
  return { script: await bundle(path.join(PAGE, "main"), ".tsx"), style: style.join("\n") };
}
