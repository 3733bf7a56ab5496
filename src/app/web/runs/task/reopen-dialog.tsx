import { Checkbox, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { Id } from '#ground/id.ts';
import { isRefusal } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { Dialog } from './dialogs.tsx';
import type { DoTask } from './send.ts';
import { words } from './words.ts';

interface Later {
  tasks: { id: Id; title: string }[];
  actions: { id: Id; title: string }[];
}

interface ReopenProps {
  task: { id: Id; title: string };
  close: () => void;
  /** Throws the refusal. */
  send: (command: DoTask) => Promise<unknown>;
}

/** Why; and where something was built on it, what of that is to be done again (WF-118). Actions only where ticked. */
export const ReopenDialog = ({ task, close, send }: ReopenProps) => {
  const [later, setLater] = useState<Later>();
  const form = useForm({
    initialValues: { reason: '', also: [] as Id[], repeat: [] as Id[] },
    validate: { reason: (reason) => (reason.trim() ? null : words.reopen_reason) },
  });
  const submit = async ({ reason, also, repeat }: { reason: string; also: Id[]; repeat: Id[] }) => {
    try {
      await send({ do: 'reopen_task', task: task.id, reason, ...(later ? { also, repeat } : {}) });
      close();
    } catch (fault) {
      if (isRefusal(fault) && fault.code === 'later_steps') setLater(fault.facts as unknown as Later);
      throw fault;
    }
  };
  return (
    <Dialog title={words.reopen_title(task.title)} close={close}>
      <Form form={form} verb={words.reopen_verb} submit={submit} cancel={close} free>
        <Textarea
          label={words.reopen_reason}
          data-autofocus
          autosize
          minRows={2}
          maxLength={500}
          {...form.getInputProps('reason')}
        />
        {!!later?.tasks.length && (
          <Checkbox.Group label={words.reopen_also} description={words.reopen_none} {...form.getInputProps('also')}>
            <Lines of={later.tasks} />
          </Checkbox.Group>
        )}
        {!!later?.actions.length && (
          <Checkbox.Group label={words.reopen_repeat} {...form.getInputProps('repeat')}>
            <Lines of={later.actions} />
          </Checkbox.Group>
        )}
      </Form>
    </Dialog>
  );
};

const Lines = ({ of }: { of: Later['tasks'] }) => (
  <div className="choice-lines">
    {of.map(({ id, title }) => (
      <Checkbox key={id} value={id} label={title} />
    ))}
  </div>
);
