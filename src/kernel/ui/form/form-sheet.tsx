import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { innerMarks } from '#ground/text.ts';
import { words } from '../words.ts';
import { Form, type FormProps } from './form.tsx';
import { askToLeave } from './leave-guard.ts';

interface FormSheetProps<Values extends object> extends Omit<FormProps<Values>, 'cancel'> {
  opened: boolean;
  close: () => void;
  title: string;
  intro?: ReactNode;
}

/**
 * A form beside the page one is on; closing with typed words asks.
 * @example <FormSheet opened={open} close={hide} title="Edit client" form={form} verb="Save changes" submit={save}>…</FormSheet>
 */
export const FormSheet = <Values extends object>({ opened, close, title, intro, ...form }: FormSheetProps<Values>) => {
  const leave = async () => {
    if (form.free || !form.form.isDirty() || (await askToLeave())) close();
  };
  return (
    <Drawer
      opened={opened}
      onClose={() => void leave()}
      title={innerMarks(title)}
      size={480}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {intro && <div className="form-intro">{intro}</div>}
      <Form {...form} cancel={() => void leave()} />
    </Drawer>
  );
};
