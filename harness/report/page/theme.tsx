import { useEffect, useState } from "preact/hooks";

type Theme = "light" | "dark";

/** Called when the colours change. */
const watchers = new Set<() => void>();

/** Calls back at each change of colours; gives what ends that. */
export function onTheme(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

/** A colour of the style sheet. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Light or dark: the system's until it is pressed. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(systemTheme);
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const follow = (): void => setTheme(systemTheme());
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    for (const changed of watchers) changed();
  }, [theme]);
  const other = theme === "dark" ? "light" : "dark";
  return (
    <button type="button" class="quiet theme" onClick={() => setTheme(other)}>
      {other === "dark" ? "Dark" : "Light"}
      <span class="hidden"> colours</span>
    </button>
  );
}

function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
