import { useState } from "preact/hooks";

/** The command that shows a case again, to be copied. */
export function Repro({ command }: { command: string }) {
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(command);
      setSaid("Copied");
    } catch {
      setSaid("The browser does not let this page copy: select the text");
    }
  };
  return (
    <p class="repro">
      <code>{command}</code>
      <button type="button" class="quiet" onClick={copy}>
        Copy
      </button>
      <span role="status">{said}</span>
    </p>
  );
}
