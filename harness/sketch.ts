import type { Dtype } from "./array.ts";

/** How the numbers of a tensor are to be drawn; python-ref/value.py says what each kind gives. */
export interface Draw {
  readonly shape: readonly number[];
  readonly kind?: "uniform" | "integers" | "ties" | "band" | "values";
  readonly low?: number;
  readonly high?: number;
  readonly values?: readonly Scalar[];
  readonly dtype?: Dtype;
  readonly grad?: boolean;
  readonly leaf?: boolean;
  readonly layout?: "transposed" | "step2" | "channels-last" | "expanded" | "contiguous";
}

type Scalar = number | { readonly $float: "inf" | "-inf" | "nan" };

/** An argument of a sketch: a case's as JSON, with `$draw` in the place of `$tensor`. */
export type Argument =
  | null
  | boolean
  | number
  | string
  | readonly Argument[]
  | { readonly $draw: Draw }
  | { readonly $float: "inf" | "-inf" | "nan" }
  | { readonly $module: ModuleArgument };

interface ModuleArgument {
  readonly layer: string;
  readonly args: readonly Argument[];
  readonly options: Readonly<Record<string, Argument>>;
}

/** Arguments by name. */
export type Arguments = Readonly<Record<string, Argument>>;

/** What is asked of PyTorch: a call without its numbers. */
export interface SketchCall {
  readonly layer: string;
  readonly dtype: Dtype;
  readonly args: readonly Argument[];
  readonly options: Arguments;
  readonly seed: number;
  /** "drawn": every parameter and buffer at random; null: what the constructor draws. */
  readonly state: "drawn" | null;
  readonly training: boolean;
  readonly gradMode: boolean;
  readonly inputs: readonly Argument[];
  readonly keywords: Arguments;
  /** "drawn": a random gradient for each output that takes one; {}: no backward. */
  readonly upstream: "drawn" | Readonly<Record<string, never>>;
}

/** A layer, its arguments and input shapes. PyTorch turns it into a case. */
export interface Sketch {
  readonly id: string;
  readonly tags: readonly string[];
  readonly call: SketchCall;
}
