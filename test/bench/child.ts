import { sendMessage } from "execa";
import * as z from "zod";
import { session } from "./session.ts";

/* A session in a process of its own; it tells the process that started it each row, and at the end everything. */

const planJson = z.object({
  threads: z.number(),
  vectorBits: z.literal([128, 256]),
  rounds: z.number(),
  filter: z.string(),
  peers: z.array(z.string()),
});
// Each of several libraries listens for what nobody catches.
process.setMaxListeners(0);
// Who started it and is gone wants nothing any more.
process.once("disconnect", () => process.exit(1));
const plan = planJson.parse(JSON.parse(process.argv[2] ?? ""));
const found = await session(plan, (row) => void sendMessage({ row } as never));
await sendMessage({ session: found } as never);
process.exit(0);
