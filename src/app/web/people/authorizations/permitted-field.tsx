import { NativeSelect, TextInput, type TextInputProps } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { MEASURES } from '#people/authorizations/model.ts';
import { type AuthorizationValues, blankLine } from './values.ts';
import { words } from './words.ts';
import '#kernel/ui/list/toolbar.css';

interface PermittedForm {
  values: AuthorizationValues;
  errors: Readonly<Record<string, ReactNode>>;
  setFieldValue(path: 'lines', value: AuthorizationValues['lines']): void;
  getInputProps(path: string): object;
}

const MOST = 50;
const CHOICES = MEASURES.map((value) => ({ value, label: words.measures[value] }));

/** What is permitted under each code (PE-57). */
export const PermittedField = ({ form }: { form: PermittedForm }) => {
  const { lines } = form.values;
  return (
    <fieldset className="lines-field">
      <legend>{words.lines}</legend>
      <p className="caption">{words.lines_hint}</p>
      {lines.map((line, at) => (
        // lines have no id of their own and keep their order
        <div key={at} className="permitted">
          <TextInput
            label={words.code}
            aria-label={words.of_line(words.code, at)}
            maxLength={60}
            {...clientData}
            {...form.getInputProps(`lines.${at}.code`)}
          />
          <NativeSelect
            label={words.measure}
            aria-label={words.of_line(words.measure, at)}
            data={CHOICES}
            {...form.getInputProps(`lines.${at}.measure`)}
          />
          <PermittedText form={form} at={at} field="total" inputMode="decimal" placeholder={words.no_cap} />
          <button
            type="button"
            className="icon-button"
            aria-label={words.remove_line(line.code)}
            title={words.remove_line(line.code)}
            onClick={() =>
              form.setFieldValue(
                'lines',
                lines.filter((_, i) => i !== at),
              )
            }
          >
            <X />
          </button>
          <PermittedText form={form} at={at} field="increment" />
          <PermittedText form={form} at={at} field="frequency" />
        </div>
      ))}
      {form.errors.lines && <p className="field-error">{form.errors.lines}</p>}
      {lines.length < MOST && (
        <button
          type="button"
          className="tool tool-words lines-add"
          onClick={() => form.setFieldValue('lines', [...lines, blankLine])}
        >
          <Plus />
          {words.add_line}
        </button>
      )}
    </fieldset>
  );
};

interface PermittedTextProps extends Omit<TextInputProps, 'form'> {
  form: PermittedForm;
  at: number;
  field: 'total' | 'increment' | 'frequency';
}

const PermittedText = ({ form, at, field, ...props }: PermittedTextProps) => (
  <TextInput
    className={`permitted-${field}`}
    label={words[field]}
    aria-label={words.of_line(words[field], at)}
    maxLength={60}
    {...clientData}
    {...props}
    {...form.getInputProps(`lines.${at}.${field}`)}
  />
);
