import path from "node:path";

const above = path.dirname(import.meta.dirname);

/** Whether this runs in the published package, from dist/, and not in a clone. */
export const IN_PACKAGE: boolean = path.basename(above) === "dist";

/** The folder that holds fixtures/ and python-ref/: one above the sources, two above what is built of them in dist/. */
export const ROOT = IN_PACKAGE ? path.dirname(above) : above;
