import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef, useState } from 'react';
import { isAmount } from '#ground/text.ts';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import type { Uploaded } from '#kernel/ui/upload.ts';
import { DropPlace } from '../files/drop-place.tsx';
import { UploadLine } from '../files/upload-line.tsx';
import { useUploads } from '../files/use-uploads.ts';
import { useMe } from '../me/me.ts';
import { type FoundRecord, RecordSelect } from '../people/form/record-select.tsx';
import { useFocusBack } from '../runs/task/focus-back.ts';
import { DOCUMENTS, type DocumentRow, PROFILES, type ProfileRow, useRefreshDocuments } from './data.ts';
import { words } from './words.ts';
import './documents.css';

interface Values {
  title: string;
  profile_id: string | null;
  amount: string;
  expected: string;
}

const amountOf = (amount: string, currency: string) => (amount.trim() ? { amount: amount.trim(), currency } : null);
const checked = (amount: string) => (!amount.trim() || isAmount(amount.trim()) ? null : words.amount_wrong);

/** A document with its file, for whom it is and how it is dealt with; `document`: one that is there already. */
export const DocumentSheet = ({ document, close }: { document: DocumentRow | undefined; close: () => void }) => {
  useFocusBack();
  const refresh = useRefreshDocuments();
  const { currency } = useMe().practice;
  const { data: profiles } = useThing<{ items: ProfileRow[] }>(PROFILES);
  const [file, setFile] = useState<Pick<Uploaded, 'id' | 'name'> | undefined>(document?.file);
  const [missing, setMissing] = useState(false);
  const [client, setClient] = useState<FoundRecord | undefined>(
    document?.client_id ? { id: document.client_id, kind: 'client', display_name: document.client ?? '' } : undefined,
  );
  const button = useRef<HTMLButtonElement>(null);
  const form = useForm<Values>({
    initialValues: {
      title: document?.title ?? '',
      profile_id: document?.profile_id ?? null,
      amount: document?.amount?.amount ?? '',
      expected: document?.expected_amount?.amount ?? '',
    },
    validate: {
      title: (title) => (title.trim() ? null : words.title_missing),
      amount: checked,
      expected: checked,
    },
  });
  const uploads = useUploads((_ids, _called, arrived) => {
    const [one] = arrived;
    if (!one) return;
    setFile(one);
    setMissing(false);
    if (!form.getValues().title) form.setFieldValue('title', one.name.replace(/\.[^.]+$/, ''));
  });
  const send = async ({ title, profile_id, amount, expected }: Values) => {
    if (!file) {
      setMissing(true);
      button.current?.focus();
      return;
    }
    const about = {
      title: title.trim(),
      client_id: client?.id ?? null,
      profile_id,
      amount: amountOf(amount, document?.amount?.currency ?? currency),
      expected_amount: amountOf(expected, document?.expected_amount?.currency ?? currency),
    };
    if (document) await api.patch(`${DOCUMENTS}/${document.id}`, about, { version: document.version });
    else await api.post(DOCUMENTS, { ...about, file_id: file.id });
    close();
    toast(document ? words.saved(about.title) : words.added(about.title));
    await refresh();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={document ? words.edit_title(document.title) : words.upload}
      form={form}
      verb={document ? words.save_changes : words.upload_verb}
      submit={send}
    >
      {document ? null : (
        <div className="document-file">
          <span className="document-label">{words.file}</span>
          {file && <span className="cut">{file.name}</span>}
          <DropPlace button={button} one said={words.drop} add={(files) => uploads.add(files.slice(0, 1))} />
          <ul className="files">
            {uploads.list.map((one) => (
              <UploadLine key={one.key} one={one} forget={uploads.forget} />
            ))}
          </ul>
          {missing && (
            <p className="refusal" role="alert">
              {words.file_missing}
            </p>
          )}
        </div>
      )}
      <ClientDataInput label={words.title} maxLength={300} {...form.getInputProps('title')} />
      <RecordSelect
        label={words.client}
        placeholder={words.optional}
        kinds={['client', 'prospect']}
        clearable
        chosen={client}
        choose={setClient}
      />
      <Select
        label={words.profile}
        placeholder={words.optional}
        data={(profiles?.items ?? []).filter(({ on }) => on).map(({ id, name }) => ({ value: id, label: name }))}
        clearable
        {...form.getInputProps('profile_id')}
      />
      <div className="document-two">
        <TextInput
          label={`${words.amount} (${currency})`}
          placeholder={words.optional}
          inputMode="decimal"
          {...form.getInputProps('amount')}
        />
        <TextInput
          label={`${words.expected} (${currency})`}
          placeholder={words.optional}
          inputMode="decimal"
          {...form.getInputProps('expected')}
        />
      </div>
    </FormSheet>
  );
};
