import * as z from "zod";
import { DTYPES, type Dtype, type NdArray } from "./array.ts";

/** The number of the case and wire format. A reader refuses any other and says what to do. */
export const FORMAT = 2;

/** PyTorch releases whose CPU generator the engine can follow; see engine/random. */
export const PROFILES = ["torch-2.12+", "torch-2.6-mkl"] as const;

/** Where in the life of a layer an error was raised. */
export const PHASES = ["construct", "forward", "backward"] as const;
export type Phase = (typeof PHASES)[number];

/** A tensor argument: its numbers, whether a gradient is asked of it, and its memory layout if that is not C order. */
export interface TensorValue {
  readonly kind: "tensor";
  readonly array: NdArray;
  readonly grad: boolean;
  /** Element strides of the tensor to build; absent means contiguous. */
  readonly strides?: readonly number[];
  /** False: the layer is given a clone of this tensor, as a tensor that needs a gradient may not be changed in place; the gradient is that of the tensor itself. */
  readonly leaf?: boolean;
  /** What its `.grad` holds before the call. */
  readonly gradient?: NdArray;
}

/** The samplers of PyTorch that a call may ask for. */
export const SAMPLERS = ["randn", "rand"] as const;

/**
 * A tensor too large to be sent: what torch.randn or torch.rand draws from torch.Generator().manual_seed(seed).
 * An engine that does not draw as PyTorch does says that this is unsupported.
 */
export interface DrawnValue {
  readonly kind: "drawn";
  readonly sampler: (typeof SAMPLERS)[number];
  readonly seed: number;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly grad: boolean;
}

/** A layer given as an argument, such as the items of nn.Sequential. */
export interface ModuleValue {
  readonly kind: "module";
  readonly layer: string;
  readonly args: readonly Value[];
  readonly options: Readonly<Record<string, Value>>;
}

/** A function given as an argument, by its PyTorch name, "nn.functional.gelu", "torch.tanh", or a hook of PROTOCOL.md's: "hook.nothing". */
export interface FunctionValue {
  readonly kind: "function";
  readonly name: string;
}

/** An element type given as an argument. */
export interface DtypeValue {
  readonly kind: "dtype";
  readonly dtype: Dtype;
}

/** The module that the call is about (""), or a module, parameter or buffer below it by its dotted name. */
export interface PartValue {
  readonly kind: "part";
  readonly path: string;
}

/** A random generator of its own, torch.Generator().manual_seed(seed). */
export interface GeneratorValue {
  readonly kind: "generator";
  readonly seed: number;
}

/** A Python list, where PyTorch tells it from a tuple. Tuples are plain arrays. */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
}

/** A Python dict, such as the items of nn.ModuleDict; insertion order counts. */
export interface DictValue {
  readonly kind: "dict";
  readonly entries: Readonly<Record<string, Value>>;
}

/** A torch.nn.utils.rnn.PackedSequence. */
export interface PackedValue {
  readonly kind: "packed";
  readonly data: TensorValue;
  readonly batchSizes: readonly number[];
  readonly sortedIndices: readonly number[] | null;
  readonly unsortedIndices: readonly number[] | null;
}

/** Anything that can be an argument. Infinities and NaN are plain numbers here. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Value[]
  | TensorValue
  | DrawnValue
  | ModuleValue
  | FunctionValue
  | DtypeValue
  | PartValue
  | GeneratorValue
  | ListValue
  | DictValue
  | PackedValue;

/** One forward call: positional inputs and keywords. */
export interface Forward {
  readonly inputs: readonly Value[];
  readonly keywords: Readonly<Record<string, Value>>;
  readonly training: boolean;
}

/** Something done to the module after its state was loaded, such as weight_norm. */
export interface Step {
  /** A function by its PyTorch name, "nn.utils.weight_norm", or a method of the module or of a part of it, ".append", ".0.half". */
  readonly call: string;
  readonly inputs: readonly Value[];
  readonly keywords: Readonly<Record<string, Value>>;
}

/** All that an engine is told. It holds no answer, so no adapter can peek. */
export interface Call {
  /** PyTorch's name: "nn.Conv2d", "nn.functional.pad", "torch.arange". */
  readonly layer: string;
  /** The floating type that the module is converted to. */
  readonly dtype: Dtype;
  /** The constructor's arguments; empty for functions. */
  readonly args: readonly Value[];
  readonly options: Readonly<Record<string, Value>>;
  /** manual_seed(seed) runs before construction, before the steps, and once more just before the first forward call. */
  readonly seed: number;
  readonly profile: (typeof PROFILES)[number];
  /**
   * Loaded with load_state_dict after construction; null keeps what the constructor drew, and asks for it as `initial.*`.
   * The constructor runs with `dtype` as the default type, so that its draws are made in that type; afterwards the default is float32 again.
   */
  readonly state: Readonly<Record<string, NdArray>> | null;
  /** Taken in order once the state is loaded, as part of the construction, `dtype` being the default type; absent means none. */
  readonly steps?: readonly Step[];
  /** Forward calls made before the one that is answered; what they return is dropped. */
  readonly earlier: readonly Forward[];
  readonly training: boolean;
  /** What is called in the place of the module, named as in a step: ".log_prob"; absent means the module itself. */
  readonly method?: string;
  /** False runs the call under no_grad. */
  readonly gradMode: boolean;
  readonly inputs: readonly Value[];
  readonly keywords: Readonly<Record<string, Value>>;
  /** A gradient per output slot to start backward from, by output name; empty means no backward. */
  readonly upstream: Readonly<Record<string, NdArray>>;
  /** What `print.<name>` is asked of: "output.0", "input.0" (after the call), "parameter.weight"; absent means nothing. */
  readonly prints?: readonly string[];
  /** Of a tensor with more elements than this, so many are answered, as Returned says; absent means all. */
  readonly sample?: number;
}

