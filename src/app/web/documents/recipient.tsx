import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useFocusBack } from '../runs/task/focus-back.ts';
import { type DocumentDetail, useRefreshDocuments } from './data.ts';
import { words } from './words.ts';

interface RecipientProps {
  document: DocumentDetail;
  /** Whether it may go elsewhere. */
  editable: boolean;
}

/** To whom it would go: text, so that nothing a browser fills in can change it; another needs a reason (IN-113). */
export const Recipient = ({ document: { recipient, correspondence: letter }, editable }: RecipientProps) => {
  const [open, setOpen] = useState(false);
  const refresh = useRefreshDocuments();
  if (!recipient || !letter) return null;
  const own = async () => {
    try {
      await api.delete(`/correspondences/${letter.id}/recipient`, { version: letter.version });
      toast(words.recipient_own);
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh('/correspondences');
    }
  };
  return (
    <div className="approval-recipient">
      <p className="approval-to">
        <span className="quiet">{words.to}</span> {recipient.name}{' '}
        <span>{letter.sent_to ?? recipient.address ?? words.no_address}</span>
        <br />
        <span className="caption">
          {letter.other_to ? words.recipient_other(letter.other_to_because ?? '') : words.to_hint}
        </span>
      </p>
      {editable && (
        <ActButton
          act={
            letter.other_to
              ? { id: 'own', label: words.recipient_back, run: own }
              : { id: 'other', label: words.recipient_change, run: () => setOpen(true) }
          }
        />
      )}
      {open && <RecipientSheet letter={letter} close={() => setOpen(false)} />}
    </div>
  );
};

const RecipientSheet = ({
  letter: { id, version },
  close,
}: {
  letter: NonNullable<DocumentDetail['correspondence']>;
  close: () => void;
}) => {
  useFocusBack();
  const refresh = useRefreshDocuments();
  const form = useForm({
    initialValues: { to: '', reason: '' },
    validate: {
      to: (to) => (to.trim() ? null : words.recipient_missing),
      reason: (reason) => (reason.trim() ? null : words.recipient_reason_missing),
    },
  });
  const send = async ({ to, reason }: { to: string; reason: string }) => {
    await api.put(`/correspondences/${id}/recipient`, { to: to.trim(), reason: reason.trim() }, { version });
    close();
    toast(words.recipient_changed(to.trim()));
    await refresh('/correspondences');
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.recipient_change}
      intro={words.recipient_intro}
      form={form}
      verb={words.recipient_change}
      submit={send}
    >
      <TextInput
        label={words.recipient_to}
        maxLength={254}
        {...clientData}
        data-autofocus
        {...form.getInputProps('to')}
      />
      <Textarea label={words.reason} autosize minRows={2} maxLength={500} {...form.getInputProps('reason')} />
    </FormSheet>
  );
};
