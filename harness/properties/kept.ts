import { existsSync } from "node:fs";
import path from "node:path";
import type { Case } from "../case.ts";
import { keepIn } from "../corpus.ts";
import type { Engine } from "../engine.ts";
import { type Fixtures, openFixtures } from "../fixtures.ts";
import type { Manifest } from "../manifest.ts";
import { asking } from "./asking.ts";
import { type Broken, type Finding, holdsOf } from "./hold.ts";
import { PROPERTIES } from "./properties.ts";
import type { Property } from "./property.ts";

const TAG = "property:";

/** Keeps the first call of a counterexample, from which the check follows; nobody has recorded an answer to it. */
export function keepBroken(folder: string, name: string, broken: Broken, like: Manifest): void {
  const one: Case = {
    id: broken.case.id,
    tags: [`${TAG}${name}`],
    call: broken.call,
    answer: { kind: "returned", tensors: {}, facts: {} },
    limits: {},
    fragment: "",
  };
  keepIn(folder, one, like);
}

/** The counterexamples in a folder; null where there are none. */
export function openKept(folder: string): Fixtures | null {
  return existsSync(path.join(folder, "manifest.json")) ? openFixtures(folder) : null;
}

/** The property that a kept counterexample is about; null where there is none of that name any more. */
export function propertyOf({ tags }: Case): Property | null {
  return PROPERTIES.find(({ name }) => tags.includes(`${TAG}${name}`)) ?? null;
}

/** Looks at a kept counterexample again. */
export function look(property: Property, engine: Engine, one: Case): Promise<Finding> {
  return holdsOf(property, engine, one.call, asking(engine));
}
