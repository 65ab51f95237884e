import { checkAs } from "../errors.ts";

/** How tensors are printed. https://docs.pytorch.org/docs/stable/generated/torch.set_printoptions.html */
export interface PrintOptions {
  /** Digits after the point. */
  readonly precision: number;
  /** Tensors of more elements are summarised. */
  readonly threshold: number;
  /** Items shown at each end of a summarised axis. */
  readonly edgeitems: number;
  /** Characters after which a line is broken. */
  readonly linewidth: number;
  /** Scientific notation always, never, or where the numbers ask for it (null). */
  readonly sciMode: boolean | null;
}

const DEFAULTS: PrintOptions = {
  precision: 4,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 80,
  sciMode: null,
};

const PROFILES: Readonly<Record<string, PrintOptions>> = {
  default: DEFAULTS,
  short: { ...DEFAULTS, precision: 2, edgeitems: 2 },
  full: { ...DEFAULTS, threshold: Number.POSITIVE_INFINITY },
};

/** What `setPrintOptions` takes: a profile to start from, and what differs. */
export type PrintChanges = Partial<PrintOptions> & { profile?: "default" | "short" | "full" };

let current = DEFAULTS;

/** torch.set_printoptions: what is not named stays, but for sciMode, which goes back to null. */
export function setPrintOptions({ profile, ...changes }: PrintChanges = {}): void {
  const base = profile === undefined ? current : PROFILES[profile];
  checkAs(
    "ValueError",
    base !== undefined,
    "set_printoptions",
    () => `profile must be one of ${Object.keys(PROFILES).join(", ")}, got ${profile}`,
  );
  current = { ...base, sciMode: null, ...changes };
}

/** torch.get_printoptions. */
export function getPrintOptions(): PrintOptions {
  return current;
}
