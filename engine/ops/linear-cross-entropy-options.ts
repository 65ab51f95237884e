import type { Dtype } from "../dtype.ts";
import { isFloating, isHalf } from "../dtype.ts";
import { checkAs, EngineError } from "../errors.ts";
import { formatValue } from "../print/python.ts";

/** The fields of LinearCrossEntropyOptions. */
export interface LinearCrossEntropyFields {
  /** Whether backward may run twice for a reduced loss. */
  allowRetainGraph?: boolean;
  /** Rows of the batch that are worked on at a time; null means all. */
  batchChunkSize?: number | null;
  /** How that number is found: "auto", "aspect_ratio", "aspect_ratio:2" ..., or null. */
  chunkingMethod?: string | null;
  /** What is kept in the accumulating type. */
  accPolicy?: "accurate" | "balanced" | "compact" | "auto";
  /** The type in which sums run; float32 for half types. */
  accDtype?: Dtype | null;
}

/**
 * How linear cross entropy divides its work. Here only half types are computed otherwise for it, in float32; the numbers of
 * others do not depend on it. https://docs.pytorch.org/docs/stable/generated/torch.nn.LinearCrossEntropyOptions.html
 */
export class LinearCrossEntropyOptions {
  readonly allowRetainGraph: boolean;
  readonly batchChunkSize: number | null;
  readonly chunkingMethod: string | null;
  readonly accPolicy: string;
  readonly accDtype: Dtype | null;

  constructor(fields: LinearCrossEntropyFields = {}) {
    this.allowRetainGraph = fields.allowRetainGraph ?? false;
    this.batchChunkSize = fields.batchChunkSize ?? null;
    this.chunkingMethod = fields.chunkingMethod === undefined ? "auto" : fields.chunkingMethod;
    this.accPolicy = fields.accPolicy ?? "auto";
    this.accDtype = fields.accDtype ?? null;
    checkFields(this);
  }

  /** How many rows are worked on at a time. Refuses a size and a method that disagree, and types that it cannot work in. */
  chunkSize(rows: number, features: number, classes: number, dtype: Dtype): number {
    const size = this.#rowsAtATime(rows, features, classes, dtype);
    const half = isHalf(dtype);
    const accumulated = this.accDtype ?? (half && this.accPolicy === "auto" ? "float32" : dtype);
    checkAccDtype(accumulated);
    checkAs(
      "RuntimeError",
      accumulated === dtype || (half && accumulated === "float32"),
      WHERE,
      () =>
        `linear_cross_entropy supports float32 acc_dtype with float16/bfloat16 inputs, but got torch.${accumulated} acc_dtype and torch.${dtype} inputs.`,
    );
    return size;
  }

  #rowsAtATime(rows: number, features: number, classes: number, dtype: Dtype): number {
    const size = this.batchChunkSize;
    const automatic = isHalf(dtype) ? "aspect_ratio" : "aspect_ratio:2";
    const method = this.chunkingMethod === "auto" ? (size ? null : automatic) : this.chunkingMethod;
    if (method === null) return Math.max(Math.min(size ?? rows, rows), 1);
    const found = sizeByAspect(rows, features, classes, method);
    if (size !== null && size !== found) {
      throw new EngineError(
        "ValueError",
        WHERE,
        `batch_chunk_size (=${size}) and chunking_method ('${method}') give different chunk sizes (${size} vs ${found}); pass only one.`,
      );
    }
    return Math.max(found, 1);
  }

  /** As PyTorch prints it. */
  toString(): string {
    const dtype = this.accDtype === null ? "None" : `torch.${this.accDtype}`;
    return `LinearCrossEntropyOptions(allow_retain_graph=${formatValue(this.allowRetainGraph)}, batch_chunk_size=${formatValue(this.batchChunkSize)}, chunking_method=${formatValue(this.chunkingMethod)}, acc_policy=${formatValue(this.accPolicy)}, acc_dtype=${dtype})`;
  }
}

const WHERE = "linear_cross_entropy";
const POLICIES: readonly string[] = ["auto", "accurate", "balanced", "compact"];

function checkFields(options: LinearCrossEntropyOptions): void {
  const { accPolicy, chunkingMethod, batchChunkSize, accDtype } = options;
  const refuse = (holds: boolean, what: () => string) => checkAs("ValueError", holds, WHERE, what);
  refuse(POLICIES.includes(accPolicy), () => `invalid acc_policy: ${formatValue(accPolicy)}`);
  refuse(
    chunkingMethod === null || /^(auto|aspect_ratio(:0*[1-9]\d*)?)$/.test(chunkingMethod),
    () => `invalid chunking_method: ${formatValue(chunkingMethod)}`,
  );
  refuse(
    batchChunkSize === null || (Number.isInteger(batchChunkSize) && batchChunkSize > 0),
    () => `batch_chunk_size must be positive int or None, got ${formatValue(batchChunkSize)}`,
  );
  if (accDtype !== null) checkAccDtype(accDtype);
}

function checkAccDtype(dtype: Dtype): void {
  checkAs(
    "ValueError",
    isFloating(dtype),
    WHERE,
    () =>
      `acc_dtype must be one of {None, torch.float16, torch.bfloat16, torch.float32, torch.float64}, got torch.${dtype}. Pass acc_dtype=None to let the op pick automatically.`,
  );
}

/** The power of two that makes a chunk's scores as large as the input, over the method's factor. */
function sizeByAspect(rows: number, features: number, classes: number, method: string): number {
  const factor = Number(method.split(":")[1] ?? 1);
  checkAs(
    "ZeroDivisionError",
    features > 0 && classes > 0,
    WHERE,
    () => "integer division or modulo by zero",
  );
  const wanted = Math.ceil(rows / Math.ceil(classes / features));
  const power = wanted <= 1 ? 1 : 2 ** (32 - Math.clz32(wanted - 1));
  return Math.min(Math.floor(power / factor), rows);
}
