import { existsSync } from "node:fs";
import * as z from "zod";
import { readGiven } from "../given-file.ts";
import { ReportError } from "./json.ts";

/** A kind of document: its schema, the number of its format, and the command that writes it. */
export interface Kind<T> {
  readonly schema: z.ZodType<T>;
  readonly format: number;
  readonly command: string;
}

/**
 * The document in a file.
 * @throws ReportError
 */
export function readDocument<T>(file: string, { schema, format, command }: Kind<T>): T {
  if (!existsSync(file)) throw new ReportError(`${file}: there is no such file`);
  const json = parsed(file);
  const came = typeof json === "object" && json !== null && "format" in json ? json.format : null;
  if (came !== format) {
    throw new ReportError(
      `${file}: must be of format ${format}, came ${JSON.stringify(came)}: write it with "${command}"`,
    );
  }
  const document = schema.safeParse(json);
  if (document.success) return document.data;
  throw new ReportError(
    `${file}: must be what "${command}" writes: ${z.prettifyError(document.error)}`,
  );
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readGiven(file));
  } catch (error) {
    throw new ReportError(`${file}: must be readable JSON: ${(error as Error).message}`);
  }
}
