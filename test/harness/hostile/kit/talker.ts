import { writeFileSync } from "node:fs";
import path from "node:path";
import { Conversation } from "#harness/conversation";
import { emptyFolder } from "../../kit/folder.ts";

/** What a process can say: `say` writes a frame, `raw` bytes, `hear` calls back at each chunk of a question. */
const WORDS = `
  import { spawn } from "node:child_process";
  import { closeSync } from "node:fs";
  const raw = (bytes) => process.stdout.write(Buffer.from(bytes));
  const lengths = (header, numbers = 0) => {
    const two = Buffer.alloc(8);
    two.writeUInt32LE(header, 0);
    two.writeUInt32LE(numbers, 4);
    return two;
  };
  const say = (header, numbers = Buffer.alloc(0)) => {
    const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
    raw(Buffer.concat([lengths(text.length, numbers.length), text, numbers]));
  };
  const hear = (reply) => process.stdin.on("data", reply);
  const live = () => setInterval(() => {}, 1000);
`;

/** The file of a program that talks. */
export function program(source: string): string {
  const file = path.join(emptyFolder(), "talker.mjs");
  writeFileSync(file, WORDS + source);
  return file;
}

/** What a process with this program makes of one question, in words; and how long it took until the process was gone. */
export async function asked(
  source: string,
  answerMs = 60_000,
): Promise<{ readonly said: string; readonly goneMs: number }> {
  const who = { file: process.execPath, args: [program(source)], startMs: 60_000, answerMs };
  let conversation: Conversation | null = null;
  let said = "";
  try {
    [conversation] = await Conversation.begin(who);
    said = `answered ${JSON.stringify((await conversation.ask({ question: 1 })).header)}`;
  } catch (error) {
    said = `${(error as Error).name}: ${(error as Error).message}`;
  }
  const start = performance.now();
  await conversation?.close();
  return { said, goneMs: performance.now() - start };
}
