import { Checkbox, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Form } from '#kernel/ui/form/form.tsx';
import type { At } from '#workflows/runs/moves.ts';
import { returnable } from '#workflows/runs/reviewing.ts';
import { nameOf } from '#workflows/runs/state.ts';
import { Dialog } from './dialogs.tsx';
import type { DoTask } from './send.ts';
import { words } from './words.ts';

interface HandBackProps {
  at: At;
  close: () => void;
  /** Throws the refusal. */
  send: (command: DoTask) => Promise<unknown>;
}

/** What is to be done, and in which steps: all of them unless ticks are taken off (WF-137). */
export const HandBackDialog = ({ at: { work, task }, close, send }: HandBackProps) => {
  const rows = returnable(work, task);
  const form = useForm({
    initialValues: { comment: '', steps: rows.map((row) => row.step_key!) },
    validate: {
      comment: (comment) => (comment.trim() ? null : words.hand_back_missing),
      steps: (steps) => (rows.length && !steps.length ? words.hand_back_none : null),
    },
  });
  const submit = async ({ comment, steps }: { comment: string; steps: string[] }) => {
    await send({ do: 'hand_back', task: task.id, comment: comment.trim(), ...(rows.length ? { steps } : {}) });
    close();
  };
  return (
    <Dialog title={words.hand_back_title(task.title)} close={close}>
      <Form form={form} verb={words.hand_back} submit={submit} cancel={close} free>
        <Textarea
          label={words.hand_back_comment}
          data-autofocus
          autosize
          minRows={3}
          maxLength={2000}
          {...form.getInputProps('comment')}
        />
        {rows.length > 0 && (
          <Checkbox.Group
            label={words.hand_back_steps}
            description={words.hand_back_hint}
            {...form.getInputProps('steps')}
          >
            <div className="choice-lines">
              {rows.map((row) => (
                <Checkbox
                  key={row.id}
                  value={row.step_key!}
                  label={row.title}
                  description={nameOf(work, row.finished_for ?? row.finished_by)}
                />
              ))}
            </div>
          </Checkbox.Group>
        )}
      </Form>
    </Dialog>
  );
};
