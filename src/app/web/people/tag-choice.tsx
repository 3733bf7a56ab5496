import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Segments } from '#kernel/ui/tabs.tsx';
import type { TagRow } from './facts.ts';
import { tagOption } from './tags.tsx';

export interface TagValues {
  what: 'add_tag' | 'remove_tag';
  tag: string | null;
}

/** Which tag is put on many things, or taken off them; `missing` is said where none is chosen. */
export const useTagChoice = (missing: string) =>
  useForm<TagValues>({
    initialValues: { what: 'add_tag', tag: null },
    validate: { tag: (tag) => (tag ? null : missing) },
  });

interface TagChoiceProps {
  form: ReturnType<typeof useTagChoice>;
  tags: readonly TagRow[];
  labels: { what: string; add: string; remove: string; tag: string };
}

/** The two fields of that form (PE-110, IN-125). */
export const TagChoice = ({ form, tags, labels }: TagChoiceProps) => (
  <>
    <div>
      <Segments
        label={labels.what}
        value={form.values.what}
        onChange={(to) => form.setFieldValue('what', to)}
        options={[
          { value: 'add_tag', label: labels.add },
          { value: 'remove_tag', label: labels.remove },
        ]}
      />
    </div>
    <Select
      label={labels.tag}
      searchable
      data-autofocus
      data={tags.map(({ id, name }) => ({ value: id, label: name }))}
      renderOption={tagOption(tags)}
      {...form.getInputProps('tag')}
    />
  </>
);
