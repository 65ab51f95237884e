#!/usr/bin/env node
import { readFileSync } from "node:fs";
import path from "node:path";
import { tooOld } from "./node-version.ts";
import { ROOT } from "./root.ts";

// A Node that is too old cannot read what the command is made of: it would end with a riddle.
const { engines } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
const complaint = tooOld(process.versions.node, engines.node);
if (complaint === null) await import("./cli.ts");
else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 2;
}
