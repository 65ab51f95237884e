import { type Pack, readPack } from "../../pack.ts";
import type { Question } from "../data.ts";
import { answerTo } from "./answer.ts";

/** The first message: the files of the pack with the cases, and their ids. */
export interface Opening {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly ids: readonly string[];
}

let pack: Pack = new Map();

self.onmessage = ({ data }: MessageEvent<Opening | Question>) => {
  if ("files" in data) {
    pack = readPack(data.files, data.ids, "tour");
    return;
  }
  const load = pack.get(data.example.id);
  if (load !== undefined) self.postMessage(answerTo(data, load()));
};
