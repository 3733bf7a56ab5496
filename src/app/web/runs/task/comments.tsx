import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '#kernel/ui/client.ts';
import { words } from './words.ts';

interface CommentBoxProps {
  /** Why this viewer may not write here. */
  why_not: string | undefined;
  /** Throws the refusal; what was written stays. */
  send: (text: string) => Promise<unknown>;
  /** Goes up when somebody asks to comment: then the field takes the focus. */
  asked: number;
}

/** Writes a comment: `Ctrl/⌘ Enter` sends it. */
export const CommentBox = ({ why_not, send, asked }: CommentBoxProps) => {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    if (asked > 0) field.current?.focus();
  }, [asked]);
  const submit = async () => {
    if (!text.trim() || busy) return;
    setBusy(true);
    setFault(undefined);
    await send(text.trim()).then(() => setText(''), setFault);
    setBusy(false);
  };
  if (why_not) return <p className="caption">{why_not}</p>;
  return (
    <div className="comment-box">
      <Textarea
        ref={field}
        aria-label={words.comment_label}
        placeholder={words.comment_label}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void submit();
          }
        }}
      />
      {fault !== undefined && (
        <p className="refusal" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
      {text.trim() && (
        <Button variant="default" loading={busy} onClick={() => void submit()}>
          {words.comment_send}
        </Button>
      )}
    </div>
  );
};
