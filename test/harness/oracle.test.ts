import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { OracleError, startOracle } from "#harness/oracle";
import { fakeOracle, sketch, started, VERSIONS } from "./kit/fake-oracle.ts";

async function trouble(work: Promise<unknown>): Promise<OracleError> {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OracleError);
  return error as OracleError;
}

/** Asks one sketch of an oracle with this program, which is to fail twice. */
async function asking(program: string, over = {}): Promise<OracleError> {
  const oracle = await started(program, { over });
  return trouble(oracle.ask(sketch("a")));
}

function starting(program: string, over = {}): Promise<OracleError> {
  return trouble(started(program, { over }));
}

describe("an oracle that", () => {
  test("is not there says how to set PyTorch up", async () => {
    for (const file of ["/nowhere/python", "no-such-python"]) {
      const error = await starting("", { file });
      expect(error.trouble).toBe("missing");
      expect(error.message).toBe(
        `there is no PyTorch to ask: ${file} is not there: run "npm run setup" first`,
      );
    }
  });

  test("has no PyTorch hands on its own words", async () => {
    const error = await starting("console.error('no module named torch'); process.exit(2)");
    expect(error.trouble).toBe("missing");
    expect(error.message).toMatch("no PyTorch to ask: no module named torch: run");
  });

  test.each(["format", "torch", "numpy"])("has another %s is not asked", async (name) => {
    const other = name === "format" ? 1 : "1.0";
    const error = await starting(`greet(${JSON.stringify({ [name]: other })}); hear(unfit)`);
    expect(error.trouble).toBe("version");
    expect(error.message).toMatch(`${name} must be ${VERSIONS[name as "torch"]}, as the fixtures`);
    expect(error.message).toMatch(`came ${other}`);
  });

  test.each([
    ["with a code", "hear(() => process.exit(7))", "exit code 7"],
    ["by a signal", 'hear(() => process.kill(process.pid, "SIGKILL"))', "SIGKILL"],
    ["with words", "hear(() => { console.error('no memory'); process.exit(7) })", "no memory"],
  ])("dies %s names the sketch and how", async (_, program, says) => {
    const error = await asking(`greet(); ${program}`);
    expect(error).toMatchObject({ trouble: "died", sketch: sketch("a") });
    expect(error.message).toMatch("PyTorch's process died at nn.Identity/a: ");
    expect(error.message).toMatch(says);
  });

  test("dies before it greets blames no sketch", async () => {
    const error = await starting("process.exit(7)");
    expect(error).toMatchObject({ trouble: "died", sketch: null });
    expect(error.message).toMatch("died before it was asked anything: exit code 7");
  });

  test("hangs is ended, and names the sketch", async () => {
    const error = await asking("greet(); hear(() => {})", { sketchMs: 300 });
    expect(error).toMatchObject({ trouble: "hung", sketch: sketch("a") });
    expect(error.message).toBe("PyTorch gave no answer in 0.3 s at nn.Identity/a");
  });

  test("hangs before it greets is ended", async () => {
    const error = await starting("setInterval(() => {}, 1000)", { startMs: 300 });
    expect(error).toMatchObject({ trouble: "hung", sketch: null });
    expect(error.message).toBe("PyTorch gave no answer in 0.3 s while starting");
  });

  test.each([
    ["prints", "hear(() => console.log('hello, world'))", 'came "hello, world'],
    ["answers another question", "hear((q) => unfit({ ...q, number: 9 }))", "came one to 9"],
    ["says no JSON", "hear(() => process.stdout.write('\\x01\\0\\0\\0\\0\\0\\0\\0{'))", "be JSON"],
    ["leaves a field out", "hear(({ number }) => say({ number, seconds: 0 }))", "Invalid input"],
  ])("%s answers nonsense", async (_, program, says) => {
    const error = await asking(`greet(); ${program}`);
    expect(error.trouble).toBe("nonsense");
    expect(error.message).toMatch("PyTorch's process answered nonsense");
    expect(error.message).toMatch(says);
  });
});

