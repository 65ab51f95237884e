import { torch } from "#engine";
import { bitsOf } from "#harness/bits";
import { engine } from "#harness/engines/touchstone";
import { openFixtures } from "#harness/fixtures";
import { parseShard, select } from "#harness/select";

/* Answers a share of the cases with vectors of so many bits, and tells a hash of each answer. */

/** What a child tells. */
export interface Answered {
  readonly bits: number;
  readonly hashes: Readonly<Record<string, string>>;
}

const [bits, shard = "1/1"] = process.argv.slice(2);
torch.setVectorBits(Number(bits) as 128 | 256);
const { ids, load } = openFixtures("fixtures");
const hashes: Record<string, string> = {};
for (const id of select(ids, { shard: parseShard(shard) })) {
  hashes[id] = bitsOf(await engine.answer(load(id).call));
}
const answered: Answered = { bits: torch.getVectorBits(), hashes };
process.send?.(answered);
