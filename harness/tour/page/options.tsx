import { useState } from "preact/hooks";
import type { Edits, Option, Plain, TourExample } from "../data.ts";
import { readLiteral, showLiteral } from "./literal.ts";

interface Props {
  readonly example: TourExample;
  readonly edits: Edits;
  readonly edit: (name: string, value: Plain) => void;
  readonly reset: () => void;
}

/** The constructor's parameters, to be changed. */
export function Options({ example, edits, edit, reset }: Props) {
  const [resets, setResets] = useState(0);
  return (
    <fieldset class="options">
      <legend>Options</legend>
      {example.options.map((option) => (
        <Field
          key={`${option.name} ${resets}`}
          id={`${example.id}/${option.name}`}
          option={option}
          value={edits[option.name] ?? option.value}
          edit={(value) => edit(option.name, value)}
        />
      ))}
      <button
        type="button"
        class="quiet"
        disabled={Object.keys(edits).length === 0}
        onClick={() => {
          reset();
          setResets(resets + 1);
        }}
      >
        As documented
      </button>
    </fieldset>
  );
}

interface FieldProps {
  readonly id: string;
  readonly option: Option;
  readonly value: Plain;
  readonly edit: (value: Plain) => void;
}

function Field(props: FieldProps) {
  const { id, option, value, edit } = props;
  if (typeof option.value === "boolean") {
    return (
      <label class="flag">
        <input
          type="checkbox"
          checked={value === true}
          onChange={(event) => edit(event.currentTarget.checked)}
        />
        {option.name}
      </label>
    );
  }
  return (
    <div class="field">
      <label for={id}>{option.name}</label>
      {option.choices.length === 0 ? <Literal {...props} /> : <Word {...props} />}
    </div>
  );
}

/** One of the words that PyTorch takes. */
function Word({ id, option, value, edit }: FieldProps) {
  return (
    <select id={id} value={`${value}`} onChange={(event) => edit(event.currentTarget.value)}>
      {option.choices.map((word) => (
        <option key={word} value={word}>
          {word}
        </option>
      ))}
    </select>
  );
}

/** A value that is typed: a number, a tuple, None. */
function Literal({ id, option, edit }: FieldProps) {
  const [text, setText] = useState(showLiteral(option.value));
  const wrong = readLiteral(text) === undefined;
  const type = (typed: string): void => {
    setText(typed);
    const value = readLiteral(typed);
    if (value !== undefined) edit(value);
  };
  return (
    <>
      <input
        id={id}
        type="text"
        spellcheck={false}
        autocomplete="off"
        value={text}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          const step = STEPS[event.key];
          if (step === undefined || !/^-?\d+$/.test(text)) return;
          event.preventDefault();
          type(`${Number(text) + step}`);
        }}
      />
      {wrong && (
        <span class="wrong" id={`${id}-wrong`}>
          must be like 3, (3, 5), None or 'same'
        </span>
      )}
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 };
