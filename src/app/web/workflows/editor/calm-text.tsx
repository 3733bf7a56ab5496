import { Textarea, type TextareaProps, TextInput, type TextInputProps } from '@mantine/core';
import { startTransition, useEffect, useState } from 'react';

interface Calm {
  value: string;
  /** Hears every letter, while the page follows when it can: a large design must not make typing slow. */
  onText: (text: string) => void;
}

const useCalm = ({ value, onText }: Calm) => {
  const [text, setText] = useState(value);
  // another change than one's own typing: a joined draft, an undo, a field put in
  useEffect(() => setText(value), [value]);
  const put = (next: string) => {
    setText(next);
    startTransition(() => onText(next));
  };
  return { text, put };
};

/** A text of one or many lines that grows with what is typed. */
export const CalmTextarea = ({ value, onText, ...props }: Calm & Omit<TextareaProps, 'value' | 'onChange'>) => {
  const { text, put } = useCalm({ value, onText });
  return <Textarea autosize {...props} value={text} onChange={(event) => put(event.currentTarget.value)} />;
};

/** A text of one line. */
export const CalmInput = ({ value, onText, ...props }: Calm & Omit<TextInputProps, 'value' | 'onChange'>) => {
  const { text, put } = useCalm({ value, onText });
  return <TextInput {...props} value={text} onChange={(event) => put(event.currentTarget.value)} />;
};
