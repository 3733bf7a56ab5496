import { Modal, Radio, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { words as kit } from '#kernel/ui/words.ts';
import type { SubjectKind } from '#workflows/definitions/content.ts';
import { useFacts, WORKFLOWS } from './data.ts';
import type { WorkflowDetail } from './facts.ts';
import { words } from './words.ts';

const SETS = ['client', 'prospect', 'prospect client', 'employee', 'invoice'] as const;

/** Name and kind of a new workflow; its editor opens behind it (WF-1, WF-3). */
export const NewWorkflow = ({ opened, close }: { opened: boolean; close: () => void }) => (
  <Modal
    opened={opened}
    onClose={close}
    title={words.create_title}
    size={480}
    closeButtonProps={{ 'aria-label': kit.close }}
  >
    <NewForm close={close} />
  </Modal>
);

const NewForm = ({ close }: { close: () => void }) => {
  const go = useGo();
  const refresh = useRefresh();
  const { data: facts } = useFacts();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', subject_kinds: 'client' as (typeof SETS)[number] },
    validate: { name: (name) => (name.trim() ? null : words.name_missing) },
  });
  const create = async ({ name, subject_kinds }: { name: string; subject_kinds: (typeof SETS)[number] }) => {
    const made = await api.post<WorkflowDetail>(WORKFLOWS, { name, subject_kinds: subject_kinds.split(' ') });
    close();
    await refresh(WORKFLOWS);
    go(`${WORKFLOWS}/${made.id}/edit`);
  };
  const allowed = (set: string) => set.split(' ').every((kind) => facts?.designable.includes(kind as SubjectKind));
  return (
    <>
      <p className="form-intro">{words.create_intro}</p>
      <Form form={form} verb={words.create_verb} submit={create} cancel={close} free>
        <TextInput label={words.name} maxLength={80} data-autofocus {...form.getInputProps('name')} />
        <Radio.Group label={words.what_for} {...form.getInputProps('subject_kinds')}>
          <div className="kind-choice">
            {SETS.filter((set) => (facts ? allowed(set) : set !== 'invoice')).map((set) => (
              <Radio key={set} value={set} label={words.kinds[set]} description={words.kinds_hint[set]} />
            ))}
          </div>
        </Radio.Group>
      </Form>
    </>
  );
};
