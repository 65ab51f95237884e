import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** A row with its cells, and the rows below it. */
export interface Branch {
  readonly key: string;
  readonly name: ComponentChildren;
  readonly cells: readonly ComponentChildren[];
  readonly leaves: () => readonly Leaf[];
  readonly size: number;
}

export interface Leaf {
  readonly key: string;
  readonly name: ComponentChildren;
  readonly cells: readonly ComponentChildren[];
}

interface Props {
  readonly label: string;
  readonly head: readonly string[];
  readonly branches: readonly Branch[];
}

/** A table whose rows open to the rows below them. */
export function Tree({ label, head, branches }: Props) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string): void =>
    setOpened(
      (now) => new Set(now.has(key) ? [...now].filter((one) => one !== key) : [...now, key]),
    );
  const whole = opened.size === branches.length;
  return (
    <>
      <button
        type="button"
        class="quiet"
        onClick={() => setOpened(new Set(whole ? [] : branches.map(({ key }) => key)))}
      >
        {whole ? "Close all" : "Open all"}
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" aria-label={label} tabIndex={0}>
        <table class="tree">
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          {branches.map((branch) => (
            <BranchRows
              key={branch.key}
              branch={branch}
              open={opened.has(branch.key)}
              toggle={() => toggle(branch.key)}
            />
          ))}
        </table>
      </section>
    </>
  );
}

function BranchRows({
  branch,
  open,
  toggle,
}: {
  branch: Branch;
  open: boolean;
  toggle: () => void;
}) {
  return (
    <tbody>
      <tr class="branch">
        <th scope="row">
          <button type="button" class="opener" aria-expanded={open} onClick={toggle}>
            {branch.name} <span class="faint">{branch.size}</span>
          </button>
        </th>
        {branch.cells.map((cell, i) => (
          <td key={i}>{cell}</td>
        ))}
      </tr>
      {open &&
        branch.leaves().map(({ key, name, cells }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {cells.map((cell, i) => (
              <td key={i}>{cell}</td>
            ))}
          </tr>
        ))}
    </tbody>
  );
}
