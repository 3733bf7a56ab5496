import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { type DateRow, datePath, useRefreshCadences } from './data.ts';
import { DayField } from './panel-fields.tsx';
import { words } from './words.ts';

/** *This one* (CA-52): start and due of one date of one client. */
export const MoveSheet = ({ row, close }: { row: DateRow; close: () => void }) => {
  const refresh = useRefreshCadences();
  const form = useForm({ initialValues: { start: row.start as string | null, due: row.due as string | null } });
  const save = async ({ start, due }: { start: string | null; due: string | null }) => {
    const set = { ...(start && start !== row.start && { start }), ...(due && due !== row.due && { due }) };
    await api.put(`${datePath(row)}/override`, set);
    const undo = async () => {
      await api.delete(`${datePath(row)}/override`);
      await refresh();
    };
    toast(words.moved_it(row.name), { undo });
    await refresh();
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.move_title(row.name)}
      intro={words.move_intro}
      form={form}
      verb={words.move_verb}
      submit={save}
    >
      <DayField label={words.start} value={form.values.start} set={(start) => form.setFieldValue('start', start)} />
      <DayField label={words.due} value={form.values.due} set={(due) => form.setFieldValue('due', due)} />
    </FormSheet>
  );
};
