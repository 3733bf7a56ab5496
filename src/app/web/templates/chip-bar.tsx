import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type Expression, readExpression } from '#messages/fields/expression.ts';
import { type Merge, type NamedField, sayField } from './data.ts';
import { words } from './words.ts';

interface ChipBarProps {
  inside: string;
  merge: Merge;
  change: (expression: Expression) => void;
  remove: () => void;
}

/** What a chosen chip can be told: how its value reads, and what stands there when it is missing (ME-13, ME-17). */
export const ChipBar = ({ inside, merge, change, remove }: ChipBarProps) => {
  const expression = readExpression(inside);
  const field = merge.fields.find(({ name }) => name === expression?.name);
  if (!expression || !field) return null;
  const { formats, fallback } = expression;
  return (
    <fieldset className="chip-bar">
      <legend className="unseen">{words.chip(field.label)}</legend>
      <span className="chip-bar-name">{sayField(field)}</span>
      <span className="chip-bar-part">
        <span aria-hidden>{words.shown_as}</span>
        <NativeSelect
          aria-label={words.shown_as}
          value={formats.at(-1) ?? ''}
          data={formatsOf(field).map((value) => ({ value, label: words.formats[value] ?? value }))}
          onChange={({ currentTarget: { value } }) => change({ ...expression, formats: value ? [value] : [] })}
        />
      </span>
      {field.may_be_missing && (
        <span className="chip-bar-part">
          <span aria-hidden>{words.if_missing}</span>
          <NativeSelect
            aria-label={words.if_missing}
            value={fallback === null ? 'hold' : 'write'}
            data={[
              { value: 'hold', label: words.hold },
              { value: 'write', label: words.write },
            ]}
            onChange={({ currentTarget: { value } }) =>
              change({ ...expression, fallback: value === 'hold' ? null : '' })
            }
          />
        </span>
      )}
      {fallback !== null && (
        <TextInput
          aria-label={words.instead}
          maxLength={100}
          value={fallback}
          onChange={({ currentTarget: { value } }) => change({ ...expression, fallback: value })}
        />
      )}
      <Button variant="subtle" color="gray" onClick={remove}>
        {words.take_out}
      </Button>
    </fieldset>
  );
};

const formatsOf = ({ format }: NamedField): string[] => {
  if (format === 'date') return ['', 'date: "short"', 'date: "weekday"', 'date: "iso"'];
  if (format === 'money') return ['', 'money: "plain"'];
  return format === 'text' ? ['', 'capitalize', 'upcase', 'downcase'] : [''];
};
