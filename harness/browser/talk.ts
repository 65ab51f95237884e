import * as z from "zod";
import { caseReportJson } from "../report/document.ts";

/** What the page is to do. */
export interface Plan {
  /** Folders on the server, and the cases of each in their order. */
  readonly corpora: readonly { readonly folder: string; readonly ids: readonly string[] }[];
  /** Why a case is known to fail, by its id. */
  readonly known: Readonly<Record<string, string>>;
  readonly threads: number;
}

/** What the page says, in this order: who it is, what came of cases, and how it ended. */
export const messageJson = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("begun"), agent: z.string() }),
  z.strictObject({
    kind: z.literal("came"),
    /** A case as a run reports it, and `bitsOf` the answer. */
    cases: z.array(z.strictObject({ report: caseReportJson, bits: z.string() })),
  }),
  z.strictObject({ kind: z.literal("ended"), error: z.string().nullable() }),
]);
export type Message = z.infer<typeof messageJson>;
export type CameCase = Extract<Message, { kind: "came" }>["cases"][number];
