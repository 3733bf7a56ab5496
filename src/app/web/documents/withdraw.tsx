import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { ITEMS, type ItemDetail } from '../inbox/data.ts';
import { useFocusBack } from '../runs/task/focus-back.ts';
import { useRefreshDocuments } from './data.ts';
import { words } from './words.ts';

/** Takes an undecided request for approval back, with the reason (IN-134). */
export const WithdrawSheet = ({ item, close }: { item: ItemDetail; close: () => void }) => {
  useFocusBack();
  const go = useGo();
  const refresh = useRefreshDocuments();
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (reason) => (reason.trim() ? null : words.reason_missing) },
  });
  const send = async ({ reason }: { reason: string }) => {
    await api.post(`${ITEMS}/${item.id}/withdrawal`, { reason: reason.trim() });
    close();
    toast(words.withdrawn(item.number));
    go('/documents');
    await refresh();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.withdraw_title(item.number)}
      intro={words.withdraw_intro}
      form={form}
      verb={words.withdraw}
      submit={send}
    >
      <Textarea
        label={words.reason}
        data-autofocus
        autosize
        minRows={2}
        maxLength={500}
        {...form.getInputProps('reason')}
      />
    </FormSheet>
  );
};
