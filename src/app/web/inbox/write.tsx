import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ArrivalDetail, ArrivalRow } from '#inbox/arrivals/lists.ts';
import type { WrittenRow } from '#inbox/arrivals/written.ts';
import { api } from '#kernel/ui/client.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { type ListAnswer, useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import type { Uploaded } from '#kernel/ui/upload.ts';
import { Along } from '../conversations/answer.tsx';
import { useUploads } from '../files/use-uploads.ts';
import { MESSAGES } from '../outbox/data.ts';
import { Dialog } from '../runs/task/dialogs.tsx';
import { ITEMS, type ItemLike, numbered, useRefreshItems } from './data.ts';
import { words } from './mail-words.ts';
import '../conversations/conversations.css';
import './mail.css';

interface Props {
  item: ItemLike;
  close: () => void;
}

/** The answer to the newest mail of an item, to whoever wrote it (IN-152). */
export const ReplyDialog = ({ item, close }: Props) => {
  const { data } = useThing<ListAnswer<ArrivalRow>>('/arrivals', { item: item.id, sort: '-received_at', limit: 1 });
  const mail = data?.items[0];
  return (
    <Dialog title={words.reply_title(numbered(item.number))} close={close} size={592}>
      {!data && <SkeletonLine width="64%" />}
      {data && !mail && <p className="quiet">{words.no_mail_to_answer}</p>}
      {mail && <Write item={item} close={close} answers={mail} />}
    </Dialog>
  );
};

/** A mail about an item to an address one gives (IN-152). */
export const NewMailDialog = ({ item, close }: Props) => (
  <Dialog title={words.mail_title(numbered(item.number))} close={close} size={592}>
    <Write item={item} close={close} />
  </Dialog>
);

interface Values {
  to: string;
  subject: string;
  body: string;
  files: readonly Uploaded[];
}

const again = (subject: string): string => `Re: ${subject.replace(/^(re:\s*)+/i, '')}`.slice(0, 300);

const Write = ({ item, close, answers }: Props & { answers?: ArrivalRow }) => {
  const refresh = useRefreshItems();
  const form = useForm<Values>({
    initialValues: {
      to: answers?.from_address ?? item.contact?.email ?? '',
      subject: answers ? again(answers.subject ?? item.subject) : item.subject,
      body: '',
      files: [],
    },
    validate: {
      to: (to) => (to.trim() ? null : words.to_missing),
      subject: (subject) => (subject.trim() ? null : words.subject_missing),
      body: (body) => (body.trim() ? null : words.text_missing),
    },
  });
  const uploads = useUploads((_ids, _called, arrived) =>
    form.setValues(({ files: before = [] }) => ({ files: [...before, ...arrived] })),
  );
  const on_their_way = uploads.list.some(({ because }) => !because);
  const send = async ({ files, to, ...mail }: Values) => {
    const sent = await api.post<WrittenRow>(`${ITEMS}/${item.id}/replies`, {
      ...mail,
      to: to.trim(),
      ...(answers && { answers: answers.id }),
      files: files.map(({ id }) => id),
    });
    close();
    const undo = async () => {
      await api.post(`${MESSAGES}/${sent.id}/recall`, {});
      toast(words.recalled);
      await refresh();
    };
    toast(
      words.leaves(sent.to, Math.round(sent.undo_ms / 1000)),
      sent.undo_ms > 0 ? { undo, undo_ms: sent.undo_ms } : {},
    );
    await refresh();
  };
  return (
    <Form
      form={form}
      verb={words.send}
      submit={send}
      cancel={close}
      why_not={on_their_way ? words.still_uploading : undefined}
    >
      {answers ? (
        <p className="write-to">
          <span className="quiet">{words.recipient}</span>
          <span>
            {answers.from_name && <strong>{answers.from_name} </strong>}
            {answers.from_address}
          </span>
        </p>
      ) : (
        <TextInput
          label={words.recipient}
          type="email"
          {...(form.values.to ? {} : { 'data-autofocus': true })}
          {...clientData}
          {...form.getInputProps('to')}
        />
      )}
      {answers?.verdict === 'failed' && <p className="notice">{words.failed_sender}</p>}
      <TextInput label={words.mail_subject} maxLength={300} {...form.getInputProps('subject')} />
      <Textarea
        label={words.text}
        {...(form.values.to ? { 'data-autofocus': true } : {})}
        autosize
        minRows={7}
        maxRows={18}
        maxLength={20_000}
        {...form.getInputProps('body')}
      />
      <Along added={form.values.files} change={(to) => form.setFieldValue('files', to)} uploads={uploads} />
      {answers && <Quoted id={answers.id} />}
    </Form>
  );
};

/** What goes below the answer, to be looked at. */
const Quoted = ({ id }: { id: string }) => {
  const { data } = useThing<ArrivalDetail>(`/arrivals/${id}`);
  if (!data?.body.trim()) return null;
  return (
    <details className="mail-more">
      <summary>{words.quoted}</summary>
      <p className="mail-text quiet write-quoted">{data.body.trim()}</p>
    </details>
  );
};
