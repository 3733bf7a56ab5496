import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Form } from '#kernel/ui/form/form.tsx';
import { Segments } from '#kernel/ui/tabs.tsx';
import { useTags } from '../people/data.ts';
import { TagMark } from '../people/tags.tsx';
import { Dialog } from '../runs/task/dialogs.tsx';
import { words } from './words.ts';

interface TagDialogProps {
  title: string;
  close: () => void;
  send: (command: { do: 'add_tag' | 'remove_tag'; tag: string }) => unknown;
}

/** Puts a tag on the ticked items, or takes it off them (IN-125). */
export const TagDialog = ({ title, close, send }: TagDialogProps) => {
  const tags = useTags('item');
  const form = useForm({
    initialValues: { what: 'add_tag' as 'add_tag' | 'remove_tag', tag: null as string | null },
    validate: { tag: (tag) => (tag ? null : words.tag_missing) },
  });
  const { what } = form.values;
  return (
    <Dialog title={title} close={close}>
      {tags.length === 0 && <p className="form-intro">{words.tag_empty}</p>}
      <Form
        form={form}
        verb={what === 'add_tag' ? words.tag_add : words.tag_remove}
        submit={async ({ tag }: { tag: string | null }) => send({ do: what, tag: tag! })}
        cancel={close}
        free
      >
        <div>
          <Segments
            label={words.tag_what}
            value={what}
            onChange={(to) => form.setFieldValue('what', to)}
            options={[
              { value: 'add_tag', label: words.tag_add },
              { value: 'remove_tag', label: words.tag_remove },
            ]}
          />
        </div>
        <Select
          label={words.tag}
          searchable
          data-autofocus
          data={tags.map(({ id, name }) => ({ value: id, label: name }))}
          renderOption={({ option }) => {
            const tag = tags.find(({ id }) => id === option.value);
            return tag ? <TagMark tag={tag} /> : option.label;
          }}
          {...form.getInputProps('tag')}
        />
      </Form>
    </Dialog>
  );
};
