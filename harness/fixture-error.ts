import * as z from "zod";
import { FORMAT } from "./case.ts";

/** A fixtures folder that may not be used as it is. The message says what to do. */
export class FixtureError extends Error {
  override name = "FixtureError";
}

/**
 * A file's text as JSON.
 * @throws FixtureError
 */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FixtureError(`${where}: must be JSON: ${(error as Error).message}`);
  }
}

/**
 * JSON as what a schema says it is.
 * @throws FixtureError
 */
export function parseAs<T>(schema: z.ZodType<T>, json: unknown, where: string): T {
  const parsed = withinStack(where, () => schema.safeParse(json));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const more = issues.length > MOST_SHOWN ? `\nand ${issues.length - MOST_SHOWN} more` : "";
  const shown = z.prettifyError({ issues: issues.slice(0, MOST_SHOWN) });
  throw new FixtureError(`${where}: ${shown}${more}`);
}

const MOST_SHOWN = 5;

/** A schema goes down as deep as the JSON does, and needs more of the stack than what comes after it; for millions of mistakes, too. */
function withinStack<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const why = "must be nested less deeply, or have fewer mistakes";
    throw new FixtureError(`${where}: ${why}: ${error.message}`);
  }
}

/**
 * Whether JSON says that it has the format which is read here; better known than what else is wrong with it.
 * @throws FixtureError
 */
export function checkFormat(json: unknown, where: string): void {
  const format =
    typeof json === "object" && json !== null && "format" in json ? json.format : undefined;
  if (format === FORMAT) return;
  if (typeof format !== "number") {
    const came = withinStack(where, () => JSON.stringify(format))?.slice(0, 80);
    throw new FixtureError(`${where}: must say its format number, came ${came}`);
  }
  const advice = format > FORMAT ? "update touchstone" : 'record again with "npm run fixtures"';
  throw new FixtureError(
    `${where}: format ${format}, but this touchstone reads format ${FORMAT}: ${advice}`,
  );
}

/** Runs `work`; an error of this class becomes a FixtureError that says where. */
export function renamed<T>(kind: new () => Error, where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof kind)) throw error;
    throw new FixtureError(`${where}${error.message}`, { cause: error });
  }
}
