import { Modal, Radio, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { words as kit } from '#kernel/ui/words.ts';
import { CHANNELS, type Channel } from '#messages/fields/model.ts';
import type { TemplateModule } from '#messages/templates/model.ts';
import { TEMPLATES, type TemplateDetail } from './data.ts';
import { words } from './words.ts';
import './templates.css';

/** The parts of the house that send messages today. */
const OFFERED: readonly TemplateModule[] = ['workflows', 'people'];

interface NewProps {
  opened: boolean;
  close: () => void;
  modules: readonly TemplateModule[];
  /** Other ways to come by one. */
  others: readonly Act[];
}

/** Name and channel of a new template; its editor opens behind it. */
export const NewTemplate = ({ opened, close, modules, others }: NewProps) => (
  <Modal
    opened={opened}
    onClose={close}
    title={words.create_title}
    size={480}
    closeButtonProps={{ 'aria-label': kit.close }}
  >
    <NewForm close={close} others={others} modules={OFFERED.filter((module) => modules.includes(module))} />
  </Modal>
);

const NewForm = ({ close, modules, others }: Omit<NewProps, 'opened'>) => {
  const go = useGo();
  const refresh = useRefresh();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', purpose: '', channel: 'email' as Channel, module: modules[0] ?? 'workflows' },
    validate: { name: (name) => (name.trim() ? null : words.name_missing) },
  });
  const create = async ({ purpose, ...values }: ReturnType<typeof form.getValues>) => {
    const made = await api.post<TemplateDetail>(TEMPLATES, { ...values, purpose: purpose.trim() || null });
    close();
    await refresh(TEMPLATES);
    go(`/templates/${made.id}`);
  };
  return (
    <>
      <p className="form-intro">{words.create_intro}</p>
      <div className="new-template-others">
        {others.map((act) => (
          <ActButton key={act.id} act={act} />
        ))}
      </div>
      <Form form={form} verb={words.create_verb} submit={create} cancel={close} free>
        <TextInput label={words.name} maxLength={80} data-autofocus {...form.getInputProps('name')} />
        <TextInput
          label={words.purpose}
          description={words.purpose_hint}
          maxLength={200}
          {...form.getInputProps('purpose')}
        />
        <Radio.Group label={words.channel} {...form.getInputProps('channel')}>
          <div className="template-channels">
            {CHANNELS.map((channel) => (
              <Radio key={channel} value={channel} label={words.channels[channel]} />
            ))}
          </div>
        </Radio.Group>
        {modules.length > 1 && (
          <Select
            label={words.module}
            description={words.module_hint}
            allowDeselect={false}
            data={modules.map((value) => ({ value, label: words.modules[value] }))}
            {...form.getInputProps('module')}
          />
        )}
      </Form>
    </>
  );
};
