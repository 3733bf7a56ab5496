import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { FileName } from '../files/file-name.tsx';
import { useFocusBack } from '../runs/task/focus-back.ts';
import { DOCUMENTS, type DocumentDetail, type DocumentRow, useRefreshDocuments } from './data.ts';
import type { Text } from './deciding.ts';
import { words } from './words.ts';

interface SendSheetProps {
  row: DocumentRow;
  close: () => void;
}

/** A processed document goes to its client: to whom, with which words, and the file that goes along (IN-115). */
export const SendSheet = ({ row, close }: SendSheetProps) => {
  useFocusBack();
  const { data } = useThing<DocumentDetail>(`${DOCUMENTS}/${row.id}`);
  return data?.correspondence ? <Sheet key={data.correspondence.version} document={data} close={close} /> : null;
};

const Sheet = ({ document, close }: { document: DocumentDetail; close: () => void }) => {
  const refresh = useRefreshDocuments();
  const letter = document.correspondence!;
  const again = letter.state === 'sent';
  const to = document.recipient?.address ?? '';
  const form = useForm<Text>({
    initialValues: { subject: letter.subject, body: letter.body },
    validate: {
      subject: (subject) => (subject.trim() ? null : words.subject_missing),
      body: (body) => (body.trim() ? null : words.body_missing),
    },
  });
  const { subject, body } = form.values;
  const edited = subject !== letter.subject || body !== letter.body;
  const { unsendable } = document;
  const mended = again ? unsendable?.code === 'sent_already' : edited && unsendable?.code === 'missing_fields';
  const recall = async (message: string) => {
    await api.post(`/messages/${message}/recall`, {});
    toast(words.send_recalled(document.title));
    await refresh();
  };
  const send = async (text: Text) => {
    const { message } = await api.post<DocumentDetail>(`${DOCUMENTS}/${document.id}/delivery`, {
      correspondence_version: letter.version,
      ...(edited && { correspondence: { subject: text.subject.trim(), body: text.body } }),
      to,
    });
    close();
    const held = message ? Date.parse(message.leaves_at) - Date.now() : 0;
    const undo = message && held > 0 ? { undo: () => recall(message.id), undo_ms: held } : {};
    toast(words.leaves(document.title, to), undo);
    await refresh('/correspondences');
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.send_title(document.title)}
      form={form}
      verb={again ? words.send_again : words.send_now}
      submit={send}
      why_not={unsendable && !mended ? unsendable.because : undefined}
    >
      <p className="approval-to">
        <span className="quiet">{words.to}</span> {document.recipient?.name}{' '}
        <span className="tabular">{to || words.no_address}</span>
        <br />
        <span className="caption">{words.to_hint}</span>
      </p>
      {document.not_told && (
        <p className="notice">
          {words.not_told} {document.not_told}
        </p>
      )}
      <TextInput
        label={words.subject}
        maxLength={998}
        readOnly={again}
        {...clientData}
        {...form.getInputProps('subject')}
      />
      <Textarea
        label={words.body}
        autosize
        minRows={8}
        maxRows={18}
        maxLength={200_000}
        readOnly={again}
        {...clientData}
        {...form.getInputProps('body')}
      />
      <div className="document-file">
        <span className="document-label">{words.attached}</span>
        <FileName file={document.file} />
      </div>
    </FormSheet>
  );
};
