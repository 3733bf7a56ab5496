import { ActionIcon, Textarea, TextInput } from '@mantine/core';
import { Braces } from 'lucide-react';
import { useRef, useState } from 'react';
import { hint } from '#kernel/ui/hint.tsx';
import type { Merge } from './data.ts';
import { FieldPicker } from './field-picker.tsx';
import { words } from './words.ts';

interface PlainTextProps {
  label: string;
  value: string;
  merge: Merge;
  change: (value: string) => void;
  /** One line, as a subject is. */
  line?: boolean;
  code?: boolean;
  error?: string | undefined;
}

/** Plain wording in which fields stand as they are written; `{{` or the button opens the picker. */
export const PlainText = ({ label, value, merge, change, line, code, error }: PlainTextProps) => {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [picking, setPicking] = useState<{ from: number; to: number }>();
  const onChange = (typed: string, caret: number) => {
    change(typed);
    if (typed.length > value.length && typed.slice(caret - 2, caret) === '{{')
      setPicking({ from: caret - 2, to: caret });
  };
  const insert = (name: string) => {
    if (!picking) return;
    const field = `{{ ${name} }}`;
    change(value.slice(0, picking.from) + field + value.slice(picking.to));
    close(picking.from + field.length);
  };
  const close = (caret?: number) => {
    setPicking(undefined);
    requestAnimationFrame(() => {
      input.current?.focus();
      if (caret !== undefined) input.current?.setSelectionRange(caret, caret);
    });
  };
  const ask = () => {
    const caret = input.current?.selectionStart ?? value.length;
    setPicking({ from: caret, to: caret });
  };
  const about = {
    ref: input,
    label,
    value,
    error,
    ...(code ? { classNames: { input: 'code-text' } } : {}),
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      onChange(currentTarget.value, currentTarget.selectionStart ?? 0),
  };
  return (
    <div className="plain-text" data-line={line || undefined}>
      {line ? <TextInput {...about} /> : <Textarea {...about} autosize minRows={code ? 12 : 6} maxRows={30} />}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`${words.insert}: ${label}`}
        onClick={ask}
        {...hint(words.insert)}
      >
        <Braces size={16} strokeWidth={1.5} aria-hidden />
      </ActionIcon>
      {picking && <FieldPicker merge={merge} pick={insert} close={() => close()} />}
    </div>
  );
};
