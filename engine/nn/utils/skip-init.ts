import { check, checkAs } from "../../errors.ts";
import { withoutDraws } from "../../ops/random.ts";
import { Module } from "../module.ts";

/**
 * Makes a module without drawing its parameters: their numbers are whatever the memory holds.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.skip_init.html
 *
 * Throws TypeError for what is no class, RuntimeError for one of no Module and for one without parameters.
 */
export function skipInit<A extends unknown[], T extends Module>(
  moduleClass: new (...args: A) => T,
  ...args: A
): T {
  const given: unknown = moduleClass;
  const isClass =
    typeof given === "function" && /^class\b/.test(Function.prototype.toString.call(given));
  checkAs("TypeError", isClass, "skipInit", () => "issubclass() arg 1 must be a class");
  const isModule = Object.prototype.isPrototypeOf.call(Module, moduleClass);
  check(isModule, "skipInit", () => `Expected a Module; got ${moduleClass.name}`);
  const module = withoutDraws(() => new moduleClass(...args));
  check(
    module.parameters().next().done !== true,
    "skipInit",
    () => "Module must support a 'device' arg to skip initialization",
  );
  return module;
}
