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
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new FixtureError(`${where}: ${z.prettifyError(parsed.error)}`);
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
    throw new FixtureError(`${where}: must say its format number, came ${JSON.stringify(format)}`);
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