test("what nobody asked for is nonsense too, of which the next question hears", async () => {
  const restarts: OracleError[] = [];
  const oracle = await started(
    "greet(); hear((question) => { unfit(question); unfit(question) })",
    {
      onRestart: (error) => restarts.push(error),
    },
  );
  await oracle.ask(sketch("a"));
  await oracle.ask(sketch("b"));
  expect(restarts.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^PyTorch's process answered nonsense.* came one to 0$/),
  ]);
});

test("the five troubles have five messages", async () => {
  const errors = [
    await starting("", { file: "/nowhere/python" }),
    await starting("greet({ torch: '2.12.0' })"),
    await asking("greet(); hear(() => process.exit(1))"),
    await asking("greet(); hear(() => {})", { sketchMs: 200 }),
    await asking("greet(); hear(() => console.log('hello, world'))"),
  ];
  expect(errors.map(({ trouble: one }) => one)).toEqual([
    "missing",
    "version",
    "died",
    "hung",
    "nonsense",
  ]);
  expect(new Set(errors.map(({ message }) => message.slice(0, 30))).size).toBe(5);
});

describe("after a failure", () => {
  const DIES_ONCE = `
    greet();
    hear((question) => {
      appendFileSync("heard.txt", question.sketch.id + "\\n");
      if (question.sketch.id.endsWith("/b") && once("dead")) process.exit(7);
      unfit(question);
    });`;

  test("it is started again once, and what waited is asked in the old order", async () => {
    const restarts: OracleError[] = [];
    const command = fakeOracle(DIES_ONCE);
    const oracle = await startOracle({
      ...{ processes: 1, manifest: VERSIONS, command },
      onRestart: (error) => restarts.push(error),
    });
    const names = ["a", "b", "c", "d", "e"];
    const replies = await Promise.all(names.map((name) => oracle.ask(sketch(name))));
    await oracle.close();
    expect(replies.map((reply) => reply.kind === "unfit" && reply.why)).toEqual(
      names.map((name) => `nn.Identity/${name}`),
    );
    expect(restarts.map(({ sketch: one }) => one?.id)).toEqual(["nn.Identity/b"]);
    const heard = readFileSync(path.join(command.cwd, "heard.txt"), "utf8").trim().split("\n");
    expect(heard.map((id) => id.slice(-1)).join("")).toMatch(/^abc*bcde$/);
  });

  test("a second one is final, and every question after it fails alike", async () => {
    const oracle = await started("greet(); hear(() => process.exit(7))");
    const errors = await Promise.all(["a", "b", "c"].map((n) => trouble(oracle.ask(sketch(n)))));
    expect(new Set(errors.map(({ message }) => message)).size).toBe(1);
    expect((await trouble(oracle.ask(sketch("d")))).message).toBe(errors[0]?.message);
  });

  test("of one process the other goes on", async () => {
    const dies = "if (question.sketch.id.endsWith('/a')) process.exit(7);";
    const oracle = await started(`greet(); hear((question) => { ${dies} unfit(question) })`, {
      processes: 2,
    });
    const [first, ...others] = await Promise.allSettled(
      ["a", "b"].map((name) => oracle.ask(sketch(name))),
    );
    expect(first?.status).toBe("rejected");
    expect(others.map(({ status }) => status)).toEqual(["fulfilled"]);
  });
});

test("what waits when it is closed fails, and nothing is started again", async () => {
  const restarts: OracleError[] = [];
  const oracle = await started("greet(); setInterval(() => {}, 1000); hear(() => {})", {
    onRestart: (error) => restarts.push(error),
  });
  const waiting = trouble(oracle.ask(sketch("a")));
  await oracle.close();
  expect((await waiting).trouble).toBe("died");
  expect(restarts).toEqual([]);
});

test("no process is left after close, be it that one hangs", async () => {
  const command = fakeOracle(
    `writeFileSync("pid", String(process.pid)); greet(); setInterval(() => {}, 1000); hear(() => {})`,
  );
  const oracle = await startOracle({ processes: 1, manifest: VERSIONS, command });
  await oracle.close();
  const pid = Number(readFileSync(path.join(command.cwd, "pid"), "utf8"));
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});
