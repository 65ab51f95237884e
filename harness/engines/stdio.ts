import { parseCommandString } from "execa";
import * as z from "zod";
import { DTYPES } from "../array.ts";
import { type Answer, answerJson, type Call } from "../case.ts";
import { Conversation, ConversationError, type Interlocutor } from "../conversation.ts";
import { decodeAnswer } from "../decode.ts";
import { encodeCall } from "../encode.ts";
import { ASPECTS, type Engine, PROTOCOL, type Unsupported } from "../engine.ts";
import { DecodeError, FlatReader, FlatWriter } from "../flat.ts";
import { type Frame, readRows } from "../wire.ts";

const helloJson = z.object({
  protocol: z.literal(PROTOCOL),
  name: z.string().min(1),
  version: z.string(),
  lacks: z.array(z.enum(ASPECTS)).default([]),
});
const counts = z.partialRecord(z.enum(DTYPES), z.int().nonnegative());
const replyJson = z.union([
  z.object({ answer: answerJson, arrays: counts.default({}) }),
  z.object({ unsupported: z.string() }),
  z.object({ crash: z.string() }),
]);
const START_MS = 60_000;
const ANSWER_MS = 30_000;

/**
 * The engine that a command is: it reads calls from its standard input and writes answers to its standard output, as
 * PROTOCOL.md says. A process that dies, hangs or talks nonsense has crashed at that call, and is started again for the next.
 * @throws ConversationError where it does not greet.
 */
export async function stdioEngine(command: string): Promise<Engine> {
  const [file = "", ...args] = parseCommandString(command);
  const who: Interlocutor = { file, args, startMs: START_MS, answerMs: ANSWER_MS };
  const [first, frame] = await Conversation.begin(who);
  let conversation: Conversation | null = first;
  const { name, version, lacks } = greeting(command, frame);
  const answer = async (call: Call): Promise<Answer | Unsupported> => {
    conversation ??= (await Conversation.begin(who))[0];
    try {
      return await exchange(conversation, call);
    } catch (error) {
      if (error instanceof ConversationError) conversation = null;
      throw error;
    }
  };
  return { name, version, protocol: PROTOCOL, lacks, answer, close: () => conversation?.close() };
}

function greeting(command: string, { header }: Frame): z.infer<typeof helloJson> {
  const hello = helloJson.safeParse(header);
  if (hello.success) return hello.data;
  throw new ConversationError(
    `${command}: its first frame must be a greeting: ${z.prettifyError(hello.error)}`,
  );
}

async function exchange(conversation: Conversation, call: Call): Promise<Answer | Unsupported> {
  const writer = new FlatWriter();
  const json = encodeCall(call, writer);
  const { header, numbers } = await conversation.ask(
    { call: json, arrays: writer.counts() },
    writer.arrays(),
  );
  const reply = replyJson.safeParse(header);
  if (!reply.success) throw new DecodeError(`no answer came: ${z.prettifyError(reply.error)}`);
  if ("crash" in reply.data) throw new Error(reply.data.crash);
  if ("unsupported" in reply.data) return { kind: "unsupported", reason: reply.data.unsupported };
  const { answer, arrays } = reply.data;
  const reader = new FlatReader(readRows(numbers, arrays), arrays);
  const decoded = decodeAnswer(answer, reader);
  reader.finish();
  return decoded;
}
