import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import { Segments } from '#kernel/ui/tabs.tsx';
import type { RecordKind } from '#people/tags/model.ts';
import { useBulk } from '../bulk.ts';
import { useTags } from '../data.ts';
import { TagMark } from '../tags.tsx';
import { words } from '../words.ts';

interface TagManyProps {
  kind: RecordKind;
  target: BulkTarget;
  close: () => void;
}

interface Values {
  what: 'add_tag' | 'remove_tag';
  tag: string | null;
}

/** Puts a tag on many records, or takes it off them (PE-110). */
export const TagMany = ({ kind, target, close }: TagManyProps) => {
  const bulk = useBulk();
  const tags = useTags(kind);
  const many = words.counted[kind](target.count);
  const form = useForm<Values>({
    initialValues: { what: 'add_tag', tag: null },
    validate: { tag: (value) => (value ? null : words.tag_missing) },
  });
  const send = async ({ what, tag }: Values) => {
    await bulk(kind, { do: what, tag }, target);
    close();
  };
  const { what } = form.values;
  return (
    <FormSheet
      opened
      close={close}
      title={words.tag_title(many)}
      form={form}
      verb={what === 'add_tag' ? words.tag_verb_add(many) : words.tag_verb_remove(many)}
      submit={send}
    >
      <div>
        <Segments
          label={words.set_tags}
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
    </FormSheet>
  );
};
