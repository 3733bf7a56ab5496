import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { api } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { hint } from '#kernel/ui/hint.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import type { Uploaded } from '#kernel/ui/upload.ts';
import { goAsLinks } from '#messages/outbox/attaching.ts';
import { ANSWERS } from '#messages/replies/rules.ts';
import { DropPlace } from '../files/drop-place.tsx';
import { FileName } from '../files/file-name.tsx';
import { UploadLine } from '../files/upload-line.tsx';
import { useUploads } from '../files/use-uploads.ts';
import { words as files, sizeWords } from '../files/words.ts';
import { useWhyNot } from '../me/me.ts';
import { CONVERSATIONS, type ConversationDetail, conversationPage } from './data.ts';
import { words } from './words.ts';

interface Values {
  body: string;
  files: readonly Uploaded[];
}

/** An answer, and the files that go along with it (ME-85, ME-29). */
export const Answer = ({ one: { id, channel } }: { one: ConversationDetail }) => {
  const refresh = useRefresh();
  const why_not = useWhyNot(ANSWERS);
  const form = useForm<Values>({
    initialValues: { body: '', files: [] },
    validate: { body: (value) => (value.trim() ? null : words.answer_missing) },
  });
  const uploads = useUploads((_ids, _called, arrived) =>
    form.setValues(({ files: before = [] }) => ({ files: [...before, ...arrived] })),
  );
  const on_their_way = uploads.list.some(({ because }) => !because);
  const send = async ({ body, files: added }: Values) => {
    await api.post(`${conversationPage(id)}/messages`, { body, files: added.map((file) => file.id) });
    form.reset();
    toast(words.answered);
    await refresh(CONVERSATIONS, '/messages');
  };
  return (
    <Form
      form={form}
      verb={words.send}
      submit={send}
      why_not={why_not ?? (on_their_way ? words.still_uploading : undefined)}
    >
      <Textarea
        label={words.your_answer}
        description={words.answer_hint}
        autosize
        minRows={4}
        maxRows={16}
        {...form.getInputProps('body')}
      />
      {channel === 'email' && (
        <Along added={form.values.files} change={(to) => form.setFieldValue('files', to)} uploads={uploads} />
      )}
    </Form>
  );
};

interface AlongProps {
  added: readonly Uploaded[];
  change: (files: readonly Uploaded[]) => void;
  uploads: ReturnType<typeof useUploads>;
}

/** Files that go along, before they are sent. */
export const Along = ({ added, change, uploads }: AlongProps) => {
  const button = useRef<HTMLButtonElement>(null);
  const large = goAsLinks({ attachments: added.map(({ bytes }) => ({ size: bytes })) });
  const remove = (id: string) => {
    change(added.filter((file) => file.id !== id));
    void api.delete(`/files/${id}`).catch(() => undefined);
    button.current?.focus();
  };
  return (
    <fieldset className="answer-files">
      <legend>{files.files}</legend>
      {added.length + uploads.list.length > 0 && (
        <ul className="files">
          {added.map((file) => (
            <li key={file.id} className="file-line">
              <FileName file={file} />
              <span className="file-line-acts">
                <span className="caption tabular">{sizeWords(file.bytes)}</span>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={files.remove_of(file.name)}
                  onClick={() => remove(file.id)}
                  {...hint(files.remove)}
                >
                  <X />
                </button>
              </span>
            </li>
          ))}
          {uploads.list.map((one) => (
            <UploadLine key={one.key} one={one} forget={uploads.forget} />
          ))}
        </ul>
      )}
      <DropPlace button={button} add={uploads.add} />
      <p className="caption">{large ? words.as_links : words.files_hint}</p>
    </fieldset>
  );
};
