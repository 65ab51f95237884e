interface Start {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly vectorBits: number;
  readonly control: Int32Array;
  readonly numbers: Float64Array;
}

/** Places in the control block, an Int32Array that all threads share. */
export const CONTROL = {
  STATE: 0,
  CALLS: 1,
  DONE: 2,
  FAILED: 3,
  KERNEL: 4,
  ARITY: 5,
  STOP: 6,
  TAKEN: 7,
} as const;

/**
 * How often a thread looks for the next call before it sleeps: some 300 microseconds, which a layer's JavaScript may take between
 * two kernels. To wake it takes about as long as what it would have done.
 */
const SPINS = 50_000;

/** What a thread runs, as text: it needs no file that a bundler or a page would have to find. */
const SOURCE = `
const { ${Object.keys(CONTROL).join(", ")} } = ${JSON.stringify(CONTROL)};
function work({ module, memory, vectorBits, control, numbers }) {
  const instance = new WebAssembly.Instance(module, { env: { memory, vectorBits } });
  const kernels = Object.values(instance.exports).filter((it) => typeof it === "function");
  for (let seen = 0; ; ) {
    for (let spins = 0; Atomics.load(control, CALLS) === seen; spins++) {
      if (spins > ${SPINS}) Atomics.wait(control, CALLS, seen);
    }
    seen = Atomics.load(control, CALLS);
    if (Atomics.load(control, STOP) === 1) return;
    for (let part = take(control); part >= 0; part = take(control)) {
      const arity = control[ARITY];
      Atomics.add(control, TAKEN, 1);
      try {
        kernels[control[KERNEL]](...numbers.subarray(part * arity, (part + 1) * arity));
      } catch {
        Atomics.store(control, FAILED, 1);
      }
      Atomics.add(control, DONE, 1);
      Atomics.notify(control, DONE);
    }
  }
}
function take(control) {
  for (;;) {
    const state = Atomics.load(control, STATE);
    const next = state & 1023;
    if (next >= ((state >>> 10) & 1023)) return -1;
    if (Atomics.compareExchange(control, STATE, state, state + 1) === state) return next;
  }
}
`;

/** In Node a worker thread, which keeps no process alive; elsewhere a Web Worker. Until it has started, others do its work. */
export function startWorker({ module, memory, vectorBits, control, numbers }: Start): object {
  const data = { module, memory, vectorBits, control, numbers };
  const builtin = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (builtin) {
    const text = `${SOURCE}; work(require("node:worker_threads").workerData);`;
    const worker = new builtin.Worker(text, { eval: true, workerData: data });
    worker.unref();
    return worker;
  }
  const text = `${SOURCE}; onmessage = (event) => { work(event.data); close(); };`;
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  worker.postMessage(data);
  return worker;
}