/**
 * A layer did its work. Every number has a slot name:
 * `output.<path>` an output, `grad.input.<path>` and `grad.parameter.<key>` gradients, `state.<key>` a part of the state that the calls changed (what is not given counts as unchanged), or any part where there are steps,
 * `initial.<key>` what the constructor drew, `input.<path>` an input that the call changed, `step.<number>.<path>` what a step gave back.
 * A gradient that PyTorch leaves at None has no slot; a sparse one is given as its dense equal. A PackedSequence is a tuple of four:
 * its data is `<path>.0`. Of a module among the outputs, `<path>.<key>` are its state's tensors; an uninitialized one has no slot.
 * Facts are text: `structure` ("tensor", "(tensor, None)", "(PackedSequence(tensor, tensor, None, None), tensor)", "class Linear"), `repr` of the module (not where an argument is a list: only Python tells lists from tuples),
 * `print.<name>` as `call.prints` asks, `node.<slot>` the class name of the output's grad_fn,
 * `alias.<slot>` "is input.0" for the very same tensor and "input.0" for one that shares its memory,
 * `layout.<slot>` "sparse_coo" for a sparse gradient,
 * `step.<number>` the structure of what a step gave back, "self" for the module itself, and where there are steps, `keys` the names in the state, in order;
 * `generator` the SHA-256 of get_rng_state() after the forward call, or "untouched" where that equals the state after manual_seed.
 * Where there is a `sample`, of n elements those are answered whose number is i step mod n for each i below it, in one axis, and
 * the fact `whole.<slot>` is the shape, "(20, 33)": step is the first number from floor(0.6180339887498949 n) on, at least 1, that
 * has no divisor in common with n. What was drawn is not answered but proved: `sha256.initial.<key>` and, of each drawn input,
 * `sha256.input.<path>` are the SHA-256 of its elements' bytes, little-endian, in C order.
 */
export interface Returned {
  readonly kind: "returned";
  readonly tensors: Readonly<Record<string, NdArray>>;
  readonly facts: Readonly<Record<string, string>>;
}

/** A layer refused, as PyTorch does: `class` is the Python exception's name. */
export interface Threw {
  readonly kind: "threw";
  readonly phase: Phase;
  readonly class: string;
  readonly message: string;
}

/** What came back. PyTorch's and every engine's have this one type. */
export type Answer = Returned | Threw;

/** How one tensor of PyTorch's answer is to be compared. "bits" is bit for bit. */
export type Limit = "bits" | Tolerance;

/** |got - exact| <= (4 + 2 sqrt(terms)) u_acc amplification + u_out |exact|, where exact = PyTorch's answer + residual. */
export interface Tolerance {
  /** The longest sum behind an element, counted from shapes. */
  readonly terms: number;
  /** How far rounding in the inputs is magnified, one number or one an element. */
  readonly amplification: number | Float32Array;
  /** The float64 truth less PyTorch's own answer; null where PyTorch's answer is the truth (float64 cases). */
  readonly residual: Float32Array | null;
  /** PyTorch itself uses over half of the limit: twice its own worst error is allowed, and the report says so. */
  readonly referenceLimited: boolean;
}

/** A question with PyTorch's answer: what a fixture holds and what the oracle sends. */
export interface Case {
  readonly id: string;
  /** Rules of PyTorch's semantics that this case would notice being broken, and where it comes from: "S21", "documented". */
  readonly tags: readonly string[];
  readonly call: Call;
  readonly answer: Answer;
  /** For each tensor of a returned answer, by slot. */
  readonly limits: Readonly<Record<string, Limit>>;
  /** For a refusal: the part of PyTorch's message that an engine's message must contain. */
  readonly fragment: string;
}

const count = z.int().nonnegative();
const sizes = z.array(count).max(32);
const dtype = z.enum(DTYPES);

/** Where an array's numbers lie: `at` elements into the flat array of its dtype. */
export const arrayRef = z.strictObject({ dtype, shape: sizes, at: count });
export type ArrayRef = z.infer<typeof arrayRef>;

