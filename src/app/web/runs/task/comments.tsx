import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Id } from '#ground/id.ts';
import { sentenceOf } from '#kernel/ui/client.ts';
import { mentionedIn } from './mentions.ts';
import { useNames } from './name-picker.tsx';
import { words } from './words.ts';

interface CommentBoxProps {
  /** Why this viewer may not write here. */
  why_not: string | undefined;
  /** Throws the refusal; what was written stays. */
  send: (text: string, mentions: readonly Id[]) => Promise<unknown>;
  /** Goes up when somebody asks to comment: then the field takes the focus. */
  asked: number;
  /** Its words, where it is no comment on a task. */
  says?: { label: string; hint: string; verb: string };
}

const COMMENT = { label: words.comment_label, hint: words.comment_hint, verb: words.comment_send };

/** Writes a comment: `@` names a member, who is told; `Ctrl/⌘ Enter` sends it (WF-121). */
export const CommentBox = ({ why_not, send, asked, says = COMMENT }: CommentBoxProps) => {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [caret, setCaret] = useState<number>();
  const names = useNames({
    text,
    caret,
    put: (next, at) => {
      flushSync(() => setText(next));
      field.current?.setSelectionRange(at, at);
      setCaret(at);
    },
  });
  useEffect(() => {
    if (asked > 0) field.current?.focus();
  }, [asked]);
  const submit = async () => {
    if (!text.trim() || busy) return;
    setBusy(true);
    setFault(undefined);
    await send(text.trim(), mentionedIn(text, names.members)).then(() => setText(''), setFault);
    setBusy(false);
  };
  if (why_not) return <p className="caption">{why_not}</p>;
  return (
    <div className="comment-box">
      <Textarea
        ref={field}
        aria-label={says.label}
        placeholder={says.hint}
        {...names.field}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setCaret(undefined)}
        onKeyDown={(event) => {
          if (names.key(event)) {
            event.preventDefault();
            event.stopPropagation();
          } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void submit();
          }
        }}
      />
      {names.list}
      {fault !== undefined && (
        <p className="refusal" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
      {text.trim() && (
        <Button variant="default" loading={busy} onClick={() => void submit()}>
          {says.verb}
        </Button>
      )}
    </div>
  );
};
