import { Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import type { Content } from '#workflows/definitions/content.ts';
import { followsOf } from '#workflows/simulation/follows.ts';
import type { Simulation } from '#workflows/simulation/model.ts';
import { WORKFLOWS } from '../data.ts';
import type { WorkflowDetail } from '../facts.ts';
import { type Asked, givenOf } from './data.ts';
import { words } from './words.ts';

interface SaveProps {
  opened: boolean;
  close: () => void;
  workflow: WorkflowDetail;
  asked: Asked;
  simulation: Simulation | undefined;
}

/** Keeps the dated list as a case of the draft, to which publishing holds it (WF-165). */
export const SaveCase = ({ opened, close, workflow, asked, simulation }: SaveProps) => {
  const refresh = useRefresh();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '' },
    validate: { name: (name) => (name.trim() ? null : words.case_missing) },
  });
  const save = async ({ name }: { name: string }) => {
    const content = workflow.content as Content;
    const one = {
      name: name.trim(),
      given: givenOf(asked, content.settings),
      follows: followsOf(simulation?.lines ?? []),
    };
    const expect = [...(content.expect ?? []).filter((other) => other.name !== one.name), one];
    await api.put(
      `${WORKFLOWS}/${workflow.id}/draft`,
      { content: { ...content, expect }, base_version: workflow.base_version },
      { version: workflow.draft_version },
    );
    await refresh(WORKFLOWS);
    close();
    toast(words.saved(one.name));
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={words.save_title}
      size={480}
      closeButtonProps={{ 'aria-label': kit.close }}
    >
      <p className="form-intro">{words.save_intro}</p>
      <Form form={form} verb={words.save_verb} submit={save} cancel={close} free>
        <TextInput label={words.case_name} maxLength={80} data-autofocus {...form.getInputProps('name')} />
      </Form>
    </Modal>
  );
};
