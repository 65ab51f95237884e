interface Props<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly (readonly [value: T, name: string])[];
  readonly choose: (value: T) => void;
}

/** One of several, with its label. */
export function Select<T extends string | number>({ label, value, choices, choose }: Props<T>) {
  return (
    <label class="select">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const found = choices.find(([one]) => `${one}` === event.currentTarget.value);
          if (found !== undefined) choose(found[0]);
        }}
      >
        {choices.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
