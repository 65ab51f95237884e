import type { Edits, Told, TourExample } from "../data.ts";
import type { Opening } from "../thread/main.ts";

/** What is changed may take very long, and is stopped; what is documented is known to end. */
const LONGEST_MS = 20_000;

interface Waiting {
  readonly number: number;
  readonly example: TourExample;
  readonly edits: Edits;
  readonly resolve: (told: Told) => void;
}

/** The engine, in a thread of its own: the page stays awake, and what takes too long is stopped. */
export class EngineThread {
  readonly #program: string;
  readonly #opening: Opening;
  readonly #longest: number;
  readonly #queue: Waiting[] = [];
  #worker: Worker | null = null;
  #current: Waiting | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 0;

  constructor(source: string, opening: Opening, longest = LONGEST_MS) {
    this.#longest = longest;
    this.#program = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.#opening = opening;
  }

  /**
   * What the engine does with an example; what somebody has changed goes before what nobody has. Whoever waits for an
   * example with changes is told what comes of the changes made since.
   */
  ask(example: TourExample, edits: Edits): Promise<Told> {
    const { promise, resolve } = Promise.withResolvers<Told>();
    const waiting = { number: this.#number++, example, edits, resolve };
    if (!isChanged(waiting)) this.#queue.push(waiting);
    else this.#queue.unshift(this.#inPlaceOfEarlier(waiting));
    this.#next();
    return promise;
  }

  #inPlaceOfEarlier(waiting: Waiting): Waiting {
    const at = this.#queue.findIndex((one) => isChanged(one) && one.example === waiting.example);
    const [earlier] = at < 0 ? [] : this.#queue.splice(at, 1);
    if (earlier === undefined) return waiting;
    const resolve = (told: Told): void => {
      earlier.resolve(told);
      waiting.resolve(told);
    };
    return { ...waiting, resolve };
  }

  #next(): void {
    if (this.#current !== null) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#worker ??= this.#start();
    this.#current = next;
    const { number, example, edits } = next;
    const late = (): void => this.#giveUp("it took too long, and was stopped");
    if (isChanged(next)) this.#timer = setTimeout(late, this.#longest);
    this.#worker.postMessage({ number, example, edits });
  }

  #start(): Worker {
    const worker = new Worker(this.#program);
    worker.postMessage(this.#opening);
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      // A fault may leave the engine's memory as it should not be.
      if (data.outcome.kind === "broke") this.#end();
      this.#finish(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#giveUp(event.message);
    };
    return worker;
  }

  /** Ends the thread; the next question starts another. */
  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #giveUp(message: string): void {
    this.#end();
    const { number = 0 } = this.#current ?? {};
    const outcome = { kind: "broke", message } as const;
    this.#finish({ number, code: "", inputs: [], recorded: [], outcome });
  }

  #finish(told: Told): void {
    clearTimeout(this.#timer);
    const { resolve } = this.#current ?? {};
    this.#current = null;
    resolve?.(told);
    this.#next();
  }
}

function isChanged({ edits }: Waiting): boolean {
  return Object.keys(edits).length > 0;
}
