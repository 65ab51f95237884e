/*
 * What is embedded in the page of the tour, and what page and engine say to each other.
 */

/** A value that can be typed in. */
export type Plain = null | boolean | number | string | readonly Plain[];

/** A parameter of a layer's constructor, as an example has it. */
export interface Option {
  readonly name: string;
  readonly value: Plain;
  /** Its place among the positional arguments; null where it is given, or would be, by name. */
  readonly place: number | null;
  /** The words that PyTorch takes here; none for what is no word. */
  readonly choices: readonly string[];
}

export interface TourExample {
  /** The id of its case. */
  readonly id: string;
  readonly options: readonly Option[];
}

/** The examples of a layer, or of the page itself. */
export interface TourGroup {
  readonly title: string;
  /** Where PyTorch documents it; null for the page's own examples. */
  readonly link: string | null;
  readonly examples: readonly TourExample[];
}

export interface TourSection {
  readonly title: string;
  readonly groups: readonly TourGroup[];
}

export interface TourData {
  readonly torch: string;
  readonly platform: string;
  readonly sections: readonly TourSection[];
}

/** Options that were changed, by name. */
export type Edits = Readonly<Record<string, Plain>>;

/** What the engine's thread is asked. */
export interface Question {
  readonly number: number;
  readonly example: TourExample;
  readonly edits: Edits;
}

/** A tensor as PyTorch prints it. */
export interface Printed {
  readonly slot: string;
  readonly text: string;
}

/** How far a tensor is from the truth; shares of its limit. */
export interface Distance {
  readonly slot: string;
  readonly share: number;
  /** PyTorch's own; null where PyTorch's answer is the truth. */
  readonly reference: number | null;
}

/** What came of the documented options, beside what was recorded. */
export interface Agreement {
  readonly agrees: boolean;
  readonly distances: readonly Distance[];
  /** What is the matter where it does not agree. */
  readonly differences: readonly string[];
}

export type Outcome =
  | {
      readonly kind: "answered";
      readonly outputs: readonly Printed[];
      /** Null where options were changed: nothing was recorded for these. */
      readonly agreement: Agreement | null;
      /** The recorded weights do not fit the changed options: others were drawn. */
      readonly drawnAnew: boolean;
    }
  /** As PyTorch refuses: its exception, the phase, and the engine's message. */
  | {
      readonly kind: "refused";
      readonly class: string;
      readonly phase: string;
      readonly message: string;
    }
  /** No refusal, but a fault. */
  | { readonly kind: "broke"; readonly message: string };

/** The answer to the question of that number. */
export interface Told {
  readonly number: number;
  /** The call as it is written in TypeScript. */
  readonly code: string;
  readonly inputs: readonly Printed[];
  readonly recorded: readonly Printed[];
  readonly outcome: Outcome;
}
