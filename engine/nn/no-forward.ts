import { EngineError } from "../errors.ts";
import type { Module } from "./module.ts";
import { className } from "./show-module.ts";

/** Refuses to call a module that only holds others. */
export function refuseForward(module: Module): never {
  const name = className(module);
  throw new EngineError(
    "NotImplementedError",
    name,
    `Module [${name}] is missing the required "forward" function`,
  );
}
