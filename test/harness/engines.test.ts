import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ENGINE_NAMES, EngineLoadError, loadEngine } from "#harness/engines/index";
import { emptyFolder } from "./kit/folder.ts";

function moduleOf(source: string): string {
  const file = path.join(emptyFolder(), "adapter.mjs");
  writeFileSync(file, source);
  return file;
}

const WHOLE = "name: 'x', version: '1', protocol: 1, answer() {}";

test("an engine is known by name", async () => {
  for (const name of ENGINE_NAMES) {
    const engine = await loadEngine(name).catch((error: Error) => ({ name, error }));
    expect(engine).toMatchObject({ name });
    if ("error" in engine) expect(engine.error.message).toContain('run "npm run engines" first');
  }
});

test("an engine is what a module exports under that name", async () => {
  const file = moduleOf(`export const engine = { ${WHOLE}, lacks: ['grad'] };`);
  expect(await loadEngine(file)).toMatchObject({ name: "x", lacks: ["grad"] });
});

test.each([
  ["export const motor = 1", "must export engine, came motor"],
  ["", "must export engine, came nothing"],
  [
    `export const engine = { ${WHOLE.replace("protocol: 1", "protocol: 2")} }`,
    "must speak protocol 1, came 2",
  ],
  ["export const engine = { protocol: 1 }", "must have a name, a version and answer(call)"],
  [
    `export const engine = { ${WHOLE}, lacks: ['speed'] }`,
    "may lack grad, state, initial, input, structure, repr, print, node, alias, layout, generator, refusal, phase, class, message, came speed",
  ],
  ["throw new Error('boom')", "must be a module, came an error: boom"],
])("a module is refused: %s", async (source, message) => {
  const file = moduleOf(source);
  const error = await loadEngine(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EngineLoadError);
  expect((error as Error).message.replace(file, "FILE")).toBe(`--engine FILE: ${message}`);
});

test("a name that there is not is refused", async () => {
  await expect(loadEngine("torch")).rejects.toThrow(
    "--engine: must be touchstone, tfjs-cpu, tfjs-wasm, jax-js, onnxruntime-node, onnxruntime-web, js-pytorch, stdio:COMMAND or the path of a module, came torch",
  );
});
