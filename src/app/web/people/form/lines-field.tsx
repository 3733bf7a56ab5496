import { TextInput } from '@mantine/core';
import { Plus, Star, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import type { EmailLine, PhoneLine } from './values.ts';
import { words } from './words.ts';

interface Reachable {
  emails: EmailLine[];
  phones: PhoneLine[];
}

/** What is needed of a form that has such lines among its fields. */
interface LinesForm {
  values: Reachable;
  errors: Readonly<Record<string, ReactNode>>;
  setFieldValue(path: never, value: never): void;
  getInputProps(path: string): object;
}

interface LinesFieldProps {
  form: LinesForm;
  path: 'emails' | 'phones';
}

const WORDS = {
  emails: { one: words.email, many: words.emails, add: words.add_email, key: 'address', type: 'email' },
  phones: { one: words.phone, many: words.phones, add: words.add_phone, key: 'number', type: 'tel' },
} as const;
const LIMIT = 20;

/** E-mails or phones, each with a label; one of them is the primary one (PE-11, PE-12). */
export const LinesField = ({ form, path }: LinesFieldProps) => {
  const { one, many, add, key, type } = WORDS[path];
  const lines = form.values[path] as { label: string; primary: boolean; address?: string; number?: string }[];
  const error = form.errors[path];
  const put = (next: typeof lines) => form.setFieldValue(path as never, next as never);
  const prime = (at: number) => put(lines.map((line, i) => ({ ...line, primary: i === at })));
  const drop = (at: number) => {
    const rest = lines.filter((_, i) => i !== at);
    put(lines[at]?.primary ? rest.map((line, i) => ({ ...line, primary: i === 0 })) : rest);
  };
  return (
    <fieldset className="lines-field">
      <legend>{lines.length > 1 ? many : one}</legend>
      {lines.map((line, at) => (
        // lines have no id of their own and keep their order
        <div key={at} className="lines-line">
          <TextInput
            type={type}
            aria-label={lines.length > 1 ? `${one} ${at + 1}` : one}
            {...clientData}
            {...form.getInputProps(`${path}.${at}.${key}`)}
          />
          <TextInput
            className="lines-label"
            aria-label={`${words.label}: ${line[key] || one}`}
            placeholder={words.label}
            maxLength={40}
            {...clientData}
            {...form.getInputProps(`${path}.${at}.label`)}
          />
          {lines.length > 1 && (
            <button
              type="button"
              className="icon-button lines-star"
              aria-pressed={line.primary}
              aria-label={line.primary ? words.primary : words.make_primary(line[key] ?? '')}
              title={line.primary ? words.primary : words.make_primary(line[key] ?? '')}
              onClick={() => prime(at)}
            >
              <Star />
            </button>
          )}
          {lines.length > 1 && (
            <button
              type="button"
              className="icon-button"
              aria-label={words.take_away(line[key] ?? '')}
              title={words.take_away(line[key] ?? '')}
              onClick={() => drop(at)}
            >
              <X />
            </button>
          )}
        </div>
      ))}
      {error && <p className="field-error">{error}</p>}
      {lines.length < LIMIT && (
        <button
          type="button"
          className="tool tool-words lines-add"
          onClick={() => put([...lines, { [key]: '', label: '', primary: lines.length === 0 }])}
        >
          <Plus />
          {add}
        </button>
      )}
    </fieldset>
  );
};
