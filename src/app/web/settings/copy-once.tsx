import { Button, TextInput } from '@mantine/core';
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from '#kernel/ui/toast.tsx';
import { closeWindow, openWindow } from '#kernel/ui/window.ts';
import { words } from './words.ts';
import './settings.css';

/** A text to copy whole: a link, a key. */
export const CopyLine = ({ label, text }: { label: string; text: string }) => {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast(words.copied);
  };
  return (
    <div className="copy-once">
      <TextInput aria-label={label} value={text} readOnly onFocus={(event) => event.currentTarget.select()} />
      <Button variant="default" leftSection={<Copy />} data-autofocus onClick={() => void copy()}>
        {words.copy}
      </Button>
    </div>
  );
};

/** A dialog that shows something once. @example showOnce({ title: 'The new key', text: '…', label: 'Key', value: token }) */
export const showOnce = ({
  title,
  text,
  label,
  value,
}: {
  title: string;
  text: ReactNode;
  label: string;
  value: string;
}): void => {
  const id = openWindow({
    title,
    size: 520,
    closeOnClickOutside: false,
    children: (
      <div className="stack">
        <div>{text}</div>
        <CopyLine label={label} text={value} />
        <div>
          <Button onClick={() => closeWindow(id)}>{words.done}</Button>
        </div>
      </div>
    ),
  });
};