const tensorRef = arrayRef.extend({
  grad: z.boolean().optional(),
  strides: sizes.optional(),
  leaf: z.boolean().optional(),
  gradient: arrayRef.optional(),
});

const drawnJson = z.strictObject({
  sampler: z.enum(SAMPLERS),
  seed: count,
  dtype,
  shape: sizes,
  grad: z.boolean().optional(),
});

/** A Value as JSON; what JSON cannot say is an object with one key that begins with `$`. */
export type ValueJson =
  | null
  | boolean
  | number
  | string
  | ValueJson[]
  | { $float: "inf" | "-inf" | "nan" | "-0" }
  | { $int: string }
  | { $tensor: z.infer<typeof tensorRef> }
  | { $drawn: z.infer<typeof drawnJson> }
  | {
      $module: {
        layer: string;
        args: ValueJson[];
        options: Record<string, ValueJson>;
      };
    }
  | { $function: string }
  | { $dtype: Dtype }
  | { $part: string }
  | { $generator: number }
  | { $list: ValueJson[] }
  | { $dict: Record<string, ValueJson> }
  | {
      $packed: {
        data: z.infer<typeof tensorRef>;
        batchSizes: number[];
        sortedIndices: number[] | null;
        unsortedIndices: number[] | null;
      };
    };

const valueJson: z.ZodType<ValueJson> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(valueJson),
    z.strictObject({ $float: z.enum(["inf", "-inf", "nan", "-0"]) }),
    z.strictObject({ $int: z.string().regex(/^-?\d{1,40}$/) }),
    z.strictObject({ $tensor: tensorRef }),
    z.strictObject({ $drawn: drawnJson }),
    z.strictObject({
      $module: z.strictObject({
        layer: z.string(),
        args: z.array(valueJson),
        options: z.record(z.string(), valueJson),
      }),
    }),
    z.strictObject({ $function: z.string() }),
    z.strictObject({ $dtype: dtype }),
    z.strictObject({ $part: z.string() }),
    z.strictObject({ $generator: count }),
    z.strictObject({ $list: z.array(valueJson) }),
    z.strictObject({ $dict: z.record(z.string(), valueJson) }),
    z.strictObject({
      $packed: z.strictObject({
        data: tensorRef,
        batchSizes: sizes,
        sortedIndices: sizes.nullable(),
        unsortedIndices: sizes.nullable(),
      }),
    }),
  ]),
);

const values = z.array(valueJson);
const named = z.record(z.string(), valueJson);

export const forwardJson = z.strictObject({
  inputs: values,
  keywords: named,
  training: z.boolean(),
});

export const stepJson = z.strictObject({
  call: z.string().min(2),
  inputs: values,
  keywords: named,
});

export const callJson = z.strictObject({
  layer: z.string().min(1),
  dtype,
  args: values,
  options: named,
  seed: count,
  profile: z.enum(PROFILES),
  state: z.record(z.string(), arrayRef).nullable(),
  steps: z.array(stepJson).optional(),
  earlier: z.array(forwardJson),
  training: z.boolean(),
  method: z.string().min(2).optional(),
  gradMode: z.boolean(),
  inputs: values,
  keywords: named,
  upstream: z.record(z.string(), arrayRef),
  prints: z.array(z.string()).optional(),
  sample: count.optional(),
});

/** A number that JSON may not be able to say. */
const real = z.union([z.number(), z.strictObject({ $float: z.enum(["inf", "nan"]) })]);

const toleranceJson = z.strictObject({
  terms: count,
  /** One number, or the place of one float32 an element. */
  amplification: z.union([real, z.strictObject({ at: count })]),
  /** The place of one float32 an element. */
  residual: z.strictObject({ at: count }).nullable(),
  referenceLimited: z.boolean().optional(),
});

export const returnedJson = z.strictObject({
  kind: z.literal("returned"),
  tensors: z.record(z.string(), arrayRef),
  facts: z.record(z.string(), z.string()),
});

export const threwJson = z.strictObject({
  kind: z.literal("threw"),
  phase: z.enum(PHASES),
  class: z.string(),
  message: z.string(),
});

export const answerJson = z.discriminatedUnion("kind", [returnedJson, threwJson]);

/** The layer, and the fact that the case shows of it: "nn.Conv2d/stride-per-axis". */
export const caseId = z.string().regex(/^\w+(\.\w+)*\/[a-z0-9][a-z0-9.-]*$/);

/** The header of a case, in cases.json and on the wire. */
export const caseJson = z.strictObject({
  format: z.literal(FORMAT),
  id: caseId,
  tags: z.array(z.string()),
  /** How many elements each dtype's flat array holds. */
  arrays: z.partialRecord(dtype, count),
  call: callJson,
  answer: answerJson,
  limits: z.record(z.string(), z.union([z.literal("bits"), toleranceJson])),
  fragment: z.string(),
});
export type CaseJson = z.infer<typeof caseJson>;
