import type { Case } from "../case.ts";
import type { Engine } from "../engine.ts";
import { look, propertyOf } from "../properties/kept.ts";
import { explained } from "../report/properties.ts";
import { SelectionError } from "../select.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { showGivenOf } from "./show-given.ts";

/**
 * Shows a counterexample of a property: the call, what must hold, the related call that shows it, and how its answer differs.
 * @throws SelectionError where there is no such property any more.
 */
export async function reproProperty(
  one: Case,
  engine: Engine,
  terminal: Terminal,
): Promise<ExitCode> {
  const property = propertyOf(one);
  if (property === null) {
    throw new SelectionError(`${one.id}: must be of a property that there is, came ${one.tags}`);
  }
  terminal.out([one.id, ...showGivenOf(one.call)].join("\n"));
  terminal.out(`\n${property.name}: ${property.says}`);
  const finding = await look(property, engine, one);
  if (finding.kind === "broken") terminal.out(`\n${explained(finding)}`);
  if (finding.kind === "held") terminal.out(`\nIt holds in ${engine.name}.`);
  if (finding.kind === "idle") terminal.out(`\nNothing can be said: ${finding.why}`);
  if (finding.kind === "unsupported") terminal.out(`\nunsupported: ${finding.reason}`);
  return finding.kind === "held" ? EXIT.green : EXIT.red;
}
