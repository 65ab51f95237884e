import * as z from "zod";

/** The number of what `doctor --json` writes. */
export const DOCTOR_FORMAT = 1;

const findingJson = z.strictObject({
  /** A case's id, or the part of the protocol that it is about. */
  about: z.string(),
  /** What was seen. */
  what: z.string(),
  /** What an adapter does in that place. */
  advice: z.string(),
});
/** Something that is wrong with an adapter, or that its author may want to know. */
export type Finding = z.infer<typeof findingJson>;

const visitJson = z.strictObject({
  family: z.string(),
  /** The case that was asked; null where the engine does none of the family's. */
  id: z.string().nullable(),
  outcome: z.enum(["right", "wrong", "unsupported"]),
  /** Why the first case was unsupported. */
  reason: z.string().optional(),
});
/** How one family came out. */
export type Visit = z.infer<typeof visitJson>;

/** What `touchstone doctor --json` writes. */
export const doctorJson = z
  .strictObject({
    format: z.literal(DOCTOR_FORMAT),
    /** Nothing is wrong with the adapter as far as ten cases show. */
    healthy: z.boolean(),
    /** Null where it did not start. */
    engine: z
      .strictObject({ name: z.string(), version: z.string(), lacks: z.array(z.string()) })
      .nullable(),
    visits: z.array(visitJson),
    findings: z.array(findingJson),
    /** Allowed, but worth knowing. */
    notes: z.array(findingJson),
    seconds: z.number(),
  })
  .meta({ title: "Touchstone: what is wrong with an adapter" });
/** An examination of an adapter. */
export type Examination = z.infer<typeof doctorJson>;
