import path from "node:path";
import { pathToFileURL } from "node:url";
import { ConversationError } from "../conversation.ts";
import { ASPECTS, type Engine, PROTOCOL } from "../engine.ts";
import { firstRun } from "../first-run.ts";

/** A name or a file that gives no engine. */
export class EngineLoadError extends Error {
  override name = "EngineLoadError";
}

const ENGINES: Readonly<Record<string, () => Promise<object>>> = {
  touchstone: () => import("./touchstone.ts"),
};

/** Adapters in libraries/, whose libraries `npm run engines` installs. */
const LIBRARIES: readonly string[] = [
  "tfjs-cpu",
  "tfjs-wasm",
  "jax-js",
  "onnxruntime-node",
  "onnxruntime-web",
  "js-pytorch",
];

/** The engine that is asked where none is named. */
export const DEFAULT_ENGINE = "touchstone";

/** What begins the name of an engine that is a command. */
const STDIO = "stdio:";

/** The engines that can be named. */
export const ENGINE_NAMES: readonly string[] = [...Object.keys(ENGINES), ...LIBRARIES];

/**
 * The engine of that name, the command after "stdio:", or the `engine` that the module at that path exports.
 * @throws EngineLoadError
 */
export async function loadEngine(nameOrPath: string): Promise<Engine> {
  if (nameOrPath.startsWith(STDIO)) return startEngine(nameOrPath.slice(STDIO.length));
  const known = Object.hasOwn(ENGINES, nameOrPath) ? ENGINES[nameOrPath] : undefined;
  if (known !== undefined) return checkEngine(await known(), nameOrPath);
  if (LIBRARIES.includes(nameOrPath)) return loadLibrary(nameOrPath);
  if (!/[./\\]/.test(nameOrPath)) {
    throw new EngineLoadError(
      `--engine: must be ${ENGINE_NAMES.join(", ")}, stdio:COMMAND or the path of a module, came ${nameOrPath}`,
    );
  }
  return checkEngine(await importFile(nameOrPath), nameOrPath);
}

async function loadLibrary(name: string): Promise<Engine> {
  try {
    return checkEngine(await import(`./libraries/${name}.ts`), name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw notInstalled(name);
  }
}

/** What is said where an adapter's library is not there. */
export function notInstalled(name: string): EngineLoadError {
  return new EngineLoadError(
    `--engine ${name}: its library must be installed: ${firstRun("engines")}`,
  );
}

async function startEngine(command: string): Promise<Engine> {
  if (command.trim() === "") {
    throw new EngineLoadError("--engine stdio: must be followed by a command");
  }
  const { stdioEngine } = await import("./stdio.ts");
  try {
    return await stdioEngine(command);
  } catch (error) {
    if (!(error instanceof ConversationError)) throw error;
    throw new EngineLoadError(`--engine ${STDIO}${error.message}`, { cause: error });
  }
}

async function importFile(file: string): Promise<object> {
  try {
    return await import(pathToFileURL(path.resolve(file)).href);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new EngineLoadError(`--engine ${file}: must be a module, came an error: ${message}`, {
      cause: error,
    });
  }
}

function checkEngine(module: object, where: string): Engine {
  const engine: unknown = "engine" in module ? module.engine : undefined;
  if (typeof engine !== "object" || engine === null) {
    throw new EngineLoadError(
      `--engine ${where}: must export engine, came ${Object.keys(module).join(", ") || "nothing"}`,
    );
  }
  const { name, version, protocol, answer, lacks = [] } = engine as Partial<Engine>;
  if (protocol !== PROTOCOL) {
    throw new EngineLoadError(
      `--engine ${where}: must speak protocol ${PROTOCOL}, came ${protocol}`,
    );
  }
  if (typeof name !== "string" || typeof version !== "string" || typeof answer !== "function") {
    throw new EngineLoadError(`--engine ${where}: must have a name, a version and answer(call)`);
  }
  const odd = lacks.filter((aspect) => !ASPECTS.includes(aspect));
  if (odd.length > 0) {
    throw new EngineLoadError(
      `--engine ${where}: may lack ${ASPECTS.join(", ")}, came ${odd.join(", ")}`,
    );
  }
  return engine as Engine;
}
