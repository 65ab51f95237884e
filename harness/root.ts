import path from "node:path";

const above = path.dirname(import.meta.dirname);

/** The folder that holds fixtures/ and python-ref/: one above the sources, two above what is built of them in dist/. */
export const ROOT = path.basename(above) === "dist" ? path.dirname(above) : above;
