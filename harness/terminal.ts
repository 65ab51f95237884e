import { SingleBar } from "cli-progress";

/** Where a command speaks: results to standard output, everything on the way to standard error. */
export interface Terminal {
  out(text: string): void;
  note(text: string): void;
  progress(total: number, noun: string): Progress;
}

/** How far long work has come. */
export interface Progress {
  advance(done: number): void;
  /** Clears the bar, so that something else can be said. */
  stop(): void;
}

/** The terminal of this process: a bar where somebody watches, plain lines where nobody does. */
export const terminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
  progress: (total, noun) =>
    process.stderr.isTTY && !process.env["CI"] ? bar(total, noun) : lines(total, noun),
};

function bar(total: number, noun: string): Progress {
  const format = ` {bar} {value}/{total} ${noun}, {eta} s left`;
  const single = new SingleBar({ format, clearOnComplete: true, hideCursor: true, fps: 10 });
  single.start(total, 0);
  return { advance: (done) => single.update(done), stop: () => single.stop() };
}

/** Whoever read our output has had enough: `touchstone run | head`. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const LINE_EVERY_MS = 5000;

function lines(total: number, noun: string): Progress {
  let last = performance.now();
  return {
    advance(done) {
      if (performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      terminal.note(`${done}/${total} ${noun}`);
    },
    stop() {},
  };
}
